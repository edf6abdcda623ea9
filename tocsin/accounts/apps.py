"""Django's description of this room."""

from django.apps import AppConfig
from django.db.models.signals import post_migrate


class AccountsConfig(AppConfig):
    """The room `accounts`; it also sees to it that every room's guards stand after each migration."""

    name = "tocsin.accounts"

    @property
    def guards(self) -> tuple[object, ...]:
        """What the database enforces here."""
        from tocsin.accounts.guards import immutable

        return (immutable("accounts", "AuditEntry"),)

    def ready(self) -> None:
        """Put up the guards of each app after its tables have been made or changed; count codes that were wrong."""
        from allauth.mfa.signals import authentication_failed

        from tocsin.accounts.guards import install_after_migrate
        from tocsin.accounts.sign_in import count_wrong_code

        post_migrate.connect(install_after_migrate, dispatch_uid="tocsin.accounts.guards")
        authentication_failed.connect(count_wrong_code, dispatch_uid="tocsin.accounts.sign_in")
