"""What is served: stored bytes, unchanged, with what a cache needs; and the public list."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.http import HttpResponse
from django.test import Client
from django.utils.http import http_date

from tocsin.alerts.models import Document, Edition
from tocsin.alerts.tests.desk import NOON
from tocsin.publishing import feeds, lists, pages
from tocsin.publishing.publication import publish
from tocsin.publishing.tests.html_page import Page
from tocsin.publishing.tests.press import Press

pytestmark = pytest.mark.django_db


@pytest.fixture
def at(monkeypatch: pytest.MonkeyPatch):
    """Set the clock that the public pages read."""

    def set_to(hours: float) -> None:
        for edge in (pages, lists, feeds):
            monkeypatch.setattr(edge, "now", lambda: NOON + timedelta(hours=hours))

    set_to(0)
    return set_to


def get(path: str, **headers: str) -> HttpResponse:
    return Client().get(path, headers={name.replace("_", "-"): value for name, value in headers.items()})


def own(edition: Edition, form: str = "html") -> str:
    return f"/alerts/{edition.alert.slug}/editions/{edition.number}/{form}"


def current(edition: Edition) -> str:
    return f"/alerts/{edition.alert.slug}/"


@pytest.mark.parametrize("form", Document.Form.values)
def test_every_form_is_served_as_it_was_stored(press: Press, at, form: str) -> None:
    edition = press.publish()
    document = edition.documents.get(form=form)
    path = own(edition, form)
    found = get(path)
    assert found.content == bytes(document.body)
    assert found["Content-Type"] == document.media_type
    assert found["ETag"] == f'"{document.digest[:32]}"'
    assert found["Last-Modified"] == http_date(edition.sent.timestamp())
    assert found["Cache-Control"] == "public, max-age=31536000, immutable"
    assert "Cookie" not in found.get("Vary", "")
    assert found["Content-Language"] == "en"
    assert not found.cookies
    head = Client().head(path)
    assert (head.status_code, head.content, head["ETag"]) == (200, b"", found["ETag"])
    assert int(head["Content-Length"]) == len(found.content)
    for same in ({"If_None_Match": found["ETag"]}, {"If_Modified_Since": found["Last-Modified"]}):
        again = get(path, **same)
        assert (again.status_code, again.content) == (304, b"")
        assert again["ETag"] == found["ETag"]
    assert get(path, If_None_Match='"another"').status_code == 200
    assert get(path, If_Modified_Since=http_date(edition.sent.timestamp() - 1)).status_code == 200
    assert Client().post(path).status_code == 405


def test_the_alerts_address_shows_its_latest_edition_and_old_ones_stay_where_they_were(
    press: Press, at
) -> None:
    first = press.publish()
    stored = get(own(first)).content
    assert get(current(first)).content == stored
    assert get(current(first))["Cache-Control"] == "public, max-age=30"
    tag = get(current(first))["ETag"]
    press.news(15, hours=3)
    second = press.update(first.alert, hours=4)
    at(4)
    changed = get(current(first), If_None_Match=tag)
    assert changed.status_code == 200
    assert changed.content == get(own(second)).content
    assert own(first) in changed.content.decode(), "what was said before can be looked up"
    assert get(own(first)).content == stored
    assert current(first) in stored.decode(), "an old edition leads to the latest one"


def test_an_expired_alert_says_so_at_its_address_and_its_stored_bytes_stay(press: Press, at) -> None:
    edition = press.publish()
    before = get(current(edition))
    stored = before.content
    at(24 * 60)
    after = get(current(edition), If_None_Match=before["ETag"])
    assert after.status_code == 200
    page = Page(after.content.decode())
    assert page.faults == []
    assert page.text("main").startswith(
        f"No longer in force. This alert expired at {edition.expires:%-d %b %Y %H:%M} UTC"
    )
    assert after["Last-Modified"] == http_date(edition.expires.timestamp())
    assert after["Content-Security-Policy"] == before["Content-Security-Policy"]
    assert get(current(edition), If_Modified_Since=before["Last-Modified"]).status_code == 200
    assert get(current(edition), If_None_Match=after["ETag"]).status_code == 304
    assert get(own(edition)).content == stored
    assert f"In force until {edition.expires:%-d %b %Y}" in Page(stored.decode()).text("main")


def test_an_ended_alert_says_so_at_its_address(press: Press, at) -> None:
    first = press.publish()
    last = press.all_clear(first.alert, hours=30)
    for hours in (30, 24 * 60):
        at(hours)
        assert get(current(first)).content == get(own(last)).content
        assert "All-clear." in Page(get(current(first)).content.decode()).text("main")


def test_the_short_address_leads_to_the_alert(press: Press, at) -> None:
    edition = press.publish()
    found = get(f"/a/{edition.alert.pk}/")
    assert (found.status_code, found["Location"]) == (301, current(edition))


def test_what_was_never_published_is_not_there(press: Press, at) -> None:
    draft = press.approved()
    for path in (f"/alerts/{draft.alert.slug}/", "/alerts/nothing/", f"/a/{draft.alert.pk}/", "/a/999/"):
        assert get(path).status_code == 404, path
    edition = publish(draft, publisher=press.desk.eva, now=NOON)
    for path in (own(edition, "pdf"), own(edition).replace("/1/", "/2/")):
        assert get(path).status_code == 404, path


@pytest.mark.parametrize("path", ["/alerts/nothing/", "/alerts/nothing/changes/", "/a/999/"])
def test_who_follows_a_broken_address_reads_in_their_language_what_to_do_next(path: str) -> None:
    english = Page(get(path).content.decode()).text("main")
    assert "There is no published alert at this address." in english
    assert "Open the link in the message once more" in english
    answer = get(path, accept_language="ar")
    assert (answer.status_code, answer["Content-Language"]) == (404, "ar")
    arabic = Page(answer.content.decode()).text("main")
    assert "لا يوجد تنبيه منشور على هذا العنوان" in arabic
    assert "التنبيهات السارية" in arabic


def titles(path: str) -> list[str]:
    page = Page(get(path).content.decode())
    assert page.faults == []
    assert len(page.all("h1")) == 1
    return [a["href"] for a in page.all("a") if a["href"].startswith("/alerts/")]


def test_the_list_shows_what_is_in_force_and_filters_it(press: Press, at) -> None:
    from tocsin.alerts.tests.worked_case import TOLD

    assert "Nothing current." in get("/").content.decode()
    quake = press.publish()
    morocco = press.morocco(TOLD)
    at(6)
    assert titles("/") == [current(morocco), current(quake)]
    assert titles("/?country=MA") == titles("/?hazard=terrorism") == [current(morocco)]
    assert titles(f"/?level={quake.level}&country=KE") == [current(quake)]
    assert titles("/past/") == []
    body = get("/").content.decode()
    assert '<option value="MA">Morocco</option>' in body
    assert '<option value="terrorism">' in body


def test_a_filter_that_hides_every_alert_does_not_say_that_there_is_none(press: Press, at) -> None:
    press.publish()
    for query in ("country=PH", "level=Notice", "hazard=%3Cscript%3E"):
        body = get(f"/?{query}").content.decode()
        assert "No alert in force fits what you chose." in body
        assert "Nothing current" not in body
        assert "<script>" not in body


def test_what_has_ended_stands_under_past_alerts_with_its_own_choices(press: Press, at) -> None:
    quake = press.publish()
    at(24 * 60)
    assert titles("/") == []
    assert titles("/past/") == [current(quake)]
    assert '<option value="KE">' in get("/past/").content.decode()
    assert "Nothing current." in get("/").content.decode()


def test_the_list_needs_no_script_and_its_policy_fits(press: Press, at) -> None:
    press.publish()
    response = get("/")
    assert not Page(response.content.decode()).all("script")
    assert "sha256-" in response["Content-Security-Policy"]
    assert "style=" not in response.content.decode()
