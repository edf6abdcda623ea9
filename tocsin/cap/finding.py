"""What a rule beyond the schema found in a message."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class FindingSeverity(StrEnum):
    """How much a finding matters: an error misleads a reader or a machine, a warning may, advice is style."""

    ERROR = "error"
    WARNING = "warning"
    ADVICE = "advice"


@dataclass(frozen=True, slots=True)
class Finding:
    """One departure from the rules beyond the schema.

    `rule` is the stable identifier (a key of `RULES`), `where` the path of the element with counts from 1
    (`alert/info[2]/area[1]/polygon[1]`), `sentence` what is wrong and what to do.
    """

    rule: str
    severity: FindingSeverity
    where: str
    sentence: str
