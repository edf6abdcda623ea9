"""How long an alert with a very long outline takes to save, approve and publish, and how much of it others wait for.

    python3 dev.py bench outlines [--points 10,1000,60000] [--database postgresql|URL] [--json]

Draws an area with so many corners, then saves, submits, approves and publishes an alert for it, one person in its way; then
an authority's signed warning of such an area goes out by a standing rule (`rule`), and its update (`rule-update`). For each
act: `seconds` in all, and `inside`, the part of it in a write transaction: on SQLite no other writer gets in
meanwhile, and an answer waits. `longest_wait_ms` is the longest that another connection was kept, which writes one small
row after the other. `cpu` and `cpu_inside` are the processor's seconds of the same, whatever else the machine does. Without `--database` it is SQLite
in a folder of its own, fully durable; `postgresql` starts a server of its own and stops it; an address names an empty database.
"""

from __future__ import annotations

import argparse
import json
import math
import sys
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from instance import instance
from publication import NOON, _set_up, _write_small_rows


def main() -> int:
    """Measure every number of points on one database."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--points", default="10,1000,60000")
    parser.add_argument("--database", default="")
    parser.add_argument("--json", action="store_true")
    arguments = parser.parse_args()
    with instance(arguments.database) as arguments.database:
        _set_up()
        _measure([int(count) for count in arguments.points.split(",")], as_json=arguments.json)
        from django.db import connection

        connection.close()
    return 0


def _measure(counts: list[int], *, as_json: bool) -> None:
    from django.urls import reverse

    from tocsin.alerts.tests.desk import make_desk, make_quake
    from tocsin.publishing.tests.press import Press

    # A process that serves the desk has its pages and outlines loaded long before anybody publishes.
    reverse("desk:inbox")
    press, watch = Press(), Watch()
    _life(press, 4, watch)
    _by_rule(4, watch)
    for count in counts:
        watch.lines.clear()
        # A desk and an incident of its own for each.
        press.desk = make_desk(f"desk-{count}")
        press.incident = make_quake(press.desk)
        _life(press, count, watch)
        _by_rule(count, watch)
        for line in watch.lines:
            print(json.dumps({"points": count, **line}) if as_json else _row(count, line))


def _row(count: int, line: dict[str, Any]) -> str:
    return f"points={count}  " + "  ".join(f"{name}={value}" for name, value in line.items())


@dataclass(slots=True)
class Watch:
    """Times acts, apart from what of them is inside a write transaction."""

    lines: list[dict[str, Any]] = field(default_factory=list)
    _inside: float = 0.0
    _cpu_inside: float = 0.0
    _since: tuple[float, float] = (0.0, 0.0)

    def __post_init__(self) -> None:
        from django.db import connection, transaction

        enter, leave = transaction.Atomic.__enter__, transaction.Atomic.__exit__
        here = threading.get_ident()

        def entering(atomic: Any) -> None:
            outermost = not connection.in_atomic_block
            enter(atomic)
            if outermost and threading.get_ident() == here:
                self._since = time.perf_counter(), time.thread_time()

        def leaving(atomic: Any, *fault: Any) -> None:
            leave(atomic, *fault)
            if not connection.in_atomic_block and threading.get_ident() == here:
                self._inside += time.perf_counter() - self._since[0]
                self._cpu_inside += time.thread_time() - self._since[1]

        transaction.Atomic.__enter__ = entering
        transaction.Atomic.__exit__ = leaving

    def time(self, name: str, act: Callable[[], Any]) -> Any:
        """Do `act`, note how long it took under `name`, and return what it returns."""
        from django.db import connection

        waits: list[float] = []
        stop = threading.Event()
        other = threading.Thread(target=_write_small_rows, args=(stop, waits))
        other.start()
        time.sleep(0.1)
        waits.clear()
        self._inside = self._cpu_inside = 0.0
        started, cpu = time.perf_counter(), time.thread_time()
        result = act()
        took, spent = time.perf_counter() - started, time.thread_time() - cpu
        time.sleep(0.1)
        stop.set()
        other.join()
        self.lines.append(
            {
                "database": connection.vendor, "act": name, "seconds": round(took, 3),
                "inside": round(self._inside, 3), "cpu": round(spent, 3),
                "cpu_inside": round(self._cpu_inside, 3),
                "longest_wait_ms": round(max(waits, default=0.0) * 1e3),
            }
        )  # fmt: skip
        return result


def _life(press: Any, count: int, watch: Watch) -> None:
    """A draft with an outline of `count` corners, and its way to publication."""
    from dataclasses import replace

    from tocsin.alerts.content import text_of
    from tocsin.alerts.drafting import draft_from
    from tocsin.alerts.editing import edit, override, submit
    from tocsin.alerts.linting import standing_in_the_way
    from tocsin.alerts.reviewing import approve
    from tocsin.publishing.publication import publish

    ana, eva = press.desk.ana, press.desk.eva
    press.traveller()
    draft = draft_from(press.incident, author=ana, now=NOON)
    text = replace(text_of(draft.content), area=_area(count))
    draft = watch.time("save", lambda: edit(draft, text, revision=draft.revision, author=ana, now=NOON))
    for finding in standing_in_the_way(draft):
        draft = override(
            draft, finding.rule, revision=draft.revision, author=ana, reason="For the benchmark.", now=NOON
        )
    draft = watch.time("submit", lambda: submit(draft, author=ana, now=NOON))
    watch.time("approve", lambda: approve(draft, reviewer=eva, content_hash=draft.content_hash, now=NOON))
    watch.time("publish", lambda: publish(draft, publisher=eva, now=NOON))


def _by_rule(count: int, watch: Watch) -> None:
    """What an authority signs about an area of `count` corners, let out by a rule, and the update of it."""
    from dataclasses import replace
    from datetime import timedelta

    from tocsin.alerts.tests.desk import make_desk
    from tocsin.cap import CapArea, CapPolygon, MsgType
    from tocsin.publishing.by_rule import publish_by_rules
    from tocsin.publishing.tests.authority import Authority

    authority = Authority(make_desk(f"rule-{count}"))
    authority.rule()
    ring = _area(count).polygons[0].outer
    points = " ".join(f"{point.latitude},{point.longitude}" for point in ring)
    outline = (CapArea("Around Kisumu", polygons=(CapPolygon(points),)),)
    first = authority.warning(areas=outline)
    at = NOON + timedelta(minutes=5)
    second = replace(
        authority.follows(first, MsgType.UPDATE, 2, at=at),
        infos=authority.warning(2, at=at, areas=outline).infos,
    )
    for name, message in (("rule", first), ("rule-update", second)):
        authority.sends(message)
        moment = message.sent + timedelta(seconds=5)
        (use,) = watch.time(name, lambda moment=moment: publish_by_rules(now=moment))
        assert use.ground == "R-00", use.reason


def _area(count: int) -> Any:
    """A coast around Kisumu: a circle of about 45 km with bays, six digits to a degree."""
    from tocsin.geo import Area, Polygon

    angles = [2 * math.pi * number / count for number in range(count)]
    radii = [0.4 + 0.05 * math.sin(37 * angle) for angle in angles]
    ring = [
        (round(34.76 + radius * math.cos(angle), 6), round(-0.1 + radius * math.sin(angle), 6))
        for angle, radius in zip(angles, radii, strict=True)
    ]
    return Area("Around Kisumu", polygons=(Polygon.from_pairs([*ring, ring[0]]),))


if __name__ == "__main__":
    sys.exit(main())
