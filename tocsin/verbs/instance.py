"""The instance that a verb works on: its settings, its organisations, and how its refusals are told."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import click


def set_up() -> None:
    """Make the database and the settings ready for a verb that needs them."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tocsin.project.settings")
    # What an instance writes is its owner's alone.
    os.umask(0o077)
    import django

    django.setup()


@contextmanager
def refusals() -> Iterator[None]:
    """Turn what the room of accounts refuses into the words of the command line."""
    from tocsin.accounts.errors import AccountsError

    try:
        yield
    except AccountsError as error:
        raise click.ClickException(str(error)) from error


def organisation_named(slug: str | None) -> Any:
    """Return the organisation with that slug, or the only one; say which there are where that is not clear."""
    from tocsin.accounts.models import Organisation

    found = list(Organisation.objects.filter(slug=slug) if slug else Organisation.objects.all()[:2])
    if len(found) == 1:
        return found[0]
    known = (
        ", ".join(Organisation.objects.values_list("slug", flat=True))
        or "none yet: `tocsin user add` makes one"
    )
    raise click.ClickException(f"Name one organisation with --organisation. Known: {known}.")
