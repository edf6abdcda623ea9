"""The content of a draft: an alert text as JSON, with the named reasons for going beyond a rule."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from typing import Any

from django.utils.translation import gettext as _

from tocsin.accounts.models import User
from tocsin.alerts.errors import ContentInvalid
from tocsin.alerts.kept_json import KeptJson
from tocsin.alerts.models import Draft
from tocsin.grading import (
    AlertText,
    GradingError,
    MessageType,
    alert_text_from_json,
    alert_text_to_json,
    canonical_json,
)
from tocsin.grading.canonical import hash_of_canonical
from tocsin.sources.models import Report

#: What a level other than the one proposed is kept under.
LEVEL_RULE = "level"


@dataclass(frozen=True, slots=True)
class Override:
    """That somebody goes beyond one rule of the linter or the table of levels, who and why; `at` is RFC 3339, UTC.

    `of` is what the reason was given for: the level, or the sentences of the findings that stood then; it covers nothing
    else. Empty in what was kept before there was such a limit. `giver` is the number of the user whose `name` it is.
    """

    rule: str
    reason: str
    name: str
    at: str
    of: tuple[str, ...] = ()
    giver: int | None = None

    @classmethod
    def made(cls, rule: str, reason: str, by: User, of: Iterable[str], now: datetime) -> Override:
        """Return the override that `by` makes at `now`."""
        at = f"{now.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}"
        return cls(rule, " ".join(reason.split()), str(by), at, tuple(of), by.pk)

    def covers(self, one: str) -> bool:
        """Whether the reason was given for this level or this sentence of a finding."""
        return not self.of or one in self.of


def overrides_of(rows: Sequence[Mapping[str, Any]]) -> tuple[Override, ...]:
    """Return the overrides that a draft, a revision or an edition keeps."""
    return tuple(Override(**{**row, "of": tuple(row.get("of", ()))}) for row in rows)


def overrides_to_json(overrides: Sequence[Override]) -> list[dict[str, Any]]:
    """Return the overrides as they are kept, one for each rule, by rule; what is empty is left out."""
    return [
        {
            name: list(value) if isinstance(value, tuple) else value
            for name, value in asdict(one).items()
            if value
        }
        for one in sorted(overrides, key=lambda one: one.rule)
    ]


def text_of(content: Mapping[str, Any]) -> AlertText:
    """Return the alert text that `content` is; raise ContentInvalid, naming the member that is wrong."""
    try:
        return alert_text_from_json(content)
    except (GradingError, ValueError) as error:
        raise ContentInvalid(str(error)) from error


def words_of(content: Mapping[str, Any]) -> AlertText:
    """Return the alert text that `content` is without its area, which may be long; raise ContentInvalid."""
    return text_of({**content, "area": None})


@dataclass(frozen=True, slots=True)
class Written:
    """A text in every form in which it is kept and named, made once, before the transaction that keeps it."""

    text: AlertText
    #: Its JSON values, and those as canonical JSON.
    document: dict[str, Any]
    canonical: bytes

    def hash_with(self, overrides: Sequence[Mapping[str, str]]) -> str:
        """Return what an approval names: grading's `content_hash` of the text; with overrides, of text and overrides.

        So nobody can approve a text and have the reason for its level put in another's mouth afterwards.
        """
        if not overrides:
            return hash_of_canonical(self.canonical)
        others = canonical_json([dict(one) for one in overrides])
        # Canonical JSON has its members in the order of their names.
        return hash_of_canonical(b'{"overrides":' + others + b',"text":' + self.canonical + b"}")

    def kept(self) -> KeptJson:
        """Return the document as the database takes it."""
        return KeptJson(json.dumps(self.document))


def written(text: AlertText) -> Written:
    """Return `text` ready to be kept; raise ContentInvalid for what has no JSON form, as half a character."""
    document = alert_text_to_json(text)
    try:
        return Written(text, document, canonical_json(document))
    except GradingError as error:
        raise ContentInvalid(str(error)) from error


def json_of(text: AlertText) -> dict[str, Any]:
    """Return `text` as it is kept; raise ContentInvalid for what has no JSON form, as half a character."""
    return written(text).document


def hash_of(content: Mapping[str, Any], overrides: Sequence[Mapping[str, str]] = ()) -> str:
    """Return what an approval of `content` with `overrides` names, as `Written.hash_with` says."""
    return written(text_of(content)).hash_with(overrides)


def check(text: AlertText, draft: Draft) -> None:
    """Return where `text` may become the content of `draft`; raise ContentInvalid where not.

    A draft keeps its message type, and every report that a sentence cites is one of the desk's own.
    """
    if text.message_type.value != draft.message_type:
        raise ContentInvalid(
            _("This draft is of type %(type)s; discard it and begin another to change that.")
            % {"type": draft.message_type}
        )
    if text.correction and text.message_type is MessageType.ALERT:
        raise ContentInvalid(_("A first edition corrects nothing; leave the correction empty."))
    known = {source.reference for source in text.sources}
    for part in ("summary", "event", "context"):
        for number, sentence in enumerate(text.sentences(part), 1):
            for reference in sentence.citations:
                if reference not in known:
                    raise ContentInvalid(
                        _(
                            "Sentence %(number)s of %(part)s cites %(reference)s, which is not among the sources; "
                            "add the source or take the citation away."
                        )
                        % {"number": number, "part": part, "reference": reference}
                    )
    cited = {one for reference in known if (one := report_number(reference)) is not None}
    organisation = draft.alert.organisation_id
    there = set(Report.objects.filter(pk__in=cited, organisation=organisation).values_list("pk", flat=True))
    for unknown in sorted(cited - there):
        raise ContentInvalid(
            _("The source report:%(number)s is no report of this desk; choose one of its incident.")
            % {"number": unknown}
        )


def report_number(reference: str) -> int | None:
    """Return the number in 'report:12', or None for a source of another kind."""
    kind, _colon, number = reference.partition(":")
    return int(number) if kind == "report" and number.isascii() and number.isdigit() else None
