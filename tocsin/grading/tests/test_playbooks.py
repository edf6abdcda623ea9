"""The playbooks: what a reader is told to do, for every hazard, level and kind of place."""

from itertools import product

import pytest

from tocsin.grading import Level, UnknownWordError, advice, imperative_verbs, place_kinds, playbook
from tocsin.grading.data_files import names
from tocsin.grading.playbooks import common_rules, place_rules, place_summaries
from tocsin.reading import HAZARDS, UnknownHazard

EVERY_CASE = list(product([hazard.code for hazard in HAZARDS], Level))
ALL_KINDS = tuple(kind.code for kind in place_kinds())


def starts_with_a_verb(text: str) -> bool:
    return text.split()[0].strip(",;").lower() in imperative_verbs()


def test_every_hazard_of_the_list_has_a_playbook_and_there_is_no_other():
    assert set(names("playbooks")) == {hazard.code for hazard in HAZARDS}


@pytest.mark.parametrize(("code", "level"), EVERY_CASE)
def test_every_hazard_at_every_level_says_what_to_do(code, level):
    acts = advice(code, level)
    own = {rule.id for rule in playbook(code)}
    assert 2 <= len(acts) <= 9
    assert acts[0].rule in own
    assert [act.order for act in acts] == list(range(1, len(acts) + 1))


@pytest.mark.parametrize(("code", "level"), EVERY_CASE)
def test_every_kind_of_place_is_spoken_of_alone_and_with_all_others(code, level):
    without = {act.rule for act in advice(code, level)}
    for kind in place_kinds():
        added = [act for act in advice(code, level, (kind.code,)) if act.rule not in without]
        assert added, (code, level, kind)
    together = [act for act in advice(code, level, ALL_KINDS) if act.rule not in without]
    assert len(together) == 1
    assert all(kind.name in together[0].text for kind in place_kinds())


@pytest.mark.parametrize(("code", "level"), EVERY_CASE)
def test_each_act_is_short_begins_with_a_verb_and_is_not_said_twice(code, level):
    acts = advice(code, level, ALL_KINDS)
    assert len({act.text for act in acts}) == len(acts)
    for act in acts:
        assert len(act.text.split()) <= 25, act
        assert starts_with_a_verb(act.text), act
        assert act.text.endswith("."), act
        assert act.until_hours is None or act.until_hours > 0, act


def test_rule_ids_are_unique_over_all_playbooks():
    ids = [rule.id for hazard in HAZARDS for rule in playbook(hazard.code)]
    ids += [rule.id for rules in (common_rules(), place_rules(), place_summaries()) for rule in rules]
    assert len(set(ids)) == len(ids)


def test_every_hazard_named_for_a_place_is_in_the_list():
    known = {hazard.code for hazard in HAZARDS}
    for rule in place_rules():
        assert set(rule.hazards) <= known, rule
        assert rule.place in ALL_KINDS, rule


def test_the_first_words_of_a_critical_alert_are_about_life():
    assert advice("earthquake", Level.CRITICAL)[0].text.startswith("Drop to the floor")
    assert advice("tsunami", Level.CRITICAL)[0].text.startswith("Go on foot, now, to ground")
    assert any("Answer the desk now" in act.text for act in advice("flood", Level.CRITICAL))


def test_the_worked_case_names_its_likely_targets_in_one_act():
    acts = advice("terrorism", Level.WARNING, ALL_KINDS)
    assert (
        "Take extra care at public transport, stations, ports, airports, public buildings, embassies, "
        "international organisations, schools, religious sites, markets, hotels and restaurants, and festivals."
    ) in [act.text for act in acts]
    assert any(act.text.startswith("Report suspicious objects or behaviour") for act in acts)


def test_few_kinds_of_place_get_acts_of_their_own():
    rules = [act.rule for act in advice("terrorism", Level.WARNING, ("markets", "airports"))]
    assert {"markets-01", "airports-01"} <= set(rules)
    assert "places-care" not in rules


def test_words_outside_the_lists_are_refused():
    with pytest.raises(UnknownHazard, match="meteor"):
        advice("meteor", Level.NOTICE)
    with pytest.raises(UnknownWordError, match="'moon' is no kind of place; write one of public-transport"):
        advice("flood", Level.NOTICE, ("moon",))


@pytest.mark.parametrize(("code", "level"), EVERY_CASE)
def test_the_first_act_is_short_enough_to_stand_whole_in_one_sms(code, level):
    assert len(advice(code, level)[0].text) <= 75
