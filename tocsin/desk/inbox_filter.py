"""Which incidents the inbox shows: what was asked for, kept by name, and the default."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields
from datetime import datetime

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from tocsin.accounts.models import Organisation, User
from tocsin.alerts.models import LEVELS
from tocsin.desk.errors import FilterInvalid
from tocsin.desk.models import SavedFilter
from tocsin.geo import gazetteer
from tocsin.incidents.models import Incident

#: Incidents that touch nobody of ours are left out unless they are asked for; Critical ones never are.
TOUCHING, EVERYTHING = "people", "all"
SNOOZED = "snoozed"
_LONGEST_TEXT = 200


@dataclass(frozen=True, slots=True)
class Asked:
    """What the inbox is to show. `level` is the lowest one, `who` 'mine' or 'nobody', `touching` 'people' or 'all'; '' is any."""

    level: str = ""
    country: str = ""
    hazard: str = ""
    state: str = "open"
    who: str = ""
    touching: str = TOUCHING
    text: str = ""

    @property
    def kept(self) -> dict[str, str]:
        """The fields that say something, as they are saved."""
        return {name: value for name, value in asdict(self).items() if value}

    @property
    def query(self) -> str:
        """The fields as the query of an address."""
        return urlencode(asdict(self))


def asked_from(given: Mapping[str, str]) -> Asked:
    """Return what the fields of an address or a saved filter ask for; what nobody knows is passed over."""
    known = {one.name for one in fields(Asked)}
    values = {name: given[name].replace("\0", "").strip()[:_LONGEST_TEXT] for name in known if name in given}
    if values.get("level") not in (*LEVELS, "", None):
        values["level"] = ""
    if gazetteer().country(values.get("country", "")) is None:
        values["country"] = ""
    return Asked(**values)


def asked_by(user: User, organisation: Organisation, given: Mapping[str, str]) -> Asked:
    """Return what the fields ask for; where there are none, the user's default, or only what touches our people."""
    if any(one.name in given for one in fields(Asked)):
        return asked_from(given)
    default = SavedFilter.objects.filter(user=user, organisation=organisation, is_default=True).first()
    return asked_from(default.asked) if default else Asked()


def incidents_asked(
    organisation: Organisation, asked: Asked, user: User | None, *, now: datetime
) -> QuerySet[Incident]:
    """Return the incidents of `organisation` that `asked` names, whomever they touch, the newest report first."""
    asleep = Q(snoozed_until__gt=now)
    state = str(Incident.State.OPEN) if asked.state == SNOOZED else asked.state
    found = Incident.objects.filter(organisation=organisation, state=state)
    if state == Incident.State.OPEN:
        found = found.filter(asleep) if asked.state == SNOOZED else found.exclude(asleep)
    if asked.level:
        found = found.filter(level__in=LEVELS[LEVELS.index(asked.level) :])
    for name, value in (("country", asked.country), ("hazard", asked.hazard)):
        if value:
            found = found.filter(**{name: value})
    if asked.who == "mine":
        found = found.filter(assigned_to=user)
    elif asked.who == "nobody":
        found = found.filter(assigned_to__isnull=True)
    for word in asked.text.split():
        found = found.filter(Q(title__icontains=word) | Q(place__icontains=word) | Q(summary__icontains=word))
    return found.order_by("-last_report_at", "-pk")


@transaction.atomic
def save_filter(
    user: User, organisation: Organisation, name: str, asked: Asked, *, is_default: bool
) -> SavedFilter:
    """Keep `asked` under `name`, in place of what had that name, and return it. Raises FilterInvalid without a name."""
    name = " ".join(name.split())
    if not name or len(name) > 60:
        raise FilterInvalid(_("Give the filter a name of at most 60 characters."))
    mine = SavedFilter.objects.filter(user=user, organisation=organisation)
    if is_default:
        mine.update(is_default=False)
    saved, _made = mine.update_or_create(
        name=name,
        defaults={"user": user, "organisation": organisation, "asked": asked.kept, "is_default": is_default},
    )
    return saved
