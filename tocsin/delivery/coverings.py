"""Which alerts are covered by a wider one that is in force, and what is told after all when that one is over."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple

from django.db.models import QuerySet

from tocsin.accounts.bulk_rows import in_order
from tocsin.alerts.models import Edition, MessageType
from tocsin.delivery.cases import policies_of
from tocsin.delivery.decide import COVERS_NO_MORE, IS_OVER, Rule, words
from tocsin.delivery.escalation_steps import Cause, first_due
from tocsin.delivery.models import Delivery, Escalation, Hold
from tocsin.delivery.quiet import Reach, covers
from tocsin.delivery.states import DeliveryState
from tocsin.exposure.targets import countries_touched
from tocsin.geo import Area, GeoError
from tocsin.grading import Level


@dataclass(frozen=True, slots=True)
class Covering:
    """A wider alert in force: its newest edition's words, and the numbers of those editions that cover the narrower one."""

    alert_id: int
    reference: str
    level: str
    title: str
    expires: datetime
    editions: frozenset[int]


class _Listed(NamedTuple):
    """What is asked of every edition of an alert that may be wider: its area only where the rest fits."""

    pk: int
    alert_id: int
    organisation_id: int
    reference: str
    number: int
    message_type: str
    hazard: str
    country: str
    level: str
    onset: datetime
    expires: datetime
    headline: str


_COLUMNS = (
    "pk", "alert_id", "alert__organisation_id", "alert__reference", "number", "message_type", "hazard", "country",
    "level", "onset", "expires", "headline",
)  # fmt: skip


def coverings_of(editions: Sequence[Edition], *, now: datetime) -> dict[int, tuple[Covering, ...]]:
    """Return the wider alerts in force by the number of the edition that they cover, with two questions at most."""
    in_force = Edition.objects.filter(
        alert__organisation__in={edition.alert.organisation_id for edition in editions},
        alert__ended_at__isnull=True,
        hazard__in={edition.hazard for edition in editions},
        expires__gt=now,
    )
    listed = [
        _Listed(*row)
        for row in Edition.objects.filter(alert__in=in_force.values("alert"))
        .order_by("alert", "number")
        .values_list(*_COLUMNS)
    ]
    wider = {edition.pk: list(_wider(edition, listed, now)) for edition in editions}
    wanted = {one.pk for some in wider.values() for one in some}
    if not wanted:
        return {}
    reaches = {one.pk: reach_of(one) for one in Edition.objects.filter(pk__in=wanted)}
    return {
        edition.pk: tuple(_covering(edition, wider[edition.pk], listed, reaches, now))
        for edition in editions
        if wider[edition.pk]
    }


def _wider(narrow: Edition, listed: Iterable[_Listed], now: datetime) -> Iterator[_Listed]:
    """Yield the editions of other alerts that may cover `narrow`, as far as can be told without their area."""
    for one in listed:
        if (
            one.alert_id != narrow.alert_id
            and one.organisation_id == narrow.alert.organisation_id
            and one.message_type != MessageType.CANCEL
            and one.hazard == narrow.hazard
            and one.expires > now
            and one.expires >= narrow.expires
            and Level.from_word(one.level) >= Level.from_word(narrow.level)
        ):
            yield one


def _covering(
    narrow: Edition,
    wider: Sequence[_Listed],
    listed: Sequence[_Listed],
    reaches: dict[int, Reach | None],
    now: datetime,
) -> Iterator[Covering]:
    reach = reach_of(narrow)
    newest = {one.alert_id: one for one in listed}
    found: dict[int, set[int]] = defaultdict(set)
    for one in wider:
        wide = reaches[one.pk]
        if reach is not None and wide is not None and covers(wide, reach, now=now):
            found[one.alert_id].add(one.pk)
    for alert_id, numbers in found.items():
        last = newest[alert_id]
        # What an alert says now counts, not what it said once.
        if last.pk in numbers:
            yield Covering(
                alert_id, last.reference, last.level, last.headline, last.expires, frozenset(numbers)
            )


def reach_of(edition: Edition) -> Reach | None:
    """Return what decides over covering; None where the area cannot be read: that covers nothing, and nothing covers it."""
    try:
        area = Area.from_geojson(edition.area)
        touches = countries_touched(area)
    except GeoError:
        return None
    return Reach(
        hazard=edition.hazard,
        country=edition.country,
        level=Level.from_word(edition.level),
        onset=edition.onset,
        expires=edition.expires,
        area=area,
        touches=touches,
    )


def uncover(edition: Edition, *, now: datetime) -> int:
    """Queue what was covered by earlier editions of this alert and is not by `edition`; return how many messages.

    In the transaction that publishes it. Whoever is asked in one of them is looked after again from now on.
    """
    if edition.message_type == MessageType.ALERT:
        return 0
    held = Hold.objects.filter(
        alert=edition.alert_id,
        delivery__state=DeliveryState.SUPPRESSED,
        delivery__rule=Rule.COVERED,
        delivery__expires_at__gt=now,
    )
    narrow = Edition.objects.filter(pk__in=held.values("delivery__edition")).select_related(
        "alert__organisation"
    )
    uncovered = [one for one in narrow if not _still_covers(edition, one, now)]
    told = [_tell_after_all(edition, one, held, now) for one in uncovered]
    # Escalations after all deliveries: the order of locks (outbox).
    for one, (people, _count) in zip(uncovered, told, strict=True):
        _chase_again(one, people, now)
    return sum(count for _people, count in told)


def _still_covers(wide: Edition, narrow: Edition, now: datetime) -> bool:
    if wide.message_type == MessageType.CANCEL:
        return False
    reaches = reach_of(wide), reach_of(narrow)
    return reaches[0] is not None and reaches[1] is not None and covers(reaches[0], reaches[1], now=now)


def _tell_after_all(
    wide: Edition, narrow: Edition, held: QuerySet[Hold], now: datetime
) -> tuple[set[int], int]:
    """Queue what was covered of `narrow`; return whose it is (numbers), and how many messages."""
    change = IS_OVER if wide.message_type == MessageType.CANCEL else COVERS_NO_MORE
    reason = words(Rule.UNCOVERED, reference=wide.alert.reference, change=change)
    rows = Delivery.objects.filter(pk__in=held.filter(delivery__edition=narrow).values("delivery"))
    people = set(rows.values_list("person_id", flat=True))
    count = in_order(rows).update(
        state=DeliveryState.QUEUED, rule=Rule.UNCOVERED, reason=reason, due_at=now, finished_at=None
    )
    return people, count


def _chase_again(narrow: Edition, people: set[int], now: datetime) -> None:
    due = first_due(policies_of([narrow])[narrow.pk], now)
    if due is not None:
        cases = Escalation.objects.filter(
            edition=narrow, person__in=people, cause=Cause.SILENCE, rule=Rule.COVERED
        )
        in_order(cases).update(ended_at=None, rule="", reason="", done=0, began_at=now, due_at=due)
