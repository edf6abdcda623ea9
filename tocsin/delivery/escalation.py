"""The steps that are due for those who do not answer or ask for help, taken in short transactions."""

from __future__ import annotations

import time
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence, Set
from datetime import datetime
from typing import NamedTuple

from django.db import transaction

from tocsin.accounts.bulk_rows import stored, update_rows
from tocsin.accounts.turns import Lots, Turns
from tocsin.alerts.models import Edition
from tocsin.delivery.asides import is_of_one_row, put_aside
from tocsin.delivery.cases import policies_of
from tocsin.delivery.decide import Rule
from tocsin.delivery.escalation_steps import Case, Cause, Letters, Policy, Ruling, Step, rule_on
from tocsin.delivery.models import Answer, Aside, Delivery, Escalation
from tocsin.delivery.outbox import StepLetter, addresses_of, enqueue_steps
from tocsin.delivery.shelf import newest_editions
from tocsin.delivery.states import DeliveryState
from tocsin.delivery.steps_at_once import NAME, DueCases, read_numbers, take_due_cases, take_steps
from tocsin.exposure.models import Person


def escalate(*, now: datetime, stop: Callable[[], bool] = lambda: False) -> int:
    """Take every step that is due at `now`, and return how many messages were written.

    Those who have said nothing since the same moment are ruled on once and written by one statement; everybody else,
    and every call for help, one by one. A case that cannot be dealt with is set aside, and no other waits for it.
    """
    written = 0
    turns, lots = Turns(), Lots()
    known: _Known = {}
    while not stop():
        due: list[DueCases] = []
        is_whole = True
        try:
            with transaction.atomic():
                began = time.monotonic()
                due += take_due_cases(lots.size, now=now)
                written += _rule_on_each(due, known, now)
        except Exception as error:
            if not due or not is_of_one_row(error):
                raise
            is_whole = False
        seen = sum(some.size for some in due)
        if not is_whole:
            written += _one_by_one(seen, now, stop)
        if seen < lots.size:
            break
        lots.took(time.monotonic() - began)
        turns.give_way()
    return written


#: The editions of the lot before, which never change, with the steps that were theirs when they were published.
_Known = dict[int, tuple[Edition, Policy]]


def _rule_on_each(due: Sequence[DueCases], known: _Known, now: datetime) -> int:
    others = [pk for some in due if not some.is_plain for pk in read_numbers(some.numbers)]
    written = _rule_on_alike([some for some in due if some.is_plain], known, now)
    return written + _rule_on_all(list(Escalation.objects.filter(pk__in=others).order_by("pk")), now)


def _one_by_one(most: int, now: datetime, stop: Callable[[], bool]) -> int:
    """Deal with `most` cases that are due, each by itself, and set those aside that cannot be dealt with."""
    written = 0
    for _number in range(most):
        if stop():
            break
        due: list[DueCases] = []
        try:
            with transaction.atomic():
                due += take_due_cases(1, now=now)
                written += _rule_on_each(due, {}, now)
        except Exception as error:
            if not due or not is_of_one_row(error):
                raise
            (pk,) = read_numbers(due[0].numbers)
            again = put_aside(Aside.Kind.CASE, pk, error, now=now)
            Escalation.objects.filter(pk=pk, ended_at__isnull=True).update(due_at=again)
    return written


def _rule_on_alike(alike: Sequence[DueCases], known: _Known, now: datetime) -> int:
    if not alike:
        return 0
    _learn({some.edition_id for some in alike}, known)
    newest = newest_editions({edition.alert_id for edition, _policy in known.values()})
    written = 0
    for some in alike:
        edition, policy = known[some.edition_id]
        newest_number, newest_type = newest[edition.alert_id]
        case = Case(
            cause=Cause.SILENCE,
            name=NAME,
            policy=policy,
            done=some.done,
            began=some.began,
            expires=edition.expires,
            edition_number=edition.number,
            newest_number=newest_number,
            newest_type=newest_type,
            has_answered=False,
            is_active=True,
        )
        written += take_steps(edition, some, rule_on(case, now=now), now=now)
    return written


def _learn(numbers: Set[int], known: _Known) -> None:
    """Let `known` be of those editions: thousands of cases in a row are of the same."""
    for number in known.keys() - numbers:
        del known[number]
    missing = numbers - known.keys()
    if missing:
        found = Edition.objects.select_related("alert__organisation").in_bulk(missing)
        policies = policies_of(list(found.values()))
        known.update((number, (edition, policies[number])) for number, edition in found.items())


class _Facts(NamedTuple):
    """What is known of the editions, the people and their answers behind some cases."""

    editions: Mapping[int, Edition]
    policies: Mapping[int, Policy]
    newest: Mapping[int, tuple[int, str]]
    people: Mapping[int, Person]
    #: By alert and person: the newest answer, and the number of the newest edition that was answered.
    answers: Mapping[tuple[int, int], tuple[Answer, int]]
    #: By case, of those whom nothing reaches: the steps that would reach nobody else.
    useless: Mapping[int, frozenset[Step]]


def _rule_on_all(cases: Sequence[Escalation], now: datetime) -> int:
    if not cases:
        return 0
    facts = _facts(cases)
    letters: dict[int, list[StepLetter]] = defaultdict(list)
    asked: list[tuple[Escalation, Letters]] = []
    for row in cases:
        ruling = rule_on(_case(row, facts), now=now)
        asked += [(row, one) for one in ruling.letters]
        _keep(row, ruling, now)
    for edition_id, letter in _written(asked, facts):
        letters[edition_id].append(letter)
    update_rows(
        Escalation,
        ("done", "due_at", "ended_at", "rule", "reason"),
        (
            (row.pk, (row.done, stored(row.due_at), stored(row.ended_at), row.rule, row.reason))
            for row in cases
        ),
    )
    return sum(enqueue_steps(facts.editions[number], some, now=now) for number, some in letters.items())


def _keep(row: Escalation, ruling: Ruling, now: datetime) -> None:
    row.done += len(ruling.letters) + ruling.skipped
    if ruling.due is not None:
        row.due_at, row.rule = ruling.due, ""
    else:
        row.ended_at, row.rule, row.reason = now, str(ruling.rule), ruling.reason


def _facts(cases: Sequence[Escalation]) -> _Facts:
    editions = Edition.objects.select_related("alert__organisation").in_bulk(
        {row.edition_id for row in cases}
    )
    alerts = {edition.alert_id for edition in editions.values()}
    newest: dict[int, tuple[int, str]] = {}
    for alert, number, kind in (
        Edition.objects.filter(alert__in=alerts)
        .order_by("number")
        .values_list("alert_id", "number", "message_type")
    ):
        newest[alert] = number, kind
    numbers = {row.person_id for row in cases}
    answers: dict[tuple[int, int], tuple[Answer, int]] = {}
    for answer in (
        Answer.objects.filter(edition__alert__in=alerts, person__in=numbers)
        .select_related("edition")
        # What somebody wrote decides nothing here, and may not be readable.
        .defer("note", "place")
        .order_by("at", "pk")
    ):
        key = answer.edition.alert_id, answer.person_id
        before = answers.get(key)
        answers[key] = answer, max(answer.edition.number, before[1] if before else 0)
    people = Person.objects.select_related("stand_in").in_bulk(numbers)
    policies = policies_of(list(editions.values()))
    return _Facts(editions, policies, newest, people, answers, _useless(cases, people))


def _useless(cases: Sequence[Escalation], people: Mapping[int, Person]) -> dict[int, frozenset[Step]]:
    """Return, for cases of people whom nothing reaches, which steps would reach nobody else either."""
    unreached = [row for row in cases if row.rule == Rule.UNREACHABLE]
    if not unreached:
        return {}
    persons = [people[row.person_id] for row in unreached]
    numbers = {one.pk for one in persons} | {one.stand_in_id for one in persons if one.stand_in_id}
    usable = {
        number: {one.contact_id for one in addresses if one.signable and one.reachable}
        for number, addresses in addresses_of(sorted(numbers)).items()
    }
    failed: dict[tuple[int, int], set[int]] = defaultdict(set)
    rows = Delivery.objects.filter(
        edition__in={row.edition_id for row in unreached}, person__in=numbers, state=DeliveryState.FAILED
    )
    for edition, person, contact in rows.values_list("edition_id", "person_id", "contact_id"):
        failed[edition, person].add(contact)
    found = {}
    for row in unreached:
        stand_in = people[row.person_id].stand_in
        whom = {Step.AGAIN: row.person_id, Step.STAND_IN: stand_in.pk if stand_in and stand_in.active else 0}
        found[row.pk] = frozenset(
            step
            for step, number in whom.items()
            if not usable.get(number, set()) - failed[row.edition_id, number]
        )
    return found


def _case(row: Escalation, facts: _Facts) -> Case:
    edition, person = facts.editions[row.edition_id], facts.people[row.person_id]
    newest_number, newest_type = facts.newest[edition.alert_id]
    answer, answered = facts.answers.get((edition.alert_id, row.person_id), (None, 0))
    is_help = row.cause == Cause.HELP
    asks_for_help = answer is not None and answer.kind == Answer.Kind.NEED_HELP
    return Case(
        cause=Cause(row.cause),
        name=person.name,
        policy=facts.policies[row.edition_id],
        done=row.done,
        began=row.began_at,
        expires=edition.expires,
        edition_number=edition.number,
        newest_number=newest_number,
        newest_type=newest_type,
        has_answered=asks_for_help if is_help else answered >= edition.number,
        is_active=person.active,
        is_taken=is_help and answer is not None and answer.taken_at is not None,
        is_unreachable=row.rule == Rule.UNREACHABLE,
        useless=facts.useless.get(row.pk, frozenset()),
    )


def _written(asked: Sequence[tuple[Escalation, Letters]], facts: _Facts) -> Iterator[tuple[int, StepLetter]]:
    """Yield every message of every step with the number of its edition: one for each address of each recipient."""
    on_duty: dict[int, list[Person]] = {}
    recipients = {id(one): _recipients(row, one, facts, on_duty) for row, one in asked}
    everybody = sorted({person.pk for some in recipients.values() for person in some})
    addresses = addresses_of(everybody)
    for row, one in asked:
        for person in recipients[id(one)]:
            about = None if person.pk == row.person_id else row.person_id
            for address in addresses.get(person.pk, ()):
                yield row.edition_id, StepLetter(person.pk, about, address, one.number, one.rule, one.reason)


def _recipients(
    row: Escalation, letters: Letters, facts: _Facts, on_duty: dict[int, list[Person]]
) -> list[Person]:
    person = facts.people[row.person_id]
    if letters.step is Step.AGAIN:
        return [person]
    if letters.step is Step.STAND_IN:
        stand_in = person.stand_in
        return [stand_in] if stand_in is not None and stand_in.active else []
    organisation = facts.editions[row.edition_id].alert.organisation_id
    if organisation not in on_duty:
        there = Person.objects.filter(organisation=organisation, on_duty=True, active=True)
        on_duty[organisation] = list(there.order_by("pk"))
    return on_duty[organisation]
