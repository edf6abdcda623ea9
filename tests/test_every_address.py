"""Every address of the house, asked by strangers, by the administrator of another desk and by each role of the desk.

An address that is not in ADDRESSES fails the test: say there what it takes, and who is let in.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.apps import apps
from django.conf import settings
from django.db import connection, models, transaction
from django.db.models import Q
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import get_resolver

from tests.every_address import ADDRESSES, NOBODY, PUBLIC, WRITES
from tocsin.accounts.models import Membership, Organisation, User
from tocsin.accounts.tokens import Scope, make_token
from tocsin.alerts.drafting import draft_from
from tocsin.alerts.editing import submit
from tocsin.alerts.models import Alert
from tocsin.alerts.tests.desk import (
    NOON,
    Desk,
    approved,
    make_claim,
    make_desk,
    make_incident,
    make_report,
    make_source,
)  # fmt: skip
from tocsin.delivery.models import Answer, Delivery
from tocsin.desk.models import SavedFilter
from tocsin.exposure.importing import load
from tocsin.exposure.models import HeldLine, Import
from tocsin.exposure.people import add_person
from tocsin.exposure.places import PlaceWords
from tocsin.exposure.sites import add_site
from tocsin.exposure.subscriptions import subscribe
from tocsin.exposure.trips import add_stay, add_trip
from tocsin.incidents.acts import snooze
from tocsin.incidents.grouping import group_waiting
from tocsin.publishing.publication import publish
from tocsin.publishing.tests.authority import Authority

#: In every name and text of a desk that is for nobody outside it.
SECRET = {"harbour": "Quillfeather", "other": "Brambletoe"}
ROLES = ("reader", "analyst", "approver", "people-manager", "administrator")


@dataclass(frozen=True)
class Scene:
    """One desk with something of everything, and what addresses call it."""

    organisation: Organisation
    users: dict[str, User]
    token: str
    named: dict[str, Any]


def _scene(slug: str) -> Scene:
    word = SECRET[slug]
    desk = make_desk(slug)
    ours = desk.organisation

    def member(name: str, role: str) -> User:
        user = User.objects.create_user(f"{name}@{slug}.example", "a-pass-of-some-length", name=name)
        Membership.objects.create(organisation=ours, user=user, role=role)
        return user

    manager, administrator = member(f"Pia {word}", "people-manager"), member(f"Carol {word}", "administrator")
    mira = add_person(
        ours, key=f"{word}-1", name=f"Mira {word}", email=f"mira.{word}@field.example".lower(),
        actor=manager, now=NOON,
    )  # fmt: skip
    trip = add_trip(mira, key=f"{word}-t", name=f"Survey {word}", actor=manager, now=NOON)
    place = PlaceWords(place="Kisumu", country="KE")
    add_stay(trip, place, arrive="2017-07-14", depart="2017-07-20", actor=manager, now=NOON)
    site = add_site(
        ours, key=f"{word}-s", name=f"Clinic {word}", kind="office", place=place, actor=manager, now=NOON,
        contacts=[mira],
    ).site  # fmt: skip
    subscription = subscribe(mira, actor=manager, now=NOON, countries=["KE"])
    draft = approved(desk)
    # Each desk counts for itself: the number of one desk's alert is to be none of the other's.
    Alert.objects.filter(pk=draft.alert_id).update(reference=f"2017-{'9' if slug == 'other' else '8'}001")
    draft.alert.refresh_from_db()
    edition = publish(draft, publisher=desk.eva, now=NOON)
    named = _unpublished(desk, word) | _records(ours, desk, manager, word)
    answer = Answer.objects.create(
        edition=edition, person=mira, kind="need-help", note=f"Trapped {word}", at=NOON, via="link"
    )
    delivery = Delivery.objects.filter(person=mira).first() or Delivery.objects.create(
        organisation=ours, edition=edition, person=mira, contact=mira.contacts.get(), channel="email",
        rule="exposed", reason=f"Mira {word}", message_id=f"<{slug}@x>", due_at=NOON, created_at=NOON,
        expires_at=edition.expires,
    )  # fmt: skip
    record, token = make_token(ours, f"{word} office", list(Scope), now=NOON, made_by=administrator)
    group_waiting(now=NOON)
    rule = Authority(desk).rule(name=f"Floods {word}", reason=f"Signed {word}")
    return Scene(
        ours,
        {"reader": desk.rob, "analyst": desk.ana, "approver": desk.eva, "people-manager": manager,
         "administrator": administrator},
        token,
        {
            **named, "alert": edition.alert.reference, "alert id": edition.alert_id, "slug": edition.alert.slug,
            "edition": edition.pk, "person": mira.pk, "trip": trip.pk, "stay": trip.stays.get().pk, "site": site.pk,
            "subscription": subscription.pk, "answer": answer.pk, "delivery": delivery.pk, "token": record.pk,
            "rule": rule.pk, "user": desk.rob.pk,
        },
    )  # fmt: skip


def _unpublished(desk: Desk, word: str) -> dict[str, Any]:
    report = make_report(desk, f"Clash near the {word} depot. Two were hurt.", by=f"Field {word}", grade="A")
    incident = make_incident(desk, [report], title=f"Clash near {word}", hazard="civil-unrest")
    make_claim(incident, report, f"Clash near the {word} depot.")
    draft = draft_from(incident, author=desk.ana, now=NOON)
    other = make_report(desk, f"Fire at the {word} mill. Nobody was hurt.", by=f"Field {word}", grade="A")
    burning = make_incident(desk, [other], title=f"Fire at {word}", hazard="infrastructure")
    make_claim(burning, other, f"Fire at the {word} mill.")
    reviewed = submit(draft_from(burning, author=desk.ana, now=NOON), author=desk.ana, now=NOON)
    act = snooze(incident, actor=desk.ana, until=NOON + timedelta(hours=2), reason=f"Waits {word}", now=NOON)
    return {
        "incident": incident.reference, "incident id": incident.pk, "report": report.pk, "draft": draft.pk,
        "submitted": reviewed.pk, "act": act.pk, "source": make_source(desk, f"Field {word}").pk,
    }  # fmt: skip


def _records(ours: Organisation, desk: Desk, manager: User, word: str) -> dict[str, Any]:
    data = f"key,name,email\n{word}-9,Omar {word},omar.{word}@field.example\n".encode()
    load("people", data, organisation=ours, now=NOON, actor=manager, file_name=f"{word}.csv")
    record = Import.objects.get(organisation=ours)
    fields = ("place", "trip_name", "line", "person", "arrive", "depart")
    held = HeldLine.objects.create(
        record=record, line=2, values=dict.fromkeys(fields, word), problem=f"Which {word}?", column="place"
    )
    kept = SavedFilter.objects.create(
        organisation=ours, user=desk.ana, name=f"Mine {word}", asked={"text": word}
    )
    return {"import": record.pk, "held": held.pk, "filter": kept.pk}


@pytest.fixture
def ours(db: None, settings: Any) -> Scene:
    settings.TOCSIN_CLOCK_SHIFT_SECONDS = (NOON - datetime.now(UTC)).total_seconds()
    assert get_resolver().url_patterns
    return _scene("harbour")


@pytest.fixture
def theirs(ours: Scene) -> Scene:
    return _scene("other")


def _patterns(found: Any = None, before: str = "") -> Iterator[str]:
    for one in get_resolver().url_patterns if found is None else found:
        whole = before + str(one.pattern)
        if hasattr(one, "url_patterns"):
            yield from _patterns(one.url_patterns, whole)
        else:
            yield whole


def _address(pattern: str, scene: Scene) -> str:
    given = [scene.named.get(name, name) for name in ADDRESSES[pattern].takes]
    filled = re.sub(r"<\w+:\w+>|\(\?P<\w+>[^)]*\)|\(\?:.*?\)", lambda _: str(given.pop(0)), pattern)
    assert not given, pattern
    return "/" + re.sub(r"\^|\$", "", filled)


def _form(scene: Scene) -> dict[str, Any]:
    """Every field of every form, filled with what `scene` has."""
    named = scene.named
    return {
        "name": "Changed", "title": "Changed", "text": "Changed by somebody.", "reason": "Because somebody said so.",
        "note": "Changed", "email": "changed@field.example", "key": "changed", "kind": "safe", "language": "fr",
        "roles": "reader", "role": "reader", "scopes": "reports:read", "hours": "2", "level": "Notice", "until": "2017-07-16T12:00",
        "person": named["person"], "source": named["source"], "other": named["incident"], "to": named["user"],
        "report": named["report"], "trip": named["trip"], "contacts": named["person"], "stand_in": named["person"],
        "desk": scene.organisation.pk, "person_id": named["person"], "trip_id": named["trip"],
        "source_id": named["source"], "edition_id": named["edition"], "place": "Kisumu", "country": "KE",
        "countries": "KE", "arrive": "2017-07-15", "depart": "2017-07-18", "days": "3", "answer_hours": "5",
        "keep_trips_days": "5", "address": "https://feeds.example/x.xml", "grade": "A", "interval_seconds": "600",
        "what": "people", "password": "three-lamps-at-the-pier", "active": "", "enabled": "", "take": "0",
    }  # fmt: skip


def _belongs(model: type[models.Model], ours: Organisation) -> Q | None:
    """What finds the rows of `model` that are of `ours`, by the shortest way over any of its links."""
    if model is Organisation:
        return Q(pk=ours.pk)
    if model is User:
        return Q(memberships__organisation=ours)
    found = None
    for field in model._meta.concrete_fields:
        if field.is_relation and field.related_model is not model:
            way = _way(field.related_model, (model,))
            if way is not None:
                one = Q(**{"__".join((field.name, *way)): ours})
                found = one if found is None else found | one
    return found


def _way(model: Any, seen: tuple[Any, ...]) -> tuple[str, ...] | None:
    if model is Organisation:
        return ()
    if model is User:
        return ("memberships", "organisation")
    ways = [
        (field.name, *rest)
        for field in model._meta.concrete_fields
        if field.is_relation and not field.null and field.related_model not in seen
        if (rest := _way(field.related_model, (*seen, model))) is not None
    ]
    return min(ways, key=len, default=None)


def _kept(ours: Organisation) -> dict[str, str]:
    """A digest of every row of `ours` in each table; sign-ins and the last use of a token are no change."""
    kept = {}
    for model in apps.get_models(include_auto_created=True):
        belongs = _belongs(model, ours) if model._meta.managed else None
        if belongs is None:
            continue
        fields = [
            f.attname for f in model._meta.concrete_fields if f.name not in ("last_login", "last_used_at")
        ]
        rows = model._base_manager.filter(belongs).distinct().order_by("pk").values_list(*fields)
        kept[model._meta.label] = hashlib.sha256(repr(list(rows)).encode()).hexdigest()
    return kept


_WRITING = re.compile(r'^(?:INSERT INTO|UPDATE|DELETE FROM) "?(?!django_session)', re.I)


class Walker:
    """One visitor who asks for addresses, and what each did to the desk; nothing that is done stays done."""

    def __init__(self, ours: Scene, user: User | None = None, token: str = "") -> None:
        self.ours = ours
        self.client = Client(headers={"authorization": f"Bearer {token}"} if token else {})
        self.client.raise_request_exception = False
        self.user = user
        self.before = _kept(ours.organisation)

    def ask(
        self, method: str, address: str, form: dict[str, Any] | None = None
    ) -> tuple[int, str, list[str]]:
        """Return status, body with headers, and the tables of the desk that the request changed."""
        with transaction.atomic():
            if self.user is not None:
                self.client.force_login(self.user, backend="django.contrib.auth.backends.ModelBackend")
            kind = {"content_type": "application/json"} if address.startswith("/api/") else {}
            with CaptureQueriesContext(connection) as queries:
                answer = getattr(self.client, method)(address, form or {}, **(kind if form else {}))
            written = any(_WRITING.match(one["sql"]) for one in queries.captured_queries)
            after = _kept(self.ours.organisation) if written else self.before
            body = b"".join(answer.streaming_content) if answer.streaming else answer.content
            transaction.set_rollback(True)
        changed = sorted(name for name in self.before if self.before[name] != after[name])
        return answer.status_code, body.decode("utf-8", "replace") + repr(answer.headers), changed


def _methods(pattern: str, form: dict[str, Any]) -> Iterator[tuple[str, dict[str, Any] | None]]:
    yield "get", None
    yield "post", form
    if pattern.startswith("api/"):
        yield "patch", {"name": "Changed"}
        yield "delete", None


def test_every_address_has_its_arguments() -> None:
    assert sorted(set(_patterns())) == sorted(ADDRESSES)
    assert settings.DEBUG is False


def test_a_stranger_gets_what_is_public_and_changes_nothing(ours: Scene) -> None:
    walker, wrong = Walker(ours), []
    for pattern in ADDRESSES:
        for method, form in _methods(pattern, _form(ours)):
            status, text, changed = walker.ask(method, _address(pattern, ours), form)
            allowed = status in (301, 302, 401, 403, 404, 405) or (pattern in PUBLIC and status < 500)
            if not allowed or changed or SECRET["harbour"].lower() in text.lower():
                wrong.append((method, pattern, status, changed, _around(text)))
    assert wrong == [], "\n".join(map(str, wrong))


@pytest.mark.parametrize("by", ["session", "token"])
def test_another_desk_gets_nothing_of_ours_and_changes_nothing(by: str, ours: Scene, theirs: Scene) -> None:
    """Neither at our addresses, nor at its own with our numbers in its forms."""
    every = theirs.users["administrator"]
    for role in ROLES:
        Membership.objects.get_or_create(organisation=theirs.organisation, user=every, role=role)
    walker = Walker(ours, every) if by == "session" else Walker(ours, token=theirs.token)
    wrong = []
    for pattern, address in ADDRESSES.items():
        if by == "token" and not pattern.startswith("api/"):
            continue
        for whose in (ours, theirs):
            is_of_ours = whose is ours and any(name in ours.named for name in address.takes)
            for method, form in _methods(pattern, _form(ours)):
                status, text, changed = walker.ask(method, _address(pattern, whose), form)
                leaks = SECRET["harbour"].lower() in text.lower()
                refused = not is_of_ours or pattern in PUBLIC or status in (403, 404, 405)
                if status >= 500 or not refused or changed or leaks:
                    wrong.append((method, pattern, whose.organisation.slug, status, changed, _around(text)))
    assert wrong == [], "\n".join(map(str, wrong))


@pytest.mark.parametrize("role", ROLES)
def test_a_role_is_let_in_where_it_may_and_changes_what_it_may(role: str, ours: Scene) -> None:
    """One that is refused changes nothing; who is let in, and who changes something, stands in the table."""
    walker, wrong = Walker(ours, ours.users[role]), []
    for pattern, address in ADDRESSES.items():
        is_let_in = does_change = False
        for method, form in _methods(pattern, _form(ours)):
            status, _text, changed = walker.ask(method, _address(pattern, ours), form)
            refused = status in (401, 403, 405)
            is_let_in, does_change = is_let_in or not refused, does_change or bool(changed)
            if status >= 500 or (refused and changed):
                wrong.append((method, pattern, status, changed))
        if is_let_in != (role in address.roles) or does_change != (role in WRITES.get(pattern, NOBODY)):
            wrong.append((pattern, "let in" if is_let_in else "refused", "changed" if does_change else ""))
    assert wrong == [], "\n".join(map(str, wrong))


def _around(text: str) -> str:
    at = text.lower().find(SECRET["harbour"].lower())
    return text[max(0, at - 80) : at + 40] if at >= 0 else ""
