"""The names of what is kept as a code or a number: hazards, channels, parts, evidence, in the reader's language."""

from __future__ import annotations

import re

from django.utils.functional import Promise
from django.utils.translation import gettext, gettext_lazy, gettext_noop, ngettext

from tocsin.exposure.models import Contact
from tocsin.grading import Evidence
from tocsin.incidents.models import IncidentAct
from tocsin.publishing.part_names import PARTS
from tocsin.reading import HAZARDS
from tocsin.retelling import said_again

_RULE = re.compile("[a-z0-9-]+")
_HAZARDS = {one.code: one.name for one in HAZARDS}
_CHANNELS = dict(Contact.Kind.choices)
#: For a form's list of hazards.
HAZARD_CHOICES: list[tuple[str, str | Promise]] = [(one.code, gettext_lazy(one.name)) for one in HAZARDS]


#: The parts that an update or all-clear has besides, which no correction is of.
_OF_FOLLOWERS = {
    "what_changed": gettext_noop("What changed"),
    "cancel_reason": gettext_noop("Why it is over"),
    "correction": gettext_noop("Corrects an error"),
}


def hazard_name(code: str) -> str:
    """Return what the hazard with that code is called; the code itself where there is no such hazard."""
    return gettext(_HAZARDS[code]) if code in _HAZARDS else code


def channel_name(kind: str) -> str:
    """Return what the channel of that kind is called; the kind itself where there is no such channel."""
    return str(_CHANNELS.get(kind, kind))


def part_name(part: str) -> str:
    """Return what a part of an alert is called, as the log of corrections calls it; its code where it has no name."""
    named = PARTS | _OF_FOLLOWERS
    return gettext(named[part]) if part in named else part


def ruled_words(kept: str) -> str:
    """Return what stands in a record as 'rule: sentence' with the sentence in the reader's language."""
    rule, colon, sentence = kept.partition(": ")
    if colon and _RULE.fullmatch(rule):
        return f"{rule}: {said_again(sentence)}"
    return said_again(kept)


def act_words(act: IncidentAct) -> str:
    """Return what an act on an incident says besides its kind: the reason that was given, or to whom it went."""
    name = act.reason.removeprefix("to ")
    if act.kind == IncidentAct.Kind.ASSIGN and name not in (act.reason, "nobody"):
        return gettext("to %(name)s") % {"name": name}
    return said_again(act.reason)


def evidence_words(evidence: Evidence) -> str:
    """Return what stands behind an incident, in one line."""
    authorities, sources = evidence.authorities, evidence.independent_sources
    parts = (
        ngettext("%(num)d authority", "%(num)d authorities", authorities) % {"num": authorities},
        ngettext("%(num)d independent source", "%(num)d independent sources", sources) % {"num": sources},
        gettext("best grade %(grade)s")
        % {"grade": f"{evidence.best_reliability}{evidence.best_credibility}"},
    )
    return " · ".join(parts)
