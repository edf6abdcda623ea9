"""A source's own words, quoted briefly and by name. Pure."""

from __future__ import annotations

import re

from tocsin.alerts.values import Statement

#: A quotation has so many words at most.
MOST_WORDS = 15
_FEWEST_WORDS = 4
#: From here on a joint is taken as the end.
_ENOUGH_WORDS = 8
_JOINTS = frozenset(
    [
        "after",
        "although",
        "and",
        "because",
        "before",
        "but",
        "if",
        "since",
        "so",
        "though",
        "until",
        "when",
        "while",
    ]
)
#: Words that a quotation does not end on.
_DANGLING = frozenset(
    [
        "a",
        "an",
        "and",
        "are",
        "as",
        "at",
        "by",
        "for",
        "from",
        "had",
        "has",
        "have",
        "in",
        "is",
        "of",
        "on",
        "or",
        "our",
        "that",
        "the",
        "their",
        "this",
        "to",
        "was",
        "were",
        "which",
        "who",
        "will",
        "with",
    ]
)
_WORD = re.compile(r"\w+(?:[.,’'-]\w+)*", re.UNICODE)
_MARKS = re.compile(r'["“”„«»]')


def brief(text: str, around: str = "") -> str:
    """Return `text` cut to 15 words at most, '...' where words are left out; `around` is a part to keep.

    It is cut before a conjunction or after a comma where one is near, so that what is left can stand alone.
    """
    words = _MARKS.sub("'", " ".join(text.split())).rstrip(" .;,").split(" ")
    if len(words) <= MOST_WORDS and not around:
        return " ".join(words)
    kept = _MARKS.sub("'", " ".join(around.split())).rstrip(" .;,").split(" ") if around else []
    at = _position(words, kept)
    first = _clause_start(words, at) if kept else 0
    least = max(_FEWEST_WORDS, at + len(kept) - first)
    last = min(len(words), first + MOST_WORDS)
    for end in range(first + least, last + 1):
        is_joint = end < len(words) and words[end].casefold() in _JOINTS
        is_end = is_joint or words[end - 1].endswith((",", ";", ":"))
        if is_end and (kept or end - first >= _ENOUGH_WORDS):
            last = end
            break
    while last < len(words) and last - first > least and words[last - 1].casefold() in _DANGLING:
        last -= 1
    cut = " ".join(words[first:last]).rstrip(",;:")
    return f"{'... ' if first else ''}{cut}{' ...' if last < len(words) else ''}"


def _clause_start(words: list[str], at: int) -> int:
    """Return where the clause begins that holds word `at`."""
    for start in range(at, 0, -1):
        if words[start - 1].endswith((",", ";", ":")):
            return start
        if words[start - 1].casefold() in _JOINTS:
            return start
    return 0


def _position(words: list[str], kept: list[str]) -> int:
    for start in range(len(words) - len(kept) + 1):
        if kept and words[start : start + len(kept)] == kept:
            return start
    return 0


def quoted(statement: Statement, text: str, around: str = "") -> str:
    """Return the sentence that quotes `text` briefly, with the source's name."""
    return f'{statement.source} reports: "{brief(text, around)}".'


def content_words(text: str) -> frozenset[str]:
    """Return the words of `text` that carry content, case folded and without endings of number, for comparing."""
    return frozenset(
        word.rstrip("s") for word in map(str.casefold, _WORD.findall(text)) if len(word) > 3 or word.isdigit()
    )


def says_the_same(text: str, told: frozenset[str], *, share: float = 0.6) -> bool:
    """Tell whether so much of what `text` says is `told` already that it would only repeat it."""
    words = content_words(text)
    return bool(words) and len(words & told) >= share * len(words)
