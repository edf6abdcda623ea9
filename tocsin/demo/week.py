"""The demo's week, 10 to 16 July 2017: what happens when, and what the desk makes of it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime

from tocsin.demo.desk import Desk
from tocsin.demo.moments import END
from tocsin.demo.playing import Player, changed


def _at(day: int, hour: int, minute: int = 0) -> datetime:
    return datetime(2017, 7, day, hour, minute, tzinfo=UTC)


def play_week(desk: Desk, say: Callable[[str], None]) -> None:
    """Play the whole week; `say` is told each day's news, for the terminal."""
    player = Player(desk)
    for day in (_monday, _storm, _rumour, _strike, _storm_passes, _morocco, _earthquake):
        say(str(day.__doc__).splitlines()[0])
        day(player)
    player.at(END)


def _monday(player: Player) -> None:
    """Monday: the news of Mosul comes in; it is outside the desk's area and is dismissed."""
    now = player.at(_at(10, 7))
    player.look_around(now)
    incident = player.incident(("armed-conflict", "terrorism", "other"), "IQ")
    player.dismiss(incident, now, "Nobody of ours is in Iraq; kept as background for Morocco.")


def _storm(player: Player) -> None:
    """Tuesday and Wednesday: a storm nears Luzon; the authority's CAP becomes an alert and a Critical update."""
    now = player.at(_at(11, 6, 20))
    player.look_around(now, "Luzon Weather Office", "Maghreb Courier")
    storm = player.incident(("storm", "flood"), "PH")
    edition = player.alert(
        storm, now, changed(headline="Tropical storm Banwa to reach northern Luzon on Wednesday")
    )
    player.answer("LH-304", "safe", _at(11, 7, 5), "In Tuguegarao, staying at the training centre.")
    now = player.at(_at(12, 3, 15))
    player.look_around(now, "Luzon Weather Office")
    player.update(
        edition.alert, now, changed(headline="Typhoon Banwa about to strike the coast of Ilocos Norte")
    )
    player.answer("LH-305", "safe", _at(12, 5, 40), "In the school at Laoag with forty others.")


def _rumour(player: Player) -> None:
    """Wednesday: a blog reports an explosion in Mombasa; the police deny it, and its claims are struck out."""
    now = player.at(_at(12, 9, 20))
    player.look_around(now, "Coast Buzz")
    now = player.at(_at(12, 12, 10))
    player.look_around(now, "Nairobi Ledger", "Coast Buzz")
    rumour = player.incident(("terrorism", "transport", "hazardous-material"), "KE")
    player.dismiss(rumour, now, "A rumour: denied by the police and withdrawn by its source.")


def _strike(player: Player) -> None:
    """Thursday: bus crews in Nairobi announce a strike; the storm weakens."""
    now = player.at(_at(13, 1, 20))
    player.look_around(now, "Luzon Weather Office")
    storm = player.incident(("storm", "flood"), "PH")
    player.update(
        storm.alerts.get(),
        now,
        changed(headline="Banwa weakens over the sea; landslides block roads near Laoag"),
    )
    now = player.at(_at(13, 14, 30))
    player.look_around(now, "Nairobi Ledger")
    strike = player.incident(("labour-action", "transport"), "KE")
    player.alert(
        strike, now, changed(headline="Bus crews in Nairobi plan a strike and a march on Tuesday, 18 July")
    )


def _storm_passes(player: Player) -> None:
    """Friday: the storm is over, all-clear; an exercise message alerts nobody."""
    now = player.at(_at(14, 2, 30))
    player.look_around(now, "Luzon Weather Office")
    storm = player.incident(("storm", "flood"), "PH")
    player.all_clear(
        storm.alerts.get(), now, "The Luzon Weather Office has cancelled its warning; the rain has ended."
    )
    now = player.at(_at(14, 9))
    player.look_around(now)


def _morocco(player: Player) -> None:
    """Saturday: Morocco prepares for militants who come home; a forecast alert at level Warning."""
    now = player.at(_at(14, 17))
    player.look_around(now, "World Desk Wire")
    now = player.at(_at(15, 9))
    player.look_around(now, "Maghreb Courier")
    now = player.at(_at(15, 17, 12))
    player.look_around(now)
    morocco = player.incident(("terrorism",), "MA")
    player.alert(
        morocco,
        now,
        changed(headline="Attack risk as Islamic State fighters are expected home", place="Morocco"),
    )
    player.answer("LH-101", "safe", _at(15, 18, 2))


def _earthquake(player: Player) -> None:
    """Saturday night: an earthquake on Leyte; tolls rise, and somebody of ours needs help."""
    now = player.at(_at(15, 21, 52))
    player.look_around(now, "Visayas Seismic Observatory")
    quake = player.incident(("earthquake",), "PH")
    now = player.at(_at(15, 22, 1))
    player.look_around(now, "World Desk Wire")
    player.field_report(
        now,
        "Philippines: Earthquake felt strongly in Tacloban, warehouse closed",
        "The earthquake cut the power in Tacloban at 05:40 local time on 16 July. The walls of our warehouse have cracks "
        "and we have closed it. A landslide blocks the road to Ormoc.",
        "Tacloban",
        "Lourdes Manalastas",
    )
    edition = player.alert(
        quake, now, changed(headline="Strong earthquake on Leyte damages buildings in Ormoc")
    )
    player.answer("LH-301", "safe", _at(15, 22, 9), "Warehouse closed, both guards with me.")
    player.answer("LH-302", "not-there", _at(15, 22, 30), "Left for Cebu on Friday.")
    now = player.at(_at(16, 1, 45))
    player.look_around(now, "World Desk Wire")
    player.update(
        edition.alert, now, changed(headline="Earthquake on Leyte kills 11; hospital in Ormoc evacuated")
    )
    player.answer(
        "LH-303", "need-help", _at(16, 2, 5), "Guesthouse stairs are down, second floor, my leg is hurt."
    )
