"""What can go wrong when a text is read. Almost nothing: `read()` takes any text."""

from __future__ import annotations


class ReadingError(ValueError):
    """Any error of this room. Raised only as one of the classes below, so that a caller can catch all at once."""


class ZoneMissing(ReadingError):
    """Raised when `published` carries no zone: every time in the text would be off by an unknown number of hours."""


class UnknownHazard(ReadingError):
    """Raised when a hazard code is asked for that is not on the list `HAZARDS`."""


class TaggerMissing(ReadingError):
    """Raised when the files of the tagger that ship with the package cannot be read."""
