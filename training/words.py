"""Words of a text as the tagger sees them; the same in training and in reading."""

from __future__ import annotations

from tocsin.reading.tagger_words import tagger_words


def split_words(text: str) -> list[str]:
    """The words and signs of a text, in order."""
    return [text[start:end] for start, end in tagger_words(text)]
