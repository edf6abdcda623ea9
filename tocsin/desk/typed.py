"""What was typed into a form: without what nobody can see, and kept over the sign-in where the session had ended."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import wraps
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.csrf import csrf_failure

from tocsin.accounts.access import Access

#: Nobody types more. What is kept for somebody whose session has ended is bounded, and is kept only in a browser that had
#: the form open signed in: visitors could fill the disk otherwise.
MOST_CHARACTERS = 200_000
#: The signed cookie that says so, and how long it does: as long as a form is left open.
_WAS_HERE = "had-a-form"
_HOURS_HERE = 24
_KEPT = "typed"
_NOT_TYPED = ("csrfmiddlewaretoken",)
#: Control characters, which no database or CAP document takes, and the marks that turn the order of what follows them. The
#: marks of Arabic and Hebrew words (U+200E, U+200F, U+061C) stay.
_UNSEEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff]")

View = Callable[..., HttpResponse]


def fields_posted(request: HttpRequest) -> dict[str, str]:
    """Return what was typed, by the names of the fields, without control characters and overrides of direction."""
    return {
        name: _UNSEEN.sub("", value)
        for name, value in request.POST.items()
        if isinstance(value, str) and name not in _NOT_TYPED
    }


def keeps_typed(view: View) -> View:
    """Decorate a view that takes a form: what is posted after the session ended is kept, and `typed` returns it after the sign-in.

    Put it outside of `needs`, which sends the visitor to the sign-in and back to the form's address.
    """

    @wraps(view)
    def keeping(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        access: Access = request.access  # type: ignore[attr-defined]
        if request.method == "POST" and access.user is None:
            _keep(request)
        response = view(request, *args, **kwargs)
        if access.user is not None:
            _say_was_here(response)
        return response

    keeping.keeps_typed = True  # type: ignore[attr-defined]
    return keeping


def form_not_taken(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Answer a form whose page is older than the sign-in: back to the form with what was typed where it keeps that, else 403.

    Nothing is carried out: the form is shown again, to be saved once more.
    """
    match = request.resolver_match
    if match is not None and getattr(match.func, "keeps_typed", False) and _keep(request):
        return redirect(request.path)
    return csrf_failure(request, reason=reason)


def _keep(request: HttpRequest) -> bool:
    """Keep what was posted for after the sign-in, where this browser had a form open and it is not too much; tell whether."""
    fields = fields_posted(request)
    if (
        not _was_here(request)
        or sum(len(name) + len(value) for name, value in fields.items()) > MOST_CHARACTERS
    ):
        return False
    request.session[_KEPT] = {"path": request.path, "fields": fields}
    return True


def _was_here(request: HttpRequest) -> bool:
    """Tell whether this browser had a form of the desk open, signed in, not long ago."""
    kept = request.get_signed_cookie(_WAS_HERE, default="", salt=_WAS_HERE, max_age=_HOURS_HERE * 3600)
    return kept == _WAS_HERE


def _say_was_here(response: HttpResponse) -> None:
    response.set_signed_cookie(
        _WAS_HERE, _WAS_HERE, salt=_WAS_HERE, max_age=_HOURS_HERE * 3600, path=reverse("desk:inbox"),
        secure=settings.SECURE_COOKIES, httponly=True, samesite="Lax",
    )  # fmt: skip


def typed(request: HttpRequest) -> dict[str, str] | None:
    """Return what was typed into the form at this address before the sign-in; None where nothing waits.

    It waits until `forget_typed`: a page that is loaded twice shows it twice.
    """
    kept = request.session.get(_KEPT)
    return dict(kept["fields"]) if kept and kept["path"] == request.path else None


def forget_typed(request: HttpRequest) -> None:
    """Forget what waits for this address: it was saved."""
    if typed(request) is not None:
        del request.session[_KEPT]
