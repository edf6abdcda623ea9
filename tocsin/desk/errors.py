"""What can go wrong in this room."""


class DeskError(Exception):
    """Any refusal of the room `desk`."""


class FilterInvalid(DeskError):
    """A filter of the inbox cannot be kept: it has no name, or too long a one."""


class ShapeUnreadable(DeskError):
    """A circle, polygon or area that somebody typed, pasted or drew cannot be read; the message says what to write."""
