"""Everything that can go wrong in grading, as one tree."""


class GradingError(ValueError):
    """The root: raised itself never, caught by callers that treat every grading error alike."""


class UnknownWordError(GradingError):
    """Raised when a word is none of a closed list: a level, a CAP value, an Admiralty grade, a kind of place."""


class TimeWithoutZoneError(GradingError):
    """Raised when a time handed to an alert text carries no time zone."""


class NotCanonicalError(GradingError):
    """Raised when a value has no canonical JSON: a number that is not finite, a lone surrogate, a foreign type."""


class NotAnAlertTextError(GradingError):
    """Raised when JSON that should hold an alert text lacks a member or holds the wrong kind of value."""


class DataFileError(GradingError):
    """Raised when a table or a playbook that ships with the room breaks its own rules; names file and row."""


class NoRoomError(GradingError):
    """Raised when a short form cannot hold level, place, act and link within the limit asked for."""
