"""What the parts of an alert are called where two editions are held against each other."""

from __future__ import annotations

from django.utils.translation import gettext_noop

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
