"""Rules about the timeframe and about times in the text."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import UTC, datetime

from tocsin.grading.alert_text import MessageType, Sentence
from tocsin.grading.finding import FindingSeverity
from tocsin.grading.rule import Breach, Example, Subject, rule
from tocsin.grading.translation import gettext_noop

LONGEST_DAYS_IN_FORCE = 30

_HALF_DAY = r"(?:[AaPp]\.?[Mm]\b\.?)"
_CLOCK = (
    rf"(?:(?<![\d:.,/])(?:[01]?\d|2[0-4])[:h][0-5]\d(?::[0-5]\d)?(?![\d:])(?:\s?{_HALF_DAY})?"
    rf"|(?<![\d:.,/])(?:1[0-2]|0?[1-9])\s?{_HALF_DAY})"
)
_ZONE = (
    r"\s*[(,]?\s*(?:UTC|GMT|Z\b|[A-Z]{1,4}T\b|[Ll]ocal\b|(?:[A-Z]\w+\s)+time\b|[+\u2212-]\d{1,2}:?\d{0,2}\b)"
)
_CLOCKS = re.compile(rf"({_CLOCK})(?:\s*(?:to|until|till|and|or|-|\u2013)\s*{_CLOCK})*(?P<zone>{_ZONE})?")


@rule(
    "no-expiry",
    FindingSeverity.BLOCKS,
    gettext_noop("An alert says until when it holds."),
    fails=Example("From 18 Jul 2017 07:00 UTC", {"expires": None}),
    passes=Example("From 18 Jul 2017 07:00 UTC until 18 Jul 2017 19:00 UTC"),
)
def no_expiry(subject: Subject) -> Iterator[Breach]:
    """Look for the expiry."""
    if subject.text.expires is None and subject.text.message_type is not MessageType.CANCEL:
        yield Breach("timeframe", gettext_noop("The alert has no expiry. Say until when it holds."))


@rule(
    "expiry-before-onset",
    FindingSeverity.BLOCKS,
    gettext_noop("An alert ends after it begins."),
    fails=Example(
        "From 18 Jul 2017 07:00 UTC until 17 Jul 2017 19:00 UTC",
        {"expires": datetime(2017, 7, 17, 19, 0, tzinfo=UTC)},
    ),
    passes=Example("From 18 Jul 2017 07:00 UTC until 18 Jul 2017 19:00 UTC"),
)
def expiry_before_onset(subject: Subject) -> Iterator[Breach]:
    """Compare onset and expiry."""
    onset, expires = subject.text.onset, subject.text.expires
    if onset and expires and expires <= onset:
        yield Breach(
            "timeframe",
            gettext_noop(
                "The alert ends (%(expires)s) before it begins (%(onset)s). Correct one of the two."
            ),
            {"expires": f"{expires:%Y-%m-%d %H:%M} UTC", "onset": f"{onset:%Y-%m-%d %H:%M} UTC"},
        )


@rule(
    "long-in-force",
    FindingSeverity.ADVICE,
    gettext_noop("An alert is in force for 30 days at most; longer risks are updated."),
    fails=Example(
        "From 18 Jul 2017 until 18 Oct 2017", {"expires": datetime(2017, 10, 18, 19, 0, tzinfo=UTC)}
    ),
    passes=Example("From 18 Jul 2017 07:00 UTC until 18 Jul 2017 19:00 UTC"),
)
def long_in_force(subject: Subject) -> Iterator[Breach]:
    """Count the days in force."""
    onset, expires = subject.text.onset, subject.text.expires
    if onset and expires and (expires - onset).days > LONGEST_DAYS_IN_FORCE:
        yield Breach(
            "timeframe",
            gettext_noop("The alert is in force for %(days)s days. Choose 30 at most and update it then."),
            {"days": (expires - onset).days},
        )


@rule(
    "time-without-zone",
    FindingSeverity.BLOCKS,
    gettext_noop("Every time of day in the text carries its zone."),
    fails=Example(
        "The march starts at 09:00.", {"event": (Sentence("The march starts at 09:00.", ("report:2",)),)}
    ),
    passes=Example("The march starts at 09:00 UTC."),
)
def time_without_zone(subject: Subject) -> Iterator[Breach]:
    """Look for times of day with no zone after them, ranges taken together."""
    for passage in subject.passages():
        for match in _CLOCKS.finditer(passage.text):
            if not match.group("zone"):
                yield Breach(
                    passage.part,
                    gettext_noop("The time '%(time)s' has no zone. Add UTC, or the words 'local time'."),
                    {"time": match.group(0).strip()},
                    passage.position,
                )


RULES = (no_expiry, expiry_before_onset, long_in_force, time_without_zone)
