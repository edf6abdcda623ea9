"""Codes by which an SMS answers: four characters, good for one edition and from one telephone only."""

from __future__ import annotations

import hmac
import re
from dataclasses import dataclass

from django.conf import settings
from django.utils import translation
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext as _

from tocsin.delivery.inbound.replies import NEED_HELP, NOT_THERE, SAFE, asks_for_help, meaning
from tocsin.delivery.messages import Letter

#: Crockford's base 32: none of its characters is taken for another. Four of them are 20 bits.
_ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_LENGTH = 4
_ALIKE = str.maketrans("OIL", "011")
#: ITU-T E.164, as contacts are kept.
_NUMBER = re.compile(r"\+[1-9][0-9]{6,14}")
_BETWEEN_DIGITS = re.compile(r"[\s().\-/\u00a0\u2009\u2011]")
_SALT = "tocsin.delivery.reply-code"


@dataclass(frozen=True, slots=True)
class CodedReply:
    """What an SMS says: the kind of answer, the code, and what stands after both."""

    kind: str
    code: str
    note: str = ""


def code_of(edition: str, number: str, person: int, key: str | None = None) -> str:
    """Return the code of an edition (its identifier) for a telephone and a person: the first 20 bits of HMAC-SHA256 over them.

    Two who share a telephone have each their own, and answer for themselves. Whoever guesses needs the telephone as well: a wrong code counts against its number.
    """
    secret = settings.SECRET_KEY if key is None else key
    digest = salted_hmac(_SALT, f"{edition} {number} {person}", secret=secret, algorithm="sha256").digest()
    bits = int.from_bytes(digest[:3], "big") >> 4
    return "".join(_ALPHABET[bits >> shift & 31] for shift in (15, 10, 5, 0))


def is_code(said: str, edition: str, number: str, person: int) -> bool:
    """Return whether `said` is the code of an edition for a telephone and a person, with this key or a former one."""
    keys = (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS)
    return any(hmac.compare_digest(code_of(edition, number, person, key), said) for key in keys)


def reply_line(letter: Letter) -> str:
    """Return 'Reply SAFE 7K3Q or HELP 7K3Q' in the language in force, for a letter to a telephone that asks for an answer.

    '' where nothing or too much is asked, where the address is no number, and where TOCSIN_SMS_REPLIES is off.
    """
    number = number_of(letter.address)
    if not settings.TOCSIN_SMS_REPLIES or not letter.answer or letter.items or not number:
        return ""
    with translation.override(letter.language):
        return _("Reply SAFE %(code)s or HELP %(code)s") % {
            "code": code_of(letter.bulletin.identifier, number, letter.person)
        }


def number_of(text: str) -> str:
    """Return a telephone number as contacts are kept (E.164), however a gateway writes it; '' for anything else."""
    digits = _BETWEEN_DIGITS.sub("", text.strip())
    if digits.startswith("00"):
        digits = f"+{digits[2:]}"
    if digits[:1].isdigit() and digits[0] != "0":
        digits = f"+{digits}"
    return digits if _NUMBER.fullmatch(digits) else ""


def read_text(text: str) -> CodedReply | None:
    """Return what an SMS says; None where it has no clear answer together with something that may be a code.

    Nor is it clear where it says safe or not there, and asks for help as well.
    """
    found = _coded(text)
    if found is not None and found.kind != NEED_HELP and (asks_for_help(found.note) or asks_for_help(text)):
        return None
    return found


def _coded(text: str) -> CodedReply | None:
    words = text.replace("\x00", "").split()[:200]
    for place in range(1, len(words)):
        code = _code(words[place])
        kind = meaning(" ".join(words[:place]))
        if code and kind in (SAFE, NEED_HELP, NOT_THERE):
            return CodedReply(kind, code, " ".join(words[place + 1 :]))
    if len(words) > 1 and (code := _code(words[0])):
        kind = meaning(" ".join(words[1:]))
        if kind in (SAFE, NEED_HELP, NOT_THERE):
            return CodedReply(kind, code)
    return None


def _code(word: str) -> str:
    if meaning(word):
        # 'HELP' has four of these characters itself.
        return ""
    said = word.strip(".,;:!\"'()").upper().translate(_ALIKE)
    return said if len(said) == _LENGTH and all(letter in _ALPHABET for letter in said) else ""
