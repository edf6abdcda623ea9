from __future__ import annotations

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from tocsin.sources.decide import (
    LONGEST_BACKOFF,
    ActingMessage,
    Standing,
    State,
    Verdict,
    Version,
    is_meant,
    next_look,
    permission,
    receipt,
    standing_after,
    state_of,
)

NOON = datetime(2017, 7, 15, 12, tzinfo=UTC)
HOUR = timedelta(hours=1)


def version(
    key: int, text: str, *, current: bool = True, broken: bool = False, at: datetime = NOON
) -> Version:
    return Version(key, text, current, broken, at)


def test_the_first_is_new_the_same_is_same_another_is_edited() -> None:
    assert receipt("a", is_broken=False, updated_at=None, versions=[]).verdict is Verdict.NEW
    same = receipt("a", is_broken=False, updated_at=None, versions=[version(1, "a")])
    assert (same.verdict, same.same_as) == (Verdict.SAME, 1)
    edited = receipt("b", is_broken=False, updated_at=None, versions=[version(1, "a")])
    assert (edited.verdict, edited.replaces) == (Verdict.EDITED, (1,))


def test_what_cannot_be_read_replaces_nothing_that_could() -> None:
    found = receipt("x", is_broken=True, updated_at=None, versions=[version(1, "a")])
    assert (found.verdict, found.replaces) == (Verdict.BROKEN_AGAIN, ())
    healed = receipt(
        "a", is_broken=False, updated_at=None, versions=[version(1, "a"), version(2, "x", broken=True)]
    )
    assert (healed.verdict, healed.replaces) == (Verdict.SAME, (2,))


def test_an_earlier_wording_comes_back_unless_it_is_an_old_copy() -> None:
    versions = [version(1, "a", current=False), version(2, "b", at=NOON)]
    back = receipt("a", is_broken=False, updated_at=NOON + HOUR, versions=versions)
    assert (back.verdict, back.same_as, back.replaces) == (Verdict.RETURNED, 1, (2,))
    assert receipt("a", is_broken=False, updated_at=None, versions=versions).verdict is Verdict.RETURNED
    old = receipt("a", is_broken=False, updated_at=NOON - HOUR, versions=versions)
    assert (old.verdict, old.replaces) == (Verdict.STALE, ())


acts = st.lists(
    st.builds(
        ActingMessage,
        st.integers(1, 50),
        st.booleans(),
        st.integers(0, 5).map(lambda hours: NOON + timedelta(hours=hours)),
    ),
    max_size=6,
    unique_by=lambda act: act.key,
)


@given(acts, st.randoms())
def test_where_a_message_stands_does_not_depend_on_the_order_of_arrival(
    found: list[ActingMessage], random: object
) -> None:
    shuffled = list(found)
    random.shuffle(shuffled)  # type: ignore[attr-defined]
    assert standing_after(found) == standing_after(shuffled)
    standing = standing_after(found).standing
    assert (standing is Standing.CANCELLED) == any(act.is_cancel for act in found)
    assert (standing is Standing.CURRENT) == (not found)


def test_a_reference_with_a_wrong_time_means_the_message_where_no_other_fits() -> None:
    named = ("a@x.example", "1", NOON)
    assert is_meant("a@x.example", "1", NOON, named=named, has_exact=True)
    assert is_meant("a@x.example", "1", NOON + HOUR, named=named, has_exact=False)
    assert not is_meant("a@x.example", "1", NOON + HOUR, named=named, has_exact=True)
    assert not is_meant("b@x.example", "1", NOON, named=named, has_exact=False)


def test_what_may_not_alert_says_why() -> None:
    def asked(**more: object) -> str:
        facts = {"cap_may_alert": None, "cap_reason": "", "expires": None, "now": NOON, "is_broken": False}
        found = permission(**(facts | more))  # type: ignore[arg-type]
        assert found.may_alert == (not found.reason)
        return found.reason

    assert asked() == ""
    assert asked(cap_may_alert=False, cap_reason="status-test: x") == "status-test: x"
    assert asked(expires=NOON).startswith("expired:")
    assert asked(expires=NOON + HOUR) == ""
    assert asked(is_broken=True).startswith("broken:")


@given(st.integers(0, 500), st.integers(1, 200_000), st.none() | st.integers(0, 10**6))
def test_the_next_look_is_never_before_the_interval_and_never_out_of_sight(
    failures: int, seconds: int, asked: int | None
) -> None:
    interval = timedelta(seconds=seconds)
    retry_after = None if asked is None else timedelta(seconds=asked)
    wait = next_look(now=NOON, interval=interval, failures=failures, retry_after=retry_after) - NOON
    assert interval <= wait <= max(interval, LONGEST_BACKOFF, timedelta(hours=6))


def test_failures_double_the_wait_up_to_an_hour() -> None:
    waits = [
        (next_look(now=NOON, interval=timedelta(minutes=5), failures=n) - NOON).total_seconds() / 60
        for n in range(7)
    ]
    assert waits == [5, 5, 10, 20, 40, 60, 60]


def test_a_source_is_silent_after_long_and_waiting_before_its_first_look() -> None:
    def state(**more: object) -> State:
        facts = {
            "kind": "feed", "is_enabled": True, "failures": 0, "last_success_at": NOON, "newest_item_at": NOON,
            "created_at": NOON, "silent_after": None, "now": NOON + HOUR,
        }  # fmt: skip
        return state_of(**(facts | more))  # type: ignore[arg-type]

    assert state() is State.WELL
    assert state(now=NOON + timedelta(days=3)) is State.SILENT
    assert state(now=NOON + timedelta(days=3), kind="cap") is State.WELL
    assert state(silent_after=timedelta(minutes=30)) is State.SILENT
    assert state(newest_item_at=None, now=NOON + timedelta(days=3)) is State.SILENT
    assert state(last_success_at=None) is State.WAITING
    assert state(failures=1) is State.FAILING
    assert state(is_enabled=False, failures=1) is State.PAUSED
    assert state(kind="form", last_success_at=None) is State.OPEN
