"""What holds a message back when its turn comes, and until when: covering, mutes, digests and quiet hours.

Pure: values in, a verdict with its rule and reason out. The clock and the database are the callers'. Nothing here is asked
about a Critical message.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

import shapely
from shapely.geometry import shape

from tocsin.delivery.decide import Rule, clock_face, words
from tocsin.geo import Area, Circle, distance_km
from tocsin.grading import Level
from tocsin.recorded import recorded

#: The rules by which a message waits; it is looked at again when its time has come.
WAITING = frozenset({Rule.QUIET_HOURS, Rule.DIGEST, Rule.IN_DIGEST})
#: Digests are counted from this hour of the recipient's own clock.
DIGEST_FROM = 8
#: Whole parts of a day, so that digests come at the same times every day.
DIGEST_HOURS = (4, 6, 8, 12, 24)
_PRESENT_ZONE = recorded("%(zone)s, where this person is now")
_OWN_ZONE = recorded("%(zone)s, this person's own time zone")
#: Why what would hold a message does not.
_IS_CHASED = {
    Rule.DIGEST: recorded("It asks for an answer that is waited for, so a digest cannot hold it."),
    Rule.QUIET_HOURS: recorded("It asks for an answer that is waited for, so quiet hours cannot hold it."),
}
_ENDS_BEFORE = {
    Rule.DIGEST: recorded("It ends before a digest would let it go, so it is sent at once."),
    Rule.QUIET_HOURS: recorded("It ends before quiet hours would let it go, so it is sent at once."),
}


# -- one alert and a wider one ----------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Reach:
    """What of an edition decides whether a wider one covers it. `touches`: the countries that its area lies in, alpha-2."""

    hazard: str
    country: str
    level: Level
    onset: datetime
    expires: datetime
    area: Area
    touches: frozenset[str]


def covers(wide: Reach, narrow: Reach, *, now: datetime) -> bool:
    """Tell whether `wide` says all that `narrow` is for: same hazard and country, no lower level, longer, and wider.

    An area of the same extent is not wider: that is another event in the same place. In doubt the answer is no: a message
    too many does less harm than one too few.
    """
    return (
        wide.hazard == narrow.hazard
        and narrow.country in {wide.country, *wide.area.countries}
        and wide.level >= narrow.level
        and wide.onset <= max(narrow.onset, now)
        and wide.expires >= narrow.expires
        and wide.expires > now
        and _contains(wide, narrow)
        and not _contains(narrow, wide)
    )


def _contains(wide: Reach, narrow: Reach) -> bool:
    if narrow.area.is_empty or wide.area.is_empty:
        return False
    if not set(narrow.area.countries) <= set(wide.area.countries):
        return False
    if wide.area.countries and narrow.touches and narrow.touches <= set(wide.area.countries):
        return True
    if narrow.area.countries or narrow.area.margin_km > wide.area.margin_km:
        return False
    drawn = _drawn(wide.area)
    circles = all(_holds_circle(wide.area, drawn, circle) for circle in narrow.area.circles)
    return circles and all(_within(_drawn(Area(polygons=(one,))), drawn) for one in narrow.area.polygons)


def _holds_circle(area: Area, drawn: shapely.Geometry | None, circle: Circle) -> bool:
    if any(
        distance_km(circle.center, one.center) + circle.radius_km <= one.radius_km for one in area.circles
    ):
        return True
    if not circle.radius_km:
        return area.contains(circle.center)
    return _within(_drawn(Area(circles=(circle,))), drawn)


def _drawn(area: Area) -> shapely.Geometry | None:
    geometry = area.to_geojson()["geometry"]
    return shape(geometry) if geometry is not None else None


def _within(inner: shapely.Geometry | None, outer: shapely.Geometry | None) -> bool:
    return inner is not None and outer is not None and bool(shapely.covers(outer, inner))


# -- the recipient's own clock ----------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Hours:
    """Quiet hours on a clock: from `begins` until `ends`, past midnight where `ends` is the earlier one. Never equal."""

    begins: time
    ends: time

    def hold(self, clock: time) -> bool:
        """Tell whether `clock` is inside."""
        if self.begins < self.ends:
            return self.begins <= clock < self.ends
        return clock >= self.begins or clock < self.ends


@dataclass(frozen=True, slots=True)
class Zone:
    """A recipient's time zone, and whether it is that of the place where they are now or the one kept with them."""

    zone: ZoneInfo
    is_present: bool = False

    def local(self, moment: datetime) -> datetime:
        """Return `moment` on the recipient's clock."""
        return moment.astimezone(self.zone)

    @property
    def in_words(self) -> str:
        """The zone, and where it is from."""
        return (_PRESENT_ZONE if self.is_present else _OWN_ZONE) % {"zone": self.zone.key}


def quiet_until(hours: Hours, zone: Zone, *, now: datetime) -> datetime | None:
    """Return when the quiet hours that hold `now` end (UTC); None where none do.

    Where clocks are set forward over the end, it is the moment of that clock time as if they were not; where they are set
    back over it, the first time that it comes after `now`.
    """
    local = zone.local(now)
    if not hours.hold(local.time()):
        return None
    days = (local.date() + timedelta(days=ahead) for ahead in range(3))
    moments = sorted(moment for day in days for moment in _moments(day, hours.ends, zone))
    return next(moment for moment in moments if moment > now and not hours.hold(zone.local(moment).time()))


def next_digest(every: int, zone: Zone, *, now: datetime) -> datetime:
    """Return the first moment (UTC) after `now` at which a digest every so many hours is due, counted from 08:00 there."""
    local = zone.local(now)
    days = (local.date() + timedelta(days=ahead) for ahead in range(3))
    clocks = [time((DIGEST_FROM + hour) % 24) for hour in range(0, 24, every)]
    return min(
        moment for day in days for clock in clocks for moment in _moments(day, clock, zone) if moment > now
    )


def _moments(day: date, clock: time, zone: Zone) -> Iterator[datetime]:
    """Yield both moments of a clock time that comes twice; the same one twice for any other."""
    for fold in (0, 1):
        yield datetime.combine(day, clock.replace(fold=fold), zone.zone).astimezone(UTC)


# -- one message whose turn has come ----------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Message:
    """A message whose turn has come. `waited_for_digest`: its digest is due now; `tries`: how often it was tried already.

    `told`: something of this alert has gone to the person before. `is_asked`: they are asked whether they are safe;
    `is_chased`: and whoever says nothing is reminded, or others are told.
    """

    level: str
    expires: datetime
    is_all_clear: bool = False
    is_reminder: bool = False
    waited_for_digest: bool = False
    tries: int = 0
    told: bool = False
    is_asked: bool = False
    is_chased: bool = False


@dataclass(frozen=True, slots=True)
class Muting:
    """That somebody muted the incident, until when and why."""

    who: str
    until: datetime
    why: str


@dataclass(frozen=True, slots=True)
class Cover:
    """A wider alert that the person was sent; `is_asked`: it asked them whether they are safe."""

    alert_id: int
    reference: str
    level: str
    title: str
    is_asked: bool


@dataclass(frozen=True, slots=True)
class Setting:
    """What a desk has set for one level."""

    is_covered: bool = True
    hours: Hours | None = None
    digest_hours: int = 0

    @property
    def waits(self) -> bool:
        """Whether messages of this level may have to wait."""
        return self.hours is not None or bool(self.digest_hours)


class Stand(StrEnum):
    """What becomes of a message whose turn has come."""

    SEND = "send"
    WAIT = "wait"
    SUPPRESS = "suppress"


@dataclass(frozen=True, slots=True)
class Verdict:
    """What becomes of a message: by which rule, in which words; `until` (UTC) where it waits, `alert_id` where one covers it.

    Where it is sent, `rule` is empty, and `reason` says why nothing held it: '' where nothing would have.
    """

    stand: Stand
    rule: Rule | None = None
    reason: str = ""
    until: datetime | None = None
    alert_id: int | None = None


_SENT = Verdict(Stand.SEND)


def rule_on(
    message: Message,
    *,
    muting: Muting | None,
    cover: Cover | None,
    setting: Setting,
    zone: Zone,
    now: datetime,
) -> Verdict:
    """Return what becomes of `message` at `now`: a mute counts first, then a wider alert, a digest, and quiet hours."""
    if muting is not None and muting.until > now and not message.is_all_clear:
        reason = words(Rule.MUTED, who=muting.who, until=clock_face(muting.until), why=muting.why)
        return Verdict(Stand.SUPPRESS, Rule.MUTED, reason)
    if message.is_reminder or message.tries:
        return _SENT
    if cover is not None and setting.is_covered and _is_covered(message, cover):
        reason = words(Rule.COVERED, reference=cover.reference, level=cover.level, title=cover.title)
        return Verdict(Stand.SUPPRESS, Rule.COVERED, reason, alert_id=cover.alert_id)
    if message.waited_for_digest or not setting.waits:
        return _SENT
    return _waiting(message, setting, zone, now)


def _is_covered(message: Message, cover: Cover) -> bool:
    # An all-clear puts right what somebody was told, and an update goes on where something was said already.
    if message.is_all_clear or message.told:
        return False
    return cover.is_asked or not message.is_asked


def _waiting(message: Message, setting: Setting, zone: Zone, now: datetime) -> Verdict:
    held = quiet_until(setting.hours, zone, now=now) if setting.hours else None
    if setting.digest_hours:
        rule, until = Rule.DIGEST, next_digest(setting.digest_hours, zone, now=now)
        if setting.hours:
            until = quiet_until(setting.hours, zone, now=until) or until
    elif held is not None:
        rule, until = Rule.QUIET_HOURS, held
    else:
        return _SENT
    if message.is_chased:
        return Verdict(Stand.SEND, reason=_IS_CHASED[rule])
    if message.expires <= until:
        return Verdict(Stand.SEND, reason=_ENDS_BEFORE[rule])
    reason = words(
        rule,
        level=message.level,
        at=f"{zone.local(now):%H:%M}",
        until=f"{zone.local(until):%H:%M}",
        day=f"{zone.local(until):%d %b}",
        zone=zone.in_words,
    )
    return Verdict(Stand.WAIT, rule, reason, until=until)
