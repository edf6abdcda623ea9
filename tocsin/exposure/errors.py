"""What can go wrong in this room."""

from __future__ import annotations

from collections.abc import Sequence


class ExposureError(Exception):
    """Any refusal of the room `exposure`."""


class PersonUnknown(ExposureError):
    """Raised when no person of the organisation has the key or name that was given."""


class PersonAmbiguous(ExposureError):
    """Raised when several people bear the name that was given; the message lists their keys."""


class AlertUnknown(ExposureError):
    """Raised when no published alert has the reference or slug that was given, or it has no such edition."""


class OtherOrganisation(ExposureError):
    """Raised when a person, stay or site is held against an edition of another organisation."""


class ValueImpossible(ExposureError):
    """Raised when one value of a person, trip, stay or site cannot be; `field` names it, `remedy` says what to do."""

    def __init__(self, field: str, problem: str, remedy: str) -> None:
        self.field, self.problem, self.remedy = field, problem, remedy
        super().__init__(f"{field}: {problem} {remedy}")


class PlaceUnclear(ValueImpossible):
    """Raised when a place's name fits no place, or several; `choices` are the places it may mean, as sentences."""

    def __init__(self, field: str, problem: str, remedy: str, choices: Sequence[str] = ()) -> None:
        super().__init__(field, problem, remedy)
        self.choices = tuple(choices)


class KeyTaken(ExposureError):
    """Raised when a person, trip or site is added under a key that another one has."""


class IndexUnreadable(ExposureError):
    """Raised when the index of stays answers with what cannot be; nobody is taken as safe then."""


class CannotUndo(ExposureError):
    """Raised when an import cannot be taken back as a whole; the message says why and what to do."""


class TooManyLeave(ExposureError):
    """Raised when a list of people would let go of more than half of them: it may be only a part of the list."""
