"""Every form of an edition, made together at publication."""

from __future__ import annotations

from dataclasses import replace

from django.utils import translation

from tocsin.alerts.editions import Form
from tocsin.alerts.models import Edition
from tocsin.cap import CapError
from tocsin.geo import GeoError
from tocsin.grading import AlertText, GradingError, short_form
from tocsin.publishing.addresses import short_address
from tocsin.publishing.documents.cap_message import cap_document
from tocsin.publishing.documents.geojson import geojson_document
from tocsin.publishing.documents.georss import located
from tocsin.publishing.documents.page import page_document
from tocsin.publishing.documents.plain import shown
from tocsin.publishing.errors import DocumentInvalid

_PLAIN = "text/plain; charset=utf-8"


def make_documents(edition: Edition, text: AlertText) -> tuple[Form, ...]:
    """Return every form of `edition`, whose fields are all set and whose text is `text`.

    Raises DocumentInvalid where one of them cannot say what the edition says, and SignatureMissing where it may not
    leave the house unsigned.
    """
    try:
        text = shown(text)
        # Feeds are written when they are asked for: a place that they cannot say would take every alert's feed down.
        located(text)
        with translation.override(text.language):
            made = (
                page_document(edition, text),
                cap_document(edition, text),
                geojson_document(edition, text),
                _short(edition, text, 160),
                _short(edition, text, 600),
            )
    except (CapError, GeoError, GradingError) as error:
        raise DocumentInvalid(
            f"A document of {edition.identifier} could not be made: {error} Nothing was published."
        ) from error
    language = {"Content-Language": text.language}
    return tuple(replace(form, headers={**form.headers, **language}) for form in made)


def _short(edition: Edition, text: AlertText, limit: int) -> Form:
    words = short_form(text, short_address(edition.alert), limit, translate=translation.gettext)
    return Form(f"text-{limit}", _PLAIN, words.encode())
