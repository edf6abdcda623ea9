"""Wording proposed by a language model: asked only where the settings name one, admitted word for word, taken over by hand."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from django.conf import settings
from django.core import signing
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from tocsin.accounts.audit import record
from tocsin.accounts.models import User
from tocsin.accounts.roles import Act
from tocsin.alerts.admission import Admitted, Refused, admit
from tocsin.alerts.authority import require
from tocsin.alerts.completion import Endpoint, complete
from tocsin.alerts.content import text_of
from tocsin.alerts.editing import edit
from tocsin.alerts.errors import AssistantError, AssistantMisconfigured, AssistantOff, WordingRefused
from tocsin.alerts.material import Told, material_of, question
from tocsin.alerts.models import Draft
from tocsin.alerts.proposals import Proposed, proposals
from tocsin.geo import gazetteer
from tocsin.grading import AlertText, Sentence

_SALT = "tocsin.alerts.assistant"
#: Proposals that lay longer are asked for anew.
_KEPT_SECONDS = 12 * 60 * 60
_MOST_SHOWN = 600


@dataclass(frozen=True, slots=True)
class Wording:
    """One sentence that was admitted: its part, its words, the claims it cites and the reports that state them."""

    part: str
    text: str
    claims: tuple[str, ...]
    reports: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class LeftOut:
    """One sentence that was refused, and why, in the language of whoever asked."""

    part: str
    text: str
    reason: str


@dataclass(frozen=True, slots=True)
class Answer:
    """What came of asking: sentences admitted and left out, by which model; `signed` carries the admitted ones."""

    model: str
    admitted: tuple[Wording, ...]
    left_out: tuple[LeftOut, ...]
    signed: str


def endpoint() -> Endpoint | None:
    """Return the model's endpoint that the settings name; None where they name none, and then nothing is ever sent."""
    address = settings.TOCSIN_ASSISTANT_URL.strip()
    if not address:
        return None
    return Endpoint(
        address,
        settings.TOCSIN_ASSISTANT_MODEL.strip(),
        settings.TOCSIN_ASSISTANT_KEY.strip(),
        settings.TOCSIN_ASSISTANT_SECONDS,
    )


def ask(draft: Draft, *, author: User, now: datetime) -> Answer:
    """Ask the model for wording of `draft` and return what it proposes, judged; the draft is not changed.

    Asking and what came of it are audited, each in a short transaction of its own: none is open while the model thinks.
    Raises AssistantOff where no model is named or there is nothing to tell it, NotAllowed, and what
    `completion.complete` and `proposals.proposals` raise.
    """
    where = endpoint()
    if where is None:
        raise AssistantOff(
            _(
                "No language model is set up. An operator names one in TOCSIN_ASSISTANT_URL; until then write by hand."
            )
        )
    require(author, draft.alert.organisation, Act.WRITE_DRAFT)
    if not where.model:
        raise AssistantMisconfigured(
            _("TOCSIN_ASSISTANT_MODEL names no model; nothing was sent. An operator sets it.")
        )
    told = _material(draft, text_of(draft.content))
    _note(draft, "ask language model", author, now, model=where.model, at=where.where, claims=list(told))
    try:
        found = proposals(complete(where, question(told.values())))
    except AssistantError as error:
        _note(draft, "language model failed", author, now, model=where.model, why=type(error).__name__)
        raise
    answer = _judged(draft, found, told, where.model, author)
    _note(
        draft, "language model answered", author, now,
        model=where.model, admitted=len(answer.admitted), refused=len(answer.left_out),
    )  # fmt: skip
    return answer


def take(
    draft: Draft,
    text: AlertText,
    signed: str,
    chosen: Iterable[int],
    *,
    revision: int,
    author: User,
    reason: str = "",
    now: datetime,
) -> Draft:
    """Save `text` with the `chosen` sentences (their numbers in the answer, from 0) put in, and return the draft.

    They are judged again by the claims as they stand now, and saved as any edit of the author's: a revision, and an approval
    is void. Raises WordingRefused where the answer was not given to this author for this draft, is too old, or a
    sentence no longer stands, and what `editing.edit` raises.
    """
    require(author, draft.alert.organisation, Act.WRITE_DRAFT)
    kept = _unsigned(draft, signed, author)
    numbers = sorted(set(chosen))
    if not numbers or numbers[0] < 0 or numbers[-1] >= len(kept):
        raise WordingRefused(_("No sentence is chosen; tick those that are to be taken over."))
    told = material_of(draft, text)
    wordings = [_again(kept[number], told) for number in numbers]
    claims = {one.text: tuple(told[reference].claim for reference in one.claims) for one in wordings}
    # Kept with the revision, so in the language of the house.
    with translation.override(settings.LANGUAGE_CODE):
        why = ngettext(
            "%(num)d sentence worded by a language model taken over.",
            "%(num)d sentences worded by a language model taken over.",
            len(wordings),
        ) % {"num": len(wordings)}
    return edit(
        draft, put_in(text, wordings), revision=revision, author=author,
        reason=f"{reason.strip()} {why}".strip(), claims=claims, now=now,
    )  # fmt: skip


def reopened(draft: Draft, signed: str, *, author: User) -> Answer:
    """Return the answer that `signed` carries, judged by the claims as they stand now. Raises WordingRefused."""
    kept = _unsigned(draft, signed, author)
    told = material_of(draft, text_of(draft.content))
    found = [Proposed(part, text, tuple(claims)) for part, text, claims in kept]
    return _judged(draft, found, told, settings.TOCSIN_ASSISTANT_MODEL, author)


def put_in(text: AlertText, wordings: Sequence[Wording]) -> AlertText:
    """Return `text` with each sentence at the end of its part, before the outlook and what else is the desk's own there."""

    def with_new(part: str) -> tuple[Sentence, ...]:
        there = text.sentences(part)
        new = dict.fromkeys(Sentence(one.text, one.reports) for one in wordings if one.part == part)
        end = len(there)
        while end and there[end - 1].assessment:
            end -= 1
        return (*there[:end], *(one for one in new if one not in there), *there[end:])

    return replace(text, event=with_new("event"), context=with_new("context"))


def _material(draft: Draft, text: AlertText) -> dict[str, Told]:
    if text.language.split("-")[0].lower() != "en":
        raise AssistantOff(
            _(
                "Only English wording can be held against the claims; this draft is in another language. Write by hand."
            )
        )
    told = material_of(draft, text)
    if not told:
        raise AssistantOff(
            _(
                "None of this draft's claims may leave the house: they come from forms, the API, folders or hosts inside "
                "your network. Nothing was sent; write by hand."
            )
        )
    return told


def _judged(
    draft: Draft, found: Sequence[Proposed], told: Mapping[str, Told], model: str, author: User
) -> Answer:
    admitted: list[Wording] = []
    left_out: list[LeftOut] = []
    for one in found:
        outcome = _outcome(one.text, one.citations, told)
        if isinstance(outcome, Refused):
            reason = _(outcome.template) % outcome.values
            left_out.append(LeftOut(one.part, _shown(one.text), _shown(reason)))
        else:
            admitted.append(_wording(one.part, outcome, told))
    rows = [[one.part, one.text, list(one.claims)] for one in admitted]
    signed = signing.dumps(
        {"draft": draft.pk, "author": author.pk, "sentences": rows}, salt=_SALT, compress=True
    )
    return Answer(model, tuple(admitted), tuple(left_out), signed)


def _shown(words: str) -> str:
    """What a model wrote, as it may stand on a page: nothing hidden, nothing that turns the reading order, not endless."""
    plain = "".join(letter if letter.isprintable() else "\ufffd" for letter in words)
    return plain if len(plain) <= _MOST_SHOWN else f"{plain[:_MOST_SHOWN]} ..."


def _outcome(text: str, citations: Sequence[str], told: Mapping[str, Told]) -> Admitted | Refused:
    claims = {reference: one.cited for reference, one in told.items()}
    return admit(text, citations, claims, places=gazetteer())


def _wording(part: str, admitted: Admitted, told: Mapping[str, Told]) -> Wording:
    reports = dict.fromkeys(report for reference in admitted.citations for report in told[reference].reports)
    return Wording(part, admitted.text, admitted.citations, tuple(reports))


def _again(row: Sequence[Any], told: Mapping[str, Told]) -> Wording:
    part, text, claims = row
    outcome = _outcome(text, claims, told)
    if isinstance(outcome, Refused):
        raise WordingRefused(
            _("'%(sentence)s' no longer stands: %(reason)s Nothing was taken over; ask again.")
            % {"sentence": text, "reason": _(outcome.template) % outcome.values}
        )
    return _wording(part, outcome, told)


def _unsigned(draft: Draft, signed: str, author: User) -> list[Sequence[Any]]:
    try:
        kept = signing.loads(signed, salt=_SALT, max_age=_KEPT_SECONDS)
    except signing.SignatureExpired as error:
        raise WordingRefused(
            _("These proposals are more than twelve hours old. Nothing was taken over; ask again.")
        ) from error
    except signing.BadSignature as error:
        raise WordingRefused(
            _("These proposals were changed on their way and are not taken over; ask again.")
        ) from error
    if (kept["draft"], kept["author"]) != (draft.pk, author.pk):
        raise WordingRefused(
            _("These proposals were made for another draft or for somebody else; ask again here.")
        )
    return list(kept["sentences"])


def _note(draft: Draft, action: str, author: User, now: datetime, **detail: object) -> None:
    record(
        draft.alert.organisation,
        action,
        f"draft:{draft.pk}",
        now=now,
        actor=author,
        detail={"alert": draft.alert.reference, **detail},
    )
