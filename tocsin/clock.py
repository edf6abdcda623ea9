"""The one clock that the edges read.

Views, commands and worker loops ask :func:`now` and hand the answer on as an argument; nothing deeper asks
for the time itself. The demo plays in July 2017, so the clock can be shifted by a number of seconds that is
kept in the instance's folder; every process of that instance then tells the same time.
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

from django.conf import settings

_SHIFT_FILE = "clock-shift-seconds"


def shift() -> timedelta:
    """Return how far this instance's clock is from the machine's; zero everywhere but in a demo."""
    return timedelta(seconds=settings.TOCSIN_CLOCK_SHIFT_SECONDS)


def now() -> datetime:
    """Return the present moment of this instance: aware, UTC."""
    return datetime.now(UTC) + shift()


def set_to(moment: datetime) -> None:
    """Let this instance's clock say `moment` now and go on from there, in every process that starts later too."""
    set_shift(settings.TOCSIN_HOME, (moment - datetime.now(UTC)).total_seconds())


def read_shift(home: Path) -> float:
    """Return the seconds by which the instance in `home` is shifted; 0.0 where nothing was set."""
    path = home / _SHIFT_FILE
    return float(path.read_text()) if path.is_file() else 0.0


def set_shift(home: Path, seconds: float) -> None:
    """Shift the instance in `home` by `seconds`, for this process and for those that start later."""
    (home / _SHIFT_FILE).write_text(f"{seconds:.3f}\n")
    settings.TOCSIN_CLOCK_SHIFT_SECONDS = seconds
