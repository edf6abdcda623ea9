"""What may stand as the address of each kind of contact: the person's own part of it."""

from __future__ import annotations

import re
from collections.abc import Callable

from tocsin.exposure.errors import ValueImpossible
from tocsin.exposure.models import Contact
from tocsin.exposure.person_values import checked_email, checked_webhook
from tocsin.wording import worded

_LONGEST = 500
#: ITU-T E.164: a country code and at most fifteen digits.
_NUMBER = re.compile(r"\+[1-9][0-9]{6,14}")
#: What people write between the digits of a telephone number.
_BETWEEN_DIGITS = re.compile(r"[\s().\-/\u00a0\u2009\u2011]")
_AT_HOME, _ABROAD = re.compile(r"\(0\)"), ("+", "00")
_CHAT = re.compile(r"-?[0-9]{3,20}|@[A-Za-z][A-Za-z0-9_]{4,31}")
_MEMBER = re.compile(r"[#@]?[A-Za-z0-9][A-Za-z0-9._-]{0,79}")
_WHOLE = re.compile(r"[a-z][a-z0-9+.-]*://[^\s/]\S*")


def checked_address(kind: str, words: str) -> str:
    """Return the address of a contact of that kind, cleaned. Raises ValueImpossible, which never repeats the address."""
    check = _CHECKS.get(kind)
    if check is None:
        raise ValueImpossible(
            "kind",
            worded("%(kind)s is no kind of contact.", kind=repr(kind)),
            worded("Use one of: %(choices)s.", choices=", ".join(Contact.Kind.values)),
        )
    return check(words.strip())


def _number(kind: str) -> Callable[[str], str]:
    def check(words: str) -> str:
        # '0049 (0)170' and '+49 (0)170' are how people write +49 170: 00 calls abroad, and the 0 in brackets is for those at home.
        number = _BETWEEN_DIGITS.sub(
            "", _AT_HOME.sub("", words) if words.strip().startswith(_ABROAD) else words
        )
        number = f"+{number[2:]}" if number.startswith("00") else number
        if not _NUMBER.fullmatch(number):
            raise ValueImpossible(
                kind,
                worded("This is not a whole telephone number."),
                worded("Write it with + and the country's code, as +254 712 345 678 (E.164)."),
            )
        return number

    return check


def _chat(words: str) -> str:
    return _fitting(
        _CHAT,
        words,
        "telegram",
        "This is no chat of Telegram.",
        "Write the chat's number, as 123456789, or the channel's name, as @harbour_alerts.",
    )


def _member(words: str) -> str:
    return _fitting(
        _MEMBER,
        words,
        "slack",
        "This is no member or channel of Slack.",
        "Write the member's or channel's id, as U02ABCDEF, or #its-name.",
    )


def _device(words: str) -> str:
    if not words or len(words) > _LONGEST or re.search(r"\s", words):
        raise ValueImpossible(
            "push",
            worded("This is no topic or device."),
            worded(
                "Write the topic, the user's key or the device as the push service names it, without blanks."
            ),
        )
    return words


def _whole(words: str) -> str:
    if len(words) > _LONGEST or words.startswith("http://"):
        words = ""
    return _fitting(
        _WHOLE,
        words,
        "teams",
        "This is no address of a Teams webhook.",
        "Write the whole of it, as the workflow in Teams shows it: https:// and all that follows.",
    )


def _fitting(pattern: re.Pattern[str], words: str, kind: str, problem: str, remedy: str) -> str:
    if not pattern.fullmatch(words):
        raise ValueImpossible(kind, problem, remedy)
    return words


_CHECKS: dict[str, Callable[[str], str]] = {
    "email": checked_email,
    "webhook": checked_webhook,
    "sms": _number("sms"),
    "whatsapp": _number("whatsapp"),
    "signal": _number("signal"),
    "telegram": _chat,
    "push": _device,
    "slack": _member,
    "teams": _whole,
}
