"""What can go wrong in this room."""


class AccountsError(Exception):
    """Any refusal of the room `accounts`."""


class NotAllowed(AccountsError):
    """Somebody asked for an act that none of their roles carries."""


class TokenInvalid(AccountsError):
    """An API token is unknown, revoked or past its end."""


class AuditBroken(AccountsError):
    """The audit log's chain does not verify: an entry was changed, removed or put in between."""


class SecretUnreadable(AccountsError):
    """An encrypted field cannot be read with this instance's key: the key file is not the one it was written with."""


class LanguageUnknown(AccountsError):
    """Somebody chose a language for the pages that they do not speak."""
