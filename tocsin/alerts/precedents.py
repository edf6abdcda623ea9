"""What the desk's own records say of earlier incidents of the same hazard and place, as sentences of the Context. Pure."""

from __future__ import annotations

from collections.abc import Sequence

from tocsin.alerts.figures import amount, grammar_of, newest_of, references, weight
from tocsin.alerts.values import ClaimFacts, IncidentFacts, PastIncident
from tocsin.alerts.wording import enclosed, listed, located, number, sentence
from tocsin.grading import Sentence

#: So many earlier incidents are told one by one, the latest first.
MOST_TOLD = 2

#: One earlier incident of each hazard with its article, and several.
_NOUNS = {
    "terrorism": ("an attack", "attacks"),
    "armed-conflict": ("an outbreak of fighting", "outbreaks of fighting"),
    "civil-unrest": ("an outbreak of unrest", "outbreaks of unrest"),
    "crime": ("a serious crime", "serious crimes"),
    "kidnapping-and-piracy": ("a kidnapping", "kidnappings"),
    "politics-and-elections": ("a political crisis", "political crises"),
    "labour-action": ("a strike", "strikes"),
    "transport": ("a disruption of transport", "disruptions of transport"),
    "earthquake": ("an earthquake", "earthquakes"),
    "tsunami": ("a tsunami", "tsunamis"),
    "volcano": ("an eruption", "eruptions"),
    "storm": ("a storm", "storms"),
    "flood": ("a flood", "floods"),
    "landslide": ("a landslide", "landslides"),
    "heat-and-cold": ("a spell of extreme temperatures", "spells of extreme temperatures"),
    "wildfire": ("a wildfire", "wildfires"),
    "disease": ("an outbreak of disease", "outbreaks of disease"),
    "hazardous-material": ("a release of hazardous material", "releases of hazardous material"),
    "infrastructure": ("a failure of supplies", "failures of supplies"),
    "cyber": ("a cyber attack", "cyber attacks"),
    "other": ("an incident of this kind", "incidents of this kind"),
}


def precedent_sentences(facts: IncidentFacts) -> list[tuple[Sentence, tuple[int, ...]]]:
    """Return what the records say of `facts.past`, each sentence with the claims it tells; [] where there is none.

    How many there were since when is the desk's own count and marked so; the tolls cite the reports of then.
    """
    if not facts.past:
        return []
    earlier = sorted(facts.past, key=lambda one: one.began, reverse=True)
    made: list[tuple[Sentence, tuple[int, ...]]] = [(_count(facts, earlier), ())]
    for one in earlier[:MOST_TOLD]:
        toll = _toll(one)
        if toll is not None:
            made.append(toll)
    return made


def _count(facts: IncidentFacts, earlier: Sequence[PastIncident]) -> Sentence:
    single, several = _NOUNS.get(facts.hazard, _NOUNS["other"])
    where = (
        f"near {enclosed(located(facts.place, facts.country))}"
        if facts.place
        else f"in {located('', facts.country)}"
    )
    if len(earlier) == 1:
        text = f"the desk recorded {single} {where} in {_month(earlier[0])}"
    else:
        count = number(len(earlier), in_words=True) if len(earlier) < 10 else "ten or more"
        text = f"the desk has recorded {count} {several} {where} since {_month(earlier[-1])}"
    return Sentence(sentence(text), assessment=True)


def _toll(one: PastIncident) -> tuple[Sentence, tuple[int, ...]] | None:
    """The gravest figure of an earlier incident with its source; None where nobody stated one that can be counted."""
    by_subject: dict[str, list[ClaimFacts]] = {}
    for claim in one.claims:
        if claim.value and claim.statements and grammar_of(claim.unit) is not None:
            by_subject.setdefault(claim.subject, []).append(claim)
    if not by_subject:
        return None
    present = min((newest_of(claims)[0] for claims in by_subject.values()), key=weight)
    grammar = grammar_of(present.unit)
    assert grammar is not None
    assert present.value is not None
    noun, verb = grammar.clause(present.upper or present.value, so_far=False)
    names = listed([statement.source for statement in present.statements])
    single = _NOUNS.get(one.hazard, _NOUNS["other"])[0]
    text = (
        f"in {_month(one)}, {amount(present, in_words=True)} {noun} {verb} in {single} in "
        f"{located(one.place, one.country)}, according to {names}"
    )
    return Sentence(sentence(text), references(present.statements)), (present.id,)


def _month(one: PastIncident) -> str:
    return f"{one.began:%B %Y}"
