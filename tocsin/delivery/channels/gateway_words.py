"""What a gateway said: overheard from Apprise, which itself returns no more than yes or no."""

from __future__ import annotations

import ast
import logging
import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar

_NAME, _BELOW = "apprise", "urllib3"
_STATUS = re.compile(r"\berror=([1-5][0-9]{2})\b")
_DETAILS = re.compile(r"Response Details:\s*(.*)", re.DOTALL)
_FAULT = re.compile(r"Socket Exception: (.*)", re.DOTALL)
#: How much of a gateway's answer is kept as its own words.
_WORDS_KEPT = 500

Lines = list[tuple[int, str]]
_LINES: ContextVar[Lines | None] = ContextVar("words_of_gateway", default=None)


class _Ear(logging.Handler):
    def emit(self, record: logging.LogRecord) -> None:
        lines = _LINES.get()
        if lines is not None and record.name == _NAME:
            lines.append((record.levelno, record.getMessage()))


def listen() -> None:
    """Take the logs of Apprise and urllib3 for ourselves: they repeat addresses with their secrets, so nothing goes on."""
    logging.getLogger(_NAME).setLevel(logging.DEBUG)
    for name in (_NAME, _BELOW):
        logger = logging.getLogger(name)
        logger.propagate = False
        if not any(isinstance(one, _Ear) for one in logger.handlers):
            logger.addHandler(_Ear(logging.DEBUG))


@contextmanager
def overheard() -> Iterator[Lines]:
    """Give the lines that Apprise writes to its log in this block and thread, each with its level."""
    listen()
    lines: Lines = []
    token = _LINES.set(lines)
    try:
        yield lines
    finally:
        _LINES.reset(token)


def status_of(lines: Sequence[tuple[int, str]]) -> int | None:
    """Return the HTTP status with which a gateway refused a message; None where none was given."""
    for level, line in lines:
        found = _STATUS.search(line)
        if found and level >= logging.WARNING and int(found[1]) >= 300:
            return int(found[1])
    return None


def words_of(lines: Sequence[tuple[int, str]]) -> str:
    """Return what was said to a message that was not taken, the gateway's own answer last; not scrubbed of anything."""
    complaints = dict.fromkeys(line.strip() for level, line in lines if level >= logging.WARNING)
    answers = dict.fromkeys(_answer(line) for _level, line in lines)
    said = " ".join(part for part in (*complaints, *answers) if part)
    return " ".join(said.split())[:_WORDS_KEPT] or "The gateway did not take it, and gave no reason."


def _answer(line: str) -> str:
    found = _DETAILS.match(line) or _FAULT.match(line)
    if found is None:
        return ""
    text = found[1].strip()
    if text[:2] in ("b'", 'b"'):
        try:
            value = ast.literal_eval(text)
        except (ValueError, SyntaxError):
            return text
        return value.decode("utf-8", "replace") if isinstance(value, bytes) else text
    return text
