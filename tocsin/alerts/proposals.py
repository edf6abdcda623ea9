"""What a language model answered, read strictly: a list of sentences, each with its part and the claims that it cites."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from tocsin.alerts.errors import AnswerUnusable

PARTS = ("event", "context")
#: So much is asked for and no more is read.
MOST_SENTENCES = 12
_MOST_CHARACTERS = 20_000
_MOST_CITATIONS = 10
#: Many models wrap what they answer in a fence, whatever they are told.
_FENCED = re.compile(r"\s*```(?:json)?\s*\n(.*)\n\s*```\s*", re.DOTALL | re.IGNORECASE)
_MEMBERS = {"part", "text", "cites"}


@dataclass(frozen=True, slots=True)
class Proposed:
    """One sentence as the model wrote it: for which part ('event' or 'context'), its words, the claims it cites."""

    part: str
    text: str
    citations: tuple[str, ...]


def proposals(content: str) -> tuple[Proposed, ...]:
    """Return the sentences of a model's answer, unjudged.

    Raises AnswerUnusable for anything but {"sentences": [{"part", "text", "cites"}]}: nothing is guessed.
    """
    if len(content) > _MOST_CHARACTERS:
        raise _unusable(_("it has more than %(most)s characters") % {"most": f"{_MOST_CHARACTERS:,}"})
    fenced = _FENCED.fullmatch(content)
    try:
        answer: Any = json.loads(fenced.group(1) if fenced else content)
    except (ValueError, RecursionError) as error:
        raise _unusable(_("it is not JSON")) from error
    rows = answer.get("sentences") if isinstance(answer, dict) and set(answer) == {"sentences"} else None
    if not isinstance(rows, list):
        raise _unusable(_("it has no list 'sentences', or more than that"))
    if not rows:
        raise _unusable(_("it holds no sentence"))
    if len(rows) > MOST_SENTENCES:
        raise _unusable(_("it holds more than %(most)s sentences") % {"most": MOST_SENTENCES})
    return tuple(_proposed(row, number) for number, row in enumerate(rows, 1))


def _proposed(row: Any, number: int) -> Proposed:
    if not isinstance(row, dict) or set(row) != _MEMBERS:
        raise _unusable(_("sentence %(number)s has not just part, text and cites") % {"number": number})
    part, text, cites = row["part"], row["text"], row["cites"]
    if part not in PARTS:
        raise _unusable(
            _("sentence %(number)s is for a part other than event and context") % {"number": number}
        )
    if not isinstance(text, str) or not text.strip():
        raise _unusable(_("sentence %(number)s has no text") % {"number": number})
    if not isinstance(cites, list) or not all(isinstance(one, str) for one in cites):
        raise _unusable(_("what sentence %(number)s cites is no list of claims") % {"number": number})
    if len(cites) > _MOST_CITATIONS:
        raise _unusable(_("sentence %(number)s cites too many claims") % {"number": number})
    return Proposed(part, text.strip(), tuple(cites))


def _unusable(why: str) -> AnswerUnusable:
    return AnswerUnusable(
        _(
            "The model's answer cannot be used: %(why)s. Nothing of it was taken. Ask again, or name another model in "
            "TOCSIN_ASSISTANT_MODEL."
        )
        % {"why": why}
    )
