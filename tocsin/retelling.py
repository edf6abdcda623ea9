"""Says what a record keeps in English in the language of whoever reads it; records are not changed.

    {{ row.reason | said_again }}

:func:`said_again` is all that a page needs. What it can know again is declared in the rooms, with `recorded(...)` of
`tocsin.recorded`; anything else, as what a person typed or a server answered, comes back as it is. JSON, CSV and the API keep
the English.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cache, lru_cache
from importlib import import_module

from django.apps import apps
from django.utils.translation import get_language, get_language_bidi, gettext, ngettext

from tocsin.geo import gazetteer
from tocsin.recorded import Blank, Known, how_many, known
from tocsin.wording import Wording, translated

_ARABIC_SEPARATORS = {", ": "، ", "; ": "؛ "}
_FIRST_STRONG_ISOLATE, _POP_ISOLATE = "\u2068", "\u2069"
#: What a page takes for the first letter of a text where it finds out the direction: a name may come first.
_RIGHT_TO_LEFT_MARK = "\u200f"


def said_again(text: str) -> str:
    """Return `text`, as a record keeps it, in the active language; as it is where it is not made of declared texts.

    A wording of `tocsin.wording` says itself. In a language that runs from right to left the text begins with that
    direction, and what stands in a blank is set apart, so that it keeps its own.
    """
    if isinstance(text, Wording):
        return translated(text)
    if not text or _is_english():
        return text
    _all_declared()
    return said_to_reader(text)


def said_to_reader(text: str) -> str:
    """Return `text` as :func:`said_again` does, knowing the texts alone that this process has loaded.

    A worker has those of the reasons that it writes to people; the others would cost it 15 MB and the first message a second.
    """
    return text if not text or _is_english() else _said_in(get_language() or "en", how_many(), text)


def listed_again(text: str) -> str:
    """Return declared texts and countries with commas between them, each in the active language; what is neither as it is."""
    if not text or _is_english():
        return text
    _all_declared()
    return _listed(text)


def _is_english() -> bool:
    return (get_language() or "en").partition("-")[0] == "en"


@lru_cache(maxsize=2048)
def _said_in(_language: str, _declared: int, text: str) -> str:
    found = known(text)
    if not found:
        return text
    return (_RIGHT_TO_LEFT_MARK if get_language_bidi() else "") + " ".join(map(_said, found))


def _said(one: Known) -> str:
    values = {name: _value(one.text.kinds[name], value) for name, value in one.values.items()}
    if one.text.many:
        number = int("".join(mark for mark in one.values.get("num", "1") if mark.isdigit()))
        pattern = ngettext(one.text.key, one.text.many, number)
    else:
        pattern = gettext(one.text.key)
    return pattern % values if values else pattern


def _value(kind: Blank, value: str) -> str:
    say = _SAY.get(kind)
    said = value if say is None else say(value)
    return _set_apart(value) if said == value else said


def _set_apart(value: str) -> str:
    return f"{_FIRST_STRONG_ISOLATE}{value}{_POP_ISOLATE}" if value and get_language_bidi() else value


def _recorded(value: str) -> str:
    found = known(value)
    return " ".join(map(_said, found)) if found else value


def _lowered(value: str) -> str:
    said = _recorded(value[:1].upper() + value[1:])
    return said[:1].lower() + said[1:]


def _listed(value: str) -> str:
    separator = "; " if "; " in value else ", "
    if known(value):
        return _recorded(value)
    joined = _ARABIC_SEPARATORS[separator] if (get_language() or "en").startswith("ar") else separator
    return joined.join(map(_country, value.split(separator)))


def _country(value: str) -> str:
    language = get_language() or "en"
    code = _codes().get(value)
    return _recorded(value) if code is None else gazetteer().country_name(code, language)


@cache
def _codes() -> dict[str, str]:
    """The codes of all countries by the English names that records keep."""
    places = gazetteer()
    return {places.country_name(place.country): place.country for place in places.countries()}


_SAY: dict[Blank, Callable[[str], str]] = {
    Blank.RECORDED: _recorded,
    Blank.LOWERED: _lowered,
    Blank.LISTED: _listed,
    Blank.COUNTRY: _country,
    Blank.LEVEL: lambda value: gettext(value),
}


@cache
def _all_declared() -> None:
    """Load what declares texts: a page may show what a module has written that this process never needed."""
    for config in apps.get_app_configs():
        for name in getattr(config, "recorded_in", ()):
            import_module(name)
