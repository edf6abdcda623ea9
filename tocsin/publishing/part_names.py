"""What the parts of an alert are called where two editions are held against each other."""

from __future__ import annotations

from django.utils.translation import gettext, gettext_noop

from tocsin.reading import HAZARDS

#: What the parts are called whose sentences changed.
PARTS = {
    "level": gettext_noop("Level"),
    "headline": gettext_noop("Headline"),
    "country": gettext_noop("Country"),
    "place": gettext_noop("Place"),
    "hazard": gettext_noop("Hazard"),
    "severity": gettext_noop("Severity"),
    "certainty": gettext_noop("Certainty"),
    "urgency": gettext_noop("Urgency"),
    "summary": gettext_noop("Summary"),
    "timeframe": gettext_noop("Timeframe"),
    "area": gettext_noop("Area"),
    "event": gettext_noop("Event"),
    "context": gettext_noop("Context"),
    "advice": gettext_noop("Advice"),
    "sources": gettext_noop("Sources"),
}
#: Parts that hold a word of the house, not a text that somebody wrote.
CODED = ("level", "severity", "certainty", "urgency", "hazard")
_HAZARDS = {one.code: one.name for one in HAZARDS}


def change_words(part: str, said: str) -> str:
    """Return what stood in a part before or after a change: a word of the house in the reader's language, a text as it is."""
    return gettext(_HAZARDS.get(said, said)) if said and part in CODED else said
