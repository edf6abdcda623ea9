"""Which organisation a request is for, and what its user may do there."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.utils.functional import SimpleLazyObject

from tocsin.accounts.access import Access, access_of


class OrganisationMiddleware:
    """Set `request.access`: the organisation and the acts that the signed-in user may do in it."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        def find() -> Access:
            return access_of(request.user, request.session.get("organisation"))

        request.access = SimpleLazyObject(find)
        return self.get_response(request)
