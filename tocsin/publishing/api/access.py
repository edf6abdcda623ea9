"""Who calls the API, for which organisation, and whether they may."""

from __future__ import annotations

import re
from dataclasses import dataclass

from django.conf import settings
from django.http import HttpRequest
from ninja.security import APIKeyCookie, HttpBearer

from tocsin.accounts.access import Access
from tocsin.accounts.errors import TokenInvalid
from tocsin.accounts.models import Organisation, User
from tocsin.accounts.roles import Act
from tocsin.accounts.tokens import Scope, check_token
from tocsin.clock import now
from tocsin.publishing.api.problems import Kind, Problem

_TOKEN = re.compile(r"[\x21-\x7e]{1,200}")


@dataclass(frozen=True, slots=True)
class Caller:
    """Whoever asks: a token, or a user who is signed in. `identity` is as 'token:3' or 'user:5'."""

    organisation: Organisation
    identity: str
    name: str
    user: User | None = None

    @property
    def actor(self) -> User | str:
        """What acts are recorded under."""
        return self.user or self.name


def caller_of(request: HttpRequest) -> Caller:
    """Return who sent `request`; only for requests that came through one of the doors below."""
    caller: Caller = request.auth  # type: ignore[attr-defined]  # set by django-ninja once a door let it in
    return caller


class TokenDoor(HttpBearer):
    """Let in whoever sends a good token (RFC 6750) that carries the scope."""

    def __init__(self, scope: Scope) -> None:
        super().__init__()
        self.scope = scope

    def authenticate(self, request: HttpRequest, token: str) -> Caller:
        """Return the caller. Raises Problem for a token that is no good or lacks the scope."""
        if not _TOKEN.fullmatch(token):
            raise _token_refused("This is no API token. Make one with 'tocsin token add'.")
        try:
            record = check_token(token, now=now())
        except TokenInvalid as error:
            raise _token_refused(str(error)) from error
        if self.scope.value not in record.scopes:
            challenge = f'Bearer realm="Tocsin", error="insufficient_scope", scope="{self.scope.value}"'
            raise Problem(
                Kind.FORBIDDEN,
                f"The token {record.name!r} lacks the scope {self.scope.value}. Make a token that has it.",
                headers={"WWW-Authenticate": challenge},
                scope=self.scope.value,
            )
        name = f"API token {record.name} ({record.prefix}...)"
        return Caller(record.organisation, f"token:{record.pk}", name)


class SessionDoor(APIKeyCookie):
    """Let in whoever is signed in and may do the act; what writes must carry the page's CSRF token."""

    param_name = settings.SESSION_COOKIE_NAME

    def __init__(self, act: Act) -> None:
        super().__init__(csrf=True)
        self.act = act

    def __call__(self, request: HttpRequest) -> Caller | None:
        """Return the caller, or None where nobody is signed in, before anything is said about CSRF tokens."""
        access: Access = request.access  # type: ignore[attr-defined]  # set by OrganisationMiddleware
        return None if access.user is None else super().__call__(request)

    def authenticate(self, request: HttpRequest, key: str | None) -> Caller:
        """Return the caller. Raises Problem where their roles do not carry the act."""
        access: Access = request.access  # type: ignore[attr-defined]
        user, organisation = access.user, access.organisation
        if user is None or organisation is None or not access.may(self.act):
            raise Problem(
                Kind.FORBIDDEN,
                f"Your roles do not carry {self.act.value!r}; ask an administrator of your desk.",
                act=self.act.value,
            )
        return Caller(organisation, f"user:{user.pk}", str(user), user)


def needs(scope: Scope, act: Act) -> list[TokenDoor | SessionDoor]:
    """Return the two doors of an operation: a token with `scope`, or a session whose roles carry `act`."""
    return [TokenDoor(scope), SessionDoor(act)]


def _token_refused(words: str) -> Problem:
    challenge = 'Bearer realm="Tocsin", error="invalid_token"'
    return Problem(Kind.UNAUTHENTICATED, words, headers={"WWW-Authenticate": challenge})
