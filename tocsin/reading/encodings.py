"""Bytes as letters: by mark, by declaration, as UTF-8, or by the look of the letters, each guess said."""

from __future__ import annotations

import codecs
import re

_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_DECLARED = re.compile(rb"""(?:charset|encoding)\s*=\s*["']?([A-Za-z0-9._-]{3,20})""", re.I)
_HIGH = re.compile(rb"[\x80-\xff]+")
_SAMPLE = 20_000
# Bytes of the ten commonest letters of a script in its Windows code page.
_COMMONEST = {
    "windows-1256": frozenset(b"\xc7\xe1\xed\xe3\xe4\xe6\xd1\xca\xc8\xc9"),
    "windows-1251": frozenset(b"\xee\xe5\xe0\xe8\xed\xf2\xf1\xf0\xe2\xeb"),
    "windows-1253": frozenset(b"\xe1\xef\xe9\xe5\xf4\xf3\xed\xe7\xf5\xf1"),
    "windows-1255": frozenset(b"\xe9\xe5\xe4\xec\xe0\xf8\xfa\xe1\xee\xf9"),
}
# What windows-1252 has between its letters: quotes, dashes, dots, euro, pound, degree, no-break space.
_BETWEEN = frozenset(
    b"\x80\x82\x84\x85\x8b\x91\x92\x93\x94\x95\x96\x97\x9b\xa0\xa1\xa3\xa7\xa9\xab\xae\xb0\xb7\xba\xbb\xbf"
)
_WORDS_OF_ONE = (b"\xe0", b"\xc0", b"\xf3", b"\xe9", b"\xc9", b"\xea")
# UTF-8 that was read as windows-1252 and written again: 'Ã©', 'â€™', 'Ø§Ù„'.
_MOJIBAKE = re.compile(
    "Ã[\x80-\xbf©¨ª«¢£¡³±¼¶¤§\xad]|â€[™œ\x9d“”˜¦¢]|(?:[ØÙ][\x80-\xbf\u0192-\u2122\xa0-\xff]){3}"
)


def decoded(data: bytes, notes: list[str]) -> str:
    """The text of some bytes; what had to be guessed or could not be read is added to `notes`.

    The order is byte order mark, UTF-8, the declared character set, UTF-16 without a mark, the Windows code page that
    the letters look like. What fits none is read as UTF-8 with U+FFFD for the bytes that are not.
    """
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return data[len(mark) :].decode(encoding, errors="replace")
    if encoding := _wide(data):
        return data.decode(encoding, errors="replace")
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError as error:
        if error.reason == "unexpected end of data" and error.start >= len(data) - 3:
            return data[: error.start].decode("utf-8")
    if declared := _DECLARED.search(data[:2048]):
        name = declared[1].decode("ascii")
        try:
            return data.decode(name)
        except (LookupError, UnicodeDecodeError):
            notes.append("The text is not in the character set it names.")
    if encoding := _look_of(data):
        notes.append(f"The text is not valid UTF-8; by the look of its letters it was read as {encoding}.")
        return data.decode(encoding, errors="replace")
    notes.append("The text is not valid UTF-8; bytes that could not be read are shown as \ufffd.")
    return data.decode("utf-8", errors="replace")


def wrongly_decoded(text: str) -> str:
    """The first letters that look as if they were decoded wrongly before they came here, '' where none do."""
    if text.isascii():
        return ""
    found = _MOJIBAKE.search(text[:_SAMPLE])
    return found[0] if found else ""


def _wide(data: bytes) -> str:
    """UTF-16 without a mark: nearly every second byte of Latin text is zero."""
    sample = data[:400]
    if len(sample) < 8 or b"\x00" not in sample:
        return ""
    even, odd = sample[::2].count(0), sample[1::2].count(0)
    half = len(sample) // 2
    if odd > 0.8 * half and even < 0.2 * half:
        return "utf-16-le"
    return "utf-16-be" if even > 0.8 * half and odd < 0.2 * half else ""


def _look_of(data: bytes) -> str:
    sample = data[:_SAMPLE]
    runs = [(found.start(), found[0]) for found in _HIGH.finditer(sample)]
    high = sum(len(run) for _, run in runs)
    if not high:
        return ""
    in_words = sum(len(run) for _, run in runs if len(run) > 2)
    if in_words > 0.6 * high and high >= 12:
        shares = {
            name: sum(byte in common for _, run in runs for byte in run) / high
            for name, common in _COMMONEST.items()
        }
        best = max(shares, key=lambda name: shares[name])
        return best if shares[best] >= 0.4 else ""
    fits = sum(len(run) for start, run in runs if _fits_latin(sample, start, run))
    return "windows-1252" if fits >= 0.8 * high else ""


def _fits_latin(sample: bytes, start: int, run: bytes) -> bool:
    if all(byte in _BETWEEN for byte in run):
        return True
    if run in _WORDS_OF_ONE:
        return True
    near = sample[max(0, start - 1) : start] + sample[start + len(run) : start + len(run) + 1]
    letters = all(byte >= 0xC0 or byte in _BETWEEN or byte in b"\x8a\x8c\x8e\x9a\x9c\x9e\x9f" for byte in run)
    return letters and len(run) <= 2 and near.isascii() and any(chr(byte).isalpha() for byte in near)
