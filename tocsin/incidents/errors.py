"""What can go wrong in this room."""


class IncidentsError(Exception):
    """Any refusal of the room `incidents`."""


class NotTogether(IncidentsError):
    """Incidents were to be merged that cannot be: the same one twice, or one that is merged already."""


class NothingToSplit(IncidentsError):
    """A split names no report, every report, or reports that are not in the incident."""


class ReasonMissing(IncidentsError):
    """An act that must say why was asked for without a reason."""


class CannotUndo(IncidentsError):
    """An act cannot be undone: it was undone already, or something later stands on it."""


class WrongTime(IncidentsError):
    """An incident was to be put away until a time that is past or too far ahead."""
