"""An edition as GeoJSON (RFC 7946)."""

from __future__ import annotations

import json
from typing import Any

from tocsin.alerts.editions import Form
from tocsin.alerts.models import Edition
from tocsin.geo import Area
from tocsin.grading import AlertText
from tocsin.publishing.addresses import alert_address

MEDIA_TYPE = "application/geo+json"


def feature_of(edition: Edition, text: AlertText) -> dict[str, Any]:
    """Return the edition as one GeoJSON Feature: its area, and what it says as properties."""
    made = (text.area or Area()).to_geojson()
    return {
        "type": "Feature",
        "id": edition.identifier,
        "geometry": made.get("geometry"),
        "properties": {
            **made.get("properties", {}),
            "title": text.title,
            "summary": text.paragraph("summary"),
            "level": text.level.word,
            "hazard": edition.hazard,
            "country": edition.country,
            "place": text.place,
            "message_type": edition.message_type,
            "sent": _time(edition.sent),
            "onset": _time(edition.onset),
            "expires": _time(edition.expires),
            "severity": edition.severity,
            "certainty": edition.certainty,
            "urgency": edition.urgency,
            "url": alert_address(edition.alert),
        },
    }


def geojson_document(edition: Edition, text: AlertText) -> Form:
    """Return the edition as a GeoJSON document."""
    body = json.dumps(feature_of(edition, text), ensure_ascii=False, sort_keys=True).encode()
    return Form("geojson", MEDIA_TYPE, body)


def _time(moment: Any) -> str:
    return moment.isoformat().replace("+00:00", "Z")
