"""Signing in with a second factor: where wrong codes end, and what of it lies in the database."""

from __future__ import annotations

import time

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, generate_totp_secret, hotp_value
from django.core.cache import cache
from django.test import Client

from tocsin.accounts.models import User

pytestmark = pytest.mark.django_db
PASSWORD = "wide-open-savannah"
ADDRESS = "ana@desk.example"


@pytest.fixture
def ana() -> User:
    return User.objects.create_user(ADDRESS, PASSWORD, name="Ana")


@pytest.fixture
def secret(ana: User) -> str:
    made = generate_totp_secret()
    TOTP.activate(ana, made)
    return made


def code_of(secret: str) -> str:
    return format_hotp_value(hotp_value(secret, int(time.time()) // 30))


def wrong_code(secret: str) -> str:
    near = {format_hotp_value(hotp_value(secret, int(time.time()) // 30 + step)) for step in range(-3, 4)}
    return next(code for code in ("000000", *map(str, range(111111, 111120))) if code not in near)


def with_password(client: Client, password: str = PASSWORD, login: str = ADDRESS) -> int:
    return client.post("/account/login/", {"login": login, "password": password}).status_code


def signed_in(client: Client) -> bool:
    return "_auth_user_id" in client.session


def test_the_password_alone_does_not_let_in_whoever_has_a_second_factor(secret: str) -> None:
    client = Client()
    with_password(client)
    assert not signed_in(client)
    client.post("/account/2fa/authenticate/", {"code": wrong_code(secret)})
    assert not signed_in(client)
    client.post("/account/2fa/authenticate/", {"code": code_of(secret)})
    assert signed_in(client)


def test_after_ten_wrong_codes_not_even_the_right_one_lets_in(secret: str) -> None:
    client = Client()
    with_password(client)
    for _attempt in range(10):
        answer = client.post("/account/2fa/authenticate/", {"code": wrong_code(secret)})
    assert answer.status_code == 429
    assert "Too many attempts" in answer.content.decode()
    assert client.post("/account/2fa/authenticate/", {"code": code_of(secret)}).status_code == 429
    assert not signed_in(client)
    fresh = Client()
    assert with_password(fresh) == 429, "nor the password, in another window"


def test_a_right_password_between_wrong_codes_does_not_begin_the_count_anew(secret: str) -> None:
    for _attempt in range(10):
        client = Client()
        with_password(client)
        client.post("/account/2fa/authenticate/", {"code": wrong_code(secret)})
    assert with_password(Client()) == 429


def test_an_account_that_is_closed_to_an_address_leaves_the_others_of_that_office_open(ana: User) -> None:
    User.objects.create_user("bram@desk.example", PASSWORD, name="Bram")
    for _attempt in range(10):
        status = with_password(Client(), "not-this-one", " ANA@desk.example")
    assert status == 429
    assert with_password(Client()) == 429
    bram = Client()
    with_password(bram, login="bram@desk.example")
    assert signed_in(bram)


def test_failures_are_forgotten_after_the_sign_in_and_not_before(secret: str) -> None:
    for _round in range(2):
        client = Client()
        with_password(client)
        for _attempt in range(9):
            client.post("/account/2fa/authenticate/", {"code": wrong_code(secret)})
        client.post("/account/2fa/authenticate/", {"code": code_of(secret)})
        assert signed_in(client)
        Authenticator.objects.all().delete()
        TOTP.activate(User.objects.get(email=ADDRESS), secret)
        cache.clear()


def test_secrets_of_second_factors_are_sealed_and_those_kept_before_still_work(
    ana: User, secret: str
) -> None:
    row = Authenticator.objects.get()
    assert secret not in str(row.data)
    Authenticator.objects.update(data={"secret": secret})
    client = Client()
    with_password(client)
    client.post("/account/2fa/authenticate/", {"code": code_of(secret)})
    assert signed_in(client)
