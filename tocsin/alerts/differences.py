"""What changed between two texts of an alert, by part and sentence. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import StrEnum

from tocsin.alerts.wording import listed, minute, sentence
from tocsin.grading import TRANSLATED, AlertText, Translation

#: Two sentences are one sentence that was edited from this likeness on.
_SAME_SENTENCE = 0.5
_PLAIN = (
    "headline",
    "country",
    "place",
    "hazard",
    "severity",
    "certainty",
    "urgency",
    "what_changed",
    "cancel_reason",
    "correction",
)


class Kind(StrEnum):
    """What became of a sentence."""

    ADDED = "added"
    REMOVED = "removed"
    CHANGED = "changed"


@dataclass(frozen=True, slots=True)
class Change:
    """One change: in which part ('event', 'level', ...), what was there before and what is there now ('' for nothing)."""

    part: str
    kind: Kind
    before: str
    after: str


def what_changed(before: AlertText, after: AlertText) -> tuple[Change, ...]:
    """Return the changes from `before` to `after`, in the order of the page; () where both say the same.

    Sentences of summary, event, context and advice are compared one by one; so are level, timeframe, area and sources
    as a reader sees them. A change of what a sentence rests on is a change of the sources.
    """
    return tuple(_changes(before, after))


def _changes(before: AlertText, after: AlertText) -> Iterator[Change]:
    yield from _whole("level", before.level.word, after.level.word)
    for part in _PLAIN:
        yield from _whole(part, getattr(before, part), getattr(after, part))
    yield from _sentences("summary", _texts(before, "summary"), _texts(after, "summary"))
    yield from _whole("timeframe", _timeframe(before), _timeframe(after))
    yield from _whole("area", _area(before), _area(after))
    for part in ("event", "context"):
        yield from _sentences(part, _texts(before, part), _texts(after, part))
    yield from _sentences("advice", [act.text for act in before.advice], [act.text for act in after.advice])
    yield from _whole("sources", _sources(before), _sources(after))
    yield from _translations(before, after)


def _translations(before: AlertText, after: AlertText) -> Iterator[Change]:
    """Changes of each language, as parts named 'fr: headline'."""
    old, new = ({one.language: one for one in text.translations} for text in (before, after))
    for language in dict.fromkeys([*old, *new]):
        was = old.get(language, Translation(language))
        now = new.get(language, Translation(language))
        for part in TRANSLATED:
            if part == "advice":
                yield from _sentences(f"{language}: {part}", was.advice, now.advice)
            else:
                yield from _whole(f"{language}: {part}", getattr(was, part), getattr(now, part))


def _whole(part: str, before: str, after: str) -> Iterator[Change]:
    if before != after:
        kind = Kind.ADDED if not before else Kind.REMOVED if not after else Kind.CHANGED
        yield Change(part, kind, before, after)


def _texts(text: AlertText, part: str) -> list[str]:
    return [one.text + (" (assessment)" if one.assessment else "") for one in text.sentences(part)]


def _sentences(part: str, before: Sequence[str], after: Sequence[str]) -> Iterator[Change]:
    for tag, start, end, first, last in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        if tag == "equal":
            continue
        left = list(after[first:last])
        for old in before[start:end]:
            new = max(left, key=lambda one, old=old: _likeness(old, one), default="")  # type: ignore[misc]
            if new and _likeness(old, new) >= _SAME_SENTENCE:
                left.remove(new)
                yield Change(part, Kind.CHANGED, old, new)
            else:
                yield Change(part, Kind.REMOVED, old, "")
        for new in left:
            yield Change(part, Kind.ADDED, "", new)


def _likeness(one: str, other: str) -> float:
    return SequenceMatcher(None, one, other, autojunk=False).ratio()


def _timeframe(text: AlertText) -> str:
    start = minute(text.onset) if text.onset else ""
    end = minute(text.expires) if text.expires else ""
    return f"{start} until {end}".strip()


def _area(text: AlertText) -> str:
    """The area in words, exact enough that any change of it changes them."""
    if text.area is None:
        return ""
    circles = [
        f"{circle.radius_km:g} km around {circle.center.latitude:.4f}, {circle.center.longitude:.4f}"
        for circle in text.area.circles
    ]
    polygons = [
        f"a polygon of {len(polygon.outer) - 1} corners from {polygon.outer[0].latitude:.4f}, "
        f"{polygon.outer[0].longitude:.4f}"
        for polygon in text.area.polygons
    ]
    margin = [f"{text.area.margin_km:g} km more"] if text.area.margin_km else []
    exact = "; ".join([*circles, *polygons, *text.area.countries, *margin])
    return f"{text.area.description} ({exact})" if exact else text.area.description


def _sources(text: AlertText) -> str:
    return listed([source.name for source in text.sources], most=50)


def in_words(before: AlertText, after: AlertText, news: str = "") -> str:
    """Return what a reader must know of the change, in up to three sentences: level, `news`, the end or the area."""
    told = []
    if before.level is not after.level:
        direction = "raised" if after.level > before.level else "lowered"
        told.append(f"the level is {direction} from {before.level.word} to {after.level.word}")
    if news:
        told.append(news)
    if after.expires and before.expires != after.expires:
        told.append(new_end(after))
    if before.area != after.area and after.area is not None:
        told.append(f"the area is now: {after.area.description or after.where}")
    return " ".join(sentence(one) for one in told[:3])


def new_end(after: AlertText) -> str:
    """Return until when the alert holds now, as a sentence; '' where it has no end."""
    return sentence(f"the alert now holds until {minute(after.expires)}") if after.expires else ""
