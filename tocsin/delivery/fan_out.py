"""From a published edition to everybody in its way: a job whose every step is committed with the rows it wrote.

The publication leaves the job with the edition, in one transaction. Whoever works on it first looks for the stays that may
be in the way, and takes some of them at a time: decides, which locks nothing, then writes exposures and deliveries in one
short transaction together with how far it has come. A worker that dies loses nothing: the next one goes on there. By
the time the job begins the edition is in force, so a stay that is changed meanwhile is matched by its own transaction,
and no row can be written twice. The most urgent job is worked on first: whatever else has begun waits between two of its steps.
"""

from __future__ import annotations

import zlib
from collections.abc import Callable, Collection, Iterable
from datetime import datetime
from functools import partial

import numpy as np
from django.db import transaction
from django.db.models import Case, F, When

from tocsin.accounts.turns import Breather, Turns
from tocsin.alerts.models import Edition
from tocsin.delivery.asides import LONGEST, back_again, is_of_one_row, put_aside, set_aside
from tocsin.delivery.cases import policy_of
from tocsin.delivery.escalation_steps import write_policy
from tocsin.delivery.models import Aside, FanOut
from tocsin.delivery.outbox import cancel_earlier, enqueue_people
from tocsin.exposure.candidates import is_readable, stays_near
from tocsin.exposure.matching import (
    expose_others,
    is_site_readable,
    prepare_stays,
    record_match,
    told_before,
    write_prepared,
)
from tocsin.exposure.models import Exposure
from tocsin.exposure.stay_index import Integers
from tocsin.exposure.targets import target_of
from tocsin.exposure.values import Target
from tocsin.grading import Level

#: A transaction holds other writers up for as long as so many stays take to be written: well under 100 ms.
STAYS_AT_ONCE = 1000
#: So many transactions are made ready together: while that goes on nobody is held up.
_AHEAD = 5
#: So many that could not be read are looked at again in one round.
_LOOKED_AT_AGAIN = 200
#: Up to so many candidates are dealt with in the publication's own transaction.
AT_ONCE_WITH_PUBLICATION = 1000

Clock = Callable[[], datetime]


def open_fan_out(edition: Edition, *, now: datetime) -> FanOut:
    """Leave the job of telling everybody in the way of `edition`, in the transaction that publishes it."""
    cancel_earlier(edition, now=now)
    policy = write_policy(policy_of(edition.alert.organisation, edition.level))
    return FanOut.objects.create(edition=edition, policy=policy, created_at=now)


def expand_all(*, clock: Clock, stop: Callable[[], bool] = lambda: False) -> int:
    """Work on every open job, the most urgent first, then the oldest; return how many were finished.

    `stop` is asked between two steps. A job gives way between two steps to a more urgent one that was opened meanwhile, and
    goes on where it was when that is done. One that fails is set aside, and the others are worked on.
    """
    finished = 0
    aside: set[int] | None = None
    while not stop():
        if aside is None and not FanOut.objects.filter(finished_at__isnull=True).exists():
            break
        aside = set(set_aside(Aside.Kind.FAN_OUT, now=clock())) if aside is None else aside
        urgent = _most_urgent(aside)
        if urgent is None:
            break
        number, level = urgent
        try:
            is_whole = expand(number, clock=clock, stop=partial(_must_pause, stop, level, aside))
        except Exception as error:
            if not is_of_one_row(error):
                raise
            put_aside(Aside.Kind.FAN_OUT, number, error, now=clock())
            aside.add(number)
            continue
        if is_whole:
            back_again(Aside.Kind.FAN_OUT, number)
        finished += is_whole
    return finished


def _most_urgent(aside: Collection[int]) -> tuple[int, str] | None:
    """Return the number and the level of the job that is to be worked on now, those that were set aside left out."""
    # By rank: the words of the levels are in no order that means anything.
    rank = Case(*(When(edition__level=level.word, then=level.rank) for level in Level), default=0)
    jobs = FanOut.objects.filter(finished_at__isnull=True).exclude(pk__in=aside).order_by(-rank, "pk")
    return jobs.values_list("pk", "edition__level").first()


def _must_pause(stop: Callable[[], bool], level: str, aside: Collection[int]) -> bool:
    """Whether a job of a `level` has to stop here: it was told to, or one of a higher level is open."""
    if stop():
        return True
    own = Level.from_word(level).rank
    higher = [one.word for one in Level if one.rank > own]
    open_jobs = FanOut.objects.filter(finished_at__isnull=True).exclude(pk__in=aside)
    return bool(higher) and open_jobs.filter(edition__level__in=higher).exists()


def expand(
    number: int,
    *,
    clock: Clock,
    stop: Callable[[], bool] = lambda: False,
    known: tuple[Edition, Target] | None = None,
) -> bool:
    """Work on one job until it is done, and return whether it is.

    `known` is its edition with what it reaches, where the caller has them: to work out a long area takes a while.
    """
    job = FanOut.objects.get(pk=number)
    edition, target = known or _reach_of(job)
    if job.subjects is None:
        _find(job, edition, target)
    stays = unpack(bytes(job.subjects or b""))
    while job.done < len(stays):
        with Breather():
            # The first messages are to go out at once; then more is made ready at a time.
            ahead = STAYS_AT_ONCE * (_AHEAD if job.done else 1)
            parts = _parts(stays[job.done : job.done + ahead])
            ready = [prepare_stays(edition, target, part) for part in parts]
        turns = Turns()
        for part, prepared in zip(parts, ready, strict=True):
            turns.give_way()
            if stop():
                return False
            done = job.done
            with transaction.atomic():
                job = FanOut.objects.select_for_update().defer("subjects").get(pk=number)
                if job.done != done:
                    # Another worker was quicker with this part.
                    break
                people = write_prepared(edition, target, prepared)
                written = enqueue_people(edition, people, now=clock())
                _set_aside(Aside.Kind.STAY, prepared.unjudged, clock)
                FanOut.objects.filter(pk=number).update(
                    done=F("done") + len(part), deliveries=F("deliveries") + written
                )
                job.done += len(part)
    return _finish(number, edition, target, clock, stop)


def _set_aside(kind: str, unjudged: Iterable[tuple[int, Exception]], clock: Callable[[], datetime]) -> None:
    """Show the desk and the auditor what could not be judged; its people are told all the same."""
    for number, fault in unjudged:
        put_aside(kind, number, fault, now=clock())


def look_again(*, now: datetime) -> int:
    """Look again at stays and sites that could not be read; return how many can be by now, or are gone."""
    readable = {Aside.Kind.STAY: is_readable, Aside.Kind.SITE: is_site_readable}
    due = Aside.objects.filter(kind__in=readable, again_at__lte=now).order_by("again_at")[:_LOOKED_AT_AGAIN]
    mended = 0
    for row in due:
        kind = Aside.Kind(row.kind)
        if readable[kind](row.number):
            back_again(kind, row.number)
            mended += 1
        else:
            row.again_at = now + LONGEST
            row.save(update_fields=["again_at"])
    return mended


def _reach_of(job: FanOut) -> tuple[Edition, Target]:
    edition = Edition.objects.select_related("alert__organisation", "alert__incident").get(pk=job.edition_id)
    return edition, target_of(edition)


def _parts(stays: Integers) -> list[Integers]:
    return [stays[start : start + STAYS_AT_ONCE] for start in range(0, len(stays), STAYS_AT_ONCE)]


def _find(job: FanOut, edition: Edition, target: Target) -> None:
    stays = stays_near(target, edition.alert.organisation_id)
    packed = pack(stays)
    if FanOut.objects.filter(pk=job.pk, subjects__isnull=True).update(subjects=packed, total=len(stays)):
        job.subjects, job.total = packed, len(stays)
    else:
        job.refresh_from_db(fields=["subjects", "total", "done"])


def _finish(number: int, edition: Edition, target: Target, clock: Clock, stop: Callable[[], bool]) -> bool:
    with transaction.atomic():
        if FanOut.objects.select_for_update().defer("subjects").get(pk=number).finished_at is not None:
            return True
        unjudged: list[tuple[int, Exception]] = []
        enqueue_people(edition, expose_others(edition, target, unjudged), now=clock())
        _set_aside(Aside.Kind.SITE, unjudged, clock)
    lots = told_before(edition)
    while True:
        if stop():
            return False
        with transaction.atomic():
            people = next(lots, None)
            if people is None:
                break
            enqueue_people(edition, people, now=clock())
    with transaction.atomic():
        job = FanOut.objects.select_for_update().get(pk=number)
        if job.finished_at is None:
            rows = Exposure.objects.filter(edition=edition)
            job.exposures, job.deliveries = rows.count(), edition.deliveries.count()
            # The list has served; who was in the way stands in the exposures.
            job.subjects, job.finished_at = b"", clock()
            job.save()
            record_match(edition, target, now=clock())
    return True


def pack(numbers: Integers) -> bytes:
    """Return ascending numbers as compressed bytes: a million take about a megabyte."""
    return zlib.compress(np.diff(numbers, prepend=0).astype("<i8").tobytes(), 1)


def unpack(packed: bytes) -> Integers:
    """Return the numbers that :func:`pack` packed."""
    if not packed:
        return np.empty(0, np.int64)
    return np.cumsum(np.frombuffer(zlib.decompress(packed), "<i8"))
