"""Rules about the alert in further languages: whole, with the same figures, and made from the text as it stands."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from functools import lru_cache

from tocsin.grading.alert_text import AlertText, MessageType
from tocsin.grading.finding import FindingSeverity
from tocsin.grading.rule import Breach, Example, Subject, rule
from tocsin.grading.rules.wording import hidden_in, markup_in
from tocsin.grading.specimen import specimen
from tocsin.grading.translation import gettext_noop
from tocsin.grading.translations import TRANSLATED, Translation, is_language_tag

_NUMBER = re.compile(r"\d+(?:[.,'\u00a0\u202f\u066b\u066c ]\d+)*")
_GROUPED = re.compile(r"\d{1,3}(?:[.,'\u00a0\u202f\u066c ]\d{3})+")
_SEPARATORS = re.compile(r"[.,'\u00a0\u202f\u066b\u066c ]")
#: In these languages numbers are read in words, too.
_READ = frozenset({"en", "fr", "es", "pt", "ar"})

_FRENCH = Translation(
    language="fr",
    country="Kenya",
    headline="Des enseignants prévoient une marche dans le centre de Nairobi",
    summary="Des enseignants veulent marcher mardi du parc Uhuru au parlement ; des heurts avec la police sont possibles.",
    event="Le syndicat attend 5 000 personnes et a communiqué l'itinéraire à la police. La marche commence à 09:00 UTC.",
    context="En mai, une marche s'est terminée par des gaz lacrymogènes et 12 arrestations.",
    advice=(
        "Choisissez des itinéraires qui évitent le centre-ville.",
        "Partez aussitôt si une foule se rassemble.",
    ),
)


def _with(**changes: object) -> dict[str, object]:
    """The change of the specimen that gives it the French above, changed as said."""
    values = {name: getattr(_FRENCH, name) for name in ("language", *TRANSLATED)}
    made = specimen().with_translation(Translation(**{**values, **changes}))
    return {"translations": made.translations}


_PASSES = Example("English and French, act for act, with the same figures", _with())


@rule(
    "translation-language",
    FindingSeverity.BLOCKS,
    gettext_noop("Each translation is in a language of its own, named as fr, ar or zh-Hans."),
    fails=Example("A translation into 'French'", _with(language="French")),
    passes=_PASSES,
)
def translation_language(subject: Subject) -> Iterator[Breach]:
    """Look at the tags of the translations."""
    seen = {subject.text.language}
    for one in subject.text.translations:
        if one.language in seen or not is_language_tag(one.language):
            yield Breach(
                "translations",
                gettext_noop(
                    "'%(language)s' is there already or names no language. Write its tag once, as fr, ar or zh-Hans."
                ),
                {"language": one.language},
            )
        seen.add(one.language)


@rule(
    "translation-incomplete",
    FindingSeverity.BLOCKS,
    gettext_noop("A translation has every part that the alert has, and act for act its advice."),
    fails=Example("French without the second act", _with(advice=_FRENCH.advice[:1])),
    passes=_PASSES,
)
def translation_incomplete(subject: Subject) -> Iterator[Breach]:
    """Look for parts of the alert that a translation lacks."""
    own = subject.text.own_words
    for one in subject.text.translations:
        lacking = [name for name in _must_have(subject.text) if getattr(own, name) and not getattr(one, name)]
        acts = [act for act in one.advice if act.strip()]
        if len(acts) != len(own.advice):
            lacking.append("advice")
        if lacking:
            yield Breach(
                "translations",
                gettext_noop(
                    "In %(language)s these parts are missing: %(parts)s. Translate them, or take that language away."
                ),
                {"language": one.language, "parts": ", ".join(dict.fromkeys(lacking))},
            )


def _must_have(text: AlertText) -> tuple[str, ...]:
    of_its_type = {MessageType.UPDATE: ("what_changed",), MessageType.CANCEL: ("cancel_reason",)}
    return ("headline", "summary", "event", "context", "correction", *of_its_type.get(text.message_type, ()))


@rule(
    "translation-stale",
    FindingSeverity.NEEDS_REASON,
    gettext_noop("A translation is made from the text as it stands."),
    fails=Example(
        "The headline was changed after the French was written",
        {**_with(), "headline": "March is called off"},
    ),
    passes=_PASSES,
)
def translation_stale(subject: Subject) -> Iterator[Breach]:
    """Look for translations that were written from another text."""
    for one in subject.text.translations:
        if one.made_from != subject.text.basis:
            yield Breach(
                "translations",
                gettext_noop(
                    "The text was changed after its %(language)s was written. Compare the two, and keep that language again."
                ),
                {"language": one.language},
            )


@rule(
    "translation-figures",
    FindingSeverity.NEEDS_REASON,
    gettext_noop("A translation has the same figures as the alert, part by part."),
    fails=Example("French: 50 000 personnes", _with(event=_FRENCH.event.replace("5 000", "50 000"))),
    passes=_PASSES,
)
def translation_figures(subject: Subject) -> Iterator[Breach]:
    """Compare the numbers of each part, in whatever digits; those in words where the language can be read."""
    own = subject.text.own_words
    for one in subject.text.translations:
        for name in TRANSLATED:
            here, there = _joined(own, name), _joined(one, name)
            if not there:
                continue
            lost = _digits(here) - _digits(there) - _in_words(there, one.language)
            new = _digits(there) - _digits(here) - _in_words(here, subject.text.language)
            if lost or new:
                yield Breach(
                    "translations",
                    gettext_noop("%(part)s in %(language)s: %(lost)s missing, %(new)s not in the alert. Correct the figures."),
                    {
                        "part": name, "language": one.language,
                        "lost": ", ".join(sorted(lost)) or "-", "new": ", ".join(sorted(new)) or "-",
                    },
                )  # fmt: skip


def _joined(words: Translation, name: str) -> str:
    value = getattr(words, name)
    return " ".join(value) if isinstance(value, tuple) else str(value)


@lru_cache(maxsize=256)
def _digits(text: str) -> frozenset[str]:
    """Every number in digits, whatever digits and separators it is written with: '5 000' and '٥٬٠٠٠' are '5000'."""
    plain = "".join(str(unicodedata.digit(one)) if one.isdigit() else one for one in text)
    found = set()
    for number in _NUMBER.findall(plain):
        if _GROUPED.fullmatch(number):
            found.add(_SEPARATORS.sub("", number).lstrip("0") or "0")
        elif re.fullmatch(r"\d+[.,\u066b]\d+", number):
            found.add(re.sub(r"[,\u066b]", ".", number))
        else:
            found.update(part.lstrip("0") or "0" for part in _SEPARATORS.split(number))
    return frozenset(found)


@lru_cache(maxsize=256)
def _in_words(text: str, language: str) -> frozenset[str]:
    """Every number that is written in words, as digits."""
    from tocsin.reading.numbers import numbers
    from tocsin.reading.words import words as words_of

    spoken = language.partition("-")[0]
    if spoken not in _READ:
        return frozenset()
    return frozenset(
        f"{one.value:g}" for one in numbers(text, words_of(text), spoken) if one.value is not None
    )


@rule(
    "translation-characters",
    FindingSeverity.BLOCKS,
    gettext_noop("A translation holds neither HTML nor characters nobody sees."),
    fails=Example("<b>Marche</b>", _with(headline="<b>Marche</b> à Nairobi")),
    passes=_PASSES,
)
def translation_characters(subject: Subject) -> Iterator[Breach]:
    """Look for markup and hidden characters in every passage of every translation."""
    for one in subject.text.translations:
        for name, words in one.passages():
            found = markup_in(words) or hidden_in(words)
            if found:
                yield Breach(
                    "translations",
                    gettext_noop("%(part)s in %(language)s holds %(found)s. Type that passage again."),
                    {"part": name, "language": one.language, "found": found},
                )


RULES = (
    translation_language,
    translation_incomplete,
    translation_stale,
    translation_figures,
    translation_characters,
)
