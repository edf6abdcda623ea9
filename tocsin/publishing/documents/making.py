"""Every form of an edition, made together at publication."""

from __future__ import annotations

from django.utils import translation

from tocsin.alerts.editions import Form
from tocsin.alerts.models import Edition
from tocsin.grading import AlertText, alert_text_from_json, short_form
from tocsin.publishing.addresses import alert_address
from tocsin.publishing.documents.cap_message import cap_document
from tocsin.publishing.documents.geojson import geojson_document
from tocsin.publishing.documents.page import page_document

_PLAIN = "text/plain; charset=utf-8"


def make_documents(edition: Edition) -> tuple[Form, ...]:
    """Return every form of `edition`, whose fields are all set; raise where one of them must not leave the house."""
    text = alert_text_from_json(edition.content)
    with translation.override(text.language):
        return (
            page_document(edition, text),
            cap_document(edition, text),
            geojson_document(edition, text),
            _short(edition, text, 160),
            _short(edition, text, 600),
        )


def _short(edition: Edition, text: AlertText, limit: int) -> Form:
    words = short_form(text, alert_address(edition.alert), limit, translate=translation.gettext)
    return Form(f"text-{limit}", _PLAIN, words.encode())
