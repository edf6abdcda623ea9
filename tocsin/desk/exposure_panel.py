"""Who would be told of a draft as it stands in the form, and what that changes against the saved text."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from tocsin.alerts.content import text_of
from tocsin.alerts.models import Draft
from tocsin.desk.draft_form import read_form
from tocsin.exposure.decide import RULES
from tocsin.exposure.matching import Hit, hits_of
from tocsin.exposure.models import Person
from tocsin.exposure.subscriptions import subscriptions_for
from tocsin.exposure.targets import target_of_text
from tocsin.exposure.values import Target
from tocsin.geo import GeoError
from tocsin.grading import AlertText, GradingError

#: So many people are named; the rest is counted.
MOST_NAMED = 50


@dataclass(frozen=True, slots=True)
class Line:
    """One person or site in the way: by which rule and how surely."""

    name: str
    person_id: int | None
    place: str
    certainty: str
    rule: str
    sentence: str


@dataclass(frozen=True, slots=True)
class ExposurePanel:
    """Everything that the panel shows.

    People are counted once, by their surest match. `gained` and `lost` are against the saved text: names for those who may
    see people, numbers for all. `refused` says why the form as it stands cannot be matched.
    """

    exposed: int = 0
    possibly: int = 0
    subscribers: int = 0
    sites: int = 0
    site_people: int = 0
    untold_sites: tuple[str, ...] = ()
    rules: tuple[tuple[str, str, int], ...] = ()
    countries: tuple[tuple[str, int], ...] = ()
    lines: tuple[Line, ...] = ()
    more: int = 0
    gained: int = 0
    lost: int = 0
    gained_names: tuple[str, ...] = ()
    lost_names: tuple[str, ...] = ()
    is_changed: bool = False
    refused: tuple[str, ...] = ()

    @property
    def people(self) -> int:
        """Everybody in the way, surely or possibly."""
        return self.exposed + self.possibly

    @property
    def named(self) -> tuple[int, ...]:
        """The numbers of the people whom the panel names with their places."""
        return tuple(line.person_id for line in self.lines if line.person_id is not None)


def exposure_panel(draft: Draft, fields: Mapping[str, str] | None, *, now: datetime) -> ExposurePanel:
    """Return who would be told of `draft` at `now` with `fields` in its form; None for its saved text."""
    saved = text_of(draft.content)
    if fields is None:
        return _panel(draft, saved, None, now)
    edited = read_form(fields, saved)
    if edited.text is None:
        return ExposurePanel(refused=tuple(edited.errors.values()))
    return exposure_of(draft, edited.text, now=now)


def exposure_of(draft: Draft, text: AlertText, *, now: datetime) -> ExposurePanel:
    """Return who would be told of `draft` at `now` if its text were `text`."""
    saved = text_of(draft.content)
    return _panel(draft, text, saved if text != saved else None, now)


def _panel(draft: Draft, text: AlertText, saved: AlertText | None, now: datetime) -> ExposurePanel:
    organisation = draft.alert.organisation
    try:
        target = _target(draft, text, now)
        hits = list(hits_of(target, organisation.pk))
        before = _people(hits_of(_target(draft, saved, now), organisation.pk)) if saved is not None else None
    except (GeoError, GradingError, ValueError) as error:
        return ExposurePanel(refused=(str(error),))
    surest = _surest(hits)
    gained = surest.keys() - before if before is not None else set()
    lost = before - surest.keys() if before is not None else set()
    names = dict(
        Person.objects.filter(
            pk__in=[*list(surest)[: MOST_NAMED * 2], *list(gained)[:MOST_NAMED], *list(lost)[:MOST_NAMED]]
        ).values_list("pk", "name")
    )
    sites = {hit.site.pk: hit.site for hit in hits if hit.site is not None}
    untold = {hit.site.name for hit in hits if hit.site is not None and hit.person_id is None}
    rules = Counter(hit.match.rule for hit in surest.values())
    countries = Counter(hit.whereabouts.country for hit in surest.values())
    exposed = sum(hit.match.certainty.value == "exposed" for hit in surest.values())
    subscribed = subscriptions_for(
        organisation.pk, target, country=text.country_code, hazard=text.hazard, level=text.level.word
    )
    ordered = sorted(
        surest.values(), key=lambda hit: (hit.match.certainty.value, hit.match.distance_km or 0.0)
    )
    return ExposurePanel(
        exposed=exposed,
        possibly=len(surest) - exposed,
        subscribers=len({one.person_id for one, _sentence in subscribed} - surest.keys()),
        sites=len(sites),
        site_people=sum(site.people_count for site in sites.values()),
        untold_sites=tuple(sorted(untold)),
        rules=tuple((rule, RULES[rule].sentence, count) for rule, count in rules.most_common()),
        countries=tuple(countries.most_common(8)),
        lines=tuple(_line(hit, names) for hit in ordered[:MOST_NAMED]),
        more=max(0, len(ordered) - MOST_NAMED),
        gained=len(gained),
        lost=len(lost),
        gained_names=_named(gained, names),
        lost_names=_named(lost, names),
        is_changed=saved is not None,
    )


def _target(draft: Draft, text: AlertText, now: datetime) -> Target:
    incident = draft.alert.incident
    return target_of_text(
        text, draft.alert.organisation, now=now, phase=incident.phase, precision=incident.precision
    )


def _people(hits: Iterable[Hit]) -> set[int]:
    return {hit.person_id for hit in hits if hit.person_id is not None}


def _surest(hits: Sequence[Hit]) -> dict[int, Hit]:
    found: dict[int, Hit] = {}
    for hit in hits:
        if hit.person_id is None:
            continue
        known = found.get(hit.person_id)
        if known is None or (known.match.certainty.value, hit.match.certainty.value) == (
            "possibly",
            "exposed",
        ):
            found[hit.person_id] = hit
    return found


def _line(hit: Hit, names: Mapping[int, str]) -> Line:
    return Line(
        name=names.get(hit.person_id or 0, _("somebody")),
        person_id=hit.person_id,
        place=hit.whereabouts.place,
        certainty=hit.match.certainty.value,
        rule=hit.match.rule,
        sentence=hit.match.sentence,
    )


def _named(people: set[int], names: Mapping[int, str]) -> tuple[str, ...]:
    return tuple(sorted(names[number] for number in people if number in names)[:MOST_NAMED])
