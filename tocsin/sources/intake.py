"""Take items in: each kept as received and once, read, graded, and put in the place of what it replaces."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import F, Q
from django.utils.translation import gettext as _

from tocsin.geo import Area, Circle, Place, Point
from tocsin.sources.decide import Receipt, Verdict, Version, receipt
from tocsin.sources.describing import described
from tocsin.sources.errors import FilingError
from tocsin.sources.items import Item
from tocsin.sources.models import Report, Source
from tocsin.sources.standing import settle
from tocsin.sources.wording import digest, identity, storable, wording_of

#: An observation may be this far ahead of our clock, for clocks that are set differently.
_AHEAD = timedelta(minutes=10)
_MOST_CHARACTERS = 100_000


@dataclass(frozen=True, slots=True)
class Taken:
    """What became of an item: its report, and the verdict on it."""

    report: Report
    verdict: Verdict

    @property
    def is_new(self) -> bool:
        """Whether a report was made."""
        return self.verdict in (Verdict.NEW, Verdict.EDITED, Verdict.BROKEN_AGAIN)


def receive(source: Source, item: Item, *, now: datetime) -> Report:
    """Return the report of an item of `source`: the one that is kept already, or a new one.

    An edited item becomes a new report that takes the older one's place. A broken item is kept with its error.
    Nothing is deleted.
    """
    return take(source, item, now=now).report


def take(source: Source, item: Item, *, now: datetime) -> Taken:
    """Do what :func:`receive` does, and tell what the item was."""
    content_hash = digest(item.wording)
    fresh: Report | None = None
    if _decide(source, item, content_hash).same_as is None:
        # Reading takes longer than a transaction should, so it comes before, and the decision is made again inside.
        fresh = described(source, item, content_hash, now)
    with transaction.atomic():
        Source.objects.select_for_update().get(pk=source.pk)
        decision = _decide(source, item, content_hash)
        if decision.same_as is not None:
            report = Report.objects.get(pk=decision.same_as)
            _bring_back(report, decision)
        else:
            report = fresh or described(source, item, content_hash, now)
            if decision.verdict is Verdict.EDITED:
                report.published_at = max(filter(None, (report.published_at, item.updated_at)), default=None)
            report.save(force_insert=True)
        _replace(report, item, decision)
        if item.cap is not None and decision.verdict not in (Verdict.SAME, Verdict.STALE):
            settle(report, item.cap.references if decision.same_as is None else ())
    return Taken(report, decision.verdict)


def _decide(source: Source, item: Item, content_hash: str) -> Receipt:
    rows = (
        Report.objects.filter(source=source, external_id=item.external_id)
        .order_by("pk")
        .values(
            "pk", "content_hash", "state", "published_at", "external_id", by=F("superseded_by__external_id")
        )
    )
    versions = [
        Version(
            key=row["pk"],
            content_hash=row["content_hash"],
            # Only an edit makes it an older wording: a message that was cancelled is still what its source has.
            is_current=row["by"] != row["external_id"],
            is_broken=row["state"] == Report.State.BROKEN,
            published_at=row["published_at"],
        )
        for row in rows
    ]
    return receipt(content_hash, is_broken=item.is_broken, updated_at=item.updated_at, versions=versions)


def _bring_back(report: Report, decision: Receipt) -> None:
    if decision.verdict is Verdict.RETURNED:
        report.standing, report.superseded_by = Report.Standing.CURRENT, None
        report.standing_reason = decision.reason
        report.save(update_fields=["standing", "superseded_by", "standing_reason"])


def _replace(report: Report, item: Item, decision: Receipt) -> None:
    """Let `report` take the place of older wordings, and of what could not be read at its address."""
    older = Q(pk__in=decision.replaces)
    if not item.is_broken and item.url:
        older |= Q(source=report.source_id, url=report.url, state=Report.State.BROKEN)
    if not decision.replaces and (item.is_broken or not item.url):
        return
    Report.objects.filter(older, standing=Report.Standing.CURRENT).exclude(pk=report.pk).update(
        standing=Report.Standing.UPDATED, superseded_by=report, standing_reason=decision.reason
    )


def file_report(
    source: Source,
    *,
    title: str,
    text: str,
    place: str | Place | Point | Area | None = None,
    observed_at: datetime | None = None,
    filed_by: str,
    now: datetime,
    external_id: str = "",
    language: str = "",
) -> Report:
    """Return the report of what somebody saw and filed by the form or the API.

    `place` is a name, which is read with the text, or a place, point or area. `observed_at` is aware.
    `external_id` is the caller's own name for it: filed again under the same name with another wording it
    becomes a new version; without one, the same words of the same person on the same day are one report.
    `language` is the code of the language it is written in, '' where the text is to tell.
    Raises FilingError, whose sentence says what to correct.
    """
    title, text, filed_by = title.strip(), text.strip(), filed_by.strip()
    _check_filing(source, title, text, filed_by, observed_at, now)
    name = place.strip() if isinstance(place, str) else place.name if isinstance(place, Place) else ""
    area = _area_of(place)
    seen = observed_at.astimezone(UTC) if observed_at else None
    filed: dict[str, Any] = {
        "title": title,
        "text": text,
        "place": name,
        "area": area,
        "observed_at": seen.isoformat() if seen else None,
        "filed_by": filed_by,
    }
    raw = json.dumps(filed, ensure_ascii=False, sort_keys=True).encode("utf-8", "replace")
    day = (seen or now.astimezone(UTC)).date().isoformat()
    body = text or title
    if name and name.casefold() not in f"{title} {text}".casefold():
        body = f"{body}\n\n{name}."
    item = Item(
        external_id=identity(external_id) if external_id else f"filed:{day}:{digest(raw)}",
        raw=raw,
        wording=wording_of((title, text, name, filed["observed_at"] or "", json.dumps(area, sort_keys=True))),
        content_type="application/json",
        title=storable(title),
        text=storable(body),
        language=language,
        published_at=now,
        updated_at=now,
        onset=seen,
        area=area,
        filed_by=storable(filed_by),
    )
    report = receive(source, item, now=now)
    Source.objects.filter(pk=source.pk).update(newest_item_at=now)
    return report


def _check_filing(
    source: Source, title: str, text: str, filed_by: str, observed_at: datetime | None, now: datetime
) -> None:
    if source.kind not in (Source.Kind.FORM, Source.Kind.API):
        raise FilingError(
            _("%(source)s is a %(kind)s; reports are filed with a form or API source. Choose one.")
            % {"source": source.name, "kind": source.get_kind_display()},
            rule="filing-source",
        )
    if not source.enabled:
        raise FilingError(
            _("%(source)s is paused and takes no reports. Ask an analyst to open it again.")
            % {"source": source.name},
            rule="filing-paused",
        )
    if not (title or text):
        raise FilingError(
            _("The report is empty. Write at least what was seen and where."), rule="filing-empty"
        )
    if len(title) + len(text) > _MOST_CHARACTERS:
        raise FilingError(
            _("The report has more than %(most)s characters. File the main part and say where the rest lies.")
            % {"most": f"{_MOST_CHARACTERS:,}"},
            rule="filing-long",
        )
    if not filed_by:
        raise FilingError(
            _("The report does not say who files it. Sign in, or name the token."), rule="filing-name"
        )
    if observed_at is None:
        return
    if observed_at.utcoffset() is None:
        raise FilingError(
            _("The time %(time)s has no zone. Add Z for UTC, or an offset as +01:00.")
            % {"time": observed_at.isoformat()},
            rule="time-without-zone",
        )
    if observed_at > now + _AHEAD:
        raise FilingError(
            _("The time %(time)s lies in the future, so nobody can have seen it. Correct the date.")
            % {"time": observed_at.isoformat()},
            rule="time-in-future",
        )


def _area_of(place: str | Place | Point | Area | None) -> dict[str, Any] | None:
    if isinstance(place, Place):
        place = place.point
    if isinstance(place, Point):
        place = Area(circles=(Circle(place, 0.0),))
    return place.to_geojson() if isinstance(place, Area) else None
