"""The editions that are being sent, kept at hand: they never change, and thousands of rows need the same few."""

from __future__ import annotations

import time
from collections.abc import Collection
from dataclasses import dataclass
from functools import cached_property

from django.db import connection

from tocsin.alerts.models import Edition
from tocsin.delivery.bulletin import Bulletin, bulletin_of
from tocsin.delivery.due import listed
from tocsin.delivery.links import AnswerLinks

#: The names of an organisation and its settings may change; so many seconds later they are looked up again.
_KEPT = 5.0
_MOST = 256


@dataclass
class Issue:
    """An edition with its alert and organisation, and what its recipients read first."""

    edition: Edition

    @cached_property
    def bulletin(self) -> Bulletin:
        """The edition's bulletin, made once. Raises EditionUnreadable."""
        return bulletin_of(self.edition)

    @cached_property
    def links(self) -> AnswerLinks:
        """The edition's answer links."""
        return AnswerLinks(self.edition)


Issues = dict[int, Issue]


class Shelf:
    """What one worker keeps at hand."""

    def __init__(self) -> None:
        self._issues: Issues = {}
        self._emptied = time.monotonic()

    def issues(self, numbers: Collection[int]) -> Issues:
        """Return the editions of those numbers. Raises KeyError for one that there is not."""
        known = self.known(numbers)
        return {number: known[number] for number in numbers}

    def known(self, numbers: Collection[int]) -> Issues:
        """Return those of the editions that there are."""
        if len(self._issues) > _MOST or time.monotonic() - self._emptied > _KEPT:
            self._issues, self._emptied = {}, time.monotonic()
        missing = [number for number in numbers if number not in self._issues]
        if missing:
            found = Edition.objects.select_related("alert__organisation").in_bulk(missing)
            self._issues.update((number, Issue(edition)) for number, edition in found.items())
        return {number: self._issues[number] for number in numbers if number in self._issues}


def newest_editions(alerts: Collection[int]) -> dict[int, tuple[int, str]]:
    """Return, by alert, the number and the message type of its newest edition."""
    those, numbers = listed(alerts)
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT alert_id, number, message_type FROM alerts_edition "  # noqa: S608
            f"WHERE alert_id {those} ORDER BY number",
            [numbers],
        )
        return {alert: (number, message_type) for alert, number, message_type in cursor.fetchall()}
