"""Who may do what, and with which key."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from cryptography.fernet import Fernet
from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.db import connection
from hypothesis import given
from hypothesis import strategies as st

from tocsin.accounts.access import access_of
from tocsin.accounts.errors import NotAllowed, SecretUnreadable, TokenInvalid
from tocsin.accounts.models import ApiToken, Membership, Organisation, User
from tocsin.accounts.roles import Act, Role
from tocsin.accounts.secrets import decrypt, encrypt, fingerprint
from tocsin.accounts.tokens import Scope, check_token, make_token

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk(noon: datetime) -> Organisation:
    return Organisation.objects.create(name="Desk", slug="desk", sender="desk.example", created_at=noon)


def test_roles_add_up_and_an_analyst_may_not_approve(desk: Organisation) -> None:
    user = User.objects.create_user("ana@desk.example", name="Ana")
    Membership.objects.create(organisation=desk, user=user, role=Role.ANALYST)
    access = access_of(user)
    assert access.may(Act.WRITE_DRAFT)
    assert not access.may(Act.SEE_PEOPLE)
    with pytest.raises(NotAllowed, match="approve-draft"):
        access.require(Act.APPROVE_DRAFT)
    Membership.objects.create(organisation=desk, user=user, role=Role.PEOPLE_MANAGER)
    assert access_of(user).may(Act.SEE_PEOPLE)


def test_a_visitor_may_do_nothing() -> None:
    assert access_of(AnonymousUser()).acts == frozenset()


def test_a_token_is_kept_as_a_digest_and_ends(desk: Organisation, noon: datetime) -> None:
    record, token = make_token(
        desk, "field office", [Scope.REPORTS_WRITE], now=noon, expires_at=noon + timedelta(days=1)
    )
    assert token not in str(ApiToken.objects.values().get())
    assert check_token(token, now=noon) == record
    with pytest.raises(TokenInvalid, match="ended on 2017-07-16"):
        check_token(token, now=noon + timedelta(days=2))
    ApiToken.objects.update(revoked_at=noon)
    with pytest.raises(TokenInvalid, match="revoked"):
        check_token(token, now=noon)
    with pytest.raises(TokenInvalid, match="not known"):
        check_token(token + "x", now=noon)


def test_encrypted_text_needs_the_right_key(settings: object) -> None:
    sealed = encrypt("mira@desk.example")
    assert "mira" not in sealed
    assert decrypt(sealed) == "mira@desk.example"
    assert fingerprint("Mira@desk.example ") == fingerprint("mira@desk.example")
    settings.TOCSIN_FIELD_KEY = "x3pqvTSs7DFhTYn3mzaJrJN1MJ5S2nG1KT4X1c5zv0o="  # type: ignore[attr-defined]
    with pytest.raises(SecretUnreadable, match=r"field\.key"):
        decrypt(sealed)


def test_what_was_sealed_at_first_can_still_be_opened(settings: object) -> None:
    token = Fernet(settings.TOCSIN_FIELD_KEY.encode()).encrypt(b"mira@desk.example")  # type: ignore[attr-defined]
    assert decrypt(token.decode()) == "mira@desk.example"


@given(text=st.text(max_size=200))
def test_every_text_comes_back_as_it_was(text: str) -> None:
    assert decrypt(encrypt(text)) == text


@pytest.mark.parametrize(
    "change",
    [lambda s: s[:-2], lambda s: s + "A", lambda s: s[:6] + "é" + s[7:], lambda s: s[::-1], lambda s: s[:2]],
)
def test_an_altered_text_is_noticed(change: Callable[[str], str]) -> None:
    with pytest.raises(SecretUnreadable, match=r"field\.key"):
        decrypt(change(encrypt("mira@desk.example")))


def test_the_database_is_one_of_the_two(noon: datetime) -> None:
    assert connection.vendor in ("sqlite", "postgresql")
    assert settings.TOCSIN_HOME.stat().st_mode & 0o077 == 0
