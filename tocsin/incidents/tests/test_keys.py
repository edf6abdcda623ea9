"""What may be one incident shares a key."""

from __future__ import annotations

from datetime import UTC, datetime

from tocsin.geo import Point
from tocsin.incidents.keys import MOST_INCIDENTS, asked_under, filed_under, key_of, likeliest
from tocsin.incidents.traits import from_json, packed_runs, to_json
from tocsin.incidents.values import ReportFacts
from tocsin.incidents.wording import wording_of

NOON = datetime(2024, 3, 4, 12, tzinfo=UTC)


def facts(text: str, hazard: str = "earthquake", longitude: float = 36.16, **changes: object) -> ReportFacts:
    return ReportFacts(
        report=1,
        source=1,
        published=NOON,
        wording=wording_of(text),
        hazards=(hazard,),
        country="TR",
        place="Antakya",
        point=Point(longitude=longitude, latitude=36.2),
        is_country_wide=False,
        places=frozenset({"Antakya"}),
        figures=frozenset({("killed", 12.0, "exactly"), ("killed", 1.0, "exactly")}),
        **changes,
    )  # type: ignore[arg-type]


def test_what_is_filed_is_found_by_its_own_like() -> None:
    one = facts("A strong earthquake struck Antakya and governor Ozkaya closed the schools.")
    assert filed_under(one).keys() <= asked_under(one).keys()
    assert len(filed_under(one)) <= 30


def test_another_language_and_a_kindred_hazard_a_little_way_off_share_a_place_key() -> None:
    english = facts("A strong earthquake struck the city.")
    french = facts("Un fort séisme a frappé la ville.", hazard="tsunami", longitude=37.5, language="fr")
    shared = filed_under(english).keys() & asked_under(french).keys()
    assert any(key.startswith("at|") for key in shared)
    assert "p|Antakya" in shared
    assert "f|killed|12" in shared
    assert "f|killed|1" not in shared


def test_cells_meet_across_the_antimeridian() -> None:
    west, east = facts("Storm.", longitude=-179.9), facts("Storm.", longitude=179.9)
    assert any(key.startswith("at|") for key in filed_under(west).keys() & asked_under(east).keys())


def test_a_key_is_the_same_in_every_process_and_its_own_for_each_organisation() -> None:
    assert key_of(1, "w|kuriga") == 8029003782111593871
    assert key_of(1, "w|kuriga") != key_of(2, "w|kuriga")
    assert 0 <= key_of(1, "") < 2**63


def test_incidents_are_ranked_by_their_best_report_and_bounded() -> None:
    found = [(report, report // 10, 1.0) for report in range(1000)] + [(555, 55, 5.0)]
    ranked = likeliest(found)
    assert next(iter(ranked)) == 55
    assert ranked[55][0] == 555
    assert len(ranked) == MOST_INCIDENTS


def test_what_is_kept_comes_back_as_it_was() -> None:
    one = facts(
        "A strong earthquake struck Antakya and governor Ozkaya closed the schools.", phase="happened"
    )
    back = from_json(to_json(one), report=1, published=NOON, runs=packed_runs(one))
    assert back == one
