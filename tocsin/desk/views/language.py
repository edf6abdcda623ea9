"""In which language the pages speak: chosen by whoever uses them, kept with the account and in the browser."""

from __future__ import annotations

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import translation
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from tocsin.accounts.errors import LanguageUnknown
from tocsin.accounts.languages import choose_language, known_language
from tocsin.publishing.readers import browser_language


@require_http_methods(["GET", "HEAD", "POST"])
def language(request: HttpRequest) -> HttpResponse:
    """Show the choice, or take it: from the page itself, or from the foot of any other, which is shown again."""
    if request.method == "POST":
        return _take(request)
    user = request.user
    chosen = (
        user.language if user.is_authenticated else request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME, "")
    )
    return render(request, "account/language.html", {"chosen": chosen}, using="django")


def _take(request: HttpRequest) -> HttpResponse:
    try:
        code = known_language(request.POST.get("language", ""))
    except LanguageUnknown as error:
        messages.error(request, str(error))
        return redirect("desk:language")
    if request.user.is_authenticated:
        choose_language(request.user, code)
    translation.activate(code or browser_language(request))
    messages.success(request, _("Kept."))
    answer = redirect(_way_back(request))
    # The sign-in page, where nobody is signed in yet, speaks what was chosen last in this browser.
    if code:
        answer.set_cookie(
            settings.LANGUAGE_COOKIE_NAME, code, max_age=settings.LANGUAGE_COOKIE_AGE, path="/",
            secure=settings.LANGUAGE_COOKIE_SECURE, httponly=True, samesite=settings.LANGUAGE_COOKIE_SAMESITE,
        )  # fmt: skip
    else:
        answer.delete_cookie(settings.LANGUAGE_COOKIE_NAME)
    return answer


def _way_back(request: HttpRequest) -> str:
    """The page at whose foot the choice was made, where it is one of ours that can be opened again."""
    page = request.headers.get("Referer", "") if "back" in request.GET else ""
    safe = url_has_allowed_host_and_scheme(page, {request.get_host()}, require_https=request.is_secure())
    return page if safe else reverse("desk:language")
