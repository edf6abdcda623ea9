"""What can go wrong in this room."""


class PublishingError(Exception):
    """Any refusal of the room `publishing`."""


class SignatureMissing(PublishingError):
    """A signature is due and cannot be made: no key is set, or the key and its certificate cannot be read."""


class DocumentInvalid(PublishingError):
    """A document that was about to be published breaks a rule of its own standard; nothing leaves the house."""


class NotOurs(PublishingError):
    """A CAP message is read back as an alert of Tocsin's and was written by something else."""
