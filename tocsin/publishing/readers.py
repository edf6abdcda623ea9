"""The language in which a reader gets the words around the alerts: chosen in the address, else by the browser."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import wraps
from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import translation
from django.utils.cache import patch_vary_headers
from django.utils.translation.trans_real import get_supported_language_variant, parse_accept_lang_header

View = Callable[..., HttpResponse]
_LANGUAGES = dict(settings.LANGUAGES)


@dataclass(frozen=True, slots=True)
class LanguageLink:
    """One line of the language switch: the language's code and own name, and the same page in it."""

    code: str
    name: str
    address: str
    is_shown: bool


def in_the_readers_language(view: View) -> View:
    """Show the page in the language that `?lang=` names, else in the first that the browser asks for and we have.

    Cookies have no say, so that a cache may keep one page for each language.
    """

    @wraps(view)
    def shown(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        with _spoken(asked_language(request) or browser_language(request)) as language:
            response = view(request, *args, **kwargs)
        response["Content-Language"] = language
        patch_vary_headers(response, ["Accept-Language"])
        return response

    return shown


def asked_language(request: HttpRequest) -> str:
    """Return the language that the address names; '' where it names none that we have."""
    asked = request.GET.get("lang", "")
    return asked if asked in _LANGUAGES else ""


def browser_language(request: HttpRequest) -> str:
    """Return the first language that the browser asks for and that we have, else the house's own."""
    for tag, _weight in parse_accept_lang_header(request.headers.get("Accept-Language", "").lower()):
        if tag == "*":
            break
        try:
            return str(get_supported_language_variant(tag))
        except LookupError:
            continue
    return settings.LANGUAGE_CODE


def language_links(request: HttpRequest) -> list[LanguageLink]:
    """Return the language switch of the page: the same address, with the same choices, in each language."""
    shown = translation.get_language()
    rest = {name: value for name, value in request.GET.items() if name != "lang"}
    return [
        LanguageLink(code, name, f"{request.path}?{urlencode({**rest, 'lang': code})}", code == shown)
        for code, name in settings.LANGUAGES
    ]


def linked(request: HttpRequest) -> Callable[..., str]:
    """Return how the page links to others of the public pages: `link('country', 'MA')`, in the language of its address."""
    language = asked_language(request)

    def link(name: str, *args: object, **query: object) -> str:
        asked = {key: value for key, value in query.items() if value}
        asked |= {"lang": language} if language else {}
        return reverse(f"publishing:{name}", args=args or None) + (f"?{urlencode(asked)}" if asked else "")

    return link


@contextmanager
def _spoken(language: str) -> Iterator[str]:
    with translation.override(language):
        yield language
