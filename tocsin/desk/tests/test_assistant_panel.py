"""Help with wording on the draft's page: absent until it is set up, and nothing typed is lost by it."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator

import pytest

from tocsin.alerts.content import text_of
from tocsin.alerts.drafting import draft_update
from tocsin.alerts.editing import edit
from tocsin.alerts.models import Draft
from tocsin.alerts.tests import model_server
from tocsin.alerts.tests.desk import NOON, changed
from tocsin.alerts.tests.model_server import ModelServer
from tocsin.desk.draft_form import fields_of
from tocsin.incidents.models import Claim
from tocsin.sources.models import Source

FELL = "In Kisumu, at least 12 people died when the old market hall fell in."
SHOOK = "An earthquake shook Kisumu, Red Relief Kenya reports."
INVENTED = "At least 77 people died when the old market hall fell in."


@pytest.fixture
def draft(scene) -> Draft:
    Source.objects.update(address="https://relief.example/feed")
    return draft_update(scene.edition.alert, author=scene.desk.ana, now=NOON)


@pytest.fixture
def model(settings) -> Iterator[ModelServer]:
    with model_server.running() as server:
        settings.TOCSIN_ASSISTANT_URL = server.address
        settings.TOCSIN_ASSISTANT_MODEL = "made-up-7b"
        settings.TOCSIN_ASSISTANT_KEY = "sk-made-up-0123456789"
        claims = {claim.unit: f"claim:{claim.pk}" for claim in Claim.objects.all()}
        server.says(
            ("event", FELL, [claims["killed"]]),
            ("context", SHOOK, [claims[""]]),
            ("event", INVENTED, [claims["killed"]]),
        )
        yield server


def form_of(draft: Draft, **changes: str) -> dict[str, str]:
    return fields_of(text_of(draft.content)) | {"revision": str(draft.revision)} | changes


def asked(client, draft: Draft, *, htmx: bool = False, **changes: str) -> str:
    headers = {"HX-Request": "true"} if htmx else {}
    answer = client.post(f"/desk/drafts/{draft.pk}/wording", form_of(draft, **changes), headers=headers)
    assert answer.status_code == 200
    return answer.content.decode()


def signed_in(page: str) -> str:
    found = re.search(r'name="wording" value="([^"]+)"', page)
    assert found is not None
    return found.group(1)


def taken(client, draft: Draft, page: str, numbers: list[str], **changes: str):
    fields = form_of(draft, **changes) | {"wording": signed_in(page), "take": numbers}
    return client.post(f"/desk/drafts/{draft.pk}/wording/take", fields)


def test_without_a_setting_there_is_no_block_and_no_address(scene, as_user, draft, model, settings):
    settings.TOCSIN_ASSISTANT_URL = ""
    client = as_user(scene.desk.ana)
    page = client.get(f"/desk/drafts/{draft.pk}/").content.decode()
    assert "assistant-panel" not in page
    assert "wording" not in page
    assert client.post(f"/desk/drafts/{draft.pk}/wording", form_of(draft)).status_code == 404
    assert client.post(f"/desk/drafts/{draft.pk}/wording/take", form_of(draft)).status_code == 404
    assert model.asked == []


def test_to_look_at_a_draft_or_to_save_it_asks_nobody(scene, as_user, draft, model):
    client = as_user(scene.desk.ana)
    page = client.get(f"/desk/drafts/{draft.pk}/").content.decode()
    assert "Ask for wording" in page
    assert "made-up-7b" in page
    client.post(f"/desk/drafts/{draft.pk}/", form_of(draft, headline="Strong earthquake in Kisumu"))
    client.post(f"/desk/drafts/{draft.pk}/checks", form_of(draft))
    assert model.asked == []


def test_a_reader_sees_no_block_and_may_not_ask(scene, as_user, draft, model):
    client = as_user(scene.desk.rob)
    assert "assistant-panel" not in client.get(f"/desk/drafts/{draft.pk}/").content.decode()
    assert client.post(f"/desk/drafts/{draft.pk}/wording", form_of(draft)).status_code == 403
    assert model.asked == []


def test_another_desk_cannot_ask_about_ours(scene, as_user, draft, model):
    from tocsin.alerts.tests.desk import make_desk

    client = as_user(make_desk("other").ana)
    assert client.post(f"/desk/drafts/{draft.pk}/wording", form_of(draft)).status_code == 404
    assert model.asked == []


def test_without_a_script_the_page_shows_the_proposals_and_what_was_typed(scene, as_user, draft, model):
    page = asked(as_user(scene.desk.ana), draft, headline="Typed and not saved", reason="because")
    assert "<html" in page
    assert 'value="Typed and not saved"' in page
    assert re.search(r'type="checkbox" name="take" value="0"', page)
    assert "Take into Event</span>" in page
    assert "Take into Context</span>" in page
    assert "[1] Red Relief Kenya" in page
    draft.refresh_from_db()
    assert draft.revision == 1


def test_what_is_left_out_is_struck_through_with_its_reason_and_cannot_be_ticked(
    scene, as_user, draft, model
):
    page = asked(as_user(scene.desk.ana), draft, htmx=True)
    assert "<html" not in page
    assert f'<s dir="auto">{INVENTED}</s>' in page
    assert "stands in no cited claim" in page
    assert page.count('name="take"') == 2


def test_nothing_about_our_people_is_sent(scene, as_user, draft, model):
    asked(as_user(scene.desk.ana), draft, headline="Mira is in the hall")
    sent = json.dumps(model.asked[0].body)
    for secret in ("Mira", "Otieno", "field.example", "Survey", "Ana", scene.reference):
        assert secret not in sent


def test_what_is_ticked_is_saved_with_what_was_typed(scene, as_user, draft, model):
    client = as_user(scene.desk.ana)
    page = asked(client, draft)
    answer = taken(client, draft, page, ["0", "1"], headline="Strong earthquake in Kisumu")
    assert answer.status_code == 302
    draft.refresh_from_db()
    text = text_of(draft.content)
    assert text.headline == "Strong earthquake in Kisumu"
    assert FELL in [sentence.text for sentence in text.event]
    assert SHOOK in [sentence.text for sentence in text.context]
    assert INVENTED not in json.dumps(draft.content)
    assert draft.revisions.get(number=2).author == scene.desk.ana
    assert len(model.asked) == 1


def test_a_field_that_cannot_be_read_loses_neither_what_was_typed_nor_the_ticks(scene, as_user, draft, model):
    client = as_user(scene.desk.ana)
    page = asked(client, draft)
    again = taken(client, draft, page, ["1"], onset="soon", headline="Typed").content.decode()
    assert 'value="Typed"' in again
    assert "soon is no time" in again
    assert re.search(r'name="take" value="1" form="draft-form" checked', again)
    assert not re.search(r'name="take" value="0" form="draft-form" checked', again)
    draft.refresh_from_db()
    assert draft.revision == 1


def test_a_colleague_s_edit_in_between_is_told_and_nothing_is_lost(scene, as_user, draft, model):
    client = as_user(scene.desk.ana)
    page = asked(client, draft)
    edit(
        draft, changed(draft, headline="Ben was faster"), revision=1, author=scene.desk.ben, now=NOON
    )  # fmt: skip
    again = taken(client, draft, page, ["0"], headline="Typed").content.decode()
    assert "Ben saved revision 2 after you began" in again
    assert 'value="Typed"' in again
    assert re.search(r'name="take" value="0" form="draft-form" checked', again)


@pytest.mark.parametrize("spoil", ["changed", "nothing"])
def test_what_was_changed_on_its_way_is_refused_and_nothing_typed_is_lost(
    spoil, scene, as_user, draft, model
):
    client = as_user(scene.desk.ana)
    page = asked(client, draft)
    if spoil == "changed":
        page = page.replace(signed_in(page), signed_in(page)[:-4] + "AAAA")
    numbers = ["0"] if spoil == "changed" else []
    again = taken(client, draft, page, numbers, headline="Typed").content.decode()
    assert ("changed on their way" if spoil == "changed" else "No sentence is chosen") in again
    assert 'value="Typed"' in again
    draft.refresh_from_db()
    assert draft.revision == 1


def test_a_sentence_whose_claim_was_withdrawn_meanwhile_is_struck_through(scene, as_user, draft, model):
    client = as_user(scene.desk.ana)
    page = asked(client, draft)
    Claim.objects.filter(unit="killed").update(state="withdrawn", withdrawn_reason="counted twice")
    again = taken(client, draft, page, ["0"]).content.decode()
    assert "no longer stands" in again
    assert f'<s dir="auto">{FELL}</s>' in again
    assert "checked" not in "".join(re.findall(r'<input type="checkbox" name="take"[^>]*>', again))


def test_a_server_in_trouble_is_named_and_the_form_stays(scene, as_user, draft, model):
    model.sends("oops", 500)
    page = asked(as_user(scene.desk.ana), draft, headline="Typed and not saved")
    assert "answered 500" in page
    assert 'value="Typed and not saved"' in page
    assert "sk-made-up" not in page


def test_what_a_model_writes_is_shown_as_text(scene, as_user, draft, model):
    model.says(("event", "<script>alert(1)</script><img src=x onerror=alert(1)>", ["<b>claim</b>"]))
    page = asked(as_user(scene.desk.ana), draft, htmx=True)
    assert "<script" not in page
    assert "<img" not in page
    assert "<b>" not in page


def test_a_session_that_ended_loses_nothing_typed(scene, as_user, signed_out, draft, model):
    client = signed_out(scene.desk.ana, f"/desk/drafts/{draft.pk}/")
    answer = client.post(f"/desk/drafts/{draft.pk}/wording", form_of(draft, headline="Typed before"))
    assert answer.status_code == 302
    client.force_login(scene.desk.ana, backend="django.contrib.auth.backends.ModelBackend")
    page = client.get(f"/desk/drafts/{draft.pk}/wording").content.decode()
    assert 'value="Typed before"' in page
    assert model.asked == []
    assert as_user(scene.desk.ana).get(f"/desk/drafts/{draft.pk}/wording").status_code == 302
