"""Messages that hypothesis makes up, all of which CAP 1.2 can say."""

from __future__ import annotations

from datetime import UTC, datetime

from hypothesis import strategies as st

from tocsin.cap import (
    CapArea,
    CapCircle,
    CapPolygon,
    Category,
    Certainty,
    Info,
    Message,
    MsgType,
    NamedValue,
    Reference,
    Resource,
    ResponseType,
    Scope,
    Severity,
    Status,
    Urgency,
)

texts = st.text(
    st.characters(
        exclude_categories=("Cs", "Cc"), exclude_characters="\ufffe\uffff", include_characters="\n\t\r"
    ),
    max_size=40,
)
names = st.text(st.characters(categories=("L", "N"), include_characters=".-_:@<&"), min_size=1, max_size=12)
items = texts.filter(lambda text: '"' not in text and bool(text.strip()))
times = st.datetimes(datetime(1000, 1, 2), datetime(9999, 12, 30), timezones=st.just(UTC))
pairs = st.tuples(texts, texts).map(lambda pair: NamedValue(*pair))
numbers = st.decimals(-10_000, 10_000, places=2).map(str) | st.just("")


def few(strategy: st.SearchStrategy) -> st.SearchStrategy:
    return st.lists(strategy, max_size=3).map(tuple)


languages = st.sampled_from(("en-US", "fr", "ar", "zh-Hant-TW", "es-419"))
addresses = st.sampled_from(("", "https://example.org/a?b=c&d=e", "file:///x", "urn:oid:2.49", "a/b c"))
references = st.builds(Reference, names, names, times)
resources = st.builds(Resource, texts, texts, st.none() | st.integers(0, 10**9), addresses, texts, texts)
areas = st.builds(
    CapArea, texts, few(texts.map(CapPolygon)), few(texts.map(CapCircle)), few(pairs), numbers, numbers
)
infos = st.builds(
    Info,
    event=texts,
    urgency=st.sampled_from(Urgency),
    severity=st.sampled_from(Severity),
    certainty=st.sampled_from(Certainty),
    categories=st.lists(st.sampled_from(Category), min_size=1, max_size=3).map(tuple),
    language=languages,
    response_types=few(st.sampled_from(ResponseType)),
    audience=texts,
    event_codes=few(pairs),
    effective=st.none() | times,
    onset=st.none() | times,
    expires=st.none() | times,
    sender_name=texts,
    headline=texts,
    description=texts,
    instruction=texts,
    web=addresses,
    contact=texts,
    parameters=few(pairs),
    resources=few(resources),
    areas=few(areas),
)
messages = st.builds(
    Message,
    identifier=texts,
    sender=texts,
    sent=times,
    status=st.sampled_from(Status),
    msg_type=st.sampled_from(MsgType),
    scope=st.sampled_from(Scope),
    source=texts,
    restriction=texts,
    addresses=few(items),
    codes=few(texts),
    note=texts,
    references=few(references),
    incidents=few(items),
    infos=few(infos),
    references_unread=few(st.sampled_from(("lost", "a,b", "a,b,c", "a,b,2026-01-01T00:00:00"))),
)
