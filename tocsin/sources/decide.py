"""What this room decides, purely: same, edited or new; what a message does to others; when to look again."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from tocsin.recorded import Blank, recorded

_CANCELLED = recorded("A later message of its sender cancels it.")
_REPLACED = recorded("A later message of its sender replaces it.")
_STANDS = recorded("No later message acts on it.")
_UNREAD = recorded("The item could not be read.")
_EXPIRED = recorded("It was over at %(moment)s, before it was received.", moment=Blank.MOMENT)

#: However often a source fails, it is looked at this often: a security feed that is back must be noticed soon.
LONGEST_BACKOFF = timedelta(hours=1)
#: A server may ask us to wait, but not for longer than this.
LONGEST_ASKED_WAIT = timedelta(hours=6)

_USUAL_SILENCE = {
    "feed": timedelta(days=2),
    "cap": timedelta(days=14),
    "page": timedelta(days=60),
}


class Verdict(StrEnum):
    """What an item is, against what is known under its identity."""

    NEW = "new"
    SAME = "same"
    EDITED = "edited"
    RETURNED = "returned"
    STALE = "stale"
    BROKEN_AGAIN = "broken again"


@dataclass(frozen=True, slots=True)
class Version:
    """One report that is kept under the item's identity."""

    key: int
    content_hash: str
    is_current: bool
    is_broken: bool
    published_at: datetime | None


@dataclass(frozen=True, slots=True)
class Receipt:
    """The verdict on an item with its reason, and the keys of the versions that it takes the place of.

    `same_as` is the key of the version it is, where it is one that is kept already.
    """

    verdict: Verdict
    reason: str
    replaces: tuple[int, ...] = ()
    same_as: int | None = None


def receipt(
    content_hash: str, *, is_broken: bool, updated_at: datetime | None, versions: Sequence[Version]
) -> Receipt:
    """Return what an item is against the `versions` kept under its identity, oldest first.

    The same wording is the same report, however often it comes. Another wording is an edited item and takes the
    place of the current one; a broken one takes no readable one's place. A wording from before comes back as
    the current one, unless its own date says that an old copy was handed out.
    """
    kept = next((version for version in versions if version.content_hash == content_hash), None)
    others = tuple(
        version.key
        for version in versions
        if version.is_current and version is not kept and (version.is_broken or not is_broken)
    )
    if kept is None:
        if not versions:
            return Receipt(Verdict.NEW, "Nothing was kept under its identity.")
        if is_broken:
            return Receipt(
                Verdict.BROKEN_AGAIN, "It cannot be read; what could be read before stays.", others
            )
        return Receipt(Verdict.EDITED, "Its wording is another than that which was kept.", others)
    if kept.is_current or is_broken:
        return Receipt(
            Verdict.SAME, "Its wording is kept already.", others if not is_broken else (), kept.key
        )
    newest = max((v.published_at for v in versions if v.is_current and v.published_at), default=None)
    if updated_at is not None and newest is not None and updated_at < newest:
        return Receipt(
            Verdict.STALE, "Its date is older than that of the current wording: an old copy.", (), kept.key
        )
    return Receipt(Verdict.RETURNED, "Its wording was replaced and has come back.", others, kept.key)


class Standing(StrEnum):
    """Whether a report still counts, as far as CAP messages and edits decide it."""

    CURRENT = "current"
    UPDATED = "updated"
    CANCELLED = "cancelled"


@dataclass(frozen=True, slots=True)
class ActingMessage:
    """An actual Update or Cancel that names a message: `key` is its report's, `sent` aware UTC."""

    key: int
    is_cancel: bool
    sent: datetime


@dataclass(frozen=True, slots=True)
class StandingDecision:
    """The standing of a message, the report that gave it, and why."""

    standing: Standing
    by: int | None
    reason: str


def standing_after(acts: Sequence[ActingMessage]) -> StandingDecision:
    """Return where a message stands after all that acts on it, in whatever order they arrived.

    A Cancel ends it whatever Updates say; of several the latest counts (CAP 1.2, section 3.2.1, msgType).
    """
    cancels = [act for act in acts if act.is_cancel]
    if cancels:
        last = max(cancels, key=lambda act: (act.sent, act.key))
        return StandingDecision(Standing.CANCELLED, last.key, _CANCELLED)
    if acts:
        last = max(acts, key=lambda act: (act.sent, act.key))
        return StandingDecision(Standing.UPDATED, last.key, _REPLACED)
    return StandingDecision(Standing.CURRENT, None, _STANDS)


def is_meant(
    sender: str, identifier: str, sent: datetime, *, named: tuple[str, str, datetime], has_exact: bool
) -> bool:
    """Tell whether a reference (`named`: sender, identifier, sent) means the message with these names.

    The time may be written wrongly, so sender and identifier suffice where no message fits in all three
    (`has_exact` says that one does).
    """
    if (sender, identifier) != named[:2]:
        return False
    return sent == named[2] or not has_exact


@dataclass(frozen=True, slots=True)
class Permission:
    """Whether a report may alert anyone, with the reason ('' where nothing speaks against it)."""

    may_alert: bool
    reason: str


def permission(
    *, cap_may_alert: bool | None, cap_reason: str, expires: datetime | None, now: datetime, is_broken: bool
) -> Permission:
    """Return whether a report may alert anyone: CAP's own rule first, then whether it is already over."""
    if is_broken:
        return Permission(False, f"broken: {_UNREAD}")
    if cap_may_alert is False:
        return Permission(False, cap_reason)
    if expires is not None and expires <= now:
        return Permission(False, "expired: " + _EXPIRED % {"moment": f"{expires:%Y-%m-%d %H:%M} UTC"})
    return Permission(True, "")


def next_look(
    *, now: datetime, interval: timedelta, failures: int, retry_after: timedelta | None = None
) -> datetime:
    """Return when to look at a source again.

    After its interval; after failures twice as long each time, up to `LONGEST_BACKOFF` or the interval if that
    is longer; never before the time its server asked for, up to `LONGEST_ASKED_WAIT`.
    """
    wait = interval
    if failures > 1:
        wait = min(interval * 2 ** min(failures - 1, 16), max(LONGEST_BACKOFF, interval))
    if retry_after is not None:
        wait = max(wait, min(retry_after, LONGEST_ASKED_WAIT))
    return now + wait


class State(StrEnum):
    """How a source is, in one word."""

    PAUSED = "paused"
    WAITING = "waiting"
    FAILING = "failing"
    SILENT = "silent"
    WELL = "well"
    OPEN = "open"


def state_of(
    *,
    kind: str,
    is_enabled: bool,
    failures: int,
    last_success_at: datetime | None,
    newest_item_at: datetime | None,
    created_at: datetime,
    silent_after: timedelta | None,
    now: datetime,
) -> State:
    """Return how a source is: OPEN for a form or the API, which nobody polls and which may stay empty."""
    if not is_enabled:
        return State.PAUSED
    if kind in ("form", "api"):
        return State.OPEN
    if failures:
        return State.FAILING
    if last_success_at is None:
        return State.WAITING
    patience = silent_after or _USUAL_SILENCE.get(kind)
    if patience is not None and now - (newest_item_at or created_at) > patience:
        return State.SILENT
    return State.WELL
