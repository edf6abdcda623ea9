"""Which organisation a request is for, what its user may do there, and in which language its pages speak to them."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.utils import translation
from django.utils.functional import SimpleLazyObject

from tocsin.accounts.access import Access, access_of
from tocsin.accounts.languages import LANGUAGES

#: Pages behind the sign-in begin with one of these. Public pages speak as their address or the browser asks, whoever
#: looks, so that a cache may keep them.
PAGES_OF_USERS = ("/desk/", "/people/", "/settings/", "/account/", "/mailbox/")


class OrganisationMiddleware:
    """Set `request.access`: the organisation and the acts that the signed-in user may do in it."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        def find() -> Access:
            return access_of(request.user, request.session.get("organisation"))

        request.access = SimpleLazyObject(find)
        return self.get_response(request)


class LanguageMiddleware:
    """Speak the language that the signed-in user chose; who chose none keeps what the browser asks for."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.path_info.startswith(PAGES_OF_USERS):
            chosen = getattr(request.user, "language", "")
            if chosen in LANGUAGES:
                translation.activate(chosen)
        return self.get_response(request)
