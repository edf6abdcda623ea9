"""What a worker has in hand: deliveries that it has claimed, and attempts that have ended."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from tocsin.delivery.channels import Response
from tocsin.delivery.messages import Letter


@dataclass(frozen=True, slots=True)
class Job:
    """One claimed delivery, ready to be sent without asking the database for anything."""

    delivery_id: int
    channel: str
    attempt: int
    critical: bool
    expires: datetime
    letter: Letter


@dataclass(frozen=True, slots=True)
class Finished:
    """One attempt that ended, and what was said."""

    job: Job
    response: Response
