"""Keeps the desk's catalogues of words: what the code says, what of it is translated, and the compiled files.

`python3 dev.py words` gathers every text that a room hands to gettext, brings `locale/<language>/LC_MESSAGES/django.po`
of the room up to date (new texts come in empty, texts that nothing says any more go) and compiles it. It prints how
many are left to translate and ends with 1 where there are any. Extraction is Babel's, also from the Jinja2 templates.
"""

from __future__ import annotations

import io
import os
import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import django
from babel.messages.catalog import Catalog
from babel.messages.extract import extract
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po
from django.utils.translation.template import templatize

ROOT = Path(__file__).resolve().parents[1]
#: The rooms whose words the desk shows, in the order of the chain; `publishing` and `delivery` keep catalogues of
#: their own, which their tests hold against what they say.
ROOMS = ("accounts", "sources", "incidents", "alerts", "exposure", "desk")
#: Rooms without Django mark their texts only; the room that shows them translates them.
SHOWN_BY_DESK = ("cap", "demo", "grading")
LANGUAGES = ("fr", "es", "ar")
#: Babel writes a date into each compiled file, and would make it another file every minute.
_DATE = datetime(2026, 1, 1, tzinfo=UTC)
_KEYWORDS: dict[str, tuple[int | tuple[int, str], ...] | None] = {
    "_": None,
    "gettext": None,
    "gettext_lazy": None,
    "gettext_noop": None,
    "ngettext": (1, 2),
    "ngettext_lazy": (1, 2),
    "pgettext": ((1, "c"), 2),
    "worded": (1,),
    "worded_count": (1, 2),
    "recorded": (1,),
    "recorded_count": (1, 2),
}


def catalogue_path(room: str, language: str) -> Path:
    """Return where the catalogue of `room` in `language` lies, written; the compiled one lies beside it."""
    return ROOT / "tocsin" / room / "locale" / language / "LC_MESSAGES" / "django.po"


def said_in(room: str) -> Catalog:
    """Return every text that `room` hands to gettext, as a catalogue without translations."""
    catalogue = Catalog()
    for texts, context in [*_extracted(room), *((word, None) for word in _words_of_values(room))]:
        catalogue.add(texts, context=context)
    return catalogue


def brought_up_to_date(room: str, language: str) -> Catalog:
    """Return the catalogue of `room` in `language`: its translations of what the room says now, the rest empty."""
    kept = _read(room, language)
    fresh = Catalog(locale=language, fuzzy=False, creation_date=_DATE, revision_date=_DATE)
    for message in sorted((one for one in said_in(room) if one.id), key=lambda one: _first(one.id)):
        before = kept.get(message.id, message.context)
        same_shape = before is not None and isinstance(before.id, str) == isinstance(message.id, str)
        fresh.add(message.id, before.string if same_shape and before else None, context=message.context)
    return fresh


def untranslated(catalogue: Catalog) -> list[str]:
    """Return the texts of `catalogue` that have no translation, or of whose plural forms one is missing."""
    return [
        _first(message.id)
        for message in catalogue
        if message.id
        and not (
            message.string and all((message.string,) if isinstance(message.string, str) else message.string)
        )
    ]


def compiled(catalogue: Catalog) -> bytes:
    """Return `catalogue` in the form that gettext reads."""
    out = io.BytesIO()
    write_mo(out, catalogue)
    return out.getvalue()


def written(catalogue: Catalog) -> bytes:
    """Return `catalogue` as the text file that people translate; one line a text, no dates, no line numbers."""
    out = io.BytesIO()
    write_po(out, catalogue, no_location=True, omit_header=True, width=0, sort_output=False)
    plural = f"nplurals={catalogue.num_plurals}; plural={catalogue.plural_expr};"
    header = (
        'msgid ""\nmsgstr ""\n'
        f'"Language: {catalogue.locale_identifier}\\n"\n'
        '"MIME-Version: 1.0\\n"\n"Content-Type: text/plain; charset=UTF-8\\n"\n'
        f'"Content-Transfer-Encoding: 8bit\\n"\n"Plural-Forms: {plural}\\n"\n\n'
    )
    return header.encode() + out.getvalue()


def main() -> int:
    """Bring every catalogue up to date and compile it; return 1 where texts are left to translate."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tocsin.project.settings")
    django.setup()
    left = 0
    for room in ROOMS:
        for language in LANGUAGES:
            catalogue = brought_up_to_date(room, language)
            missing = untranslated(catalogue)
            left += len(missing)
            path = catalogue_path(room, language)
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(written(catalogue))
            path.with_suffix(".mo").write_bytes(compiled(catalogue))
            print(f"{room} {language}: {len(catalogue)} texts, {len(missing)} left to translate")
    return 1 if left else 0


def _read(room: str, language: str) -> Catalog:
    path = catalogue_path(room, language)
    if not path.exists():
        return Catalog(locale=language)
    with path.open("rb") as stream:
        return read_po(stream, locale=language)


def _extracted(room: str) -> Iterator[tuple[str | tuple[str, ...], str | None]]:
    places = [room, *(SHOWN_BY_DESK if room == "desk" else ())]
    for path in sorted(path for place in places for path in (ROOT / "tocsin" / place).rglob("*")):
        if "tests" in path.parts or "specimen" in path.stem:
            continue
        if path.suffix == ".py":
            yield from _from("python", path.read_bytes())
        elif path.suffix == ".html" and "jinja2" in path.parts:
            yield from _from("jinja2.ext:babel_extract", path.read_bytes())
        elif path.suffix in {".html", ".txt"} and "templates" in path.parts:
            yield from _from("python", _as_python(path.read_text(encoding="utf-8")).encode())


def _from(method: str, source: bytes) -> Iterator[tuple[str | tuple[str, ...], str | None]]:
    options = {"encoding": "utf-8", "trimmed": "true", "silent": "false"}
    for _line, texts, _comments, context in extract(
        method, io.BytesIO(source), keywords=_KEYWORDS, options=options
    ):
        if texts:
            yield texts, context


def _as_python(template: str) -> str:
    return templatize(template)


def _words_of_values(room: str) -> set[str]:
    """The words that the desk shows of a value: its pages hand them to gettext by name, so no extractor sees them."""
    if room != "desk":
        return set()
    from tocsin.alerts.citations import PARTS
    from tocsin.alerts.states import DraftState
    from tocsin.cap.vocabulary import Certainty, Severity, Urgency
    from tocsin.delivery.states import DeliveryState
    from tocsin.exposure.decide import RULES
    from tocsin.geo import Precision
    from tocsin.grading.kept_sentences import SENTENCES
    from tocsin.reading.values import Phase, Role

    values = (*DraftState, *DeliveryState, *Phase, *Severity, *Certainty, *Urgency, *Precision, *Role)
    kinds = {"place", "time", "figure"}
    return (
        {str(value.value) for value in values}
        | {*PARTS}
        | kinds
        | {rule.sentence for rule in RULES.values()}
        | {*SENTENCES}
    )


def _first(text: str | tuple[str, ...] | list[str]) -> str:
    return text if isinstance(text, str) else text[0]


if __name__ == "__main__":
    sys.exit(main())
