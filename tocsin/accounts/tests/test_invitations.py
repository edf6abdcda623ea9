"""The link by which somebody chooses a password works once, and only the newest works."""

from __future__ import annotations

from datetime import datetime

import pytest

from tocsin.accounts.invitations import InvitationOver, choose_password, invite, invited
from tocsin.accounts.members import Member
from tocsin.accounts.models import Membership, Organisation, User
from tocsin.accounts.roles import Role

PASSWORD = "three-lamps-at-the-pier"


@pytest.fixture
def desk(db: None, noon: datetime) -> Organisation:
    return Organisation.objects.create(name="Harbour", slug="harbour", sender="h.example", created_at=noon)


def _link(desk: Organisation, user: User, now: datetime) -> tuple[int, str]:
    address = invite(
        desk, Member(user, (Role.READER,), is_elsewhere=False, has_second_factor=False), actor=user, now=now
    )
    number, token = address.rstrip("/").split("/")[-2:]
    return int(number), token


@pytest.mark.parametrize("password", [None, "an-old-one-that-works"])
def test_another_link_ends_the_one_before(password: str | None, desk: Organisation, noon: datetime) -> None:
    user = User.objects.create_user("rob@desk.example", password, name="Rob")
    Membership.objects.create(organisation=desk, user=user, role="reader")
    first = _link(desk, user, noon)
    second = _link(desk, user, noon)
    user.refresh_from_db()
    assert password is None or user.check_password(password)
    with pytest.raises(InvitationOver):
        choose_password(*first, PASSWORD, now=noon)
    assert invited(*second) == user
    choose_password(*second, PASSWORD, now=noon)
    with pytest.raises(InvitationOver):
        invited(*second)


def test_a_link_for_one_user_leaves_another_users_alone(desk: Organisation, noon: datetime) -> None:
    rob, eva = (User.objects.create_user(f"{name}@desk.example", "an-old-one", name=name) for name in "re")
    first = _link(desk, rob, noon)
    _link(desk, eva, noon)
    assert invited(*first) == rob
