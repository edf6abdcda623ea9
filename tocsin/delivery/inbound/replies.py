"""What somebody means who answers a mail or an SMS: one clear answer, or none.

Pure: words in, values out.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import cache

from tocsin.delivery.inbound import reply_words
from tocsin.delivery.inbound.incoming_mail import IncomingMail

#: The kinds of models.Answer.Kind: this module knows no database.
SAFE, NEED_HELP, NOT_THERE = "safe", "need-help", "not-there"
_COURTESY = "courtesy"
_CLAUSES = re.compile(r"[.!?,;:…。،؛؟()\u2013\u2014]+|(?<=\s)-+(?=\s)")
_APOSTROPHES = str.maketrans({"\u2019": "'", "\u2018": "'", "\u02bc": "'", "`": "'", "\u0640": None})
#: Forms of alef, and endings, that people write one for the other.
_ARABIC = str.maketrans({"أ": "ا", "إ": "ا", "آ": "ا", "ٱ": "ا", "ى": "ي"})
_MOST_CHARACTERS = 20_000
#: No answer of the lists is nearly as long.
_LONGEST_LINE = 500


@dataclass(frozen=True, slots=True)
class Reply:
    """What somebody wrote themselves. `kind` is 'safe', 'need-help', 'not-there', or '' where it is not clear.

    `note` is what they wrote after it, or everything where it is not clear.
    """

    kind: str
    note: str


def is_automatic(mail: IncomingMail) -> bool:
    """Return whether a machine wrote `mail` (RFC 3834): an out-of-office note, a bounce, a list."""
    marked = mail.header("auto-submitted").partition(";")[0].strip().lower()
    if marked not in ("", "no"):
        return True
    if mail.header("precedence").lower() in ("bulk", "junk", "list", "auto_reply", "auto-reply"):
        return True
    headers = (
        "x-autoreply",
        "x-autorespond",
        "x-autoresponder",
        "x-auto-response-suppress",
        "x-vacation",
        "list-id",
    )
    if any(mail.header(name) for name in headers) or mail.header("return-path") == "<>":
        return True
    # 'Re:' before it is of somebody who answers such a note.
    return mail.subject.strip().lower().startswith(reply_words.AUTOMATIC_SUBJECTS)


def read_reply(text: str) -> Reply:
    """Return what is meant by the first line that somebody wrote themselves, quotations and signatures cut off.

    Where a later line asks for help, it is not clear: nobody is taken for safe who may not be. (It is no call for help either: what
    some programs quote without a mark has the words of our own buttons.)
    """
    own = own_lines(text)
    for number, line in enumerate(own):
        kind = meaning(line)
        if kind == _COURTESY:
            continue
        if kind and (kind == NEED_HELP or not any(map(asks_for_help, own[number + 1 :]))):
            return Reply(kind, "\n".join(own[number + 1 :]).strip())
        break
    return Reply("", "\n".join(own).strip())


def own_lines(text: str) -> list[str]:
    """Return the lines of a mail that its writer wrote, without blank ones: neither quotations nor signatures."""
    lines = text[:_MOST_CHARACTERS].replace("\r\n", "\n").replace("\r", "\n").split("\n")
    own: list[str] = []
    for number, raw in enumerate(lines):
        line = raw.strip()
        low = line.lower().translate(_APOSTROPHES)
        if raw.rstrip() == "--" or raw.startswith("-- ") or low.startswith(reply_words.SIGNATURES):
            break
        if low.startswith(reply_words.QUOTE_MARKS) or _is_quoted_header(lines, number):
            break
        if line.startswith(">") or _leads_to_quote(lines, number):
            continue
        if line:
            own.append(line)
    return own


def _leads_to_quote(lines: list[str], number: int) -> bool:
    """Return whether a line is 'On 15 July, Desk wrote:', which may be broken in two."""
    for joined in (
        lines[number],
        " ".join(lines[number : number + 2]),
        " ".join(lines[number - 1 : number + 1]),
    ):
        low = " ".join(joined.lower().split())
        if low.endswith(reply_words.QUOTE_LEADS) and low.startswith(reply_words.QUOTE_BEGINS):
            return True
    return False


def _is_quoted_header(lines: list[str], number: int) -> bool:
    """Return whether a block of headers begins here, as Outlook quotes a message: two of its lines one after the other."""
    following = [line.strip(" *\t").lower() for line in lines[number : number + 2]]
    return len(following) == 2 and all(line.startswith(reply_words.QUOTE_HEADERS) for line in following)


def meaning(line: str) -> str:
    """Return what a line means as a whole: a kind of answer, 'courtesy' where it only greets or thanks, else ''."""
    if len(line) > _LONGEST_LINE:
        return ""
    found = {_meanings().get(clause, "") for clause in _clauses(line)}
    kinds = found - {_COURTESY}
    if not kinds:
        return _COURTESY if found else ""
    return kinds.pop() if len(kinds) == 1 else ""


def asks_for_help(text: str) -> bool:
    """Return whether any clause of a text is a call for help by itself."""
    # Clause by clause: what is longer than any phrase is not looked at, and takes no time.
    clauses = (part for line in text.splitlines() for part in _CLAUSES.split(line))
    return any(
        _meanings().get(_plain(clause)) == NEED_HELP for clause in clauses if len(clause) <= _LONGEST_LINE
    )


def _clauses(line: str) -> list[str]:
    whole = _plain(line)
    # A phrase may hold a stop or a hyphen itself.
    if whole in _meanings():
        return [whole]
    return [clause for part in _CLAUSES.split(line) if (clause := _plain(part))]


def _plain(text: str) -> str:
    """Return a text as the lists have it: lower case, no marks over Arabic letters, no emoji, single blanks."""
    composed = unicodedata.normalize("NFKC", text).casefold().translate(_APOSTROPHES)
    letters = "".join(
        letter
        for letter in unicodedata.normalize("NFC", composed)
        if not "\u064b" <= letter <= "\u065f" and unicodedata.category(letter)[0] not in "CS"
    )
    return " ".join(letters.translate(_ARABIC).split()).strip(" .!?,;:*_\"'«»“”")


@cache
def _meanings() -> dict[str, str]:
    lists = {
        SAFE: reply_words.SAFE,
        NEED_HELP: reply_words.NEED_HELP,
        NOT_THERE: reply_words.NOT_THERE,
        _COURTESY: reply_words.COURTESY,
    }
    return {
        _plain(phrase): kind
        for kind, phrases in lists.items()
        for phrase in phrases.splitlines()
        if phrase.strip()
    }
