"""The linter: each rule by its own examples, and the traps each was made for."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tocsin.geo import Area
from tocsin.grading import (
    RULES,
    Act,
    AlertText,
    Evidence,
    FindingSeverity,
    Grounds,
    Level,
    MessageType,
    Sentence,
    SourceText,
    StatedFigure,
    UnknownWordError,
    blocks_approval,
    lint,
)
from tocsin.grading.specimen import SOUND_EVIDENCE, specimen


def rules_broken(text: AlertText, evidence: Evidence = SOUND_EVIDENCE, override: str = "") -> set[str]:
    return {finding.rule for finding in lint(text, evidence, override=override)}


def saying(*sentences: str) -> AlertText:
    reported = tuple(Sentence(sentence, ("report:1",)) for sentence in sentences)
    return specimen(event=(*reported, specimen().event[-1]))


def test_the_specimen_keeps_every_rule():
    assert lint(specimen(), SOUND_EVIDENCE) == ()


def test_there_are_at_least_25_rules_with_permanent_ids_of_plain_words():
    ids = [rule.id for rule in RULES]
    assert len(ids) >= 25
    assert len(set(ids)) == len(ids)
    assert all(part.isalpha() for rule in ids for part in rule.split("-"))


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.id)
def test_each_rule_finds_its_failing_example(rule):
    findings = [
        finding
        for finding in lint(
            rule.fails.text,
            rule.fails.evidence,
            override=rule.fails.override,
            grounds=rule.fails.grounds,
        )
        if finding.rule == rule.id
    ]
    assert findings
    for finding in findings:
        assert finding.severity is rule.severity
        assert finding.sentence == finding.template % dict(finding.values)
        assert finding.sentence.endswith(".")
        assert rule.sentence.endswith(".")


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.id)
def test_each_rule_lets_its_passing_example_pass(rule):
    passes = rule.passes
    found = lint(passes.text, passes.evidence, override=passes.override, grounds=passes.grounds)
    assert rule.id not in {finding.rule for finding in found}


def test_only_some_findings_block_approval():
    assert blocks_approval(lint(specimen(expires=None), SOUND_EVIDENCE))
    advice_only = lint(specimen(headline="TEACHERS MARCH NAIROBI"), SOUND_EVIDENCE)
    assert {finding.severity for finding in advice_only} == {FindingSeverity.ADVICE}
    assert not blocks_approval(advice_only)


def test_a_finding_says_where_it_is():
    (finding,) = lint(saying("It begins soon.", "Roads close at 08:00."), SOUND_EVIDENCE)
    assert (finding.rule, finding.part, finding.position) == ("time-without-zone", "event", 1)
    assert finding.sentence == "The time '08:00' has no zone. Add UTC, or the words 'local time'."


@pytest.mark.parametrize(
    "said",
    [
        "It starts at 09:00 UTC.", "It starts at 9:00 a.m. local time.", "From 19:00 to 21:30 UTC roads are shut.",
        "Between 7 am and 9 pm Nairobi time, keep away.", "At 05:12 PM UTC it ended.", "At 09:00 EAT it starts.",
        "At 09:00 (UTC) it starts.", "It starts at 09:00+03:00.", "At 19h30 GMT.", "It had magnitude 6.45 and 12 died.",
    ],
)  # fmt: skip
def test_times_with_a_zone_are_let_through(said):
    assert "time-without-zone" not in rules_broken(saying(said))


@pytest.mark.parametrize(
    "said",
    ["It starts at 09:00.", "From 19:00 to 21:30 roads are shut.", "At 5 pm it ends.", "By 19h30 it ends."],
)
def test_times_without_a_zone_are_found(said):
    assert "time-without-zone" in rules_broken(saying(said))


def test_critical_on_one_source_is_blocked_and_a_named_override_lets_it_out():
    text = specimen(level=Level.CRITICAL, severity="Extreme", certainty="Observed", urgency="Immediate")
    one = Evidence(independent_sources=1)
    assert "level-above-evidence" in rules_broken(text, one)
    assert "level-above-evidence" not in rules_broken(text, one, override="Seen by our own guard (M. Otieno)")
    assert "level-above-evidence" in {finding.rule for finding in lint(text)}, (
        "no evidence given: fails closed"
    )


def test_the_level_the_evidence_left_is_not_held_against_the_table():
    limited = specimen(level=Level.WARNING, severity="Extreme", certainty="Observed", urgency="Immediate")
    assert not rules_broken(limited, Evidence(independent_sources=1))


def test_a_demonym_and_a_country_of_the_area_may_stand_in_the_headline():
    assert "place-outside-country" not in rules_broken(
        specimen(headline="Ugandan teachers march through Nairobi")
    )
    both = Area(description="Kenya and Uganda", countries=("KE", "UG"))
    assert not rules_broken(specimen(headline="Floods from Kampala to Nairobi", area=both))


def test_a_country_in_the_headline_that_is_not_the_alerts_is_found():
    findings = lint(specimen(headline="Teachers march through Uganda"), SOUND_EVIDENCE)
    assert [finding.rule for finding in findings] == ["place-outside-country"]
    assert "'Uganda' in the headline lies in Uganda" in findings[0].sentence


@pytest.mark.parametrize(
    "act", ["Do not go there.", "Don't go there.", "Never go there alone.", "“Avoid” the park."]
)
def test_acts_may_begin_with_a_negation(act):
    assert "act-without-verb" not in rules_broken(specimen(advice=(Act(act, 1),)))


@pytest.mark.parametrize(
    "act", ["Caution is advised.", "You should leave.", "Travellers: avoid the park.", "…"]
)
def test_acts_that_talk_about_the_reader_are_found(act):
    assert "act-without-verb" in rules_broken(specimen(advice=(Act(act, 1),)))


def test_advice_in_another_language_is_not_held_to_english_verbs():
    text = specimen(language="fr", advice=(Act("Évitez le centre-ville.", 1),))
    assert "act-without-verb" not in rules_broken(text)


def test_an_all_clear_needs_no_advice_and_no_expiry():
    text = specimen(
        message_type=MessageType.CANCEL, cancel_reason="The march was called off.", advice=(), expires=None
    )
    assert not rules_broken(text, Evidence())


def test_what_to_do_may_follow_in_the_next_sentence():
    assert "cannot-be-ruled-out" not in rules_broken(
        saying("Clashes cannot be ruled out.", "Leave when police line up.")
    )
    assert "cannot-be-ruled-out" in rules_broken(saying("Clashes can't be excluded.", "The union is large."))


@pytest.mark.parametrize("hidden", ["\u202e", "\u2067", "\u200b", "\x07", "\x00", "\x7f", "\ufeff", "\u2028"])
def test_every_kind_of_hidden_character_is_found_in_every_part(hidden):
    source = replace(specimen().sources[0], name=f"Uni{hidden}on")
    for text in (
        specimen(headline=f"Teachers plan{hidden} march"),
        specimen(advice=(Act(f"Avoid{hidden} the park.", 1),)),
        specimen(place=f"Nai{hidden}robi"),
        specimen(sources=(source, specimen().sources[1])),
    ):
        finding = next(
            finding for finding in lint(text, SOUND_EVIDENCE) if finding.rule == "control-characters"
        )
        assert f"U+{ord(hidden):04X}" in finding.sentence
        assert hidden not in finding.sentence


def test_a_figure_with_a_percent_sign_does_not_upset_a_finding():
    said = (Sentence("About 50% (%s) of shops close."), specimen().event[-1])
    (finding,) = lint(specimen(event=said), SOUND_EVIDENCE)
    assert "50% (%s)" in finding.sentence


def test_dates_in_an_assessment_are_no_figures():
    text = specimen(event=(Sentence("Calm is likely after 18 July 2017.", assessment=True),))
    assert "unsourced-figure" not in rules_broken(text)


def test_a_long_sentence_inside_a_longer_passage_is_found():
    long = "It " + "rains " * 26 + "today."
    assert "long-sentence" in rules_broken(saying(f"Short one. {long}"))
    assert "long-sentence" not in rules_broken(saying(f"{'It rains today. ' * 12}"))


def test_a_word_that_is_not_caps_is_refused_by_name():
    with pytest.raises(UnknownWordError, match="'Bad' is no severity"):
        lint(specimen(severity="Bad"), SOUND_EVIDENCE)


def test_an_empty_draft_gets_all_it_lacks_in_one_go():
    draft = AlertText(country="", headline="", level=Level.NOTICE)
    wanted = {
        "country-missing",
        "headline-missing",
        "summary-missing",
        "event-missing",
        "no-expiry",
        "area-missing",
        "no-act",
    }
    assert wanted <= rules_broken(draft, Evidence())


@settings(deadline=None)
@given(
    headline=st.text(max_size=200),
    sentence=st.text(max_size=300),
    act=st.text(max_size=200),
    onset=st.none() | st.datetimes(datetime(1990, 1, 1), datetime(2100, 1, 1), timezones=st.just(UTC)),
)
def test_the_linter_has_an_answer_to_any_text(headline, sentence, act, onset):
    text = specimen(headline=headline, event=(Sentence(sentence),), advice=(Act(act, 1),), onset=onset)
    for finding in lint(text, SOUND_EVIDENCE):
        assert finding.sentence


def grounds(words: str, *figures: StatedFigure) -> Grounds:
    return Grounds(figures, (SourceText("report:1", "Teachers' union", words),))


def broken_by(text: AlertText, under: Grounds) -> set[str]:
    return {finding.rule for finding in lint(text, SOUND_EVIDENCE, grounds=under)}


@pytest.mark.parametrize(
    ("said", "language", "is_wrong"),
    [
        ("It starts on Tuesday 18 July.", "en", False),
        ("It starts on Wednesday, July 18.", "en", True),
        ("It starts on 18 July 2017 (Tuesday).", "en", False),
        ("It starts on 18 July (a Friday).", "en", True),
        ("La marche part mardi 18 juillet 2017.", "fr", False),
        ("La marche part lundi 18 juillet.", "fr", True),
        ("La marcha sale el martes 18 de julio.", "es", False),
        ("La marcha sale el viernes, 18 de julio.", "es", True),
        ("On Tuesday 31 February nothing happens.", "en", False),
        ("Der Marsch beginnt am Montag, 18. Juli 2017.", "de", False),
    ],
)
def test_the_day_of_the_week_is_reckoned_from_the_date(said, language, is_wrong):
    text = replace(saying(said), language=language)
    assert ("weekday-against-date" in rules_broken(text)) is is_wrong


@pytest.mark.parametrize(
    ("headline", "is_wrong"),
    [
        ("Teachers plan march through Nairobi on Tuesday", False),
        ("Teachers plan march through Nairobi on Saturday", True),
        ("Teachers plan march through Nairobi on 18 July 2018", True),
        ("Teachers plan march through Nairobi on 17 July", False),
        ("Teachers plan march through Nairobi, 12 arrested in May", False),
    ],
)
def test_the_days_of_the_headline_are_those_of_the_alert(headline, is_wrong):
    assert ("headline-date-against-body" in rules_broken(specimen(headline=headline))) is is_wrong


def test_a_figure_may_be_either_of_two_that_sources_state_and_none_other():
    known = grounds(
        "At least 12 people were killed, up from 10.",
        StatedFigure("report:1", "killed", 12, qualifier="at least"),
        StatedFigure("report:1", "killed", 10),
    )
    assert not broken_by(saying("At least 12 people were killed."), known)
    assert not broken_by(saying("In the first hour 10 people were killed."), known)
    assert broken_by(saying("In all, 22 people were killed."), known) == {
        "figure-against-claim",
        "figure-not-in-source",
    }
    assert broken_by(saying("Exactly 12 people were killed."), known) == {"qualifier-changed"}


def test_what_another_source_states_does_not_excuse_a_figure():
    known = Grounds(
        figures=(StatedFigure("report:1", "killed", 12), StatedFigure("report:2", "killed", 40)),
        texts=(SourceText("report:1", "Union", "12 killed"), SourceText("report:2", "Police", "40 killed")),
    )
    assert "figure-against-claim" in broken_by(saying("In all, 40 people were killed."), known)


def test_a_number_in_words_in_the_source_stands_behind_one_in_digits():
    known = grounds("Some five thousand people are expected, and thirty streets are shut.")
    assert "figure-not-in-source" not in broken_by(
        saying("The union expects 5,000 people in 30 streets."), known
    )
    assert "figure-not-in-source" in broken_by(saying("The union expects 50,000 people."), known)
    assert "figure-not-in-source" not in broken_by(saying("It starts at 09:00 UTC on 18 July 2017."), known)


def test_a_source_whose_text_is_not_there_may_say_any_number():
    assert "figure-not-in-source" not in broken_by(saying("The union expects 50,000 people."), Grounds())


def test_copied_words_are_counted_through_punctuation_and_case():
    text = "Boats took the last families off the roofs of the lower market before nightfall, the mayor said."
    found = [
        finding
        for finding in lint(
            saying("BOATS took the last families - off the roofs of the lower market before nightfall!"),
            SOUND_EVIDENCE,
            grounds=grounds(text),
        )
        if finding.rule == "copied-text"
    ]
    assert "14 words in a row are Teachers' union's" in found[0].sentence
    assert not broken_by(
        saying('The mayor says "boats took the last families off the roofs".'), grounds(text)
    )


def test_a_name_that_the_source_spells_so_is_let_through():
    text = saying("A man named Nairobo spoke to the crowd.")
    assert "misspelt-place" in rules_broken(text)
    assert "misspelt-place" not in broken_by(text, grounds("Mr Nairobo spoke."))


@pytest.mark.parametrize(
    "headline", ["Teachers march from Thika to Nairobi", "Teachers march in Nairobi County"]
)
def test_places_near_the_area_are_let_through(headline):
    assert not rules_broken(specimen(headline=headline)) & {"place-outside-area", "misspelt-place"}


def test_a_town_far_off_the_area_is_found_with_its_distance():
    (finding,) = lint(specimen(headline="Teachers plan march through Mombasa"), SOUND_EVIDENCE)
    assert finding.rule == "place-outside-area"
    assert "'Mombasa' lies 4" in finding.sentence


@pytest.mark.parametrize(
    "act",
    ["Keep your phone charged.", "Ask the hotel for a room to the back.", "Do not stop to take pictures."],
)
def test_acts_that_speak_to_the_reader_are_not_passive(act):
    assert "passive-advice" not in rules_broken(specimen(advice=(Act(act, 1, 24),)))


@settings(deadline=None)
@given(words=st.text(max_size=300), source=st.text(max_size=600))
def test_the_linter_has_an_answer_to_any_source(words, source):
    known = grounds(source, StatedFigure("report:1", "killed", 3), StatedFigure("report:1", "people", 0, 9))
    for finding in lint(saying(words), SOUND_EVIDENCE, grounds=known):
        assert finding.sentence


@settings(deadline=None)
@given(
    words=st.lists(
        st.sampled_from(["river", "bridge", "north", "closed", "night", "boats", "people", "market"]),
        min_size=16,
        max_size=60,
    )
)
def test_a_whole_text_taken_over_is_always_found(words):
    text = " ".join(words)
    assert "copied-text" in broken_by(saying(text), grounds(f"Yesterday {text} again"))
