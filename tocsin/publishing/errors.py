"""What can go wrong in this room."""


class PublishingError(Exception):
    """Any refusal of the room `publishing`."""


class SignatureMissing(PublishingError):
    """A signature is due and cannot be made: no key is set, or the key and its certificate cannot be read."""


class DocumentInvalid(PublishingError):
    """A document that was about to be published breaks a rule of its own standard; nothing leaves the house."""


class NotOurs(PublishingError):
    """A CAP message is read back as an alert of Tocsin's and was written by something else."""


class FilterUnknown(PublishingError):
    """A list or feed is asked for by a country or hazard that is not there: an empty answer would look like safety."""


class CursorInvalid(PublishingError):
    """The address of an older page of a list is damaged."""
