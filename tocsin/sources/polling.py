"""Look at sources: what is due, what came, and what went wrong, each look recorded."""

from __future__ import annotations

import logging
import time
from collections.abc import Mapping
from concurrent.futures import Future, ThreadPoolExecutor, as_completed
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from pathlib import Path

from django.conf import settings
from django.db import DatabaseError, transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from tocsin.recorded import recorded
from tocsin.sources.addresses import shown
from tocsin.sources.decide import next_look
from tocsin.sources.errors import FetchError, FileRefused, NotPollable, SourcesError, said
from tocsin.sources.fetching import Conditional
from tocsin.sources.files import folder_of, path_of
from tocsin.sources.gathering import POLLED_KINDS, gather
from tocsin.sources.intake import take
from tocsin.sources.items import Harvest, Item, LinkMemory, Visit
from tocsin.sources.models import FetchedLink, Poll, Report, Source
from tocsin.sources.wording import identity

_OWN_FOLDER = recorded(
    "%(where)s lies in Tocsin's own folder, beside its keys and its database, and is not read. Put what sources read into a folder of its own."
)

#: Sources looked at side by side, so that one that hangs for its whole time does not hold up the others.
_AT_ONCE = 8
#: Sources taken in one round; the rest is due again at once.
_MOST_A_ROUND = 200

_log = logging.getLogger(__name__)


@dataclass
class _Look:
    """One look at a source while it goes on."""

    source: Source
    visit: Visit
    started: float
    harvest: Harvest = field(default_factory=Harvest)
    failure: SourcesError | None = None
    problems: list[str] = field(default_factory=list)
    new: int = 0
    broken: int = 0
    newest: datetime | None = None
    is_incomplete: bool = False


def private_hosts(source: Source) -> tuple[str, ...]:
    """Return the hosts that may stand at addresses which are not public, for this source and for all."""
    return (*source.private_hosts, *settings.TOCSIN_PRIVATE_HOSTS)


def poll(source: Source, *, now: datetime) -> Poll:
    """Look at one source, take in what came, and return the record of it; an error is in the record.

    Raises NotPollable for a form or the API.
    """
    if source.kind not in POLLED_KINDS:
        raise NotPollable(
            _("%(source)s is a %(kind)s: nothing is fetched from it, reports come to it.")
            % {"source": source.name, "kind": source.get_kind_display()}
        )
    look = _begin(source, now)
    _gather(look)
    return _finish(look, now)


def poll_due(*, now: datetime) -> list[Poll]:
    """Look at every source that is due, several side by side, and return the records of those looks.

    No source stops another. A source that two processes find due is looked at by one of them.
    """
    due = (
        Source.objects.filter(Q(next_poll_at__isnull=True) | Q(next_poll_at__lte=now), enabled=True)
        .filter(kind__in=POLLED_KINDS)
        .order_by("next_poll_at", "pk")
    )
    looks = [_begin(source, now) for source in due[:_MOST_A_ROUND] if _is_claimed(source, now)]
    if not looks:
        return []
    polls: list[Poll] = []
    with ThreadPoolExecutor(max_workers=min(_AT_ONCE, len(looks)), thread_name_prefix="fetch") as pool:
        waiting: dict[Future[None], _Look] = {pool.submit(_gather, look): look for look in looks}
        for done in as_completed(waiting):
            done.result()
            polls.append(_finish(waiting[done], now))
    return polls


def _is_claimed(source: Source, now: datetime) -> bool:
    """Take the source for this process: whoever moves its next time first has it."""
    until = now + timedelta(seconds=max(source.interval_seconds, 1))
    claimed = Source.objects.filter(pk=source.pk, next_poll_at=source.next_poll_at)
    if source.next_poll_at is None:
        claimed = Source.objects.filter(pk=source.pk, next_poll_at__isnull=True)
    return claimed.update(next_poll_at=until) == 1


def _begin(source: Source, now: datetime) -> _Look:
    links: Mapping[str, LinkMemory] = {}
    if source.kind == Source.Kind.CAP:
        links = {
            link.address: LinkMemory(
                Conditional(link.etag, link.last_modified), link.asked_at, link.failures_in_a_row
            )
            for link in FetchedLink.objects.filter(source=source)
        }
    known = Conditional(source.etag, source.last_modified)
    visit = Visit(
        kind=source.kind,
        address=source.address,
        now=now,
        language=source.language,
        conditional=known if source.validators_of == source.address else Conditional(),
        private_hosts=private_hosts(source),
        links=links,
    )
    return _Look(source, visit, time.monotonic())


def _gather(look: _Look) -> None:
    """Fetch and read what the source has; touches no database, so it may run in any thread."""
    try:
        look.harvest = gather(replace(look.visit, folder=_folder(look.visit)))
    except SourcesError as error:
        look.failure = error
    except Exception as error:  # noqa: BLE001  it is in the log, in the record and in the source's health
        # Whatever goes wrong with one source must not stop the others; it is in the record and in the log.
        _log.exception("Source %s could not be read.", look.source)
        look.failure = SourcesError(said(error).partition(": ")[2], rule="unexpected")


def _folder(visit: Visit) -> Path | None:
    """Return the folder whose files the source may read; raises FileRefused for the one with the keys."""
    if visit.kind not in (Source.Kind.CAP, Source.Kind.FEED, Source.Kind.FOLDER):
        return None
    folder = path_of(visit.address) if visit.kind == Source.Kind.FOLDER else folder_of(visit.address)
    if folder is not None and visit.address and folder.resolve() == Path(settings.TOCSIN_HOME).resolve():
        raise FileRefused(_OWN_FOLDER % {"where": visit.address})
    return folder


def _finish(look: _Look, now: datetime) -> Poll:
    for item in look.harvest.items:
        _take(look, item, now)
    look.problems[:0] = look.harvest.notes
    if look.failure is not None:
        look.problems.insert(0, said(look.failure))
    return _record(look, now)


def _take(look: _Look, item: Item, now: datetime) -> None:
    try:
        taken = take(look.source, item, now=now)
    except DatabaseError:
        raise
    except Exception as error:  # noqa: BLE001  it is in the log and in the record
        # One item that trips over a fault of ours must not cost the others; it is fetched again at the next poll.
        _log.exception("Item %s of source %s could not be taken in.", item.external_id, look.source)
        look.problems.append(f"{said(error)} (item {item.external_id[:200]})")
        look.broken += 1
        look.is_incomplete = True
        return
    if item.is_broken:
        look.broken += 1
        look.problems.append(item.error.partition("\n")[0])
    look.new += taken.is_new
    if taken.is_new and not item.is_broken:
        said_at = taken.report.published_at or now
        look.newest = max(filter(None, (look.newest, min(said_at, now))))


def _outcome(look: _Look) -> str:
    if look.failure is not None or look.harvest.is_failure:
        return str(Poll.Outcome.FAILED)
    if look.problems:
        return str(Poll.Outcome.PARTLY)
    return str(Poll.Outcome.NEW if look.new else Poll.Outcome.UNCHANGED)


def _record(look: _Look, now: datetime) -> Poll:
    outcome = _outcome(look)
    errors = list(dict.fromkeys(look.problems))
    shown = errors[:20] + ([f"more: {len(errors) - 20} more errors."] if len(errors) > 20 else [])
    with transaction.atomic():
        source = Source.objects.select_for_update().get(pk=look.source.pk)
        made = Poll.objects.create(
            source=source,
            at=now,
            outcome=outcome,
            items=len(look.harvest.items),
            new_reports=look.new,
            broken_items=look.broken,
            error="\n".join(shown)
            or ("unexpected: It failed without a word." if outcome == "failed" else ""),
            milliseconds=round((time.monotonic() - look.started) * 1000),
        )
        _remember(source, look, outcome, made.error, now)
        source.save()
        if outcome != Poll.Outcome.FAILED:
            _settle_document(source, look)
            if source.kind == Source.Kind.CAP:
                _remember_links(source, look)
    return made


def _remember(source: Source, look: _Look, outcome: str, error: str, now: datetime) -> None:
    source.last_polled_at = now
    source.last_error = error
    if outcome == Poll.Outcome.FAILED:
        source.failures_in_a_row += 1
        source.failing_since = source.failing_since or now
    else:
        source.failures_in_a_row, source.failing_since, source.last_success_at = 0, None, now
        if not look.is_incomplete:
            source.validators_of = look.visit.address
            # What does not fit its column is not cut off: half a validator would never match again.
            etag, modified = look.harvest.conditional.etag, look.harvest.conditional.last_modified
            source.etag = etag if len(etag) <= 300 else ""
            source.last_modified = modified if len(modified) <= 100 else ""
    if look.newest is not None:
        source.newest_item_at = max(filter(None, (source.newest_item_at, look.newest)))
    wait = look.failure.retry_after if isinstance(look.failure, FetchError) else None
    source.next_poll_at = next_look(
        now=now,
        interval=timedelta(seconds=max(source.interval_seconds, 1)),
        failures=source.failures_in_a_row,
        retry_after=None if wait is None else timedelta(seconds=wait),
    )


def _settle_document(source: Source, look: _Look) -> None:
    """Let a document that once could not be read at all no longer count, now that the source can be read."""
    Report.objects.filter(
        source=source,
        external_id=identity(shown(look.visit.address)),
        state=Report.State.BROKEN,
        standing=Report.Standing.CURRENT,
    ).update(standing=Report.Standing.UPDATED, standing_reason="The source could be read again.")


def _remember_links(source: Source, look: _Look) -> None:
    """Keep what the linked addresses said of their versions; those the index no longer has are forgotten."""
    known = look.harvest.links
    FetchedLink.objects.filter(source=source).exclude(
        address__in=[address for address in known if len(address) <= 2000]
    ).delete()
    if look.is_incomplete:
        return
    FetchedLink.objects.bulk_create(
        [
            FetchedLink(
                source=source,
                address=address,
                etag=memory.conditional.etag if len(memory.conditional.etag) <= 300 else "",
                last_modified=memory.conditional.last_modified[:100],
                asked_at=memory.asked_at,
                failures_in_a_row=memory.failures,
            )
            for address, memory in known.items()
            if len(address) <= 2000
        ],
        update_conflicts=True,
        unique_fields=["source", "address"],
        update_fields=["etag", "last_modified", "asked_at", "failures_in_a_row"],
    )
