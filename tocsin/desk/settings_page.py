"""The index of the settings: each page with what it is for and how it stands now."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from tocsin.accounts.access import Access
from tocsin.accounts.members import members
from tocsin.accounts.models import AuditEntry, Organisation
from tocsin.accounts.roles import Act
from tocsin.alerts.models import StandingRule
from tocsin.delivery.decide import Outcome
from tocsin.delivery.models import EscalationPolicy, QuietPolicy
from tocsin.desk.channels_page import channel_rows
from tocsin.desk.retention_page import days
from tocsin.desk.tokens_page import token_rows
from tocsin.desk.users_page import sums
from tocsin.exposure.models import ArrivalRule, Person, ReachRule, Site, Subscription
from tocsin.exposure.purging import purge_due
from tocsin.sources.health import health
from tocsin.sources.models import Source


@dataclass(frozen=True, slots=True)
class State:
    """How one page stands, in words; `needs_a_look` where somebody should see to it."""

    words: str
    needs_a_look: bool = False


@dataclass(frozen=True, slots=True)
class Line:
    """One page of settings: its name and address, what it is for, how it stands."""

    name: str
    address: str
    purpose: str
    state: State


@dataclass(frozen=True, slots=True)
class Group:
    """Pages that belong together."""

    name: str
    lines: tuple[Line, ...]


def settings_page(access: Access, *, now: datetime) -> tuple[Group, ...]:
    """Return the pages of settings that the reader's roles open, in groups; a group without pages is left out."""
    desk = access.organisation
    assert desk is not None
    groups = (Group(name, _lines(rows, access, desk, now)) for name, rows in _groups())
    return tuple(group for group in groups if group.lines)


Reading = Callable[[Organisation, datetime], State]
_Row = tuple[str, str, Act, str, Reading]


def _lines(rows: tuple[_Row, ...], access: Access, desk: Organisation, now: datetime) -> tuple[Line, ...]:
    return tuple(
        Line(name, reverse(f"desk:{page}"), purpose, state(desk, now))
        for page, name, act, purpose, state in rows
        if access.may(act)
    )


def _groups() -> tuple[tuple[str, tuple[_Row, ...]], ...]:
    look, administer = Act.READ_DESK, Act.MANAGE_SETTINGS
    return (
        (_("Who is told, when and how"), (
            ("channels", _("Channels"), administer, _("The ways that messages leave by, and the test of each."), _channels),
            ("escalation", _("When nobody answers"), look, _("After how many minutes somebody is reminded, and who is asked next."), _escalation),
            ("quiet", _("Quiet by design"), look, _("What holds messages back at night, and gathers the small ones."), _quiet),
            ("reach", _("Reach"), look, _("How far each hazard reaches, and for how long."), _reach),
            ("subscriptions", _("Subscriptions"), Act.SEE_PEOPLE, _("Who is told of alerts wherever they are."), _subscriptions),
            ("sites", _("Sites"), Act.SEE_PEOPLE, _("Offices, guest houses and stores, and who is told for each."), _sites),
        )),
        (_("What the desk reads"), (
            ("sources", _("Sources"), look, _("Feeds, pages and folders, their grades and their health."), _sources),
            ("rules", _("Standing rules"), look, _("Whose signed word goes out at once."), _rules),
        )),
        (_("The desk itself"), (
            ("users", _("Users"), administer, _("Who signs in, with which roles and which second factor."), _users),
            ("tokens", _("API tokens"), administer, _("Keys for other programs."), _tokens),
            ("organisation", _("Organisation"), administer, _("Name, CAP sender, lone duty, days that things are kept."), _organisation),
            ("retention", _("Retention"), administer, _("What is kept for how long, and what goes next."), _retention),
            ("history", _("History"), Act.READ_HISTORY, _("Who did what, sealed line by line."), _history),
        )),
    )  # fmt: skip


def _channels(desk: Organisation, now: datetime) -> State:
    rows = channel_rows(desk)
    used = [row for row in rows if row.is_open]
    tested = sum(bool(row.row and row.row.test_outcome == Outcome.ACCEPTED) for row in used)
    shut = [row for row in rows if row.people and not row.is_open]
    if shut:
        names = ", ".join(row.label for row in shut)
        return State(_("People have addresses that nothing is sent to: %(names)s") % {"names": names}, True)
    number = {"number": len(used), "tested": tested}
    if tested == len(used):
        return State(
            ngettext("%(number)d channel, tested", "%(number)d channels, all tested", len(used)) % number
        )
    words = ngettext(
        "%(number)d channel, %(tested)d tested", "%(number)d channels, %(tested)d tested", len(used)
    )
    return State(words % number, not tested)


def _escalation(desk: Organisation, now: datetime) -> State:
    if not Person.objects.filter(organisation=desk, on_duty=True, active=True).exists():
        return State(_("Nobody is on duty: nobody is told of a call for help"), True)
    return _changed(EscalationPolicy.objects.filter(organisation=desk).count())


def _quiet(desk: Organisation, now: datetime) -> State:
    return _changed(QuietPolicy.objects.filter(organisation=desk).count())


def _changed(levels: int) -> State:
    if not levels:
        return State(_("as published"))
    words = ngettext("%(number)d level is set by this desk", "%(number)d levels are set by this desk", levels)
    return State(words % {"number": levels})


def _reach(desk: Organisation, now: datetime) -> State:
    number = sum(model.objects.filter(organisation=desk).count() for model in (ReachRule, ArrivalRule))
    if not number:
        return State(_("as published"))
    words = ngettext("%(number)d row is this desk's own", "%(number)d rows are this desk's own", number)
    return State(words % {"number": number})


def _subscriptions(desk: Organisation, now: datetime) -> State:
    number = Subscription.objects.filter(organisation=desk, active=True).count()
    return State(ngettext("%(number)d subscription", "%(number)d subscriptions", number) % {"number": number})


def _sites(desk: Organisation, now: datetime) -> State:
    number = Site.objects.filter(organisation=desk, active=True).count()
    return State(ngettext("%(number)d site", "%(number)d sites", number) % {"number": number})


def _sources(desk: Organisation, now: datetime) -> State:
    found = [health(one, now=now) for one in Source.objects.filter(organisation=desk)]
    bad = sum(one.needs_a_look for one in found)
    words = ngettext("%(number)d source", "%(number)d sources", len(found)) % {"number": len(found)}
    if bad:
        look = ngettext("%(number)d with a fault", "%(number)d with a fault", bad) % {"number": bad}
        return State(f"{words}, {look}", True)
    return State(_("No source yet"), True) if not found else State(words)


def _rules(desk: Organisation, now: datetime) -> State:
    live = StandingRule.objects.filter(organisation=desk, ended_at=None)
    in_force = live.filter(approved_at__isnull=False).count()
    waiting = live.filter(approved_at=None).count()
    words = _("%(number)d in force") % {"number": in_force} if in_force else _("none in force")
    if waiting:
        waits = ngettext("%(number)d waits for approval", "%(number)d wait for approval", waiting)
        return State(f"{words}, {waits % {'number': waiting}}", True)
    return State(words)


def _users(desk: Organisation, now: datetime) -> State:
    number = sums(members(desk))
    people = ngettext("%(all)d person", "%(all)d people", number["all"]) % number
    approvers = (
        ngettext("%(approvers)d with approver", "%(approvers)d with approver", number["approvers"]) % number
    )
    factors = _("%(factors)d with a second factor") % number
    return State(f"{people}, {approvers}, {factors}", not number["approvers"])


def _tokens(desk: Organisation, now: datetime) -> State:
    number = sum(row.works for row in token_rows(desk, now=now))
    return State(
        ngettext("%(number)d works", "%(number)d work", number) % {"number": number} if number else _("none")
    )


def _organisation(desk: Organisation, now: datetime) -> State:
    who_approves = _("lone duty") if desk.lone_duty else _("four eyes")
    return State(f"{desk.name}, {who_approves}")


def _retention(desk: Organisation, now: datetime) -> State:
    trips = purge_due(desk, now=now).trips
    kept = _("trips for %(days)s after their end") % {"days": days(desk.keep_trips_days)}
    gone = ngettext("%(number)d goes next", "%(number)d go next", trips) % {"number": trips}
    return State(f"{kept}, {gone}")


def _history(desk: Organisation, now: datetime) -> State:
    number = AuditEntry.objects.filter(organisation=desk).count()
    return State(ngettext("%(number)d line", "%(number)d lines", number) % {"number": number})
