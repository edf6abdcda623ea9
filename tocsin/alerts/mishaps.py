"""What an incident is called: accidents and collapses apart from delays and power cuts of the same hazard. Pure.

Transport and infrastructure each are one hazard, whether trains are late or a ferry sank, whether the lights are out or
a house came down. A reader must learn which, and must not be told to store water because a building fell.
"""

from __future__ import annotations

from tocsin.alerts.values import IncidentFacts
from tocsin.alerts.wording import HAZARD_WORDS, HazardWords

_HURT = frozenset({"killed", "injured", "missing"})
_BURIED = _HURT | {"trapped", "rescued"}
_COLLAPSE = ("collaps", "caved in", "came down")

ACCIDENT = HazardWords(
    "the transport accident",
    "delays and closures",
    (
        "Transport accident {where}",
        "Transport accident {where}",
        "Transport to be disrupted {where}",
        "Transport accident feared {where}",
    ),
    (
        "A transport accident took place {where}",
        "Rescuers are at a transport accident {where}",
        "A disruption of transport is announced {where}",
        "A transport accident is feared {where}",
    ),
)
COLLAPSE = HazardWords(
    "the collapse of a structure",
    "road closures and rescue work",
    (
        "Structure collapsed {where}",
        "Structure collapsed {where}",
        "Works planned {where}",
        "Collapse of a structure feared {where}",
    ),
    (
        "A structure collapsed {where}",
        "Rescuers are at a collapsed structure {where}",
        "Works are planned {where}",
        "The collapse of a structure is feared {where}",
    ),
)


def words_of(facts: IncidentFacts) -> HazardWords:
    """Return how this incident is spoken of: its hazard's words, or those of an accident or a collapse."""
    if facts.hazard == "transport" and _has(facts, _HURT):
        return ACCIDENT
    return COLLAPSE if is_collapse(facts) else HAZARD_WORDS[facts.hazard]


def playbook_of(facts: IncidentFacts) -> str:
    """Return the hazard whose playbook gives the advice: a collapse cuts no supplies, so it takes that of 'other'."""
    return "other" if is_collapse(facts) else facts.hazard


def is_collapse(facts: IncidentFacts) -> bool:
    """Tell whether people were caught by a structure that came down, as its reports say."""
    if facts.hazard != "infrastructure" or not _has(facts, _BURIED):
        return False
    told = (
        said.casefold()
        for claim in facts.claims
        if claim.scope == "this event"
        for said in (claim.text, *(statement.sentence for statement in claim.statements))
    )
    return any(word in said for said in told for word in _COLLAPSE)


def _has(facts: IncidentFacts, units: frozenset[str]) -> bool:
    return any(claim.unit in units and claim.value and claim.scope == "this event" for claim in facts.claims)
