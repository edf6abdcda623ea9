"""Help from a language model, against a real server that behaves and misbehaves."""

from __future__ import annotations

import json
import logging
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connections
from django.db.backends.base.base import BaseDatabaseWrapper
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tocsin.accounts.errors import NotAllowed
from tocsin.accounts.models import AuditEntry
from tocsin.alerts.assistant import Answer, ask, put_in, take
from tocsin.alerts.completion import AT_ONCE, Endpoint, complete
from tocsin.alerts.content import text_of
from tocsin.alerts.editing import submit
from tocsin.alerts.errors import (
    AnswerUnusable,
    AssistantBusy,
    AssistantError,
    AssistantMisconfigured,
    AssistantOff,
    AssistantUnreachable,
    DraftChanged,
    WordingRefused,
)
from tocsin.alerts.models import Draft
from tocsin.alerts.proposals import Proposed, proposals
from tocsin.alerts.reviewing import approve, standing_approval
from tocsin.alerts.tests import model_server
from tocsin.alerts.tests.desk import NOON, Desk, make_claim, make_desk, make_draft, make_report
from tocsin.alerts.tests.model_server import ModelServer
from tocsin.incidents.models import Claim, ClaimSource
from tocsin.sources.models import Report, Source

KEY = "sk-made-up-0123456789"
FELL = "In Kisumu, at least 12 people died when the old market hall fell in."


@pytest.fixture
def model() -> Iterator[ModelServer]:
    with model_server.running() as server:
        yield server


@pytest.fixture
def named(settings, model: ModelServer) -> ModelServer:
    """The model that the settings name."""
    settings.TOCSIN_ASSISTANT_URL = model.address
    settings.TOCSIN_ASSISTANT_MODEL = "made-up-7b"
    settings.TOCSIN_ASSISTANT_KEY = KEY
    settings.TOCSIN_ASSISTANT_SECONDS = 20.0
    return model


@pytest.fixture
def desk(db: None) -> Desk:
    return make_desk()


@pytest.fixture
def draft(desk: Desk) -> Draft:
    made = make_draft(desk)
    Source.objects.update(address="https://relief.example/feed")
    return made


def toll(draft: Draft) -> str:
    return f"claim:{Claim.objects.get(incident=draft.alert.incident, unit='killed').pk}"


def answered(draft: Draft, desk: Desk, model: ModelServer, *texts: str, part: str = "event") -> Answer:
    model.says(*((part, text, [toll(draft)]) for text in texts))
    return ask(draft, author=desk.ana, now=NOON)


# -- asking -----------------------------------------------------------------------------------------------------------


def test_without_a_setting_nothing_is_sent(settings, model: ModelServer, draft: Draft, desk: Desk) -> None:
    settings.TOCSIN_ASSISTANT_URL = ""
    with pytest.raises(AssistantOff, match="TOCSIN_ASSISTANT_URL"):
        ask(draft, author=desk.ana, now=NOON)
    assert model.asked == []
    assert not AuditEntry.objects.filter(action__contains="model").exists()


def test_a_model_that_behaves_gives_sentences_with_their_citations(
    named: ModelServer, draft: Draft, desk: Desk
) -> None:
    answer = answered(draft, desk, named, FELL)
    assert answer.left_out == ()
    assert [(one.part, one.text) for one in answer.admitted] == [("event", FELL)]
    assert answer.admitted[0].reports == tuple(source.reference for source in text_of(draft.content).sources)
    before = draft.content
    draft.refresh_from_db()
    assert (draft.content, draft.revision) == (before, 1)


def test_the_model_is_told_the_claims_and_nothing_else(named: ModelServer, draft: Draft, desk: Desk) -> None:
    answered(draft, desk, named, FELL)
    (asked,) = named.asked
    assert asked.path == "/v1/chat/completions"
    assert asked.headers["authorization"] == f"Bearer {KEY}"
    assert set(asked.body) == {"model", "messages", "temperature", "stream"}
    assert asked.body["model"] == "made-up-7b"
    assert asked.claims[0] == {
        "id": toll(draft),
        "sources": ["Red Relief Kenya"],
        "says": ["At least 12 people died when the old market hall fell in."],
        "figure": "at least 12 killed",
        "place": "Kisumu",
    }
    assert {key for claim in asked.claims for key in claim} <= {
        "id", "sources", "says", "figure", "place", "time",
    }  # fmt: skip
    sent = json.dumps(asked.body) + json.dumps(asked.headers)
    for secret in ("Ana", "desk.example", draft.alert.reference, draft.alert.slug):
        assert secret not in sent


@pytest.mark.parametrize("kind", ["form", "api", "folder"])
def test_what_colleagues_filed_stays_in_the_house(
    kind: str, named: ModelServer, draft: Draft, desk: Desk
) -> None:
    Source.objects.update(kind=kind)
    with pytest.raises(AssistantOff, match="may leave the house"):
        ask(draft, author=desk.ana, now=NOON)
    assert named.asked == []


def test_what_stands_inside_the_network_stays_there(
    settings, named: ModelServer, draft: Draft, desk: Desk
) -> None:
    settings.TOCSIN_PRIVATE_HOSTS = ["relief.example"]
    with pytest.raises(AssistantOff, match="may leave the house"):
        ask(draft, author=desk.ana, now=NOON)
    assert named.asked == []


def test_a_claim_that_is_withdrawn_or_of_a_report_that_is_no_source_is_not_told(
    named: ModelServer, draft: Draft, desk: Desk
) -> None:
    later = make_report(desk, "Forty shops burned. The fire went on.", by="Lake Radio")
    make_claim(draft.alert.incident, later, "Forty shops burned.")
    Source.objects.update(address="https://relief.example/feed")
    Claim.objects.filter(unit="killed").update(state="withdrawn", withdrawn_reason="counted twice")
    named.says(("event", "Earthquake shakes Kisumu.", ["claim:1"]))
    ask(draft, author=desk.ana, now=NOON)
    assert [claim["says"] for claim in named.asked[0].claims] == [["Earthquake shakes Kisumu."]]


def test_where_a_report_was_written_is_not_told_as_a_place(
    named: ModelServer, draft: Draft, desk: Desk
) -> None:
    Report.objects.update(
        reading={"text": "NAKURU, Kenya (Wire) - At least 12 people died when the old market hall fell in."}
    )
    ClaimSource.objects.update(start=29)
    answer = answered(draft, desk, named, "At least 12 people died in Nakuru.", FELL)
    assert "NAKURU" not in json.dumps(named.asked[0].body)
    assert [one.text for one in answer.admitted] == [FELL]


def test_a_reader_may_not_ask(named: ModelServer, draft: Draft, desk: Desk) -> None:
    with pytest.raises(NotAllowed):
        ask(draft, author=desk.rob, now=NOON)
    assert named.asked == []


@pytest.mark.django_db(transaction=True)
def test_no_transaction_is_open_while_the_model_thinks(named: ModelServer) -> None:
    desk = make_desk()
    draft = make_draft(desk)
    Source.objects.update(address="https://relief.example/feed")
    mine: BaseDatabaseWrapper = connections["default"]
    seen: list[bool] = []
    named.meanwhile = lambda: seen.append(mine.in_atomic_block)
    answered(draft, desk, named, FELL)
    assert seen == [False]


def test_who_asked_which_model_and_what_came_of_it_is_in_the_history(
    named: ModelServer, draft: Draft, desk: Desk
) -> None:
    answered(draft, desk, named, FELL, "At least 99 people died in Kisumu.")
    asked, came = AuditEntry.objects.filter(action__contains="language model").order_by("sequence")
    assert (asked.action, asked.actor, asked.subject) == ("ask language model", "Ana", f"draft:{draft.pk}")
    assert asked.detail["model"] == "made-up-7b"
    assert asked.detail["at"] == named.address
    assert toll(draft) in asked.detail["claims"]
    assert (came.detail["admitted"], came.detail["refused"]) == (1, 1)


# -- a model that invents ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("At least 21 people died when the old market hall fell in.", "21"),
        ("At least twenty-one people died when the old market hall fell in.", "twenty-one"),
        ("At least 12 people died when the old market hall in Nakuru fell in.", "Nakuru"),
        ("At least 12 people died in Kisumu on 14 July 2017.", "14 July 2017"),
        ("At least 12 people died in Kisumu on Friday.", "Friday"),
        ("About 12 people died when the old market hall fell in.", "at least"),
        ("12 people died when the old market hall fell in.", "at least"),
        ("At least 12 people died, the governor says.", "governor"),
        ("<p>At least 12 people died.</p>", "<"),
        ("At least 12 people died. [ours]", "["),
    ],
)
def test_what_it_invents_is_left_out_and_named_and_the_rest_stays(
    text: str, word: str, named: ModelServer, draft: Draft, desk: Desk
) -> None:
    answer = answered(draft, desk, named, text, FELL)
    assert [one.text for one in answer.admitted] == [FELL]
    assert [one.text for one in answer.left_out] == [text]
    assert word in answer.left_out[0].reason


def test_a_claim_that_it_invents_is_named(named: ModelServer, draft: Draft, desk: Desk) -> None:
    named.says(("event", FELL, [toll(draft), "claim:990"]), ("context", FELL, []))
    answer = ask(draft, author=desk.ana, now=NOON)
    assert answer.admitted == ()
    assert [one.reason for one in answer.left_out] == [
        "It cites 'claim:990', which is none of the claims that were sent.",
        "It cites no claim.",
    ]


def test_hidden_characters_and_endless_sentences_are_shown_as_what_they_are(
    named: ModelServer, draft: Draft, desk: Desk
) -> None:
    answer = answered(draft, desk, named, "In \u202eumusiK died \x00 12.", "word " * 900)
    assert [one.text[:9] for one in answer.left_out] == ["In \ufffdumusi", "word word"]
    assert len(answer.left_out[1].text) < 700


# -- a server that misbehaves -----------------------------------------------------------------------------------------


def html(model: ModelServer) -> None:
    model.sends("<html><body>Welcome to the proxy</body></html>", Content_Type="text/html")


def packed(model: ModelServer) -> None:
    model.sends(b"no gzip at all", Content_Encoding="gzip")


MISBEHAVIOUR: list[tuple[Callable[[ModelServer], None], type[AssistantError], str]] = [
    (html, AnswerUnusable, "no chat completion"),
    (lambda model: model.sends("{}"), AnswerUnusable, "no chat completion"),
    (lambda model: model.sends('{"choices": []}'), AnswerUnusable, "no chat completion"),
    (lambda model: model.sends('{"choices": [{"message": null}]}'), AnswerUnusable, "no chat completion"),
    (lambda model: model.sends("[" * 100_000), AnswerUnusable, "no chat completion"),
    (lambda model: model.sends(b"\xff\xfe\x00"), AnswerUnusable, "no chat completion"),
    (lambda model: model.sends("oops", 500), AnswerUnusable, "answered 500"),
    (lambda model: model.sends("who are you", 401), AnswerUnusable, "TOCSIN_ASSISTANT_KEY"),
    (lambda model: model.sends("no such model", 404), AnswerUnusable, "TOCSIN_ASSISTANT_MODEL"),
    (lambda model: model.sends("slowly", 429), AnswerUnusable, "quota"),
    (lambda model: model.floods(50_000_000), AnswerUnusable, "1,000,000 bytes"),
    (packed, AnswerUnusable, "cannot be unpacked"),
    (ModelServer.breaks_off, AssistantUnreachable, "The connection to"),
    (lambda model: model.writes(""), AnswerUnusable, "empty answer"),
    (lambda model: model.writes(None), AnswerUnusable, "empty answer"),
    (lambda model: model.writes('{"sentences": [', finish_reason="length"), AnswerUnusable, "broke off"),
    (lambda model: model.writes("Sure! Here are your sentences."), AnswerUnusable, "it is not JSON"),
    (lambda model: model.writes("x" * 30_000), AnswerUnusable, "20,000 characters"),
    (lambda model: model.says(), AnswerUnusable, "holds no sentence"),
]


@pytest.mark.parametrize(("misbehave", "error", "said"), MISBEHAVIOUR)
def test_a_server_that_misbehaves_is_named_and_the_draft_is_as_before(
    misbehave: Callable[[ModelServer], None], error: type[AssistantError], said: str,
    named: ModelServer, draft: Draft, desk: Desk,
) -> None:  # fmt: skip
    misbehave(named)
    with pytest.raises(error, match=said) as caught:
        ask(draft, author=desk.ana, now=NOON)
    assert KEY not in str(caught.value)
    before = draft.content
    draft.refresh_from_db()
    assert (draft.content, draft.revision) == (before, 1)
    last = AuditEntry.objects.filter(action__contains="language model").order_by("-sequence").first()
    assert last is not None
    assert (last.action, last.detail["why"]) == ("language model failed", error.__name__)


def test_a_server_that_hangs_is_cut_off(settings, named: ModelServer, draft: Draft, desk: Desk) -> None:
    settings.TOCSIN_ASSISTANT_SECONDS = 0.3
    named.hangs()
    with pytest.raises(AssistantUnreachable, match=r"within 0\.3 s .* TOCSIN_ASSISTANT_SECONDS"):
        ask(draft, author=desk.ana, now=NOON)


def test_a_server_that_is_not_there_is_named(settings, draft: Draft, desk: Desk) -> None:
    with model_server.running() as gone:
        settings.TOCSIN_ASSISTANT_URL, settings.TOCSIN_ASSISTANT_MODEL = gone.address, "made-up-7b"
    with pytest.raises(AssistantUnreachable, match="Check that the model's server runs"):
        ask(draft, author=desk.ana, now=NOON)


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
def test_a_redirect_is_never_followed(status: int, named: ModelServer, draft: Draft, desk: Desk) -> None:
    with model_server.running() as elsewhere:
        named.sends("", status, Location=elsewhere.address + "/chat/completions")
        with pytest.raises(AnswerUnusable, match="redirects to another address"):
            ask(draft, author=desk.ana, now=NOON)
        assert elsewhere.asked == []


def test_no_proxy_of_the_surroundings_is_used(
    monkeypatch, named: ModelServer, draft: Draft, desk: Desk
) -> None:
    with model_server.running() as proxy:
        for name in ("http_proxy", "HTTP_PROXY", "ALL_PROXY", "all_proxy"):
            monkeypatch.setenv(name, f"http://127.0.0.1:{proxy.port}")
        assert answered(draft, desk, named, FELL).admitted
        assert proxy.asked == []


def test_the_key_stands_in_no_log_no_history_and_no_value_that_is_printed(
    caplog, named: ModelServer, draft: Draft, desk: Desk
) -> None:
    with caplog.at_level(logging.DEBUG):
        answered(draft, desk, named, FELL)
        named.sends("", 401)
        with pytest.raises(AnswerUnusable):
            ask(draft, author=desk.ana, now=NOON)
    assert KEY not in caplog.text
    assert KEY not in json.dumps([entry.detail for entry in AuditEntry.objects.all()])
    assert KEY not in repr(Endpoint(named.address, "m", KEY))


def test_to_the_internet_it_goes_encrypted_or_not_at_all() -> None:
    messages = [{"role": "user", "content": "hello"}]
    with pytest.raises(AssistantMisconfigured, match="not encrypted"):
        complete(Endpoint("http://model.example/v1", "m"), messages, resolve=lambda *_: ["93.184.215.14"])


@pytest.mark.parametrize(
    "address", ["model.example/v1", "ftp://model.example/v1", "http://", "https://me:secret@model.example/v1"]
)
def test_an_address_that_is_none_is_refused_before_anything_is_sent(address: str) -> None:
    with pytest.raises(AssistantMisconfigured, match="TOCSIN_ASSISTANT_URL") as caught:
        complete(Endpoint(address, "m"), [])
    assert "secret" not in str(caught.value)


def test_the_name_service_and_a_key_with_blanks_are_named() -> None:
    def unknown(host: str, port: int) -> list[str]:
        raise OSError("no such name")

    with pytest.raises(AssistantUnreachable, match=r"no address of model\.example"):
        complete(Endpoint("https://model.example/v1", "m"), [], resolve=unknown)
    with pytest.raises(AssistantMisconfigured, match="TOCSIN_ASSISTANT_KEY"):
        complete(Endpoint("https://model.example/v1", "m", "two words"), [])


def test_models_that_think_never_hold_more_than_two_threads_of_the_server(named: ModelServer) -> None:
    arrived = threading.Semaphore(0)
    named.meanwhile = lambda: arrived.release()
    named.hangs()
    endpoint = Endpoint(named.address, "made-up-7b", seconds=60.0)
    with ThreadPoolExecutor(AT_ONCE) as waiting:
        asking = [waiting.submit(complete, endpoint, []) for _ in range(AT_ONCE)]
        for _ in asking:
            assert arrived.acquire(timeout=20)
        with pytest.raises(AssistantBusy, match="2 questions wait for the model made-up-7b"):
            complete(endpoint, [])
        named.stop.set()
        assert all(isinstance(one.exception(), AssistantUnreachable) for one in asking)
    assert len(named.asked) == AT_ONCE
    named.writes("hello")
    assert complete(endpoint, []) == "hello"


def test_a_whole_address_of_completions_is_taken_as_it_is(named: ModelServer) -> None:
    named.writes("hello")
    endpoint = Endpoint(f"{named.address}/chat/completions/", "m")
    assert complete(endpoint, [{"role": "user", "content": "?"}]) == "hello"
    assert named.asked[0].path == "/v1/chat/completions"
    assert "authorization" not in named.asked[0].headers


# -- the answer's form ------------------------------------------------------------------------------------------------

ROW = {"part": "event", "text": "It rained.", "cites": ["claim:1"]}


def test_an_answer_may_stand_in_a_fence() -> None:
    content = "```json\n" + json.dumps({"sentences": [ROW]}) + "\n```"
    assert proposals(content) == (Proposed("event", "It rained.", ("claim:1",)),)


@pytest.mark.parametrize(
    ("answer", "said"),
    [
        ([ROW], "no list 'sentences'"),
        ({"sentences": {}}, "no list 'sentences'"),
        ({"sentences": [ROW], "notes": "done"}, "no list 'sentences'"),
        ({"sentences": ["It rained."]}, "sentence 1 has not just"),
        ({"sentences": [ROW, {**ROW, "level": "Critical"}]}, "sentence 2 has not just"),
        ({"sentences": [{**ROW, "part": "advice"}]}, "a part other than"),
        ({"sentences": [{**ROW, "part": ["event"]}]}, "a part other than"),
        ({"sentences": [{**ROW, "text": 12}]}, "has no text"),
        ({"sentences": [{**ROW, "text": "  "}]}, "has no text"),
        ({"sentences": [{**ROW, "cites": "claim:1"}]}, "no list of claims"),
        ({"sentences": [{**ROW, "cites": [1]}]}, "no list of claims"),
        ({"sentences": [{**ROW, "cites": ["claim:1"] * 11}]}, "too many claims"),
        ({"sentences": [ROW] * 13}, "more than 12 sentences"),
    ],
)
def test_an_answer_of_another_form_is_refused_whole(answer: object, said: str) -> None:
    with pytest.raises(AnswerUnusable, match=said):
        proposals(json.dumps(answer))


anything = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.sampled_from(["sentences", *ROW]) | st.text(), inner),
)


@given(st.text() | anything.map(json.dumps))
@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_whatever_comes_is_read_or_refused(content: str) -> None:
    try:
        found = proposals(content)
    except AnswerUnusable:
        return
    assert all(isinstance(one, Proposed) for one in found)


# -- taking over ------------------------------------------------------------------------------------------------------


def test_what_is_taken_over_is_a_revision_of_the_author_with_its_claims(
    named: ModelServer, draft: Draft, desk: Desk
) -> None:
    answer = answered(draft, desk, named, FELL, "At least 12 people died in Kisumu.")
    text = text_of(draft.content)
    saved = take(draft, text, answer.signed, [0], revision=1, author=desk.ana, reason="Better.", now=NOON)
    event = text_of(saved.content).event
    at = [sentence.text for sentence in event].index(FELL)
    assert event[at].citations == answer.admitted[0].reports
    assert not event[at].assessment
    assert not any(sentence.assessment for sentence in event[:at])
    assert all(sentence.assessment for sentence in event[at + 1 :])
    claims = draft.citations.filter(sentence=f"event:{at}").values_list("claim__unit", flat=True)
    assert list(claims) == ["killed"]
    revision = saved.revisions.get(number=2)
    assert (revision.author, saved.revision) == (desk.ana, 2)
    assert revision.reason == "Better. 1 sentence worded by a language model taken over."


def test_taking_over_voids_an_approval(named: ModelServer, draft: Draft, desk: Desk) -> None:
    answer = answered(draft, desk, named, FELL)
    submit(draft, author=desk.ana, now=NOON)
    approve(draft, reviewer=desk.eva, content_hash=draft.content_hash, now=NOON)
    draft.refresh_from_db()
    saved = take(
        draft, text_of(draft.content), answer.signed, [0], revision=1, author=desk.ana, now=NOON
    )  # fmt: skip
    assert saved.state == "editing"
    assert standing_approval(saved) is None


def test_a_sentence_that_is_there_already_is_not_put_in_twice(
    named: ModelServer, draft: Draft, desk: Desk
) -> None:
    answer = answered(draft, desk, named, FELL)
    once = put_in(text_of(draft.content), answer.admitted)
    assert put_in(once, answer.admitted) == once


def test_proposals_that_were_changed_or_are_of_somebody_else_are_not_taken_over(
    named: ModelServer, draft: Draft, desk: Desk
) -> None:
    answer, text = answered(draft, desk, named, FELL), text_of(draft.content)
    for signed, author, chosen, said in (
        (answer.signed[:-3] + "abc", desk.ana, [0], "changed on their way"),
        ("", desk.ana, [0], "changed on their way"),
        (answer.signed, desk.ben, [0], "for somebody else"),
        (answer.signed, desk.ana, [], "No sentence is chosen"),
        (answer.signed, desk.ana, [1], "No sentence is chosen"),
        (answer.signed, desk.ana, [-1], "No sentence is chosen"),
    ):
        with pytest.raises(WordingRefused, match=said):
            take(draft, text, signed, chosen, revision=1, author=author, now=NOON)
    draft.refresh_from_db()
    assert draft.revision == 1


def test_a_sentence_whose_claim_was_withdrawn_meanwhile_is_not_taken_over(
    named: ModelServer, draft: Draft, desk: Desk
) -> None:
    answer = answered(draft, desk, named, FELL)
    Claim.objects.filter(unit="killed").update(state="withdrawn", withdrawn_reason="counted twice")
    with pytest.raises(WordingRefused, match="no longer stands"):
        take(draft, text_of(draft.content), answer.signed, [0], revision=1, author=desk.ana, now=NOON)


def test_an_edit_of_a_colleague_in_between_is_not_overwritten(
    named: ModelServer, draft: Draft, desk: Desk
) -> None:
    answer, text = answered(draft, desk, named, FELL), text_of(draft.content)
    take(draft, text, answer.signed, [0], revision=1, author=desk.ana, now=NOON)
    with pytest.raises(DraftChanged):
        take(draft, text, answer.signed, [0], revision=1, author=desk.ana, now=NOON)
