"""The settings: the index, users and their roles, tokens, the desk itself, what is kept; and a link to a first password."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

import pytest
from allauth.mfa.models import Authenticator
from django.test import Client

from tocsin.accounts.errors import TokenInvalid
from tocsin.accounts.models import ApiToken, AuditEntry, Membership, Organisation, User
from tocsin.accounts.tokens import check_token
from tocsin.alerts.tests.desk import NOON, make_desk
from tocsin.exposure.models import Trip

PASSWORD = "wide-open-savannah"
USERS = "/desk/settings/users/"


@pytest.fixture
def carol(scene, as_user) -> Client:
    return as_user(scene.administrator)


def text(answer) -> str:
    assert answer.status_code == 200
    return answer.content.decode()


def last_entry(scene) -> AuditEntry:
    return AuditEntry.objects.filter(organisation=scene.desk.organisation).latest("sequence")


def roles_of(user: User) -> set[str]:
    return set(user.memberships.values_list("role", flat=True))


def add(client: Client, **values: object):
    given = {
        "name": "Dora Lang",
        "email": "dora@desk.example",
        "roles": ["analyst"],
        "password": "",
        **values,
    }
    return client.post(f"{USERS}new", given, follow=True)


def link_in(page: str) -> str:
    found = re.search(r"http://[^<]+/account/first-password/[^<]+", page)
    assert found
    return urlsplit(found[0]).path


# -- the index


def test_the_index_leads_to_every_page_and_says_how_each_stands(scene, carol):
    page = text(carol.get("/desk/settings/"))
    for address in (
        "/desk/channels/", "/settings/escalation/", "/desk/quiet/", "/settings/reach/", "/desk/sources/",
        "/desk/sources/rules/", USERS, "/desk/settings/tokens/", "/desk/settings/organisation/",
        "/desk/settings/retention/", "/desk/history/",
    ):  # fmt: skip
        assert f'href="{address}"' in page
        assert carol.get(address).status_code == 200
    assert "6 people, 1 with approver, 0 with a second factor" in page
    assert "Desk, four eyes" in page
    assert "Nobody is on duty" in page
    assert "trips for 30 days after their end, 0 go next" in page
    assert carol.get("/settings/")["Location"] == "/desk/settings/"


def test_the_index_shows_to_others_only_what_opens_for_them(scene, as_user):
    analyst = text(as_user(scene.desk.ana).get("/desk/settings/"))
    assert "/settings/reach/" in analyst
    for address in (USERS, "/desk/settings/tokens/", "/desk/channels/", "/people/subscriptions/"):
        assert f'href="{address}"' not in analyst
    assert 'href="/people/subscriptions/"' in text(as_user(scene.manager).get("/desk/settings/"))


# -- users


def test_users_are_listed_with_roles_sign_in_and_second_factor(scene, carol):
    Authenticator.objects.create(user=scene.desk.eva, type="totp", data={})
    User.objects.filter(pk=scene.desk.eva.pk).update(last_login=NOON)
    page = text(carol.get(USERS))
    row = next(one for one in page.split("<tr>") if "eva@desk.example" in one)
    assert "Approver" in row
    assert "15 Jul 2017" in row
    assert "not set" not in row
    assert "1 with a second factor" in page


def test_somebody_is_added_with_a_link_and_signs_in_with_the_password_that_they_chose(scene, carol, as_user):
    page = text(add(carol, roles=["analyst", "approver"]))
    dora = User.objects.get(email="dora@desk.example")
    assert roles_of(dora) == {"analyst", "approver"}
    assert not dora.has_usable_password()
    address = link_in(page)
    assert "first-password" not in text(carol.get(USERS))
    visitor = as_user(None)
    assert "dora@desk.example" in text(visitor.get(address))
    refused = text(visitor.post(address, {"password": "short", "again": "short"}))
    assert "too short" in refused
    assert "It differs" in text(visitor.post(address, {"password": PASSWORD, "again": "other-words-here"}))
    done = visitor.post(address, {"password": PASSWORD, "again": PASSWORD}, follow=True)
    assert "Sign in with it." in text(done)
    assert last_entry(scene).action == "choose password"
    sign_in = visitor.post("/account/login/", {"login": "dora@desk.example", "password": PASSWORD})
    assert sign_in["Location"] == "/desk/"
    again = as_user(None).post(
        address, {"password": "another-password", "again": "another-password"}, follow=True
    )
    assert "This link was used already" in text(again)
    dora.refresh_from_db()
    assert dora.check_password(PASSWORD)


def test_a_new_link_ends_the_one_before_and_a_made_up_one_opens_nothing(scene, carol, as_user):
    first = link_in(text(add(carol)))
    dora = User.objects.get(email="dora@desk.example")
    second = link_in(text(carol.post(f"{USERS}{dora.pk}/link")))
    visitor = as_user(None)
    assert visitor.get(first).status_code == 302
    assert visitor.get(second).status_code == 200
    other = re.sub(r"/\d+/", f"/{scene.desk.eva.pk}/", second)
    assert visitor.get(other).status_code == 302
    carol.post(f"{USERS}{dora.pk}/close")
    assert visitor.get(second).status_code == 302


def test_somebody_is_added_with_a_first_password(scene, carol):
    answer = add(carol, password=PASSWORD)
    assert "Added." in text(answer)
    assert PASSWORD not in text(answer)
    assert User.objects.get(email="dora@desk.example").check_password(PASSWORD)
    entry = AuditEntry.objects.get(action="add user")
    assert entry.actor == "Carol"
    assert PASSWORD not in str(entry.detail)


@pytest.mark.parametrize(
    ("field", "values", "words"),
    [
        ("email", {"email": "ANA@desk.example"}, "has an account already"),
        ("email", {"email": "dora at desk"}, "Enter a valid email address"),
        ("roles", {"roles": []}, "This field is required"),
        ("roles", {"roles": ["king"]}, "king is not one of the available choices"),
        ("password", {"password": "password1234"}, "too common"),
        ("name", {"name": " "}, "This field is required"),
    ],
)
def test_what_is_wrong_is_said_at_its_field_and_what_was_typed_stays(scene, carol, field, values, words):
    before = User.objects.count()
    page = text(add(carol, **values))
    errors = page.split(f'id="id_{field}_error"')[1].split("</ul>")[0]
    assert words in errors
    if field != "name":
        assert 'value="Dora Lang"' in page
    if field not in ("email", "roles"):
        assert 'value="dora@desk.example"' in page
        assert re.search(r'value="analyst"[^>]* checked', page)
    assert User.objects.count() == before


def test_roles_are_changed_and_both_states_are_kept(scene, carol):
    answer = carol.post(f"{USERS}{scene.desk.rob.pk}/", {"roles": ["analyst", "people-manager"]}, follow=True)
    assert "Kept, under your name" in text(answer)
    assert roles_of(scene.desk.rob) == {"analyst", "people-manager"}
    entry = last_entry(scene)
    assert (entry.action, entry.actor) == ("change roles", "Carol")
    assert (entry.detail["before"], entry.detail["roles"]) == (["reader"], ["analyst", "people-manager"])
    none = text(carol.post(f"{USERS}{scene.desk.rob.pk}/", {}))
    assert "Choose one role at least" in none
    assert roles_of(scene.desk.rob) == {"analyst", "people-manager"}


def test_nobody_gives_themselves_a_role(scene, carol):
    page = text(carol.post(f"{USERS}{scene.administrator.pk}/", {"roles": ["administrator", "approver"]}))
    assert "Nobody gives themselves a role. Ask another administrator for: Approver." in page
    assert roles_of(scene.administrator) == {"administrator"}


def test_the_last_administrator_stays_and_one_of_two_may_go(scene, carol):
    mine = f"{USERS}{scene.administrator.pk}/"
    Membership.objects.create(organisation=scene.desk.organisation, user=scene.administrator, role="reader")
    assert "Carol is the last administrator" in text(carol.post(mine, {"roles": ["reader"]}))
    assert "Nobody closes their own account" in text(carol.post(f"{mine}close", follow=True))
    scene.administrator.refresh_from_db()
    assert scene.administrator.is_active
    carol.post(f"{USERS}{scene.desk.eva.pk}/", {"roles": ["approver", "administrator"]})
    User.objects.filter(pk=scene.desk.eva.pk).update(is_active=False)
    assert "last administrator" in text(carol.post(mine, {"roles": ["reader"]})), (
        "a closed one does not count"
    )
    User.objects.filter(pk=scene.desk.eva.pk).update(is_active=True)
    assert carol.post(mine, {"roles": ["reader"]}).status_code == 302
    assert roles_of(scene.administrator) == {"reader"}
    assert carol.get(USERS).status_code == 403


def test_a_closed_account_is_out_at_once_and_comes_back_as_it_was(scene, carol, as_user):
    ana = as_user(scene.desk.ana)
    assert ana.get("/desk/").status_code == 200
    address = f"{USERS}{scene.desk.ana.pk}/"
    assert "Closed." in text(carol.post(f"{address}close", follow=True))
    assert ana.get("/desk/").status_code == 302
    assert "This account is closed" in text(carol.post(f"{address}link", follow=True))
    carol.post(f"{address}open")
    assert as_user(User.objects.get(pk=scene.desk.ana.pk)).get("/desk/").status_code == 200
    assert roles_of(scene.desk.ana) == {"analyst"}
    actions = AuditEntry.objects.filter(subject=f"user:{scene.desk.ana.pk}").values_list("action", flat=True)
    assert {"close account", "open account again"} <= set(actions)
    assert carol.post(f"{address}crown").status_code == 404


def test_a_lost_second_factor_is_removed_but_not_ones_own(scene, carol):
    for user in (scene.desk.ana, scene.administrator):
        Authenticator.objects.create(user=user, type="totp", data={})
        carol.post(f"{USERS}{user.pk}/remove-second-factor")
    assert list(Authenticator.objects.values_list("user", flat=True)) == [scene.administrator.pk]
    assert last_entry(scene).action == "remove second factor"


def test_an_account_that_another_desk_uses_is_not_ours_to_close_or_to_open(scene, carol):
    other = make_desk("other")
    shared = other.eva
    Membership.objects.create(organisation=scene.desk.organisation, user=shared, role="reader")
    Authenticator.objects.create(user=shared, type="totp", data={})
    address = f"{USERS}{shared.pk}/"
    for verb in ("close", "link", "open", "remove-second-factor"):
        page = text(carol.post(f"{address}{verb}", follow=True))
        assert "works at another desk of this instance too" in page
        assert "first-password" not in page
        assert "Other" not in page.replace("Other desks", ""), "the other desk is not named"
    shared.refresh_from_db()
    assert shared.is_active
    assert Authenticator.objects.filter(user=shared).exists()
    assert carol.post(address, {}).status_code == 302
    assert list(shared.memberships.values_list("organisation__slug", flat=True)) == ["other"]


# -- tokens


def test_a_token_is_made_shown_once_and_revoked(scene, carol):
    values = {"name": "Travel system", "scopes": ["people:read", "reports:write"], "days": "30"}
    page = text(carol.post("/desk/settings/tokens/", values))
    secret = re.search(r"tocsin_[\w-]+", page)[0]
    token = check_token(secret, now=NOON)
    assert token.organisation == scene.desk.organisation
    assert token.scopes == ["people:read", "reports:write"]
    assert (token.expires_at - token.created_at).days == 30
    assert last_entry(scene).action == "make token"
    listed = text(carol.get("/desk/settings/tokens/"))
    assert "Travel system" in listed
    assert secret not in listed
    for _press in range(2):
        carol.post(f"/desk/settings/tokens/{token.pk}/revoke")
    with pytest.raises(TokenInvalid, match="revoked"):
        check_token(secret, now=NOON)
    assert AuditEntry.objects.filter(action="revoke token").count() == 1
    assert "revoked" in text(carol.get("/desk/settings/tokens/"))


def test_a_token_without_a_scope_is_refused_at_the_field_and_the_name_stays(scene, carol):
    page = text(carol.post("/desk/settings/tokens/", {"name": "Dashboard", "days": "30"}))
    assert "This field is required" in page.split('id="id_scopes_error"')[1]
    assert 'value="Dashboard"' in page
    assert not ApiToken.objects.exists()


# -- the desk itself, and what is kept


def values_of(scene, **changes: object) -> dict[str, object]:
    values = {"name": "Desk", "sender": "desk.example", "answer_hours": "72", "keep_trips_days": "30"}
    return {**values, **changes}


def test_the_desk_is_set_up_and_each_change_is_kept_in_the_history(scene, carol):
    address = "/desk/settings/organisation/"
    carol.post(address, values_of(scene, name="Harbour Watch", lone_duty="on", keep_trips_days="10"))
    desk = Organisation.objects.get(pk=scene.desk.organisation.pk)
    assert (desk.name, desk.lone_duty, desk.keep_trips_days) == ("Harbour Watch", True, 10)
    entry = last_entry(scene)
    assert entry.detail == {"name": "Harbour Watch", "lone_duty": True, "keep_trips_days": 10}
    assert entry.actor == "Carol"
    carol.post(address, values_of(scene, name="Harbour Watch", lone_duty="on", keep_trips_days="10"))
    assert last_entry(scene) == entry, "what changes nothing leaves no line"


@pytest.mark.parametrize(
    ("field", "value", "words"),
    [
        ("sender", "desk of ours", "which CAP forbids"),
        ("sender", "", "This field is required"),
        ("name", "", "This field is required"),
        ("answer_hours", "0", "greater than or equal to 1"),
        ("keep_trips_days", "4000", "less than or equal to 3650"),
        ("keep_trips_days", "soon", "Enter a whole number"),
    ],
)
def test_a_bad_value_is_said_at_its_field_and_changes_nothing(scene, carol, field, value, words):
    page = text(
        carol.post("/desk/settings/organisation/", values_of(scene, lone_duty="on", **{field: value}))
    )
    assert words in page.split(f'id="id_{field}_error"')[1].split("</ul>")[0]
    if value:
        assert f'value="{value}"' in page
    desk = Organisation.objects.get(pk=scene.desk.organisation.pk)
    assert (desk.name, desk.sender, desk.lone_duty) == ("Desk", "desk.example", False)


def test_the_page_of_retention_says_what_goes_next_and_removes_nothing(scene, carol):
    assert "The next purge would remove nothing." in text(carol.get("/desk/settings/retention/"))
    Organisation.objects.update(keep_trips_days=1)
    Trip.objects.get().stays.update(arrive=NOON.replace(day=1), depart=NOON.replace(day=3))
    page = text(carol.get("/desk/settings/retention/"))
    assert "1 trip, 1 stay" in page
    assert Trip.objects.count() == 1


# -- whom it is for


ADDRESSES = (
    USERS, f"{USERS}new", f"{USERS}{{user}}/", "/desk/settings/tokens/", "/desk/settings/organisation/",
    "/desk/settings/retention/",
)  # fmt: skip
POSTS = (
    f"{USERS}{{user}}/link",
    f"{USERS}{{user}}/close",
    f"{USERS}{{user}}/open",
    "/desk/settings/tokens/1/revoke",
)


def test_nobody_but_an_administrator_opens_or_posts_any_of_it(scene, as_user):
    for user in (scene.desk.ana, scene.desk.eva, scene.desk.rob, scene.manager):
        client = as_user(user)
        for address in ADDRESSES:
            assert client.get(address.format(user=user.pk)).status_code == 403
        for address in ADDRESSES[1:5] + POSTS:
            assert client.post(address.format(user=user.pk), {"roles": ["administrator"]}).status_code == 403
    assert as_user(None).post(f"{USERS}new", {"name": "Dora"}).status_code == 302
    assert roles_of(scene.desk.ana) == {"analyst"}


def test_nothing_of_another_desk_is_shown_or_changed(scene, as_user):
    other = make_desk("other")
    boss = User.objects.create_user("boss@other.example", name="Boss")
    Membership.objects.create(organisation=other.organisation, user=boss, role="administrator")
    ours, _ = ApiToken.objects.get_or_create(
        organisation=scene.desk.organisation, name="Ours", prefix="tocsin_ours1", created_at=NOON
    )
    client = as_user(boss)
    for address in ("", "users/", "tokens/", "organisation/", "retention/"):
        page = text(client.get(f"/desk/settings/{address}"))
        for word in ("desk.example", "Carol", "Ours"):
            assert word not in page
    member = f"{USERS}{scene.desk.ana.pk}/"
    assert client.get(member).status_code == 404
    for address in (member, f"{member}link", f"{member}close", f"/desk/settings/tokens/{ours.pk}/revoke"):
        assert client.post(address, {"roles": ["reader"]}).status_code == 404
    ours.refresh_from_db()
    assert ours.revoked_at is None
    assert roles_of(scene.desk.ana) == {"analyst"}


def test_ones_own_second_factor_is_one_step_from_every_page_of_the_desk(scene, carol):
    assert 'href="/account/2fa/"' in text(carol.get("/desk/settings/"))
