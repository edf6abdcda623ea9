"""The answer page: what it shows in each case, in the person's own language, with its style allowed by hash."""

from __future__ import annotations

import base64
import hashlib
from datetime import datetime
from functools import cache
from importlib.resources import files

from django.conf import settings
from django.http import HttpResponse
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.translation import gettext as _
from markupsafe import Markup

from tocsin.alerts.models import Edition
from tocsin.delivery.answers import newest_answer
from tocsin.delivery.bulletin import bulletin_of, moment_in_words
from tocsin.delivery.errors import LinkExpired, LinkIncomplete, LinkRefused, LinkUnknown
from tocsin.delivery.links import read_token
from tocsin.delivery.models import Answer
from tocsin.delivery.own_data import OwnData
from tocsin.exposure.models import Person
from tocsin.exposure.person_values import masked
from tocsin.grading import Level, level_shape


def invited(token: str, *, now: datetime) -> tuple[Edition, Person]:
    """Return the edition and the person that a good token stands for.

    Raises LinkRefused, and LinkUnknown where one of the two is no longer kept or they do not belong together.
    """
    permit = read_token(token, now=now)
    edition = Edition.objects.select_related("alert__organisation").filter(pk=permit.edition_id).first()
    person = Person.objects.filter(pk=permit.person_id).first()
    if not edition or not person or person.organisation_id != edition.alert.organisation_id:
        raise LinkUnknown("This link leads to nothing any more: call your security desk instead.")
    return edition, person


def question(token: str, edition: Edition, person: Person, *, now: datetime) -> HttpResponse:
    """Return the page that asks: the alert in two lines, the buttons, and what was answered so far."""
    return _page(token, edition, person, newest_answer(edition, person), thanks="")


def thanks(token: str, edition: Edition, person: Person, answer: Answer) -> HttpResponse:
    """Return the page that says what was recorded, what happens next, and how to change it."""
    with translation.override(person.language):
        said = {
            Answer.Kind.SAFE: _("Thank you. Your security desk sees that you are safe."),
            Answer.Kind.NEED_HELP: _(
                "Your call for help is recorded. Your security desk sees it at the top of its list and will contact "
                "you. Keep your phone on. In immediate danger, call the local emergency number now."
            ),
            Answer.Kind.NOT_THERE: _("Thank you. Your security desk sees that you are not there."),
        }[Answer.Kind(answer.kind)]
    return _page(token, edition, person, answer, thanks=said)


def unclear(token: str, edition: Edition, person: Person) -> HttpResponse:
    """Return the page for a post that chose no answer: nothing was recorded, and it asks again."""
    with translation.override(person.language):
        said = _("Nothing was recorded yet: press one of the buttons.")
    return _page(token, edition, person, newest_answer(edition, person), thanks="", fault=said, status=400)


def not_recorded(token: str, edition: Edition, person: Person) -> HttpResponse:
    """Return the page for an answer that could not be kept: it says so and asks again."""
    with translation.override(person.language):
        said = _("Your answer was NOT recorded: our system is busy. Press again, or call your security desk.")
    return _page(token, edition, person, None, thanks="", fault=said, status=503)


def refused(error: LinkRefused) -> HttpResponse:
    """Return the page for a link that is not taken; it tells why, and nothing about a person or an alert."""
    words = {
        LinkIncomplete: _("This link is not complete. Open it from the message again, or copy all of it."),
        LinkExpired: _("The time to answer here is over. Call your security desk instead."),
        LinkUnknown: _("This link leads to nothing any more. Call your security desk instead."),
    }.get(
        type(error),
        _("This link is not valid. Use it exactly as it stands in the message from your security desk."),
    )
    status = {LinkIncomplete: 404, LinkExpired: 410, LinkUnknown: 410}.get(type(error), 403)
    context = {"title": _("No answer can be given here"), "words": words, **_frame(None)}
    return _response("delivery/refused.html", context, status=status)


def own_page(token: str, own: OwnData | None, *, said: str = "", asks: bool = False) -> HttpResponse:
    """Return the page of what is held on a person; without `own` only what is said."""
    with translation.override(own.person.language if own else translation.get_language() or "en"):
        contacts = [masked(one.kind, one.address) for one in own.person.contacts.all()] if own else []
        context = {
            "token": token,
            "own": own,
            "contacts": contacts,
            "said": said,
            "asks": asks,
            **_frame(None),
        }
        return _response("delivery/own.html", context, status=200)


def leave_page(person: Person, *, is_over: bool) -> HttpResponse:
    """Return the page that ends a subscription, or says that it is over; it tells nothing about the person or an alert."""
    with translation.override(person.language):
        return _response("delivery/leave.html", {"is_over": is_over, **_frame(None)}, status=200)


def _page(
    token: str,
    edition: Edition,
    person: Person,
    answer: Answer | None,
    *,
    thanks: str,
    fault: str = "",
    status: int = 200,
) -> HttpResponse:
    bulletin = bulletin_of(edition).in_language(person.language)
    with translation.override(person.language):
        context = {
            "token": token,
            "bulletin": bulletin,
            "level_word": _(bulletin.level.word),
            "shape": Markup(level_shape(bulletin.level)),  # noqa: S704 a path from our own table
            "answer": answer,
            "answered_at": moment_in_words(answer.at) if answer else "",
            "kind": answer.get_kind_display() if answer else "",
            "thanks": thanks,
            "fault": fault,
            **_frame(bulletin.level),
        }
        return _response("delivery/answer.html", context, status=status)


def _frame(level: Level | None) -> dict[str, object]:
    return {
        "language": translation.get_language() or settings.LANGUAGE_CODE,
        "direction": "rtl" if translation.get_language_bidi() else "ltr",
        "style": Markup(_style(level)),  # noqa: S704 our own file
    }


def _response(template: str, context: dict[str, object], *, status: int) -> HttpResponse:
    digest = base64.b64encode(hashlib.sha256(str(context["style"]).encode()).digest()).decode()
    headers = {
        # Nothing is loaded, nothing runs, and the form leads nowhere but here.
        "Content-Security-Policy": f"default-src 'none'; style-src 'sha256-{digest}'; form-action 'self'; "
        "base-uri 'none'; frame-ancestors 'none'",
        "Cache-Control": "no-store",
        "Referrer-Policy": "no-referrer",
        "X-Robots-Tag": "noindex, nofollow",
        "Content-Language": str(context["language"]),
    }
    return HttpResponse(render_to_string(template, context), status=status, headers=headers)


@cache
def _style(level: Level | None) -> str:
    style = files("tocsin.delivery").joinpath("jinja2/delivery/answer.css").read_text(encoding="utf-8")
    if level:
        style += f".l{{background:{level.colour};color:{level.text_colour}}}"
    return "".join(line.strip() for line in style.splitlines())
