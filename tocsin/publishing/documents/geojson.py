"""An edition as GeoJSON (RFC 7946)."""

from __future__ import annotations

import json
from datetime import datetime
from typing import Any

from tocsin.alerts.editions import Form
from tocsin.alerts.models import Edition
from tocsin.geo import Area
from tocsin.grading import AlertText
from tocsin.publishing.addresses import alert_address
from tocsin.publishing.documents.said import acts_of

MEDIA_TYPE = "application/geo+json"


def feature_of(edition: Edition, text: AlertText) -> dict[str, Any]:
    """Return the edition as one GeoJSON Feature: its area with `bbox`, and what it says as properties.

    The geometry is that of `Area.to_geojson`: cut at the antimeridian, outer rings anticlockwise; null for an area of
    whole countries, which `countries` names.
    """
    made = (text.area or Area()).to_geojson()
    return made | {
        "id": edition.identifier,
        "properties": {
            **made["properties"],
            "title": text.title,
            "summary": text.paragraph("summary"),
            "advice": list(acts_of(text)),
            "level": text.level.word,
            "hazard": edition.hazard,
            "country": edition.country,
            "place": text.place,
            "language": text.language,
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


def _time(moment: datetime) -> str:
    return moment.isoformat().replace("+00:00", "Z")
