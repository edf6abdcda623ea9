"""The reasons in a message, in the language of whoever reads it: said when it leaves, and not while its row is locked."""

from __future__ import annotations

from dataclasses import replace

from django.conf import settings
from django.utils import translation

from tocsin.delivery.messages import Letter
from tocsin.retelling import said_to_reader

#: The languages that reasons are translated into; a person may read others, and gets the English whole.
_SPOKEN = frozenset(code for code, _ in settings.LANGUAGES) - {"en"}


def in_reader_words(letter: Letter) -> Letter:
    """Return `letter` with why its reader is told, as records keep it, in their language where the house speaks it."""
    language = letter.language.lower().partition("-")[0]
    if language not in _SPOKEN:
        return letter
    with translation.override(language):
        items = tuple(replace(item, why=said_to_reader(item.why)) for item in letter.items)
        return replace(letter, why=said_to_reader(letter.why), lead=said_to_reader(letter.lead), items=items)
