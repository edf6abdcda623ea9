"""The words of the history: what each act, each kind of thing and each detail is called in the reader's language."""

from __future__ import annotations

from collections.abc import Iterable

from django.utils.translation import gettext, gettext_noop

from tocsin.alerts.models import LEVELS
from tocsin.alerts.states import DraftState
from tocsin.retelling import said_again

#: What is recorded as done, by the code that the record keeps.
ACTIONS = {
    "add user": gettext_noop("user added"),
    "set password": gettext_noop("password set"),
    "close account": gettext_noop("account closed"),
    "open account again": gettext_noop("account opened again"),
    "change roles": gettext_noop("roles changed"),
    "remove second factor": gettext_noop("second factor removed"),
    "make password link": gettext_noop("password link made"),
    "choose password": gettext_noop("password chosen"),
    "make token": gettext_noop("token made"),
    "revoke token": gettext_noop("token revoked"),
    "set up organisation": gettext_noop("desk set up"),
    "back up": gettext_noop("backup made"),
    "merge incident": gettext_noop("incident merged"),
    "split incident": gettext_noop("incident split"),
    "dismiss incident": gettext_noop("incident dismissed"),
    "reopen incident": gettext_noop("incident opened again"),
    "assign incident": gettext_noop("incident assigned"),
    "snooze incident": gettext_noop("incident put away for a time"),
    "wake incident": gettext_noop("incident back in the inbox"),
    "undo merge": gettext_noop("merge undone"),
    "undo split": gettext_noop("split undone"),
    "undo dismiss": gettext_noop("dismissal undone"),
    "undo reopen": gettext_noop("opening again undone"),
    "undo assign": gettext_noop("assignment undone"),
    "undo snooze": gettext_noop("putting away undone"),
    "undo wake": gettext_noop("return to the inbox undone"),
    "incident-muted": gettext_noop("incident muted"),
    "incident-unmuted": gettext_noop("mute of the incident ended"),
    "begin draft": gettext_noop("draft begun"),
    "edit draft": gettext_noop("draft edited"),
    "submit draft": gettext_noop("draft handed in"),
    "approve draft": gettext_noop("draft approved"),
    "send draft back": gettext_noop("draft sent back"),
    "discard draft": gettext_noop("draft discarded"),
    "publish edition": gettext_noop("edition published"),
    "ring the bell": gettext_noop("alert published and sent"),
    "edition.match": gettext_noop("edition matched with people"),
    "ask language model": gettext_noop("language model asked"),
    "language model answered": gettext_noop("language model answered"),
    "language model failed": gettext_noop("language model failed"),
    "write standing rule": gettext_noop("standing rule written"),
    "approve standing rule": gettext_noop("standing rule approved"),
    "end standing rule": gettext_noop("standing rule ended"),
    "use standing rule": gettext_noop("standing rule used"),
    "channel-set": gettext_noop("channel set"),
    "channel-forgotten": gettext_noop("gateway forgotten"),
    "channel-tested": gettext_noop("channel tested"),
    "quiet-policy": gettext_noop("quiet rules changed"),
    "escalation-policy": gettext_noop("escalation changed"),
    "delivery-asked-again": gettext_noop("delivery tried again"),
    "delivery-replayed": gettext_noop("delivery sent again"),
    "silent-reminded": gettext_noop("the silent reminded"),
    "owners-asked": gettext_noop("owners asked whether it is still true"),
    "deliveries-brought-forward": gettext_noop("deliveries brought forward"),
    "escalations-brought-forward": gettext_noop("escalations brought forward"),
    "answer-recorded": gettext_noop("answer recorded"),
    "answer.record": gettext_noop("answer recorded through the API"),
    "help-taken": gettext_noop("call for help taken"),
    "roll-call.file": gettext_noop("roll-call downloaded"),
    "person.add": gettext_noop("person added"),
    "person.change": gettext_noop("person changed"),
    "person.duty": gettext_noop("duty or stand-in changed"),
    "person.contact": gettext_noop("contact set"),
    "person.contact-remove": gettext_noop("contact removed"),
    "person.deactivate": gettext_noop("person marked as gone"),
    "person.activate": gettext_noop("person active again"),
    "person.view": gettext_noop("looked at where a person is"),
    "person.view-list": gettext_noop("looked at a list of people"),
    "person.link": gettext_noop("own link of a person made"),
    "person.forget": gettext_noop("person forgotten"),
    "site.add": gettext_noop("site added"),
    "site.change": gettext_noop("site changed"),
    "site.deactivate": gettext_noop("site closed"),
    "trip.add": gettext_noop("trip added"),
    "trip.remove": gettext_noop("trip removed"),
    "stay.add": gettext_noop("stay added"),
    "stay.change": gettext_noop("stay changed"),
    "stay.end": gettext_noop("stay ended"),
    "stay.remove": gettext_noop("stay removed"),
    "trips.purge": gettext_noop("old trips removed"),
    "subscription.add": gettext_noop("subscription added"),
    "subscription.change": gettext_noop("subscription changed"),
    "subscription.end": gettext_noop("subscription ended"),
    "import.load": gettext_noop("file loaded"),
    "import.refuse": gettext_noop("file refused"),
    "import.settle": gettext_noop("held line settled"),
    "import.undo": gettext_noop("import undone"),
    "reach.set": gettext_noop("reach set"),
    "reach.default": gettext_noop("reach back to default"),
    "arrival.set": gettext_noop("days for arrivals set"),
    "source.add": gettext_noop("source added"),
    "source.change": gettext_noop("source changed"),
    "source.look": gettext_noop("source looked at"),
}
#: What it was done to, by what stands before the colon.
SUBJECTS = {
    "alert": gettext_noop("alert"),
    "answer": gettext_noop("answer"),
    "api": gettext_noop("API"),
    "channel": gettext_noop("channel"),
    "delivery": gettext_noop("delivery"),
    "draft": gettext_noop("draft"),
    "edition": gettext_noop("edition"),
    "import": gettext_noop("import"),
    "incident": gettext_noop("incident"),
    "instance": gettext_noop("instance"),
    "level": gettext_noop("level"),
    "organisation": gettext_noop("desk"),
    "person": gettext_noop("person"),
    "reach": gettext_noop("reach"),
    "site": gettext_noop("site"),
    "source": gettext_noop("source"),
    "standing-rule": gettext_noop("standing rule"),
    "stay": gettext_noop("stay"),
    "subscription": gettext_noop("subscription"),
    "token": gettext_noop("token"),
    "trip": gettext_noop("trip"),
    "trips": gettext_noop("trips"),
    "user": gettext_noop("user"),
}
#: The names of details that the house gives; a detail without one is shown by its code.
FIELDS = {
    "act": gettext_noop("act"),
    "address": gettext_noop("address"),
    "address_changed": gettext_noop("address changed"),
    "admitted": gettext_noop("admitted"),
    "after": gettext_noop("after"),
    "alert": gettext_noop("alert"),
    "answer_hours": gettext_noop("hours to answer"),
    "approval_voided": gettext_noop("approval voided"),
    "approved_by": gettext_noop("approved by"),
    "at": gettext_noop("at"),
    "before": gettext_noop("before"),
    "claims": gettext_noop("claims"),
    "countries": gettext_noop("countries"),
    "covered": gettext_noop("covered"),
    "deliveries": gettext_noop("deliveries"),
    "digest": gettext_noop("digest"),
    "digest_hours": gettext_noop("hours of the digest"),
    "draft": gettext_noop("draft"),
    "edition": gettext_noop("edition"),
    "email": gettext_noop("e-mail"),
    "enabled": gettext_noop("enabled"),
    "exposed": gettext_noop("people exposed"),
    "exposures": gettext_noop("exposures"),
    "fields": gettext_noop("fields"),
    "file": gettext_noop("file"),
    "fingerprint": gettext_noop("fingerprint"),
    "grade": gettext_noop("grade"),
    "ground": gettext_noop("ground"),
    "hash": gettext_noop("content hash"),
    "hazards": gettext_noop("hazards"),
    "highest": gettext_noop("up to level"),
    "identifier": gettext_noop("identifier"),
    "interval_seconds": gettext_noop("seconds between looks"),
    "is_authority": gettext_noop("is an authority"),
    "keep_trips_days": gettext_noop("days that trips are kept"),
    "key": gettext_noop("key"),
    "kind": gettext_noop("kind"),
    "last_error": gettext_noop("last error"),
    "lay_ahead_seconds": gettext_noop("seconds ahead"),
    "left": gettext_noop("left"),
    "level": gettext_noop("level"),
    "line": gettext_noop("line"),
    "loaded": gettext_noop("loaded"),
    "lone_duty": gettext_noop("lone duty"),
    "longest": gettext_noop("most characters"),
    "looks": gettext_noop("looks"),
    "lowest_level": gettext_noop("lowest level"),
    "messages": gettext_noop("messages"),
    "model": gettext_noop("model"),
    "name": gettext_noop("name"),
    "new": gettext_noop("new"),
    "on_duty": gettext_noop("on duty"),
    "other": gettext_noop("other incident"),
    "outcome": gettext_noop("outcome"),
    "people": gettext_noop("people"),
    "person": gettext_noop("person"),
    "problems": gettext_noop("problems"),
    "quiet_hours": gettext_noop("quiet hours"),
    "reason": gettext_noop("reason"),
    "reasons": gettext_noop("reasons"),
    "refused": gettext_noop("refused"),
    "removed": gettext_noop("removed"),
    "report": gettext_noop("report"),
    "restored": gettext_noop("restored"),
    "revision": gettext_noop("revision"),
    "roles": gettext_noop("roles"),
    "rows": gettext_noop("rows"),
    "rule": gettext_noop("rule"),
    "rules": gettext_noop("rules"),
    "scheme": gettext_noop("kind of gateway"),
    "scopes": gettext_noop("scopes"),
    "sender": gettext_noop("sender"),
    "silent_after_hours": gettext_noop("silent after hours"),
    "sites_with_nobody_to_tell": gettext_noop("sites with nobody to tell"),
    "stand_in": gettext_noop("stand-in"),
    "state_before": gettext_noop("state before"),
    "stay": gettext_noop("stay"),
    "stays": gettext_noop("stays"),
    "steps": gettext_noop("steps"),
    "trips": gettext_noop("trips"),
    "type": gettext_noop("type"),
    "until": gettext_noop("until"),
    "via": gettext_noop("by way of"),
    "what": gettext_noop("what"),
    "why": gettext_noop("why"),
    "radius_km": gettext_noop("kilometres"),
    "duration_hours": gettext_noop("hours"),
    "grace_hours": gettext_noop("hours of grace"),
}
#: Codes that stand as values, and what they are called elsewhere at the desk.
VALUES = {
    "Alert": gettext_noop("Alert"),
    "Update": gettext_noop("Update"),
    "Cancel": gettext_noop("All-clear"),
    "safe": gettext_noop("safe"),
    "need-help": gettext_noop("need help"),
    "not-there": gettext_noop("not there"),
    "link": gettext_noop("by link"),
    "people": gettext_noop("people"),
    "trips": gettext_noop("trips"),
    "sites": gettext_noop("sites"),
    **{word: word for word in (*LEVELS, *(state.value for state in DraftState))},
}
#: On which page somebody looked at where a person is.
PLACES_OF_LOOKS = {
    "person": gettext_noop("their own page"),
    "people": gettext_noop("the list of people"),
    "incident": gettext_noop("an incident"),
    "map": gettext_noop("the map"),
    "alert": gettext_noop("an alert"),
    "terminal": gettext_noop("the command line"),
}


def action_words(action: str) -> str:
    """Return what was done; the code itself where this version has no words for it."""
    return gettext(ACTIONS[action]) if action in ACTIONS else action


def action_choices(actions: Iterable[str]) -> list[tuple[str, str]]:
    """Return the codes of `actions` with their words, by the words."""
    return sorted(((action, action_words(action)) for action in actions), key=lambda one: one[1])


def subject_words(subject: str) -> str:
    """Return what it was done to, as 'draft 12' for 'draft:12'."""
    kind, _colon, identity = subject.partition(":")
    return f"{gettext(SUBJECTS[kind])} {identity}".strip() if kind in SUBJECTS else subject


def field_words(name: str) -> str:
    """Return what a detail is called; its code where it has no name."""
    return gettext(FIELDS[name]) if name in FIELDS else name


def value_words(value: object) -> str:
    """Return a detail as it is read: words of the house in the reader's language, everything else as it was kept."""
    if isinstance(value, bool):
        return gettext("yes") if value else gettext("no")
    if isinstance(value, dict):
        return "; ".join(f"{field_words(name)}: {value_words(one)}" for name, one in value.items())
    if isinstance(value, list):
        parts = [value_words(one) for one in value]
        return (" " if any(part.endswith(".") for part in parts) else ", ").join(parts)
    if value in (None, ""):
        return "–"
    kept = str(value)
    return gettext(VALUES[kept]) if kept in VALUES else said_again(kept)


def look_words(where: str) -> str:
    """Return on which page somebody looked at where a person is; its code where it has no name."""
    return gettext(PLACES_OF_LOOKS[where]) if where in PLACES_OF_LOOKS else where
