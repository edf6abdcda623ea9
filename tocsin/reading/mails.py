"""E-mail as text: subject, date, the words of its writer, forwarded messages and PDF attachments (RFC 5322, RFC 2045)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from email import message_from_bytes
from email.header import decode_header, make_header
from email.message import Message

from tocsin.reading.document import MOST_BYTES, Document, counted, lines_joined
from tocsin.reading.encodings import decoded
from tocsin.reading.paragraphs import joined_lines
from tocsin.reading.pdf_files import is_pdf, open_pdf
from tocsin.reading.publication import NOTHING_SAID, Publication, publication_of
from tocsin.reading.web_pages import open_page

_HEADER = re.compile(rb"(?:From [^\n]{1,200}\n)?((?:[A-Za-z][A-Za-z0-9-]{1,60}:[^\n]*\n(?:[ \t][^\n]*\n)*)+)")
_NAMES = re.compile(rb"^([A-Za-z][A-Za-z0-9-]{1,60}):", re.M)
_OF_MAIL = frozenset(
    b"from date subject mime-version message-id received return-path delivered-to content-type to reply-to".split()
)
_MOST_PARTS = 60
_MOST_BOUNDARIES = 200
_MOST_ATTACHMENTS = 5
_FEWEST_WORDS = 8

_QUOTED = re.compile(r"^[ \t]{0,3}>")
_SIGNATURE = re.compile(r"^-- ?$")
_SENT_FROM = re.compile(
    r"^(?:sent from my \S|sent from (?:mail|outlook)|get outlook for|envoyé de mon|enviado desde mi|enviado do meu|أُ?رسل من)",
    re.I,
)
_FORMAL = re.compile(
    r"^\W*(?:this (?:e-?mail|message)(?: and any (?:attachments?|files))? (?:is|are|may|contains?)\b.*(?:confidential|privileged)"
    r"|(?:confidentiality notice|disclaimer|avis de confidentialité|aviso (?:legal|de confidencialidad(?:e)?))\b"
    r"|(?:to|click here to) unsubscribe\b|you (?:are receiving|received) this (?:e-?mail|message|alert)\b|unsubscribe\b"
    r"|pour vous désabonner|si ya no desea recibir|para cancelar (?:a sua|su) (?:inscrição|suscripción))",
    re.I,
)
_ATTRIBUTION = re.compile(
    r"^\W*(?:on .{4,160} wrote|le .{4,160} a écrit|el .{4,160} escribió|em .{4,160} escreveu|am .{4,160} schrieb.{0,80}|في .{4,160} كتب.{0,80})\s*:\s*$",
    re.I,
)
_WROTE = re.compile(r"^(?:wrote|a écrit|escribió|escreveu|كتب)\s*:$", re.I)
_FORWARDED = re.compile(
    r"^\W*(?:forwarded message|begin forwarded message|message transféré|mensaje reenviado|mensagem (?:encaminhada|reencaminhada)"
    r"|weitergeleitete nachricht|رسالة معاد توجيهها)\W*$",
    re.I,
)
_ORIGINAL = re.compile(
    r"^\W*(?:original message|message d['’]origine|mensaje original|mensagem original|الرسالة الأصلية)\W*$",
    re.I,
)
_INNER = re.compile(
    r"^\W{0,3}(from|de|von|من|date|sent|envoyé(?: le)?|enviado(?: el| em)?|fecha|data|gesendet|التاريخ|تاريخ الإرسال|subject|objet|asunto|assunto|betreff"
    r"|الموضوع|to|cc|à|para|an|إلى)\W{0,3}:\W{0,3}(.*)$",
    re.I,
)
_IS_SENDER = frozenset(("from", "de", "von", "من"))
_IS_DATE = re.compile(r"^(?:date|sent|envoy|enviado|fecha|data|gesendet|التاريخ|تاريخ)", re.I)
_IS_SUBJECT = re.compile(r"^(?:subject|objet|asunto|assunto|betreff|الموضوع)", re.I)
_PREFIX = re.compile(
    r"^\s*(?:\[(?:external|ext|extern)\]\s*|(?:re|fwd?|tr|rv|rép|aw|wg|enc|res|رد|إعادة توجيه)\s*(?:\[\d+\])?\s*[:：]\s*)+",
    re.I,
)
_IS_FORWARD = re.compile(r"^\s*(?:\[[^\]]{1,12}\]\s*)?(?:fwd?|tr|rv|wg|enc|إعادة توجيه)\s*:", re.I)


@dataclass
class _Parts:
    """What the parts of a message hold."""

    plain: list[str] = field(default_factory=list)
    pages: list[str] = field(default_factory=list)
    documents: list[Document] = field(default_factory=list)
    left_out: list[str] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class _Body:
    """A body without what others wrote: its text, and what a forwarded message in it says of itself."""

    text: str
    subject: str = ""
    published: Publication = NOTHING_SAID
    is_forward: bool = False


def is_mail(data: bytes) -> bool:
    """Whether bytes begin with the header of an e-mail: lines of names and colons, two of the names mail's own."""
    head = data[:20_000].lstrip(b"\xef\xbb\xbf\r\n").replace(b"\r\n", b"\n")
    if not re.match(rb"[A-Za-z][A-Za-z0-9-]{1,60}:|From ", head):
        return False
    found = _HEADER.match(head)
    if found is None:
        return False
    names = {name.lower() for name in _NAMES.findall(found[1])} & _OF_MAIL
    return (
        (len(names) >= 3 and b"from" in names) or b"mime-version" in names or {b"received", b"from"} <= names
    )


def open_mail(data: bytes, *, depth: int = 0) -> Document:
    """The text of an e-mail, its subject first, with the date that its header states.

    Plain text is read rather than HTML. Quoted replies, signatures and formal footers are left out; a forwarded message
    takes the place of the one that carries it; PDF attachments are read, others named in the notes. Never raises.
    """
    notes: list[str] = []
    data = data.lstrip(b"\xef\xbb\xbf\r\n")
    if len(data) > MOST_BYTES or data[:MOST_BYTES].lower().count(b"boundary=") > _MOST_BOUNDARIES:
        return Document(
            "",
            notes=("The e-mail is too large or has too many parts. Nothing of it was read.",),
            kind="e-mail",
        )
    try:
        message = message_from_bytes(data)
        parts = _gathered(message, depth)
    except Exception:  # noqa: BLE001  a broken e-mail can fail in any way, and the note says so
        return Document("", notes=("The e-mail is broken. Nothing of it was read.",), kind="e-mail")
    subject = _words(message, "Subject")
    published = publication_of(_words(message, "Date"))
    if published.moment is None and published.day is not None:
        notes.append("The e-mail's date names no zone; only its day was used.")
    body = _body(_chosen(parts), _IS_FORWARD.match(subject) is not None)
    if body.is_forward:
        notes.append("The message was forwarded; the one inside was read first.")
        subject = body.subject or subject
        published = body.published if body.published.day else published
    elif not body.text and parts.documents and parts.documents[0].kind == "e-mail":
        inner = parts.documents[0]
        subject, published = inner.title or subject, Publication(inner.published, inner.day)
    title = _PREFIX.sub("", subject).strip()
    if parts.left_out:
        notes.append(f"Not read: {', '.join(parts.left_out[:20])}.")
    for document in parts.documents:
        notes += document.notes
    text = lines_joined((body.text, *(one.text for one in parts.documents)))
    if title and title.casefold() not in text[: len(title) + 200].casefold():
        text = lines_joined((title, text))
    notes.insert(0, "Read as an e-mail.")
    return Document(text, title, tuple(notes), "e-mail", published.moment, published.day)


def _words(message: Message, name: str) -> str:
    """A header's value with its encoded words (RFC 2047) read."""
    try:
        raw = message.get(name, "")
        return " ".join(str(make_header(decode_header(raw))).split())[:1000] if raw else ""
    except Exception:  # noqa: BLE001  a broken header is worth no more than an absent one
        return " ".join(str(message.get(name, "")).split())[:1000]


def _gathered(message: Message, depth: int) -> _Parts:
    parts = _Parts()
    for number, part in enumerate(_leaves(message)):
        if number >= _MOST_PARTS:
            parts.left_out.append(f"parts after the first {_MOST_PARTS}")
            break
        _take(part, parts, depth)
    return parts


def _leaves(message: Message) -> Iterator[Message]:
    """The parts that hold something, in order; a message inside is one of them."""
    waiting = [message]
    while waiting:
        part = waiting.pop()
        if part.get_content_maintype() == "multipart" and part.is_multipart():
            inner = part.get_payload()
            waiting += (
                [one for one in reversed(inner) if isinstance(one, Message)]
                if isinstance(inner, list)
                else []
            )
        else:
            yield part


def _take(part: Message, parts: _Parts, depth: int) -> None:
    kind = part.get_content_type()
    if kind == "message/rfc822":
        inner = part.get_payload()
        if isinstance(inner, list) and inner and isinstance(inner[0], Message) and depth < 3:
            parts.documents.append(open_mail(inner[0].as_bytes(), depth=depth + 1))
        return
    payload = part.get_payload(decode=True)
    data = payload if isinstance(payload, bytes) else b""
    name = _file_name(part)
    if is_pdf(data) and len(parts.documents) < _MOST_ATTACHMENTS:
        parts.documents.append(open_pdf(data))
    elif kind == "text/plain" and part.get_content_disposition() != "attachment":
        parts.plain.append(_decoded(part, data))
    elif kind == "text/html" and part.get_content_disposition() != "attachment":
        parts.pages.append(_decoded(part, data))
    elif name or part.get_content_disposition() == "attachment":
        parts.left_out.append(f"{name or 'an attachment'} ({kind}, {counted(len(data), 'byte')})")


def _file_name(part: Message) -> str:
    try:
        return " ".join((part.get_filename() or "").split())[:80]
    except Exception:  # noqa: BLE001  a name that cannot be read is none
        return ""


def _decoded(part: Message, data: bytes) -> str:
    charset = part.get_content_charset() or ""
    try:
        return data.decode(charset or "utf-8")
    except (LookupError, UnicodeDecodeError, ValueError):
        return decoded(data, [])


def _chosen(parts: _Parts) -> str:
    """The plain text, unless it only points to the HTML."""
    plain = "\n\n".join(parts.plain).replace("\r\n", "\n").replace("\r", "\n")
    if parts.pages and len(plain.split()) < _FEWEST_WORDS:
        of_pages = lines_joined(open_page(page).text for page in parts.pages[:3])
        if len(of_pages) > len(plain):
            return of_pages
    return plain


def _body(text: str, is_forward: bool) -> _Body:
    """A body without quotes, signature and footers, the forwarded message in it first where there is one."""
    lines = text.split("\n")
    for index, line in enumerate(lines):
        said = line.strip()
        if not said:
            continue
        if _FORWARDED.match(said) or (_ORIGINAL.match(said) and is_forward):
            return _forwarded(lines[:index], lines[index + 1 :])
        if _is_inner_header(lines, index):
            return _forwarded(lines[:index], lines[index:]) if is_forward else _Body(_own(lines[:index]))
        if _ORIGINAL.match(said):
            return _Body(_own(lines[:index]))
    return _Body(_own(lines))


def _is_inner_header(lines: list[str], index: int) -> bool:
    """Whether an inner header begins here: a line that names the sender, then at least two of its other lines."""
    found = _INNER.match(lines[index].strip()) if len(lines[index]) < 300 else None
    if found is None or found[1].lower() not in _IS_SENDER:
        return False
    following = [line for line in lines[index + 1 : index + 9] if line.strip()][:4]
    return sum(1 for line in following if len(line) < 300 and _INNER.match(line.strip())) >= 2


def _forwarded(before: list[str], after: list[str]) -> _Body:
    subject, published, start = "", Publication(), 0
    for index, line in enumerate(after[:16]):
        said = line.strip().lstrip(">").strip()
        found = _INNER.match(said) if len(said) < 400 else None
        if found is None:
            if said and start:
                break
            continue
        start = index + 1
        if _IS_SUBJECT.match(found[1]):
            subject = found[2].strip("* ")
        elif _IS_DATE.match(found[1]):
            published = publication_of(found[2].strip("* "))
    inner = [re.sub(r"^[ \t]*>[ \t]?", "", line) for line in after[start:]]
    return _Body(lines_joined((_own(inner), _own(before))), subject, published, True)


def _own(lines: list[str]) -> str:
    """What the writer wrote: up to the signature or footer, without quoted lines and the line that introduces them."""
    kept: list[str] = []
    for line, following in zip(lines, [*lines[1:], ""], strict=False):
        said = line.strip()
        if _SIGNATURE.match(line.rstrip("\r")) and kept:
            break
        if said and len(said) < 400 and (_SENT_FROM.match(said) or _FORMAL.match(said)):
            break
        if _QUOTED.match(line) or _introduces(said, following) or _WROTE.match(said):
            continue
        kept.append(line)
    return joined_lines(["\n".join(kept).strip("\n")])


def _introduces(line: str, following: str) -> bool:
    """Whether a line says who wrote what is quoted below; long ones are wrapped to two."""
    if len(line) >= 300:
        return False
    wrapped = (
        _WROTE.match(following.strip()) is not None
        and _ATTRIBUTION.match(f"{line} {following.strip()}") is not None
    )
    return wrapped or _ATTRIBUTION.match(line) is not None
