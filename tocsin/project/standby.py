"""A worker that is taken over at once: one process stands by with everything loaded, and a child of it works.

Where the child dies (killed, out of memory, a fault in a library), the next one is there some milliseconds later, because
nothing needs to be loaded; leases tell it what the dead one held. Whoever stands by holds no connection, lease or thread.
"""

from __future__ import annotations

import gc
import logging
import os
import signal
import threading
import time
from collections.abc import Callable

_log = logging.getLogger(__name__)

#: A worker that ends sooner than this after its start is not begun anew at once: what is broken stays broken.
QUICK = 0.5
#: Seconds until the next try, after no quick end, after one, and so on: one may be chance.
PAUSES = (0.0, 0.0, 1.0, 2.0, 5.0, 10.0)
#: The longest pause after a kill from outside, which says nothing of what was killed: the next one sends within a second.
AFTER_KILL = 0.1
_SIGNALS = (signal.SIGTERM, signal.SIGINT)


def stand_by(work: Callable[[], object]) -> int:
    """Do `work` in a child, anew whenever it dies, until it ends by itself or SIGTERM or SIGINT comes; return the exit code.

    The signal is handed on, and the child's own end awaited. A child whose parent dies gets SIGTERM, so that none works on
    unseen. Where processes cannot be forked the work is done here.
    """
    if not hasattr(os, "fork"):
        work()
        return 0
    return _Watch(work).keep()


class _Watch:
    """The one who stands by, and the child of the moment."""

    def __init__(self, work: Callable[[], object]) -> None:
        self._work = work
        self._child = 0
        self._told: int | None = None

    def keep(self) -> int:
        for number in _SIGNALS:
            signal.signal(number, self._hand_on)
        # What is there now is never looked at by the collector: its pages stay shared with the child.
        gc.collect()
        gc.freeze()
        quick = 0
        while True:
            began = time.monotonic()
            code = self._one_child()
            if self._told is not None or code == 0:
                return max(0, code)
            quick = quick + 1 if time.monotonic() - began < QUICK else 0
            _log.error("The worker ended (%s); another takes over.", _in_words(code))
            self._pause(pause_after(code, quick))
            if self._told is not None:
                return 0

    def _one_child(self) -> int:
        """Return how a child ended: its exit code, or minus the signal that ended it."""
        ours, theirs = os.pipe()
        # A signal that comes in between would be lost on both.
        signal.pthread_sigmask(signal.SIG_BLOCK, _SIGNALS)
        self._child = os.fork()
        if self._child == 0:
            os.close(theirs)
            _be_the_child(self._work, ours)
        signal.pthread_sigmask(signal.SIG_UNBLOCK, _SIGNALS)
        os.close(ours)
        try:
            return os.waitstatus_to_exitcode(os.waitpid(self._child, 0)[1])
        finally:
            self._child = 0
            os.close(theirs)

    def _hand_on(self, number: int, _frame: object) -> None:
        self._told = number
        if self._child:
            os.kill(self._child, number)

    def _pause(self, seconds: float) -> None:
        end = time.monotonic() + seconds
        while self._told is None and time.monotonic() < end:
            time.sleep(0.05)


def pause_after(code: int, quick: int) -> float:
    """Return the seconds until the next worker begins, where the last ended with `code`, the last of so many `quick` ends."""
    pause = PAUSES[min(quick, len(PAUSES) - 1)]
    return min(pause, AFTER_KILL) if code == -signal.SIGKILL else pause


def _be_the_child(work: Callable[[], object], parent: int) -> None:
    """Do the work and leave; nothing of the parent's program runs on here."""
    code = 1
    try:
        for number in _SIGNALS:
            signal.signal(number, signal.SIG_DFL)
        signal.pthread_sigmask(signal.SIG_UNBLOCK, _SIGNALS)
        threading.Thread(target=_end_with, args=(parent,), name="parent", daemon=True).start()
        work()
        code = 0
    except BaseException:  # noqa: BLE001 whatever it was is in the log, and ends this process alone
        _log.exception("The worker failed.")
    finally:
        logging.shutdown()
        os._exit(code)


def _end_with(parent: int) -> None:
    """Wait until the pipe's other end, which the parent alone holds, is closed; then ask this process to stop."""
    os.read(parent, 1)
    os.kill(os.getpid(), signal.SIGTERM)


def _in_words(code: int) -> str:
    return f"signal {-code}" if code < 0 else f"exit code {code}"
