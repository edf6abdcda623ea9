"""API tokens: made once, shown once, kept as a digest."""

from __future__ import annotations

import hashlib
import hmac
import secrets
from collections.abc import Iterable
from datetime import datetime
from enum import StrEnum

from django.utils.translation import gettext as _

from tocsin.accounts.audit import SYSTEM
from tocsin.accounts.audit import record as write_down
from tocsin.accounts.errors import TokenInvalid
from tocsin.accounts.models import ApiToken, Organisation, User

_PREFIX_LENGTH = 12


class Scope(StrEnum):
    """What a token may be used for."""

    REPORTS_READ = "reports:read"
    REPORTS_WRITE = "reports:write"
    INCIDENTS_READ = "incidents:read"
    ALERTS_READ = "alerts:read"
    PEOPLE_READ = "people:read"
    PEOPLE_WRITE = "people:write"
    DELIVERIES_READ = "deliveries:read"
    ANSWERS_READ = "answers:read"
    ANSWERS_WRITE = "answers:write"


def _digest(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()


def make_token(
    organisation: Organisation,
    name: str,
    scopes: Iterable[Scope],
    *,
    now: datetime,
    made_by: User | None = None,
    expires_at: datetime | None = None,
) -> tuple[ApiToken, str]:
    """Return the kept record and the token itself, which is never to be had again."""
    token = f"tocsin_{secrets.token_urlsafe(32)}"
    record = ApiToken.objects.create(
        organisation=organisation,
        name=name,
        prefix=token[:_PREFIX_LENGTH],
        digest=_digest(token),
        scopes=sorted(scope.value for scope in scopes),
        made_by=made_by,
        created_at=now,
        expires_at=expires_at,
    )
    write_down(
        organisation, "make token", f"token:{record.pk}", now=now, actor=made_by or SYSTEM,
        detail={"name": name, "scopes": record.scopes},
    )  # fmt: skip
    return record, token


def revoke_token(record: ApiToken, *, now: datetime, actor: User | str = SYSTEM) -> ApiToken:
    """Make the token stop working at once, keep who did so, and return its record."""
    record.revoked_at = now
    record.save(update_fields=["revoked_at"])
    write_down(
        record.organisation,
        "revoke token",
        f"token:{record.pk}",
        now=now,
        actor=actor,
        detail={"name": record.name},
    )
    return record


def check_token(token: str, *, now: datetime) -> ApiToken:
    """Return the record of a token that is good at `now`, and note its use.

    Raises TokenInvalid where it is unknown, revoked or past its end.
    """
    record = ApiToken.objects.select_related("organisation").filter(prefix=token[:_PREFIX_LENGTH]).first()
    if record is None or not hmac.compare_digest(record.digest, _digest(token)):
        raise TokenInvalid(_("This API token is not known. Make a new one under Settings, Tokens."))
    if record.revoked_at is not None:
        raise TokenInvalid(
            _("The API token %(name)s was revoked on %(time)s UTC.")
            % {"name": repr(record.name), "time": f"{record.revoked_at:%Y-%m-%d %H:%M}"}
        )
    if record.expires_at is not None and record.expires_at <= now:
        raise TokenInvalid(
            _("The API token %(name)s ended on %(time)s UTC.")
            % {"name": repr(record.name), "time": f"{record.expires_at:%Y-%m-%d %H:%M}"}
        )
    ApiToken.objects.filter(pk=record.pk).update(last_used_at=now)
    return record
