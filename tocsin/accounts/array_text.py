"""Arrays in PostgreSQL's own writing: a column of thousands of values travels as one text, made in a few passes.

The driver writes an array value by value, in Python: with that, a fifth of what a worker spends on a message went into its lists.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import datetime
from types import NoneType

from django.db import DataError, ProgrammingError

#: No text that PostgreSQL keeps has this character in it, so it may stand between two values while they are written.
_BETWEEN = "\0"
_Write = Callable[[object], str]
_PLAIN: dict[type, _Write] = {bool: str, datetime: str}


def array_text(values: Iterable[object]) -> str:
    """Return `values` as the text of a PostgreSQL array of one dimension ('{1,2}', '{"a","b\\"c",NULL}'), for a cast to its type.

    Values are whole or floating numbers, texts, bytes, truths or aware times, or None; but for numbers, of one kind. The form is
    that of section 8.15.6 of PostgreSQL's manual (Array Input and Output Syntax). Raises Django's DataError for a text with NUL
    in it, which PostgreSQL does not keep, and ProgrammingError for another kind of value.
    """
    values = tuple(values)
    kinds = set(map(type, values))
    if kinds <= {int}:
        return f"{{{','.join(map(str, values))}}}"
    if NoneType not in kinds:
        return f"{{{_quoted(_texts(values, kinds), len(values))}}}"
    if kinds == {NoneType}:
        return f"{{{','.join(['NULL'] * len(values))}}}"
    kinds.discard(NoneType)
    written = ("NULL" if one is None else _quoted(_texts((one,), kinds), 1) for one in values)
    return f"{{{','.join(written)}}}"


def _texts(values: Iterable[object], kinds: set[type]) -> Iterable[str]:
    if all(issubclass(kind, str) for kind in kinds):
        # Members of an enumeration of texts among them count as what they say.
        return values  # type: ignore[return-value]
    if kinds <= {int, float}:
        return map(repr, values)
    if len(kinds) != 1:
        raise ProgrammingError(
            f"One array cannot hold {', '.join(sorted(one.__name__ for one in kinds))} together."
        )
    (kind,) = kinds
    if issubclass(kind, bytes):
        return (f"\\x{one.hex()}" for one in values)  # type: ignore[attr-defined]
    if kind not in _PLAIN:
        raise ProgrammingError(f"A value of {kind.__name__} cannot be written into an array.")
    return map(_PLAIN[kind], values)


def _quoted(texts: Iterable[str], count: int) -> str:
    together = _BETWEEN.join(texts)
    if together.count(_BETWEEN) != count - 1:
        raise DataError("PostgreSQL keeps no text with the character NUL (0x00) in it.")
    inside = together.replace("\\", "\\\\").replace('"', '\\"').replace(_BETWEEN, '","')
    return f'"{inside}"'
