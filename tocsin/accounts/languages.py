"""The language in which the pages speak to somebody who signs in."""

from __future__ import annotations

from django.conf import settings

from tocsin.accounts.errors import LanguageUnknown
from tocsin.accounts.models import User

#: The languages of the pages, by the name that each calls itself.
LANGUAGES: dict[str, str] = dict(settings.LANGUAGES)


def known_language(code: str) -> str:
    """Return `code`, which is '' for the browser's own language; raise LanguageUnknown where the pages do not speak it."""
    if code and code not in LANGUAGES:
        raise LanguageUnknown(f"The pages do not speak {code!r}. Choose one of: {', '.join(LANGUAGES)}.")
    return code


def choose_language(user: User, code: str) -> User:
    """Keep the language that `user` chose, '' for the browser's own, and return the user. Raises LanguageUnknown."""
    user.language = known_language(code)
    user.save(update_fields=["language"])
    return user
