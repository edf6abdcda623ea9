"""Which alerts the public sees, newest first."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Self

from django.db.models import F, Max, OuterRef, Q, QuerySet, Subquery
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from tocsin.accounts.models import Organisation
from tocsin.alerts.editions import in_force
from tocsin.alerts.models import LEVELS, Edition
from tocsin.geo import gazetteer
from tocsin.publishing.errors import CursorInvalid, FilterUnknown
from tocsin.reading import HAZARDS

#: A feed carries so many editions.
MOST = 100
#: A page of a list shows so many alerts and leads on to the older ones.
ON_A_PAGE = 50
#: Alerts for several whole countries are looked for among those that ended no longer ago: in an archive of years that
#: would cost seconds.
_SEVERAL_COUNTRIES_FOR = timedelta(days=30)
_HAZARDS = frozenset(hazard.code for hazard in HAZARDS)


@dataclass(frozen=True, slots=True)
class Filter:
    """What a reader asked for; '' is everything."""

    level: str = ""
    country: str = ""
    hazard: str = ""

    @property
    def narrows(self) -> bool:
        """Whether anything but everything was asked for."""
        return bool(self.level or self.country or self.hazard)

    @property
    def query(self) -> str:
        """What follows the address of a feed that is narrowed like this, as '?country=MA'; '' for everything."""
        named = [(name, getattr(self, name)) for name in ("level", "country", "hazard")]
        given = "&".join(f"{name}={value}" for name, value in named if value)
        return f"?{given}" if given else ""


@dataclass(frozen=True, slots=True)
class Cursor:
    """Where a page of a list ends: the last edition on it, by its time of sending and its row."""

    sent: datetime
    row: int

    def __str__(self) -> str:
        return f"{int(self.sent.timestamp())}-{self.row}"

    @classmethod
    def read(cls, text: str) -> Self:
        """Return the cursor that an address carries; raise CursorInvalid for anything else."""
        seconds, _dash, row = text.partition("-")
        if not (
            text.isascii() and seconds.isdigit() and row.isdigit() and len(seconds) <= 11 and len(row) <= 18
        ):
            raise CursorInvalid(_("The end of this address is damaged; start from the newest alert."))
        return cls(datetime.fromtimestamp(int(seconds), UTC), int(row))


@dataclass(frozen=True, slots=True)
class Batch:
    """The editions on one page, newest first, and where the older ones begin; None where there are none."""

    editions: tuple[Edition, ...] = ()
    older: Cursor | None = None


def country_name(code: str) -> str:
    """Return the country's name in the language that is spoken; '' for a code that no country has."""
    if gazetteer().country(code) is None:
        return ""
    return gazetteer().country_name(code, get_language() or "en")


def check_country(code: str) -> str:
    """Return the country code as it is kept, for one in any case; raise FilterUnknown where no country has it."""
    if not country_name(code):
        raise FilterUnknown(
            _("'%(code)s' is no country code; use two letters of ISO 3166-1, as in country=MA.")
            % {"code": code}
        )
    return code.upper()


def check_level(word: str) -> str:
    """Return the level's word; raise FilterUnknown where no level has it."""
    if word not in LEVELS:
        raise FilterUnknown(
            _("'%(word)s' is no level; use one of: %(words)s.") % {"word": word, "words": ", ".join(LEVELS)}
        )
    return word


def check_hazard(code: str) -> str:
    """Return the hazard's code; raise FilterUnknown where no hazard has it."""
    if code not in _HAZARDS:
        raise FilterUnknown(
            _("'%(code)s' is no hazard code; use one of: %(codes)s.")
            % {"code": code, "codes": ", ".join(one.code for one in HAZARDS)}
        )
    return code


def house() -> Organisation | None:
    """Return the organisation whose alerts this address shows: the first, until one instance serves several by name."""
    return Organisation.objects.order_by("pk").first()


def current_alerts(asked: Filter, *, now: datetime, before: Cursor | None = None) -> Batch:
    """Return the latest edition of each alert in force that `asked` lets through, a page of them."""
    return _batch(_asked(in_force(now=now), asked, now), before)


def past_alerts(asked: Filter, *, now: datetime, before: Cursor | None = None) -> Batch:
    """Return the latest edition of each alert that is over and that `asked` lets through, a page of them."""
    newest = Edition.objects.filter(alert=OuterRef("alert")).order_by("-number").values("pk")[:1]
    last = (
        public_editions().filter(pk=Subquery(newest)).filter(Q(expires__lte=now) | Q(message_type="Cancel"))
    )
    last = last.select_related("alert__organisation").order_by("-sent", "-pk")
    return _batch(_asked(last, asked, now), before)


def in_force_now(asked: Filter, *, now: datetime) -> Sequence[Edition]:
    """Return the alerts in force that `asked` lets through: all of them, for one that is left out looks like one that is over."""
    return _asked(in_force(now=now), asked, now)


def recent_editions(asked: Filter, *, now: datetime) -> Sequence[Edition]:
    """Return the editions that feeds carry: every one, all-clears too, newest first."""
    editions = public_editions().select_related("alert__organisation").order_by("-sent", F("pk").desc())
    return _asked(editions, asked, now)[:MOST]


def public_editions() -> QuerySet[Edition]:
    """Return every edition that was published: the canary's are tests, and the public sees none of them."""
    return Edition.objects.filter(alert__organisation__is_canary=False)


def choices(*, past: bool, now: datetime) -> tuple[list[str], list[str]]:
    """Return the countries and the hazards to filter by: of the alerts in force, or of all that was ever published."""
    there = public_editions() if past else in_force(now=now)
    pairs = set(there.order_by().values_list("country", "hazard").distinct())
    return sorted({country for country, _hazard in pairs} - {""}), sorted(
        {hazard for _country, hazard in pairs}
    )


def changed_at(*, now: datetime) -> datetime | None:
    """Return when the lists last changed: something was published, or expired; None before anything was."""
    found = public_editions().aggregate(sent=Max("sent"), ended=Max("expires", filter=Q(expires__lte=now)))
    return max((moment for moment in found.values() if moment), default=None)


def _asked(editions: QuerySet[Edition], asked: Filter, now: datetime) -> QuerySet[Edition]:
    if asked.level:
        editions = editions.filter(level=asked.level)
    if asked.hazard:
        editions = editions.filter(hazard=asked.hazard)
    if asked.country:
        named = Q(
            expires__gt=now - _SEVERAL_COUNTRIES_FOR,
            content__area__countries__icontains=f'"{asked.country}"',
        )
        editions = editions.filter(Q(country=asked.country) | named)
    return editions


def _batch(editions: QuerySet[Edition], before: Cursor | None) -> Batch:
    if before is not None:
        editions = editions.filter(Q(sent__lt=before.sent) | Q(sent=before.sent, pk__lt=before.row))
    found = list(editions[: ON_A_PAGE + 1])
    shown, more = tuple(found[:ON_A_PAGE]), len(found) > ON_A_PAGE
    return Batch(shown, Cursor(shown[-1].sent, shown[-1].pk) if more else None)
