"""The sentences of the data files that reasons carry, declared as kept: what a level needs, why a reach is what it is."""

from __future__ import annotations

from tocsin.grading.decision import evidence_rules
from tocsin.grading.reach import UNKNOWN_SEVERITY, reach_table
from tocsin.recorded import recorded

SENTENCES = tuple(
    dict.fromkeys(
        recorded(sentence)
        for sentence in (
            *(rule.sentence for rule in evidence_rules()),
            *(row.reach.reason for row in reach_table()),
            UNKNOWN_SEVERITY,
        )
    )
)
