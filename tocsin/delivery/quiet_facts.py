"""What may hold messages of an edition back: the desk's settings, a mute of its incident, wider alerts in force."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from time import monotonic

from tocsin.alerts.models import Edition
from tocsin.delivery.cases import policies_of
from tocsin.delivery.coverings import Covering, coverings_of
from tocsin.delivery.decide import NOTHING_HOLDS_IT
from tocsin.delivery.models import Mute, QuietPolicy
from tocsin.delivery.quiet import Hours, Muting, Setting

#: What is known of an edition serves so many seconds: a mute or a setting of another process counts no later than that.
KNOWN_FOR = 2.0
_MOST_KNOWN = 1000


@dataclass(frozen=True, slots=True)
class Standing:
    """What may hold messages of one edition back. `is_chased`: whoever does not answer it is reminded, or others are told."""

    setting: Setting
    muting: Muting | None = None
    coverings: tuple[Covering, ...] = ()
    is_chased: bool = False

    @property
    def is_free(self) -> bool:
        """Whether nothing can hold it."""
        return self.muting is None and not self.coverings and not self.setting.waits


_known: dict[int, tuple[float, Standing]] = {}


def forget_known(**_signal: object) -> None:
    """Look everything up anew: something was published, muted or set in this process."""
    _known.clear()


def standings_of(editions: Collection[Edition], *, now: datetime) -> dict[int, Standing]:
    """Return the standing of each edition by its number; without a question where all were looked up a moment ago."""
    moment = monotonic()
    found = {
        edition.pk: _known[edition.pk][1]
        for edition in editions
        if edition.pk in _known and _known[edition.pk][0] > moment
    }
    missing = [edition for edition in editions if edition.pk not in found]
    if missing:
        if len(_known) > _MOST_KNOWN:
            _known.clear()
        fresh = _look_up(missing, now)
        _known.update({number: (moment + KNOWN_FOR, standing) for number, standing in fresh.items()})
        found |= fresh
    return found


def _look_up(editions: Sequence[Edition], now: datetime) -> dict[int, Standing]:
    settings = settings_of({edition.alert.organisation_id for edition in editions})
    mutings = _mutings({edition.alert.incident_id for edition in editions}, now)
    own = {
        edition.pk: settings.get((edition.alert.organisation_id, edition.level), Setting())
        for edition in editions
    }
    coverable = [edition for edition in editions if own[edition.pk].is_covered]
    coverings = coverings_of(coverable, now=now) if coverable else {}
    asking = [edition for edition in editions if edition.asks_for_answer and own[edition.pk].waits]
    policies = policies_of(asking) if asking else {}
    return {
        edition.pk: Standing(
            own[edition.pk],
            mutings.get(edition.alert.incident_id),
            coverings.get(edition.pk, ()),
            bool(policies.get(edition.pk)),
        )
        for edition in editions
    }


def critical_note(edition: Edition, *, now: datetime) -> str:
    """Return what a Critical edition's reasons say where the desk has set or muted anything that would hold another; else ''."""
    if edition.level != "Critical":
        return ""
    settings = settings_of({edition.alert.organisation_id})
    if _mutings({edition.alert.incident_id}, now) or any(setting.waits for setting in settings.values()):
        return f" {NOTHING_HOLDS_IT}"
    return ""


def settings_of(organisations: Collection[int]) -> dict[tuple[int, str], Setting]:
    """Return what those organisations (numbers) have set, by organisation and level."""
    return {
        (row.organisation_id, row.level): setting_of(row)
        for row in QuietPolicy.objects.filter(organisation__in=organisations)
    }


def setting_of(row: QuietPolicy) -> Setting:
    """Return the setting that a row holds."""
    hours = Hours(row.begins, row.ends) if row.begins is not None and row.ends is not None else None
    return Setting(row.is_covered, hours, row.digest_hours)


def _mutings(incidents: Collection[int], now: datetime) -> dict[int, Muting]:
    rows = Mute.objects.filter(incident__in=incidents, until__gt=now, ended_at__isnull=True)
    return {row.incident_id: Muting(row.by, row.until, row.reason) for row in rows.order_by("until")}
