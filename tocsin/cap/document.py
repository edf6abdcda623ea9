"""Bytes to an XML tree, with everything that could harm refused first."""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass

from lxml import etree

from tocsin.cap.errors import BadEncoding, EntityForbidden, NotXml, TooDeep, TooLarge

XML_WHITESPACE = " \t\r\n"


@dataclass(frozen=True, slots=True)
class Limits:
    """How much is read: bytes of the file, tags in it, and levels of elements."""

    max_bytes: int
    max_tags: int
    max_depth: int


# The largest real alert we know has 1.7 MB; the largest national feeds with embedded alerts have about 10 MB.
MESSAGE_LIMITS = Limits(max_bytes=8_000_000, max_tags=400_000, max_depth=48)
FEED_LIMITS = Limits(max_bytes=32_000_000, max_tags=1_500_000, max_depth=64)

_BYTE_ORDER_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_DECLARED_ENCODING = re.compile(rb"""^<\?xml\s[^>]*?encoding\s*=\s*["']([A-Za-z][A-Za-z0-9._-]*)["']""")
# The text is decoded here and the XML parser is handed UTF-8 alone, so that no DOCTYPE hides in an odd encoding.
_ENCODINGS = re.compile(
    r"utf-8|us-ascii|ascii|iso-8859-\d{1,2}|windows-125\d|koi8-[ru]|gb18030|gbk|gb2312|big5|euc-jp|euc-kr|shift_jis",
    re.IGNORECASE,
)
_PROLOGUE_PART = re.compile(r"\s+|<\?.*?\?>|<!--.*?-->", re.DOTALL)


def load(data: bytes, limits: Limits = MESSAGE_LIMITS) -> etree._Element:
    """Return the root element of `data`, read without entities, DTD or network, comments kept.

    Raises `NotXml` (empty, not well-formed), `TooLarge`, `TooDeep`, `BadEncoding`, and `EntityForbidden` when
    there is a DOCTYPE: it is found by its name in the text before an XML parser sees the file.
    """
    if len(data) > limits.max_bytes:
        raise TooLarge(
            f"The file has {len(data):,} bytes; at most {limits.max_bytes:,} are read. "
            "Ask the sender for fewer alerts in a file or for simpler polygons."
        )
    text = _decoded(data)
    if not text.strip(XML_WHITESPACE):
        raise NotXml("The file is empty. Fetch it again, or ask the sender for the alert.", rule="empty")
    _refuse_doctype(text)
    if text.count("<") > limits.max_tags:
        raise TooLarge(
            f"The file has more than {limits.max_tags:,} tags, more than any alert needs. "
            "Ask the sender for fewer alerts in a file."
        )
    return _parsed(text, limits)


def _decoded(data: bytes) -> str:
    for mark, encoding in _BYTE_ORDER_MARKS:
        if data.startswith(mark):
            return _decode(data[len(mark) :], encoding)
    declared = _DECLARED_ENCODING.match(data)
    if declared is None:
        return _decode(data, "utf-8")
    encoding = declared.group(1).decode("ascii")
    if not _ENCODINGS.fullmatch(encoding):
        raise BadEncoding(
            f"The file declares the encoding {encoding!r}, which is not read. Send it in UTF-8.",
            rule="encoding-unknown",
        )
    return _decode(data, encoding)


def _decode(data: bytes, encoding: str) -> str:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise BadEncoding(
            f"Line {line}, byte {error.start}: the bytes are not {encoding.upper()} ({error.reason}). "
            "Save the file in UTF-8, or declare the encoding it really has."
        ) from error
    except LookupError as error:
        raise BadEncoding(
            f"The file declares the encoding {encoding!r}, which is not read. Send it in UTF-8.",
            rule="encoding-unknown",
        ) from error


def _refuse_doctype(text: str) -> None:
    position = 0
    while part := _PROLOGUE_PART.match(text, position):
        position = part.end()
    if text[position : position + 9].upper() == "<!DOCTYPE":
        line = text.count("\n", 0, position) + 1
        raise EntityForbidden(
            f"Line {line}: the file has a DOCTYPE, which can name entities and other files; nothing of it was read. "
            "A CAP message has none: remove it, and if this is a web page, give the address of the alert itself."
        )


def _parsed(text: str, limits: Limits) -> etree._Element:
    parser = etree.XMLParser(
        encoding="utf-8",
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        dtd_validation=False,
        huge_tree=False,
    )
    try:
        root = etree.fromstring(text.encode("utf-8"), parser)
    except etree.XMLSyntaxError as error:
        reason = error.msg or "no XML was found"
        if "depth" in reason.lower():
            raise TooDeep(_too_deep(limits)) from error
        raise NotXml(
            f"The file is not well-formed XML: {reason}. Ask the sender for a file that is XML from first to last byte."
        ) from error
    if etree.XPath("boolean(" + "/*" * (limits.max_depth + 1) + ")")(root):
        raise TooDeep(_too_deep(limits))
    return root


def _too_deep(limits: Limits) -> str:
    return (
        f"The file nests its elements deeper than {limits.max_depth} levels, which no alert needs; it was not read. "
        "Ask the sender for a plain CAP message."
    )
