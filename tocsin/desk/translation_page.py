"""A draft in a further language: its own words beside the fields, and what came of what was typed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.utils import translation
from django.utils.translation import get_language_info, gettext_lazy
from django.utils.translation import gettext as _

from tocsin.alerts.content import text_of
from tocsin.alerts.models import Draft
from tocsin.grading import TRANSLATED, AlertText, Finding, Translation, lint
from tocsin.publishing.documents.page import direction_of

_LABELS = {
    "country": gettext_lazy("Country or sea"),
    "place": gettext_lazy("Place"),
    "headline": gettext_lazy("Headline"),
    "what_changed": gettext_lazy("What changed"),
    "cancel_reason": gettext_lazy("Why it is over"),
    "correction": gettext_lazy("Corrects an error"),
    "summary": gettext_lazy("Summary"),
    "advice": gettext_lazy("Advice"),
    "event": gettext_lazy("Event"),
    "context": gettext_lazy("Context"),
    "area": gettext_lazy("Area in words"),
}
_LINES = {
    "summary": 3,
    "event": 7,
    "context": 5,
    "advice": 7,
    "what_changed": 2,
    "cancel_reason": 2,
    "correction": 2,
}


@dataclass(frozen=True, slots=True)
class Part:
    """One part: what the alert says, and what stands in the field of its translation."""

    name: str
    label: str
    own: str
    words: str
    lines: int


@dataclass(frozen=True, slots=True)
class LanguageRow:
    """One language that the draft is in: its tag, its own name, and whether it was made from the text as it stands."""

    tag: str
    name: str
    is_fresh: bool


@dataclass(frozen=True, slots=True)
class TranslationPage:
    """Everything that the page shows; `language` is '' while none is chosen, `parts` are empty then."""

    draft: Draft
    text: AlertText
    languages: tuple[LanguageRow, ...]
    offered: tuple[tuple[str, str], ...]
    language: str
    direction: str
    parts: tuple[Part, ...]
    findings: tuple[Finding, ...]


def translation_page(draft: Draft, language: str, fields: Mapping[str, str] | None = None) -> TranslationPage:
    """Return the page of `draft` in `language`, with `fields` in the form where something was typed."""
    text = text_of(draft.content)
    there = {one.language: one for one in text.translations}
    words = (
        read_translation(language, fields)
        if fields is not None
        else there.get(language, Translation(language))
    )
    shown = text.with_translation(words) if fields is not None and language else text
    return TranslationPage(
        draft=draft,
        text=text,
        languages=tuple(
            LanguageRow(one.language, name_of(one.language), one.made_from == text.basis)
            for one in text.translations
        ),
        offered=tuple(
            (tag, name) for tag, name in settings.LANGUAGES if tag not in there and tag != text.language
        ),
        language=language,
        direction=direction_of(language) if language else "ltr",
        parts=_parts(text, words) if language else (),
        findings=_findings(shown, language) if language in there or fields is not None else (),
    )


def read_translation(language: str, fields: Mapping[str, str]) -> Translation:
    """Return the translation that the form's fields hold; the advice has one act a line."""
    words: dict[str, Any] = {
        name: " ".join(fields.get(name, "").split()) for name in TRANSLATED if name != "advice"
    }
    acts = tuple(" ".join(line.split()) for line in fields.get("advice", "").splitlines() if line.strip())
    return Translation(language, advice=acts, **words)


def name_of(tag: str) -> str:
    """Return what a language calls itself; its tag where no name is known."""
    try:
        return str(get_language_info(tag)["name_local"])
    except KeyError:
        return tag


def _parts(text: AlertText, words: Translation) -> tuple[Part, ...]:
    own = text.own_words

    def shown(of: Translation, name: str) -> str:
        return "\n".join(of.advice) if name == "advice" else str(getattr(of, name))

    return tuple(
        Part(name, str(_LABELS[name]), shown(own, name), shown(words, name), _LINES.get(name, 0))
        for name in TRANSLATED
        if shown(own, name) or shown(words, name)
    )


def _findings(text: AlertText, language: str) -> tuple[Finding, ...]:
    """What the rules of translations say of this language."""
    return tuple(
        one for one in lint(text) if one.part == "translations" and ("language", language) in one.values
    )


def kept_reason(language: str) -> str:
    """Return what stands with the revision that keeps a translation: in the language of the house, whoever keeps it."""
    with translation.override(settings.LANGUAGE_CODE):
        return _("In %(language)s.") % {"language": name_of(language)}


def taken_away_reason(language: str) -> str:
    """Return what stands with the revision that takes a translation away, in the language of the house too."""
    with translation.override(settings.LANGUAGE_CODE):
        return _("%(language)s taken away.") % {"language": language}


def refused(language: str) -> str:
    """Return why an alert cannot be translated into `language`."""
    values = {"language": language}
    return (
        _("%(language)s is the alert's own language, or no language's tag. Write it as fr, ar or zh-Hans.")
        % values
    )
