"""What the draft's page shows of a language model's proposals; nothing where the settings name no model."""

from __future__ import annotations

from dataclasses import dataclass
from math import ceil

from tocsin.alerts.assistant import Answer, LeftOut, Wording, endpoint
from tocsin.alerts.content import report_number, text_of
from tocsin.alerts.models import Draft
from tocsin.alerts.states import OPEN


@dataclass(frozen=True, slots=True)
class Cited:
    """A report under a sentence: its number among the draft's sources, its own, the source's name."""

    number: int
    report: int
    name: str


@dataclass(frozen=True, slots=True)
class Row:
    """A sentence that was let in, its number in the answer, the reports that it stands on, and whether it is ticked."""

    number: int
    wording: Wording
    cited: tuple[Cited, ...]
    is_ticked: bool


@dataclass(frozen=True, slots=True)
class AssistantPanel:
    """Which model is asked where, for so many seconds, and what it answered; `error` says why there is no answer."""

    model: str
    where: str
    seconds: int
    error: str = ""
    is_answered: bool = False
    rows: tuple[Row, ...] = ()
    left_out: tuple[LeftOut, ...] = ()
    signed: str = ""


def assistant_panel(
    draft: Draft, answer: Answer | None = None, *, ticked: frozenset[int] = frozenset(), error: str = ""
) -> AssistantPanel | None:
    """Return what the panel of `draft` shows; None where no model is named or the draft is closed."""
    named = endpoint()
    if named is None or draft.state not in OPEN:
        return None
    if answer is None:
        return AssistantPanel(named.model, named.where, ceil(named.seconds), error)
    sources = {
        source.reference: Cited(number, report, source.name)
        for number, source in enumerate(text_of(draft.content).sources, 1)
        if (report := report_number(source.reference)) is not None
    }
    rows = tuple(
        Row(
            number,
            one,
            tuple(sources[reference] for reference in one.reports if reference in sources),
            number in ticked,
        )
        for number, one in enumerate(answer.admitted)
    )
    return AssistantPanel(
        named.model, named.where, ceil(named.seconds), error, is_answered=True,
        rows=rows, left_out=answer.left_out, signed=answer.signed,
    )  # fmt: skip
