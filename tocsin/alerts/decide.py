"""Compose the text of an alert from an incident and its claims. Pure: values in, a proposal with its reasons out."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta

from tocsin.alerts.figures import (
    amount,
    event_sentences,
    grammar_of,
    nested_sentence,
    newest_of,
    past_sentences,
    references,
    weight,
)
from tocsin.alerts.mishaps import playbook_of, words_of
from tocsin.alerts.precedents import precedent_sentences
from tocsin.alerts.quoting import content_words, quoted, says_the_same
from tocsin.alerts.values import ClaimFacts, IncidentFacts, Statement
from tocsin.alerts.wording import (
    DRIVERS,
    LIKELIHOOD,
    PHASES,
    SO_WHAT,
    at_time,
    between,
    day,
    enclosed,
    listed,
    located,
    named,
    sentence,
)
from tocsin.geo import Area, Circle
from tocsin.grading import (
    AlertText,
    CitedSource,
    Level,
    LevelDecision,
    Reach,
    Reliability,
    Sentence,
    advice,
    limit_by_evidence,
    propose_level,
    reach_of,
)
from tocsin.recorded import Blank, recorded

#: DESIGN's form: a summary has 12 to 30 words.
SUMMARY_WORDS = (12, 30)
#: A headline has 15 to 100 characters.
HEADLINE_CHARACTERS = (15, 100)
MOST_QUOTATIONS = 3
MOST_CONTEXT = 6
#: An event first heard of so recently is still developing: the alert owes an update.
DEVELOPING_FOR = timedelta(hours=6)
ENDED = ("over", "denied")
ENDED_FOR = timedelta(hours=24)

Told = list[tuple[Sentence, tuple[int, ...]]]


@dataclass(frozen=True, slots=True)
class Proposal:
    """A proposed text; the claims that each sentence tells, by its words; and the row, rule or table behind each choice.

    `looked_at` are the claims that were there, told or not: what is not among them later is new.
    """

    text: AlertText
    claims: tuple[tuple[str, tuple[int, ...]], ...]
    decision: LevelDecision
    reasons: tuple[str, ...]
    looked_at: tuple[int, ...]


def compose(facts: IncidentFacts, *, now: datetime) -> Proposal:
    """Return the alert text proposed for `facts` at `now` (aware UTC), with the reason for each choice.

    Every sentence cites reports ('report:12') or is marked as the desk's assessment. Sentences are templates over
    facts; a source's own words stand only in short quotations with its name.
    """
    facts = _as_its_phase_says(facts)
    decision = limit_by_evidence(
        propose_level(facts.severity, facts.certainty, facts.urgency), facts.evidence
    )
    reach = reach_of(facts.hazard, facts.severity)
    onset, expires, why_time = timeframe(facts, reach, now=now)
    area, why_area = area_of(facts, reach)
    event = event_of(facts, expires=expires, now=now)
    context = context_of(facts)
    summary = summary_of(facts, decision.level, now=now)
    told = [*summary, *event, *context]
    text = AlertText(
        country=facts.country,
        country_code=facts.country_code,
        headline=headline_of(facts),
        level=decision.level,
        hazard=facts.hazard,
        summary=tuple(one for one, _ in summary),
        event=tuple(one for one, _ in event),
        context=tuple(one for one, _ in context),
        advice=advice(playbook_of(facts), decision.level, facts.place_kinds),
        onset=onset,
        expires=expires,
        area=area,
        place=facts.place,
        time_zone=facts.time_zone,
        severity=facts.severity,
        certainty=facts.certainty,
        urgency=facts.urgency,
        sources=sources_of(facts, (one for one, _ in told)),
        place_kinds=facts.place_kinds,
        developing=facts.phase in ("happened", "under way") and now - facts.first_report < DEVELOPING_FOR,
    )
    return Proposal(
        text,
        tuple((one.text, ids) for one, ids in told if ids),
        decision,
        (decision.reason, why_time, why_area),
        tuple(claim.id for claim in facts.claims),
    )


def _as_its_phase_says(facts: IncidentFacts) -> IncidentFacts:
    """What is over or denied calls for no more action, whatever earlier reports said of its urgency."""
    if facts.phase == "denied":
        return replace(facts, urgency="Past", certainty="Unlikely")
    return replace(facts, urgency="Past") if facts.phase == "over" else facts


def headline_of(facts: IncidentFacts) -> str:
    """Return '<what> <where>', with the gravest figure or the day; the country is printed before it."""
    words = words_of(facts)
    where = f"in {named(facts.place)}" if facts.place else ""
    if facts.phase in ENDED:
        pattern = (
            f"Reports of {words.noun} {where} denied"
            if facts.phase == "denied"
            else f"End of {words.noun} {where}"
        )
        return sentence(pattern).rstrip(".")
    base = " ".join(words.headlines[_phase(facts)].format(where=where).split())
    extras = [f" {_driver(facts)}" if _driver(facts) else "", f", {_toll(facts)}" if _toll(facts) else ""]
    if facts.onset is not None and facts.phase == "planned":
        extras.append(f" on {facts.onset.astimezone(UTC).day} {facts.onset.astimezone(UTC):%B}")
    made = base
    for extra in extras:
        if len(made) + len(extra) <= HEADLINE_CHARACTERS[1]:
            made += extra
    if len(made) < HEADLINE_CHARACTERS[0]:
        moment = (facts.onset or facts.first_report).astimezone(UTC)
        made += f" on {moment.day} {moment:%B}"
    return made


def summary_of(facts: IncidentFacts, level: Level, *, now: datetime) -> Told:
    """Return one to three sentences of 12 to 30 words together: what, where, when; the toll; so what."""
    lead, ids = _clause(facts), _driving(facts)
    cited = _lead_citations(facts)
    so_what = (Sentence(SO_WHAT[level][0 if facts.place else 1], assessment=True), ())
    toll = _toll_claim(facts)
    toll_sentence: Told = []
    if toll is not None:
        grammar = grammar_of(toll.unit)
        assert grammar is not None
        assert toll.value is not None
        noun, verb = grammar.clause(toll.upper or toll.value, so_far=False)
        text = sentence(f"{amount(toll, in_words=True)} {noun} {verb}")
        toll_sentence = [(Sentence(text, references(toll.statements)), (toll.id,))]
    names = listed([statement.source for statement in _lead_statements(facts)])
    when = _when(facts)
    if facts.phase in ("planned", "feared") and facts.onset is not None:
        when = f" for {day(facts.onset)}"
    long = (Sentence(sentence(f"{lead}{when}, according to {names}"), cited), ids)
    plain = (Sentence(sentence(f"{lead}{when}"), cited), ids)
    short = (Sentence(sentence(lead), cited), ids)
    choices: list[Told] = [
        [plain, *toll_sentence, so_what],
        [long, *toll_sentence, so_what],
        [short, *toll_sentence, so_what],
        [short, so_what],
        [short],
    ]
    return next((choice for choice in choices if _fits(choice)), choices[0])


def _fits(choice: Told) -> bool:
    count = sum(len(one.text.split()) for one, _ in choice)
    return SUMMARY_WORDS[0] <= count <= SUMMARY_WORDS[1]


def event_of(facts: IncidentFacts, *, expires: datetime, now: datetime) -> Told:
    """Return what happened or is expected: the present state, the figures, brief quotations, then the outlook."""
    names = listed([statement.source for statement in _lead_statements(facts)])
    text = sentence(f"{_clause(facts)}{_when(facts)}, according to {names}")
    made: Told = [(Sentence(text, _lead_citations(facts)), _driving(facts))]
    made += _timing(facts)
    subjects = _by_subject(
        claim for claim in facts.claims if claim.value is not None and claim.scope == "this event"
    )
    for claims in sorted(subjects, key=lambda claims: (weight(newest_of(claims)[0]), -_newest(claims))):
        made += _unless_told(event_sentences(claims, known_places=(facts.place, facts.country, "")), made)
    made += _quotations(facts, made)
    if facts.phase not in ENDED:
        made.append((outlook(facts, expires=expires), ()))
    return made


def _unless_told(found: Told, made: Told) -> Told:
    """The sentences of `found` but quotations that are there already, as one sentence with two figures gives."""
    told = {one.text for one, _ in made}
    return [(one, ids) for one, ids in found if one.text not in told]


def outlook(facts: IncidentFacts, *, expires: datetime) -> Sentence:
    """Return how likely more of it is until the alert expires, in one of five words; the desk's own assessment."""
    subject = words_of(facts).outlook
    likely = LIKELIHOOD.get(facts.certainty, "possible")
    where = enclosed(located(facts.place, facts.country))
    return Sentence(sentence(f"{subject} are {likely} in {where} until {day(expires)}"), assessment=True)


def context_of(facts: IncidentFacts) -> Told:
    """Return what the claims say of the past and the background, the latest first, then what the desk's records hold."""
    found = _by_subject(
        claim for claim in facts.claims if claim.value is not None and claim.scope in ("past", "background")
    )
    kinds: dict[tuple[str, str], list[list[ClaimFacts]]] = {}
    for claims in sorted(found, key=lambda claims: claims[0].time_from or _NEVER, reverse=True):
        kinds.setdefault((claims[0].unit, claims[0].place), []).append(claims)
    made: Told = []
    for subjects in kinds.values():
        together = nested_sentence(subjects, told=facts.last_report)
        if together is not None:
            made.append(together)
            continue
        for claims in subjects:
            made += _unless_told(past_sentences(claims, told=facts.last_report), made)
    return [*made[:MOST_CONTEXT], *precedent_sentences(facts)][:MOST_CONTEXT]


_NEVER = datetime.min.replace(tzinfo=UTC)
_SHOWN_A_DAY = recorded("What is over or denied is shown for a day.")
_EXPIRY_OF_REPORTS = recorded("The expiry is the one that the reports give.")
_EXPIRY_BY_ROW = recorded(
    "The expiry is %(num)s hours on, by row %(row)s.", num=Blank.NUMBER, row=Blank.CODES
)
_AREA_OF_REPORTS = recorded("The area is the one that the reports give.")
_CIRCLE = recorded(
    "The area is a circle of %(num)s km around %(place)s, by row %(row)s.", num=Blank.NUMBER, row=Blank.CODES
)
_WHOLE_COUNTRY = recorded("The area is the whole country: no place is known.")


def timeframe(facts: IncidentFacts, reach: Reach, *, now: datetime) -> tuple[datetime, datetime, str]:
    """Return onset and expiry and the reason for them: the incident's own times, else the hazard's duration."""
    ahead = facts.phase in ("planned", "feared")
    onset = facts.onset or (now if ahead else facts.first_report)
    onset = onset.astimezone(UTC).replace(second=0, microsecond=0)
    start = max(onset, now)
    if facts.phase in ENDED:
        return onset, start + ENDED_FOR, _SHOWN_A_DAY
    if facts.expires is not None and facts.expires > start:
        return onset, facts.expires, _EXPIRY_OF_REPORTS
    end = start + timedelta(hours=reach.duration_hours)
    rounded = end.replace(minute=0, second=0, microsecond=0)
    end = rounded if rounded == end else rounded + timedelta(hours=1)
    why = _EXPIRY_BY_ROW % {"num": reach.duration_hours, "row": reach.row}
    return onset, end, f"{why} {reach.reason}"


def area_of(facts: IncidentFacts, reach: Reach) -> tuple[Area, str]:
    """Return the area and the reason for it: the incident's own, else a circle by reach, else the whole country."""
    where = located(facts.place, facts.country)
    if facts.area is not None and not facts.area.is_empty:
        area = facts.area if facts.area.description else replace(facts.area, description=where)
        return area, _AREA_OF_REPORTS
    if facts.point is not None and facts.precision not in ("country", ""):
        circle = Circle(facts.point, reach.radius_km)
        description = f"Within {reach.radius_km:g} km of {where}"
        why = _CIRCLE % {"num": f"{reach.radius_km:g}", "place": where, "row": reach.row}
        return Area(description=description, circles=(circle,)), f"{why} {reach.reason}"
    countries = (facts.country_code,) if facts.country_code else ()
    return Area(description=facts.country, countries=countries), _WHOLE_COUNTRY


def sources_of(facts: IncidentFacts, sentences: Iterable[Sentence]) -> tuple[CitedSource, ...]:
    """Return the sources that `sentences` cite, the best graded first."""
    cited = {reference for one in sentences for reference in one.citations}
    claims = [*facts.claims, *(claim for earlier in facts.past for claim in earlier.claims)]
    statements = [*facts.reports, *(one for claim in claims for one in claim.statements)]
    found = {one.reference: one for one in statements if one.reference in cited}
    return tuple(
        CitedSource(one.reference, one.source, one.url, Reliability.from_letter(one.reliability))
        for one in sorted(found.values(), key=lambda one: (one.reliability, one.published, one.report))
    )


def _phase(facts: IncidentFacts) -> int:
    return PHASES.index(facts.phase) if facts.phase in PHASES else 0


def _clause(facts: IncidentFacts) -> str:
    """Return what and where, as the beginning of a sentence."""
    words, at = words_of(facts), enclosed(located(facts.place, facts.country))
    if facts.phase == "denied":
        return f"Reports of {words.noun} in {at} have been denied"
    if facts.phase == "over":
        return f"{words.noun} in {at} {'are' if words.noun.endswith('temperatures') else 'is'} over"
    clause = words.sentences[_phase(facts)].format(where=f"in {at}", at=at)
    return f"{clause} {_driver(facts)}" if _driver(facts) else clause


def _when(facts: IncidentFacts) -> str:
    if facts.phase != "happened":
        return ""
    if facts.onset is None:
        return f", first reported {at_time(facts.first_report)}"
    return f" {at_time(facts.onset)}"


def _timing(facts: IncidentFacts) -> Told:
    if facts.phase not in ("planned", "feared") or facts.onset is None:
        return []
    text = f"it is expected {between(facts.onset, facts.expires)}"
    return [(Sentence(sentence(text), _lead_citations(facts)), ())]


def _driving(facts: IncidentFacts) -> tuple[int, ...]:
    if facts.phase != "feared":
        return ()
    for unit in DRIVERS:
        found = tuple(claim.id for claim in facts.claims if claim.unit == unit)
        if found:
            return found
    return ()


def _driver(facts: IncidentFacts) -> str:
    ids = _driving(facts)
    unit = next((claim.unit for claim in facts.claims if claim.id in ids), "")
    return DRIVERS.get(unit, "")


def _lead_statements(facts: IncidentFacts) -> tuple[Statement, ...]:
    """The reports that carry the lead: one for each source, the newest of it; the best graded sources first."""
    newest: dict[str, Statement] = {}
    for one in sorted(facts.reports, key=lambda one: one.published):
        newest[one.source] = one
    return tuple(sorted(newest.values(), key=lambda one: (one.reliability, one.published, one.report)))


def _lead_citations(facts: IncidentFacts) -> tuple[str, ...]:
    driving = [one for claim in facts.claims if claim.id in _driving(facts) for one in claim.statements]
    return references([*_lead_statements(facts), *driving])


def _toll_claim(facts: IncidentFacts) -> ClaimFacts | None:
    """The gravest figure of this event where nobody contradicts it; a headline cannot hold two."""
    subjects = _by_subject(
        claim
        for claim in facts.claims
        if claim.value is not None
        and claim.scope == "this event"
        and claim.unit in ("killed", "dead", "injured", "wounded")
    )
    for claims in sorted(subjects, key=lambda claims: weight(claims[0])):
        present, against, _ = newest_of(claims)
        if not against:
            return present
    return None


def _toll(facts: IncidentFacts) -> str:
    claim = _toll_claim(facts)
    verb = "killed" if claim is not None and claim.unit in ("killed", "dead") else "injured"
    return f"{amount(claim)} {verb}" if claim is not None else ""


def _by_subject(claims: Iterable[ClaimFacts]) -> list[list[ClaimFacts]]:
    found: dict[str, list[ClaimFacts]] = {}
    for claim in claims:
        if claim.statements:
            found.setdefault(claim.subject, []).append(claim)
    return list(found.values())


def _newest(claims: Sequence[ClaimFacts]) -> float:
    return max(claim.last_stated for claim in claims).timestamp()


def _quotations(facts: IncidentFacts, made: Told) -> Told:
    """Brief quotations of what statements say beyond the sentences that are there, the newest first."""
    told = frozenset().union(*(content_words(one.text) for one, _ in made))
    figures = [claim for claim in facts.claims if claim.value is not None]
    quotations: Told = []
    statements = [claim for claim in facts.claims if claim.value is None and claim.statements]
    for claim in sorted(statements, key=lambda claim: (claim.last_stated, claim.id), reverse=True):
        first = min(claim.statements, key=lambda one: one.published)
        if len(quotations) == MOST_QUOTATIONS:
            break
        if says_the_same(claim.text, told) or any(_holds(claim.text, figure) for figure in figures):
            continue
        text = quoted(first, claim.text)
        quotations.append((Sentence(text, references(claim.statements)), (claim.id,)))
        told |= content_words(claim.text)
    return quotations


def _holds(text: str, figure: ClaimFacts) -> bool:
    """Whether `text` states a figure that is told already in a sentence of its own."""
    return any(statement.quote and statement.quote in text for statement in figure.statements)
