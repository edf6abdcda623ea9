"""Whether the words around a time speak of what is to come or of what is done."""

from __future__ import annotations

from tocsin.reading.time_kinds import KIND, kinds_of
from tocsin.reading.time_row import Row
from tocsin.reading.time_words import FUTURE_WORDS, PAST_WORDS
from tocsin.reading.words import word_set

FUTURE, PAST = "future", "past"
_FARTHEST = 24
_OTHER, _STOP, _DOT = KIND["OTHER"], KIND["STOP"], KIND["DOT"]
_CALLS = frozenset({"call", "calls", "called", "calling"})
_CALLED_FOR = word_set(
    "strike strikes protest protests march rally demonstration demonstrations walkout shutdown election elections vote"
)
# Verbs before 'until' that tell what is over.
_LASTED = frozenset(
    {"lasted", "remained", "stayed", "waited", "lived", "worked", "ruled", "held", "served", "raged"}
)
_STARTING = frozenset({"effective", "starting", "beginning", "commencing"})
_AHEAD = frozenset(kinds_of("BY UNTIL"))
_FOR, _FROM, _DAYWORD = KIND["FOR"], KIND["FROM"], KIND["DAYWORD"]
_ARTICLES = frozenset(kinds_of("THE ON DAYWORD LEAST AT SOFT DASH OF"))
_TO = KIND["TO"]
# Words that begin a clause of its own: what stands before them says nothing of what comes after.
_CLAUSE = frozenset({"that", "which", "who", "que", "qui", "ان", "الذي", "التي"})
# Arabic nouns that begin as a verb to come does: car, lady, politics, control, Sinai, sixty.
_NO_VERBS = ("سيار", "سيد", "سياس", "سيطر", "سينا", "ستين", "ستون", "ستار")


def tense(row: Row, first: int, after: int, near: int = _FARTHEST) -> str:
    """FUTURE, PAST or "" for a time that takes up the items from `first` to before `after`.

    The nearest verb or noun before it in its clause decides, else the nearest after it; 'for Friday' is to come. What
    stands farther off than `near` items says nothing of what is done, only of what is to come.
    """
    kinds = row.kinds
    at = first - 1
    while at >= 0 and first - at <= 5 and kinds[at] in _ARTICLES:
        at -= 1
    if at >= 0 and kinds[at] == _FOR:
        return FUTURE
    if row.language == "en" and first > 0 and kinds[first - 1] == _DAYWORD:
        return PAST  # 'A letter dated 3 March'.
    if (
        at >= 0
        and kinds[at] == _FROM
        and row.text[row.items[at].start : row.items[at].end].lower() in _STARTING
    ):
        return FUTURE
    if at >= 0 and kinds[at] in _AHEAD:
        return PAST if at > 0 and row.items[at - 1][0] in _LASTED else FUTURE
    found, distance = _backward(row, first - 1)
    if found == PAST and distance > near:
        return ""
    if found:
        return found
    found = _forward(row, after, near)
    return found or (FUTURE if at >= 0 and kinds[at] == _FROM and row.language != "ar" else "")


def _backward(row: Row, start: int) -> tuple[str, int]:
    """What the words before say, and how many items away the word stands that does."""
    last, at = max(0, start - _FARTHEST), start
    infinitive = ""
    while at >= last:
        kind = row.kinds[at]
        if kind == _STOP or (kind == _DOT and _ends_sentence(row, at)):
            break
        if kind == _TO and row.kinds[at + 1] == _OTHER and row.text[row.items[at + 1].start].islower():
            infinitive = FUTURE  # 'Ship to visit Goma in August'.
        if kind == _OTHER:
            word = row.items[at][0]
            if word in _CLAUSE:
                break
            found = _of_call(row, at) if word in _CALLS else of_word(word, row.text, row.items[at].start)
            if found == PAST and at >= 1 and row.items[at - 1][0] == "be":
                # 'Will be held', 'to be held', 'can be held': the word before 'be' decides.
                if row.kinds[at - 2 : at - 1] == _TO:
                    return FUTURE, start - at
                at -= 2
                continue
            if found:
                return found, start - at
        at -= 1
    return infinitive, 0


def _of_call(row: Row, at: int) -> str:
    """FUTURE for a call for something to come ('have called a strike', 'calls for a march'); else as any verb."""
    following = (row.items[one][0] for one in range(at + 1, min(len(row.items), at + 7)))
    ahead = row.kinds[at + 1 : at + 2] == _FOR or any(word in _CALLED_FOR for word in following)
    return FUTURE if ahead else PAST if row.items[at][0] == "called" else ""


def _forward(row: Row, at: int, near: int) -> str:
    last, start = min(len(row.kinds), at + _FARTHEST), at
    while at < last:
        kind = row.kinds[at]
        if kind == _STOP or (kind == _DOT and _ends_sentence(row, at)):
            return ""
        if kind == _OTHER:
            found = of_word(row.items[at][0], row.text, row.items[at].start)
            if found:
                return found if found == FUTURE or at - start <= near else ""
        at += 1
    return ""


def _ends_sentence(row: Row, at: int) -> bool:
    """A point with white space behind it, but not one of an abbreviated month or of initials."""
    end = row.items[at].end
    if not row.text[end : end + 1].isspace():
        return False
    return at == 0 or row.items[at - 1].end - row.items[at - 1].start > 3


def of_word(word: str, text: str = "", start: int = 0) -> str:
    """FUTURE, PAST or "" for one folded word; `text` and `start` give it as written, with its accents."""
    if word in FUTURE_WORDS:
        return FUTURE
    if word in PAST_WORDS:
        return PAST
    if word.isascii():
        if len(word) > 4 and word.endswith("ed"):
            return PAST
        if len(word) > 4 and word.endswith(("ra", "ran", "rao")):
            written = text[start : start + len(word)]
            return FUTURE if written.endswith(("rá", "rán", "rão")) else ""
        return FUTURE if len(word) > 6 and word.endswith("eront") else ""
    return (
        FUTURE if len(word) > 4 and word.startswith(("سي", "ست")) and not word.startswith(_NO_VERBS) else ""
    )
