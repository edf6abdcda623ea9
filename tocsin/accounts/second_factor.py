"""How second factors are kept: their secrets sealed with the key outside the database, under the name of the house."""

from __future__ import annotations

from allauth.mfa.adapter import DefaultMFAAdapter

from tocsin.accounts import secrets

#: What a sealed value begins with; no secret that was kept before has a full stop in it.
_SEALED = "1."


class SealedSecondFactors(DefaultMFAAdapter):  # type: ignore[misc]
    """Secrets of apps and of recovery codes are sealed; those kept before stay readable."""

    def get_totp_issuer(self) -> str:
        """Return what the app on a telephone shows beside the address."""
        return "Tocsin"

    def encrypt(self, text: str) -> str:
        """Return `text` sealed."""
        return secrets.encrypt(text)

    def decrypt(self, encrypted_text: str) -> str:
        """Return the secret; raise SecretUnreadable where this instance's key is not the one it was sealed with."""
        return secrets.decrypt(encrypted_text) if encrypted_text.startswith(_SEALED) else encrypted_text
