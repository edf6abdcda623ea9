"""The short forms of an alert, for SMS and chat: level, place, act and link, whatever has to give way."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence

from tocsin.grading.alert_text import AlertText, MessageType
from tocsin.grading.errors import NoRoomError
from tocsin.grading.moments import in_utc
from tocsin.grading.translation import gettext_noop

# Words of the first act that stay when it has to be shortened: fewer could turn it into its opposite.
_FEWEST_WORDS_OF_AN_ACT = 4
_CUT = "..."
_UPDATE = gettext_noop("update")
_ALL_CLEAR = gettext_noop("All clear")
_UNTIL = gettext_noop("Until")

# 3GPP TS 23.038, section 6.2.1: the default alphabet, and the extension table whose characters count twice.
_GSM7 = frozenset(
    "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿"
    "abcdefghijklmnopqrstuvwxyzäöñüà"
)
_GSM7_TWICE = frozenset("\f^{}\\[~]|€")


def first_act(text: AlertText) -> str:
    """Return the act a message leads with: the first of the advice, or the level's own instruction without one."""
    acts = sorted((act for act in text.advice if act.text.strip()), key=lambda act: act.order)
    return " ".join(acts[0].text.split()) if acts else text.level.meaning


def short_form(
    text: AlertText, link: str, limit: int = 160, translate: Callable[[str], str] = gettext_noop
) -> str:
    """Return the alert in at most `limit` characters: always level, place, first act and `link`, in that order.

    What is left of the room goes to the headline, the expiry in UTC, further acts and the summary, each
    whole or not at all. Where there is too little room the place falls back to the country and the act is cut after a
    whole word, marked '...'; link and words are never cut. A Cancel says so and gives
    its reason as the act. `translate` puts the words that are not the text's own (level, 'Until', 'All clear') into
    the text's language. Raises `NoRoomError` where even that does not fit.
    """
    link = link.strip()
    word = translate(text.level.word)
    prefix = {
        MessageType.ALERT: word,
        MessageType.UPDATE: f"{word} ({translate(_UPDATE)})",
        MessageType.CANCEL: f"{translate(_ALL_CLEAR)} ({word})",
    }[text.message_type]
    cancelled = text.message_type is MessageType.CANCEL
    act = (
        " ".join(text.cancel_reason.split()) if cancelled and text.cancel_reason.strip() else first_act(text)
    )
    found = fitted(prefix, places(text), act, _extras(text, translate), link, limit)
    if not found:
        raise NoRoomError(
            f"Level, place, act and link of '{text.title}' do not fit {limit} characters; "
            "shorten the place, the first act or the link."
        )
    return found


def fitted(
    prefix: str, places: Sequence[str], act: str, extras: Iterable[tuple[str, bool]], link: str, limit: int
) -> str:
    """Return `prefix`, one of `places` (longest first), `act` and `link` in `limit` characters; '' where they do not fit.

    Each of `extras` is added whole where there is room for it, before the act where it is paired with True. Where there
    is too little room the act is cut after a whole word and marked '...'.
    """
    room = limit - len(link) - 1
    for place in places:
        head = f"{prefix}: {place}. " if place else f"{prefix}: "
        if len(head) + len(act) <= room:
            return f"{_filled(extras, head, act, room)} {link}".strip()
    for place in reversed(places):
        head = f"{prefix}: {place}. " if place else f"{prefix}: "
        cut = _cut_after_a_word(act, room - len(head))
        if cut:
            return f"{head}{cut} {link}"
    return ""


def places(text: AlertText) -> tuple[str, ...]:
    """Return the names of where, the longest first: the place with its country, the place, the country; ('',) without any."""
    names = [" ".join(name.split()) for name in (text.where, text.place, text.country)]
    return tuple(dict.fromkeys(name for name in names if name)) or ("",)


def _cut_after_a_word(act: str, room: int) -> str:
    words = act.split()
    for count in range(len(words) - 1, _FEWEST_WORDS_OF_AN_ACT - 1, -1):
        shortened = " ".join(words[:count]).rstrip(",;:") + _CUT
        if len(shortened) <= room:
            return shortened
    return ""


def _extras(text: AlertText, translate: Callable[[str], str]) -> Iterator[tuple[str, bool]]:
    """Give what may be added, the most useful first, and whether it stands before the act."""
    yield text.headline, True
    if text.expires and text.message_type is not MessageType.CANCEL:
        yield f"{translate(_UNTIL)} {in_utc(text.expires)}.", False
    if text.message_type is MessageType.UPDATE:
        yield text.what_changed, True
    if text.message_type is not MessageType.CANCEL:
        for act in sorted(text.advice, key=lambda act: act.order)[1:]:
            yield act.text, False
    yield text.paragraph("summary"), True


def _filled(extras: Iterable[tuple[str, bool]], head: str, act: str, room: int) -> str:
    before, after = "", f" {act}"
    for extra, stands_before in extras:
        addition = " ".join(extra.split())
        if not addition:
            continue
        if addition[-1] not in ".!?":
            addition += "."
        if len(head.strip()) + len(before) + len(after) + 1 + len(addition) > room:
            continue
        if stands_before:
            before += f" {addition}"
        else:
            after += f" {addition}"
    return f"{head.strip()}{before}{after}"


def sms_parts(message: str) -> int:
    """Return how many SMS `message` costs: 160 characters of the GSM 7-bit alphabet or 70 UTF-16 units in one,
    153 or 67 in each of several (3GPP TS 23.038 and 23.040)."""
    if all(character in _GSM7 or character in _GSM7_TWICE for character in message):
        units, one, each = sum(2 if character in _GSM7_TWICE else 1 for character in message), 160, 153
    else:
        units, one, each = len(message.encode("utf-16-be", "surrogatepass")) // 2, 70, 67
    return 1 if units <= one else -(-units // each)
