"""What the forms of the settings have in common: a refusal of the room `accounts` stands beside the field it is about."""

from __future__ import annotations

from tocsin.accounts.people import AccountRefused
from tocsin.desk.desk_form import DeskForm


class AccountForm(DeskForm):
    """A form about accounts or the desk itself."""

    def refuse(self, error: Exception) -> None:
        """Show a refusal: beside the field that it names, or above the form."""
        if isinstance(error, AccountRefused) and error.field in self.fields:
            self.add_error(error.field, str(error))
        else:
            super().refuse(error)
