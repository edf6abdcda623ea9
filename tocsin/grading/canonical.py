"""One JSON form for one value: the JSON Canonicalization Scheme (RFC 8785), and the hash of it."""

from __future__ import annotations

import hashlib
import json
import math
import re
from collections.abc import Mapping, Sequence

from tocsin.grading.errors import NotCanonicalError


def canonical_json(value: object) -> bytes:
    """Return `value` (dicts with string keys, lists, tuples, strings, numbers, booleans, None) as RFC 8785 has it.

    UTF-8 without spaces; members sorted by the UTF-16 code units of their names (section 3.2.3); strings
    with the least escaping (3.2.2.2) and no Unicode normalisation; numbers as ECMAScript writes a double
    (3.2.2.3). Raises `NotCanonicalError` for anything that has no such form.
    """
    try:
        return _written(value).encode("utf-8")
    except UnicodeEncodeError as error:
        raise NotCanonicalError(
            f"A text holds half a character (a lone surrogate, U+{ord(error.object[error.start]):04X}); "
            "paste it again from its source."
        ) from None


def content_hash_of(value: object) -> str:
    """Return 'sha256:' and the 64 lower-case hexadecimal digits of the SHA-256 of `canonical_json(value)`."""
    return hash_of_canonical(canonical_json(value))


def hash_of_canonical(data: bytes) -> str:
    """Return what `content_hash_of` returns, of canonical JSON that is written already."""
    return f"sha256:{hashlib.sha256(data).hexdigest()}"


def _written(value: object) -> str:
    if value is None or isinstance(value, bool):
        return {None: "null", True: "true", False: "false"}[value]
    if isinstance(value, str):
        return json.dumps(value, ensure_ascii=False)
    if isinstance(value, int | float):
        return _number(value)
    if isinstance(value, Mapping):
        if not all(isinstance(name, str) for name in value):
            raise NotCanonicalError(
                "A JSON object has a member whose name is not text; name members by text."
            )
        members = sorted(value.items(), key=lambda item: item[0].encode("utf-16-be", "surrogatepass"))
        return "{" + ",".join(f"{_written(name)}:{_written(item)}" for name, item in members) + "}"
    if isinstance(value, list) and value and isinstance(value[0], list) and (plain := _numbers(value)):
        return plain
    if isinstance(value, Sequence) and not isinstance(value, bytes | bytearray | memoryview):
        return "[" + ",".join(_written(item) for item in value) + "]"
    raise NotCanonicalError(f"A value of type {type(value).__name__} has no JSON form; convert it first.")


#: Anything but digits, points, signs and brackets: words, and numbers in a form that RFC 8785 may write otherwise.
_NOT_PLAIN = re.compile(r"[^0-9.,\-\[\]]|(?<![0-9.])[0-9]{16}")
_WHOLE = re.compile(r"\.0(?=[,\]])")
_MINUS_NOTHING = re.compile(r"-0(?=[,\]])")


def _numbers(value: list[object]) -> str:
    """Return lists of lists of numbers as `_written` has them, by the writer of the standard library; '' for any others.

    Python and ECMAScript both write the shortest digits that read back as the same double. They differ in the trailing
    '.0', in the sign of nothing, and in when an exponent begins, which is never below 10^16 nor above 10^-5.
    """
    try:
        text = json.dumps(value, separators=(",", ":"))
    except (TypeError, ValueError):
        return ""
    if _NOT_PLAIN.search(text):
        return ""
    return _MINUS_NOTHING.sub("0", _WHOLE.sub("", text))


def _number(value: float) -> str:
    if isinstance(value, int) and abs(value) > 2**53:
        raise NotCanonicalError(
            f"The whole number {value} is beyond 2^53, which JSON readers may round; write it as text."
        )
    number = float(value)
    if not math.isfinite(number):
        raise NotCanonicalError(f"The number {number} has no JSON form; only finite numbers have.")
    if number == 0:
        return "0"
    sign = "-" if number < 0 else ""
    mantissa, _, exponent_text = f"{abs(number)!r}".partition("e")
    whole, _, fraction = mantissa.partition(".")
    fraction = "" if fraction == "0" else fraction
    digits = (whole + fraction).lstrip("0")
    # The place of the point, counted from the first significant digit, as in ECMA-262, Number::toString.
    point = len(whole) + int(exponent_text or 0) - (len(whole + fraction) - len(digits))
    digits = digits.rstrip("0")
    count = len(digits)
    if count <= point <= 21:
        return sign + digits + "0" * (point - count)
    if 0 < point <= 21:
        return f"{sign}{digits[:point]}.{digits[point:]}"
    if -6 < point <= 0:
        return f"{sign}0.{'0' * -point}{digits}"
    power = point - 1
    tail = f".{digits[1:]}" if count > 1 else ""
    return f"{sign}{digits[0]}{tail}e{'+' if power > 0 else '-'}{abs(power)}"
