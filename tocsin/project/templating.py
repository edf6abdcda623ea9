"""What every template has at hand."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.templatetags.static import static
from django.urls import reverse
from django.utils import translation
from django.utils.timesince import timesince
from jinja2 import Environment, StrictUndefined
from markupsafe import Markup

from tocsin import __version__, geo, grading
from tocsin.clock import now
from tocsin.desk.claim_words import claim_words
from tocsin.desk.history_words import action_words, field_words, look_words, subject_words, value_words
from tocsin.desk.names import (
    act_words,
    channel_name,
    evidence_words,
    hazard_name,
    part_name,
    ruled_words,
)
from tocsin.desk.navigation import navigation
from tocsin.publishing.part_names import CODED, change_words
from tocsin.retelling import said_again
from tocsin.wording import translated


def utc(moment: datetime | None) -> str:
    """Return '15 Jul 2017 17:12 UTC'; '' for None. Months are English: the form is the field's own."""
    if moment is None:
        return ""
    return grading.in_utc(moment)


def time_tag(moment: datetime | None) -> Markup:
    """Return a <time> element with the UTC form inside; '' for None."""
    if moment is None:
        return Markup("")
    return Markup('<time datetime="{}">{}</time>').format(
        moment.astimezone(UTC).isoformat(timespec="seconds"), utc(moment)
    )


def age(moment: datetime | None, at: datetime | None = None) -> str:
    """Return how long ago `moment` was, in the reader's language, as '3 hours'; '' for None."""
    return "" if moment is None else timesince(moment, at or now(), depth=1)


def level_badge(level: grading.Level | str) -> Markup:
    """Return the level as word, shape and colour together (class names; the style sheets carry the colours)."""
    value = level if isinstance(level, grading.Level) else grading.Level.from_word(level)
    return Markup('<span class="level level-{}">{}<span>{}</span></span>').format(
        value.code, Markup(grading.level_icon(value)), translation.gettext(value.word)
    )


def finding_words(finding: grading.Finding) -> str:
    """Return what the linter found in the language that is spoken."""
    # Loaded with the first finding: the messages that a worker writes have none, and it would carry the rules of drafting.
    from tocsin.alerts import linting

    return linting.finding_words(finding)


def house(request: HttpRequest) -> dict[str, Any]:
    """Return what every page knows: who asks, in which organisation, and the state of the house."""
    language = translation.get_language() or "en"
    return {
        "access": getattr(request, "access", None),
        "demo": settings.TOCSIN_DEMO,
        "clock_now": now(),
        "language": language,
        "languages": settings.LANGUAGES,
        "direction": "rtl" if translation.get_language_bidi() else "ltr",
        "version": __version__,
    }


def environment(**options: Any) -> Environment:
    """Return the Jinja2 environment; an undefined name is an error, never an empty string."""
    options["undefined"] = StrictUndefined
    options["trim_blocks"] = options["lstrip_blocks"] = True
    made = Environment(extensions=["jinja2.ext.i18n"], **options)  # noqa: S701 Django's backend turns autoescape on
    made.install_gettext_callables(  # type: ignore[attr-defined]
        translation.gettext, translation.ngettext, newstyle=True, pgettext=translation.pgettext
    )
    made.globals.update(
        static=static,
        url=reverse_named,
        level_badge=level_badge,
        navigation=navigation,
        finding_words=finding_words,
        hazard_name=hazard_name,
        evidence_words=evidence_words,
        part_name=part_name,
        channel_name=channel_name,
        act_words=act_words,
        claim_words=claim_words,
        look_words=look_words,
        change_words=change_words,
        coded_parts=CODED,
        action_words=action_words,
        subject_words=subject_words,
        value_words=value_words,
        ruled_words=ruled_words,
        country_name=lambda code: geo.gazetteer().country_name(code, translation.get_language() or "en"),
    )
    made.filters.update(
        field_words=field_words,
        utc=utc,
        time_tag=time_tag,
        age=age,
        translated=translated,
        said_again=said_again,
    )
    return made


def reverse_named(name: str, *args: Any, **kwargs: Any) -> str:
    """Return the address of a named page: `url('desk:draft', 7)`."""
    return reverse(name, args=args or None, kwargs=kwargs or None)
