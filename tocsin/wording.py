"""Words that are kept in English and shown in the language of whoever reads them.

A refusal or a problem may be shown at the desk, answered by the API, written to a log and kept in the database. A
:class:`Wording` is plain English everywhere, and :func:`translated` says it in the language that is active where it is
shown. So what is recorded does not depend on who clicked.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable

from django.utils.translation import gettext, ngettext


class Wording(str):
    """A text in English that knows how to say itself in the active language, with :func:`translated`."""

    _say: Callable[[], str]

    @classmethod
    def of(cls, english: str, say: Callable[[], str]) -> Wording:
        """Return `english` as a wording that `say` gives in the active language."""
        made = cls(english)
        made._say = say
        return made

    def __reduce__(self) -> tuple[type[str], tuple[str]]:
        """A copy, as a record keeps it, is plain English."""
        return str, (str(self),)


def worded(text: str, **values: object) -> Wording:
    """Return `text` with its blanks (%(name)s) filled in; `text` is what the catalogues translate.

    A value that is a wording itself is translated with it.
    """
    return Wording.of(_filled(text, values), lambda: _filled(gettext(text), _translated_all(values)))


def worded_count(one: str, many: str, number: int, **values: object) -> Wording:
    """Return the text for `number` things; its blank is %(num)s, the number itself where `values` gives no other form."""
    values = {"num": number, **values}
    return Wording.of(
        _filled(one if number == 1 else many, values),
        lambda: _filled(ngettext(one, many, number), _translated_all(values)),
    )


def worded_list(parts: Iterable[str], separator: str = ", ") -> Wording:
    """Return `parts` one after the other, each translated for itself: for a list, never for a sentence."""
    kept = tuple(parts)
    return Wording.of(separator.join(kept), lambda: separator.join(map(translated, kept)))


def translated(thing: object) -> str:
    """Return what `thing` says in the active language: a wording, an error that carries one, or anything as it is."""
    if isinstance(thing, Exception) and len(thing.args) == 1 and isinstance(thing.args[0], Wording):
        thing = thing.args[0]
    return thing._say() if isinstance(thing, Wording) else str(thing)


def _filled(text: str, values: dict[str, object]) -> str:
    return text % values if values else text


def _translated_all(values: dict[str, object]) -> dict[str, object]:
    return {name: translated(value) if isinstance(value, str) else value for name, value in values.items()}
