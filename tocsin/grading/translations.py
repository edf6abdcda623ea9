"""An alert in further languages: its words anew, its figures, level, times and places the same."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from tocsin.grading.canonical import content_hash_of


@dataclass(frozen=True, slots=True)
class Translation:
    """The words of an alert in one more language.

    `language` is a BCP 47 tag. A part that is empty is not there in this language. `advice` is act for act in the order
    of the alert's own. `area` are the words for the area. `made_from` is :func:`basis_of` the text that it was written
    from, so that a later change of that text is noticed.
    """

    language: str
    country: str = ""
    place: str = ""
    headline: str = ""
    summary: str = ""
    event: str = ""
    context: str = ""
    advice: tuple[str, ...] = ()
    what_changed: str = ""
    cancel_reason: str = ""
    correction: str = ""
    area: str = ""
    made_from: str = ""

    def passages(self) -> Iterator[tuple[str, str]]:
        """Give each part that says something, with its name, in the order of the page."""
        for name in TRANSLATED:
            if name == "advice":
                yield from (("advice", act) for act in self.advice if act)
            elif getattr(self, name):
                yield name, getattr(self, name)


#: Language, script and region of BCP 47 (RFC 5646, section 2.1); what alerts are written in needs no more.
_TAG = re.compile(r"[a-z]{2,3}(-[A-Z][a-z]{3})?(-([A-Z]{2}|\d{3}))?")


def is_language_tag(tag: str) -> bool:
    """Tell whether `tag` is made as BCP 47 has it, as fr, pt-BR or zh-Hans."""
    return _TAG.fullmatch(tag) is not None


#: The parts that are written anew in each language, in the order of the page.
TRANSLATED = (
    "country", "place", "headline", "what_changed", "cancel_reason", "correction", "summary", "advice", "event", "context",
    "area",
)  # fmt: skip


def basis_of(words: Translation) -> str:
    """Return the hash of what a translation is written from: `words` are the alert's own, as `own_words` gives them."""
    parts = {
        name: list(value) if name == "advice" else value
        for name in TRANSLATED
        if (value := getattr(words, name))
    }
    return content_hash_of(parts)
