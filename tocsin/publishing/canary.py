"""The canary's flight: its feed, its own desk, and its alert, which is published as every other and marked as a test."""

from __future__ import annotations

import logging
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from urllib.parse import urlsplit
from xml.sax.saxutils import escape

from django.conf import settings
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from tocsin.accounts.models import Membership, Organisation, User
from tocsin.accounts.roles import Role
from tocsin.accounts.secrets import fingerprint
from tocsin.alerts import drafting, editing, reviewing
from tocsin.alerts.content import text_of
from tocsin.alerts.errors import AlertRunning, DraftOpen
from tocsin.alerts.linting import standing_in_the_way
from tocsin.alerts.models import Alert, Draft, Edition
from tocsin.alerts.states import OPEN
from tocsin.clock import now as present
from tocsin.delivery.canary import Plan, home, period, plan
from tocsin.exposure.models import Contact, Person, Subscription
from tocsin.grading import Act, AlertText, Level, MessageType
from tocsin.incidents.models import Incident
from tocsin.publishing.publication import publish
from tocsin.sources.models import Report, Source

_log = logging.getLogger(__name__)

#: Where its feed is served.
PATH = "canary/feed.xml"
_PERSON, _SLUG = "canary", "tocsin-canary"
_ACCOUNT = "canary@tocsin.invalid"
#: A draft of it that is older has been left by a worker that ended.
_BROKEN_OFF_AFTER = timedelta(minutes=1)
#: A place with few people and a name that nothing else has.
_COUNTRY, _CODE = "Bouvet Island", "BV"
_FEED = """<?xml version="1.0" encoding="utf-8"?>
<rss version="2.0"><channel><title>Canary</title><link>{link}</link><description>A test of this instance.</description>
<item><guid isPermaLink="false">tocsin-canary-{stamp}</guid><pubDate>{date}</pubDate>
<title>{country}: Test number {stamp} of the bell, power outage expected</title>
<description>This is a test. A power outage is expected on {country} on {day}. Canary {stamp}.</description></item>
</channel></rss>
"""


@require_safe
def feed(request: HttpRequest) -> HttpResponse:
    """Serve the one item of the present period; nothing where no canary flies."""
    planned = plan()
    if planned is None:
        raise Http404("No canary flies here.")
    moment = period(planned.every, present()).astimezone(UTC)
    text = _FEED.format(
        link=escape(settings.TOCSIN_PUBLIC_ADDRESS), stamp=f"{moment:%Y%m%d%H%M}", date=format_datetime(moment),
        country=_COUNTRY, day=f"{moment:%d %B %Y}",
    )  # fmt: skip
    response = HttpResponse(text, content_type="application/rss+xml; charset=utf-8")
    response["Cache-Control"] = "no-store"
    response["X-Robots-Tag"] = "noindex, nofollow"
    return response


def fly(*, now: datetime) -> Edition | None:
    """Make the canary's desk where there is none, and publish what its newest report asks for; return the edition, if any.

    Called again and again by every worker: one of them does it, once for each report. A fault is in the log and is tried again.
    """
    planned = plan()
    if planned is None:
        return None
    try:
        with transaction.atomic():
            house = _desk(planned, now=now)
        return _published(house, planned, now=now)
    except Exception:  # noqa: BLE001 the canary may end no worker; that it is late is said where everybody looks
        _log.exception("The canary could not fly on; it is tried again.")
        return None


def _desk(planned: Plan, *, now: datetime) -> Organisation:
    """Return the canary's own organisation, whole and with the address of the settings."""
    house = home() or _made(now)
    address = f"{settings.TOCSIN_PUBLIC_ADDRESS}/{PATH}"
    host = urlsplit(address).hostname or ""
    seconds = int(min(planned.every / 5, timedelta(minutes=10)).total_seconds())
    # Its own address may lie inside the house, and is the only one that is asked for.
    Source.objects.filter(organisation=house).exclude(address=address, interval_seconds=seconds).update(
        address=address, interval_seconds=seconds, private_hosts=[host], next_poll_at=None
    )
    mark = fingerprint(planned.address)
    Contact.objects.filter(person__organisation=house).exclude(fingerprint=mark).delete()
    person = Person.objects.get(organisation=house)
    if not person.contacts.exists():
        Contact.objects.create(
            person=person, kind="email", address=planned.address, fingerprint=mark, position=0
        )
    return house


def _made(now: datetime) -> Organisation:
    taken = set(Organisation.everything.values_list("slug", flat=True))
    slug = next(name for name in (_SLUG, *(f"{_SLUG}-{n}" for n in range(2, 99))) if name not in taken)
    house = Organisation.everything.create(
        name="Canary", slug=slug, sender=f"{slug}.invalid", lone_duty=True, is_canary=True, created_at=now
    )
    # Without a password nobody signs in as it; one account may do both, because this desk is on lone duty.
    account, _new = User.objects.get_or_create(email=_ACCOUNT, defaults={"name": "Canary"})
    account.set_unusable_password()
    account.save()
    for role in (Role.ANALYST, Role.APPROVER):
        Membership.objects.create(organisation=house, user=account, role=role)
    Source.objects.create(organisation=house, name="Canary", kind="feed", grade="A", created_at=now)
    person = Person.objects.create(organisation=house, key=_PERSON, name="Canary", created_at=now)
    Subscription.objects.create(organisation=house, person=person, created_at=now)
    return house


def _published(house: Organisation, planned: Plan, *, now: datetime) -> Edition | None:
    """Publish an alert, or an update, for the newest report where it came after the newest edition.

    Each step is a short transaction; what takes long, the page, the CAP and its signature, is made between them.
    """
    account = User.objects.get(email=_ACCOUNT)
    with transaction.atomic():
        Organisation.everything.select_for_update().get(pk=house.pk)
        incident = Incident.objects.filter(organisation=house).order_by("-pk").first()
        if incident is None:
            return None
        report = Report.objects.filter(memberships__incident=incident).order_by("-pk").first()
        alert = Alert.objects.filter(incident=incident).order_by("-pk").first()
        newest = alert.editions.order_by("-number").first() if alert else None
        if report is None or (newest is not None and newest.sent >= report.received_at):
            return None
        for left in Draft.objects.filter(alert__organisation=house, state__in=OPEN):
            if abs(now - left.created_at) < _BROKEN_OFF_AFTER:
                # Another worker is on its way with it.
                return None
            editing.discard(left, author=account, reason="Broken off.", now=now)
    try:
        if alert is not None and newest is not None and newest.expires > now:
            draft = drafting.draft_update(alert, author=account, now=now)
        else:
            draft = drafting.draft_from(incident, author=account, now=now)
    except (DraftOpen, AlertRunning):
        # Another worker was quicker.
        return None
    try:
        return _through(draft, account, planned, now)
    except Exception:
        # The next round begins anew; without this it would wait for a worker that is busy with it.
        draft = Draft.objects.get(pk=draft.pk)
        if draft.state in OPEN:
            editing.discard(draft, author=account, reason="Broken off by a fault.", now=now)
        raise


def _through(draft: Draft, account: User, planned: Plan, now: datetime) -> Edition:
    text = _words(text_of(draft.content), planned, now)
    draft = editing.edit(draft, text, revision=draft.revision, author=account, reason="A test.", now=now)
    for finding in standing_in_the_way(draft):
        if not finding.blocks:
            draft = editing.override(
                draft, finding.rule, revision=draft.revision, author=account, reason="A test.", now=now
            )
    draft = editing.submit(draft, author=account, now=now)
    reviewing.approve(draft, reviewer=account, content_hash=draft.content_hash, now=now)
    return publish(draft, publisher=account, now=now)


def _words(text: AlertText, planned: Plan, now: datetime) -> AlertText:
    """Return what the alert says, whatever was read in its report: that it is a test, and until when."""
    is_update = text.message_type is MessageType.UPDATE
    return replace(
        text,
        headline="This is a test of the bell",
        level=Level.NOTICE,
        country=_COUNTRY,
        country_code=_CODE,
        advice=(Act("Do nothing: this is a test, and only this mailbox gets it.", 1),),
        onset=now,
        expires=now + 3 * planned.every,
        what_changed="Another test arrived." if is_update else "",
    )
