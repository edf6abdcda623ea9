"""Why somebody is in the way of an edition, or why not, in words."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from tocsin.accounts.models import Organisation
from tocsin.alerts.models import Alert, Edition
from tocsin.exposure.decide import match
from tocsin.exposure.errors import AlertUnknown, PersonAmbiguous, PersonUnknown
from tocsin.exposure.isolation import isolated
from tocsin.exposure.looks import record_looks
from tocsin.exposure.matching import require_same_organisation
from tocsin.exposure.models import Exposure, Person, Site, Stay
from tocsin.exposure.subjects import whereabouts_of_site, whereabouts_of_stay
from tocsin.exposure.subscriptions import asked_for
from tocsin.exposure.targets import target_of
from tocsin.exposure.values import Match, Miss, Outcome
from tocsin.grading import in_utc


@dataclass(frozen=True, slots=True)
class Ground:
    """One stay or site of a person held against one edition.

    `outcome` is what the rules say of the stay or site as it is today; `recorded` is the row that was written when
    the person was told, or None. `changed` says that the two no longer agree.
    """

    stay: Stay | None
    site: Site | None
    outcome: Outcome
    recorded: Exposure | None

    @property
    def title(self) -> str:
        """The stay or site in a few words, with its times in UTC."""
        if self.site is not None:
            return _("Site %(name)s") % {"name": isolated(self.site.name)}
        assert self.stay is not None
        depart = isolated(in_utc(self.stay.depart)) if self.stay.depart else _("until further notice")
        return _("Stay in %(place)s, %(arrive)s to %(depart)s") % {
            "place": isolated(self.stay.place),
            "arrive": isolated(in_utc(self.stay.arrive)),
            "depart": depart,
        }

    @property
    def missed(self) -> bool:
        """Whether the rules let the stay or site go."""
        return isinstance(self.outcome, Miss)

    @property
    def changed(self) -> bool:
        """Whether the person was told on this ground and it matches no longer, or matches and was not told."""
        return isinstance(self.outcome, Match) != (self.recorded is not None)


@dataclass(frozen=True, slots=True)
class Explanation:
    """Why one person is or is not in the way of one edition.

    `recorded` are the rows written for them, `grounds` every stay and site of theirs with its outcome.
    """

    person: Person
    edition: Edition
    recorded: tuple[Exposure, ...]
    grounds: tuple[Ground, ...]
    #: What each of their subscriptions says of the alert.
    subscriptions: tuple[str, ...] = ()

    @property
    def told(self) -> bool:
        """Whether the edition was addressed to the person."""
        return bool(self.recorded)

    @property
    def summary(self) -> str:
        """The answer in one sentence."""
        names = {"person": isolated(self.person.name), "alert": isolated(_name(self.edition))}
        if any(row.certainty == Exposure.Certainty.EXPOSED for row in self.recorded):
            return _("%(person)s is exposed to %(alert)s.") % names
        if self.recorded and all(row.rule == "told-before" for row in self.recorded):
            return _("%(person)s is not in the way of %(alert)s, but was told before.") % names
        if self.recorded:
            return _("%(person)s is possibly exposed to %(alert)s.") % names
        if not self.person.active:
            return (
                _("%(person)s is not matched with %(alert)s: this person is marked as no longer with us.")
                % names
            )
        if not self.grounds:
            return _("%(person)s is not in the way of %(alert)s: no stay and no site is known.") % names
        return _("%(person)s is not in the way of %(alert)s.") % names

    def text(self) -> str:
        """Return the whole explanation, one ground a paragraph, for the terminal."""
        lines = [self.summary, _about(self.edition)]
        for ground in self.grounds:
            lines += ["", f"{ground.title} [{_verdict(ground)}]", f"  {_sentence(ground)}"]
            if ground.changed:
                lines.append(f"  {_change(ground)}")
        lines += [f"\nSubscription: {words}" for words in self.subscriptions]
        held = {row.pk for ground in self.grounds if (row := ground.recorded)}
        for row in self.recorded:
            if row.pk not in held:
                lines += ["", f"{row.place} [{row.rule}, {row.certainty}]", f"  {row.reason}"]
        return "\n".join(lines) + "\n"


def why(person: Person, edition: Edition) -> Explanation:
    """Return why `person` is or is not in the way of `edition`, for every stay and site of theirs.

    Raises OtherOrganisation where they belong to different organisations.
    """
    require_same_organisation(person, edition)
    target = target_of(edition)
    recorded = tuple(Exposure.objects.filter(edition=edition, person=person).order_by("pk"))
    by_stay = {row.stay_id: row for row in recorded if row.stay_id is not None}
    by_site = {row.site_id: row for row in recorded if row.site_id is not None}
    stays = Stay.objects.filter(trip__person=person).order_by("arrive", "pk")
    sites = Site.objects.filter(contacts=person, active=True).order_by("name", "pk")
    grounds = [
        Ground(stay, None, match(whereabouts_of_stay(stay), target), by_stay.get(stay.pk)) for stay in stays
    ]
    grounds += [
        Ground(None, site, match(whereabouts_of_site(site), target), by_site.get(site.pk)) for site in sites
    ]
    followed = person.subscriptions.filter(active=True).order_by("pk")
    words = tuple(asked_for(one, edition, target).sentence for one in followed)
    return Explanation(person, edition, recorded, tuple(grounds), words)


def explain_text(
    person: str, alert: str, *, organisation: Organisation | None = None, now: datetime | None = None
) -> str:
    """Return the text of `why` for names as people type them.

    `person` is a key or a full name; `alert` a reference ('2017-0003', the newest edition; '2017-0003/1', its first)
    or a slug. With `now` the look is kept for the person. Raises PersonUnknown, PersonAmbiguous or AlertUnknown, each with
    what to try.
    """
    edition = find_edition(alert, organisation=organisation)
    found = find_person(person, edition.alert.organisation)
    if now is not None:
        record_looks([found], by="the command line", where="terminal", now=now)
    return why(found, edition).text()


def find_person(name: str, organisation: Organisation) -> Person:
    """Return the person whose key is `name`, or else the only one of that name (in any case).

    Raises PersonUnknown or PersonAmbiguous.
    """
    people = Person.objects.filter(organisation=organisation)
    exact = people.filter(key=name.strip()).first()
    if exact is not None:
        return exact
    named = list(people.filter(name__iexact=name.strip()).order_by("key")[:20])
    if not named:
        near = people.filter(name__icontains=name.strip()).order_by("name")[:5]
        hint = ", ".join(f"{one.name} ({one.key})" for one in near) if name.strip() else ""
        raise PersonUnknown(
            f"{organisation} knows no person with the key or name {name!r}. "
            + (f"Did you mean: {hint}?" if hint else "Use the staff key, or the full name.")
        )
    if len(named) > 1:
        keys = ", ".join(one.key for one in named)
        raise PersonAmbiguous(f"{len(named)} people are called {name!r}; use one of their keys: {keys}.")
    return named[0]


def find_edition(reference: str, *, organisation: Organisation | None = None) -> Edition:
    """Return an edition by its alert's reference or slug, with '/NUMBER' for an earlier one. Raises AlertUnknown."""
    name, slash, number = reference.strip().rpartition("/")
    if not slash:
        name, number = reference.strip(), ""
    alerts = Alert.objects.all() if organisation is None else Alert.objects.filter(organisation=organisation)
    found = list(alerts.filter(slug=name)[:2]) or list(alerts.filter(reference=name)[:2])
    if not found:
        raise AlertUnknown(
            f"No alert has the reference or slug {name!r}; `tocsin alerts` or the desk lists them."
        )
    if len(found) > 1:
        slugs = ", ".join(alert.slug for alert in alerts.filter(reference=name))
        raise AlertUnknown(f"Several desks have an alert {name!r}; use its slug: {slugs}.")
    editions = Edition.objects.filter(alert=found[0]).select_related("alert__incident", "alert__organisation")
    if number and not number.isdecimal():
        raise AlertUnknown(f"{number!r} is not the number of an edition; write {name}/1 for the first one.")
    edition = (editions.filter(number=int(number)) if number else editions.order_by("-number")).first()
    if edition is None:
        what = f"no edition {number}" if number else "no published edition yet"
        raise AlertUnknown(f"The alert {found[0].reference} has {what}; only published editions are matched.")
    return edition


def _name(edition: Edition) -> str:
    return f"{edition.alert.reference}/{edition.number} ({edition.headline})"


def _about(edition: Edition) -> str:
    words = {"from": f"{edition.onset:%Y-%m-%d %H:%M} UTC", "until": f"{edition.expires:%Y-%m-%d %H:%M} UTC"}
    return _("The alert is in force from %(from)s until %(until)s.") % words


def _verdict(ground: Ground) -> str:
    row = ground.recorded
    if row is not None:
        return f"{row.rule}, {row.get_certainty_display().lower()}"
    if isinstance(ground.outcome, Match):
        return f"{ground.outcome.rule}, {ground.outcome.certainty.value}"
    return _("missed: nearest rule %(rule)s") % {"rule": ground.outcome.rule}


def _sentence(ground: Ground) -> str:
    return ground.recorded.reason if ground.recorded is not None else ground.outcome.sentence


def _change(ground: Ground) -> str:
    if ground.recorded is not None:
        return _("Today the rules say: %(sentence)s") % {"sentence": ground.outcome.sentence}
    return _("It matches today, but nothing was written when the edition was matched.")
