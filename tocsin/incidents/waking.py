"""When an incident that somebody put away comes back by itself. Pure."""

from __future__ import annotations

from tocsin.grading import Level
from tocsin.incidents.values import Verdict
from tocsin.recorded import Blank, recorded

_ROSE = recorded(
    "Rule W-01: its level rose from %(before)s to %(after)s.", before=Blank.LEVEL, after=Blank.LEVEL
)
_DEVELOPED = recorded("Rule W-02: a report says something new about it.")


def woken_because(verdict: str, level_before: str, level_now: str) -> str:
    """Return why a new report brings a snoozed incident back, as a sentence with the rule's id; '' where it does not.

    W-01: its level rose. W-02: it developed (a new figure, place or phase). A copy or the same state again does not.
    """
    if Level.from_word(level_now).rank > Level.from_word(level_before).rank:
        return _ROSE % {"before": level_before, "after": level_now}
    if verdict == Verdict.DEVELOPED.value:
        return _DEVELOPED
    return ""
