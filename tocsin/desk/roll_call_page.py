"""What the desk shows of a roll-call at once: one page of its lines, and what has come since the page was made."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.core.paginator import Page, Paginator
from django.db.models import Q

from tocsin.alerts.models import Alert
from tocsin.delivery.models import Answer, Delivery
from tocsin.delivery.roll_call import Line, RollCall, Standing

#: So many people are shown at once; the file has all of them.
LINES_A_PAGE = 100


@dataclass(frozen=True, slots=True)
class RollCallPage:
    """One page of a roll-call, in the roll-call's own order."""

    lines: Page[Line]
    #: On which page the lines of each standing begin, for those standings that have lines.
    begins: dict[str, int]

    def having(self, standing: Standing | str) -> Sequence[Line]:
        """Return the lines of one standing that are on this page."""
        return [line for line in self.lines.object_list if line.standing == standing]


def roll_call_page(roll: RollCall, number: str | None, *, all_lines: bool) -> RollCallPage:
    """Return page `number` (as it came with the address) of `roll`; without `all_lines` there are only calls for help."""
    lines = roll.lines if all_lines else roll.having(Standing.HELP)
    begins: dict[str, int] = {}
    for position, line in enumerate(lines):
        begins.setdefault(str(line.standing), position // LINES_A_PAGE + 1)
    return RollCallPage(Paginator(lines, LINES_A_PAGE).get_page(number), begins)


def parse_moment(text: str) -> datetime | None:
    """Return the time that a page gave as its own in an address; None where that is no time with a zone."""
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        return None
    return moment if moment.tzinfo else None


@dataclass(frozen=True, slots=True)
class News:
    """What has come since a page was made: people who answered, those of them who ask for help, and other changes."""

    answers: int
    help: int
    others: bool

    def __bool__(self) -> bool:
        return bool(self.answers or self.others)


def news_since(alert: Alert, newest: int, at: datetime) -> News:
    """Return what has come after the answer numbered `newest`, or was taken or sent after `at`."""
    said = Answer.objects.filter(edition__alert=alert, pk__gt=newest)
    kinds = dict(said.order_by("at", "pk").values_list("person", "kind"))
    taken = Answer.objects.filter(edition__alert=alert, pk__lte=newest, taken_at__gt=at)
    rows = Delivery.objects.filter(edition__alert=alert, about__isnull=True)
    moved = rows.filter(Q(finished_at__gt=at) | Q(created_at__gt=at))
    calls = sum(kind == Answer.Kind.NEED_HELP for kind in kinds.values())
    return News(len(kinds), calls, taken.exists() or moved.exists())
