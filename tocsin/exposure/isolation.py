"""Words of another script inside a sentence: names, references and reasons keep their own direction (Unicode annex 9)."""

from __future__ import annotations

from django.utils.translation import get_language_bidi

_FIRST_STRONG_ISOLATE, _POP_ISOLATE = "\u2068", "\u2069"


def isolated(words: object) -> str:
    """Return `words` set apart where the language spoken runs from right to left; as they are where it does not."""
    return f"{_FIRST_STRONG_ISOLATE}{words}{_POP_ISOLATE}" if words and get_language_bidi() else str(words)
