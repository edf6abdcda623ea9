"""From a text to its reading: every part of the room called in order."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import UTC, datetime

from tocsin.geo import Precision, gazetteer
from tocsin.reading.advice_targets import read_advice_targets
from tocsin.reading.area_derivation import derived_areas
from tocsin.reading.bulletins import Bulletin, parse_bulletin
from tocsin.reading.country_cues import country_cues
from tocsin.reading.document import moment_on
from tocsin.reading.documents import LOOKS_LIKE_A_TABLE, open_document
from tocsin.reading.errors import ZoneMissing
from tocsin.reading.event_time import event_time
from tocsin.reading.figures import read_figures
from tocsin.reading.focus import Parts, mention_of, place_mentions, zone_of_focus
from tocsin.reading.hazard_reading import read_hazards
from tocsin.reading.judgements import certainty, severity, urgency
from tocsin.reading.languages import LanguageGuess, guess_language
from tocsin.reading.phases import read_phase
from tocsin.reading.reading import Reading
from tocsin.reading.recognition import Candidate, Recogniser
from tocsin.reading.resolution import LEAST_CONFIDENCE, Resolved, resolve
from tocsin.reading.sentences import sentences as sentences_of
from tocsin.reading.spans import Span
from tocsin.reading.tagged_recognition import recogniser_for
from tocsin.reading.times import Anchor, read_times
from tocsin.reading.values import PlaceMention, Role, Section
from tocsin.reading.words import words as words_of

_HOME_WEIGHT = 0.7
_MOST_DOUBTS = 3
_LONGEST_TITLE = 200
_BODY_PARTS = ("Summary", "Event", "Timeframe", "Area")


def read(
    text: str | bytes,
    *,
    published: datetime,
    title: str | None = None,
    language: str | None = None,
    country: str | None = None,
    recogniser: Recogniser | None = None,
) -> Reading:
    """What a text says: plain text, HTML, e-mail, CAP or a feed's item, or bytes of these or of a PDF.

    Deterministic; never fails on a text, however broken. `published` is when it was published (any zone; what the text
    or document says of itself wins). `title` is a headline known from
    elsewhere; it becomes the first line of the text read. `language` (ISO 639-1) is guessed where not given. `country`
    (ISO 3166-1 alpha-2) is where the source mostly reports from, a weak hint. `recogniser` finds candidates for places:
    by default the tagger together with the gazetteer for English, the gazetteer alone for other languages (the fast mode,
    to be had for all with `GazetteerRecogniser()`). Raises `ZoneMissing` where `published` has no zone.
    """
    if published.utcoffset() is None:
        raise ZoneMissing(
            f"published is {published.isoformat()} without a zone; hand in a datetime that carries its zone"
        )
    document = open_document(text, title=title)
    said = document.text
    notes = list(document.notes)
    among = words_of(said)
    sentences = sentences_of(said)
    language = language or document.language
    guess = LanguageGuess(language.lower()[:2], 1.0) if language else guess_language(said, among)
    if not guess.code and said.strip():
        notes.append("The language could not be told; the text was read as English.")
    spoken = guess.code or "en"
    form = parse_bulletin(said, _is_place)
    moment = (form.published or moment_on(form.day, document.moment(published))).astimezone(UTC)
    if moment != published.astimezone(UTC) and form.published is None and document.published is None:
        notes.append(f"Only the day of publication is stated, {moment:%d %b %Y}; it was read as noon UTC.")
    notes += form.notes
    title_span = form.title or _title_span(said, document.title)
    parts = _parts(said, form, title_span, sentences)

    candidates = (recogniser or recogniser_for(spoken)).candidates(said, spoken)
    candidates = tuple(
        one for one in candidates if form.date_line is None or not one.span.meets(form.date_line)
    )
    if form.countries is not None:
        # What stands before a bulletin's colon is a place by its form.
        candidates = tuple(
            replace(one, likelihood=1.0) if form.countries.holds(one.span) else one for one in candidates
        )
    country = country or document.country
    prior = country_cues(said)
    if country:
        prior[country.upper()] = prior.get(country.upper(), 0.0) + _HOME_WEIGHT
    resolved = resolve(said, candidates, prior)
    headline = _headline_countries(form, resolved)
    if headline:
        resolved = resolve(said, candidates, prior | dict.fromkeys(headline, 2.0))
    notes += _doubts(one for one in resolved if one.confidence < LEAST_CONFIDENCE)
    resolved = tuple(one for one in resolved if one.confidence >= LEAST_CONFIDENCE)
    mentions, focus, focus_places, countries = place_mentions(said, resolved, parts, headline)
    zone = zone_of_focus(focus_places)
    if focus_places and not zone:
        notes.append(f"{focus_places[0].name} has no single zone; local times are read as UTC.")

    home = focus_places[0].country if focus_places else (country or "").upper()
    times = read_times(said, among, sentences, Anchor(moment, zone or "UTC", spoken, home))
    times = tuple(one for one in times if form.date_line is None or not one.span.meets(form.date_line))
    asides = tuple(part.span for part in form.parts if part.name not in _BODY_PARTS)
    figures = read_figures(said, among, spoken, sentences, mentions, times, moment, asides)
    figures = tuple(one for one in figures if form.date_line is None or not one.span.meets(form.date_line))
    hazards = read_hazards(said, among, spoken, parts)
    if not hazards and LOOKS_LIKE_A_TABLE in document.notes:
        # Nothing happens in a table of towns, so none of them is where it happens.
        mentions = tuple(
            replace(one, role=Role.ALSO_NAMED) if one.role is Role.FOCUS else one for one in mentions
        )
        focus, countries = (), tuple(headline)
    codes = tuple(one.code for one in hazards)
    phase, phase_reason = read_phase(said, among, spoken, parts, hazards)
    advice = next((part.span for part in form.parts if part.name == "Advice"), None)
    body = tuple(one for one in times if not any(part.meets(one.span) for part in asides))
    reading = Reading(
        text=said,
        published=moment,
        language=guess.code,
        language_confidence=guess.confidence,
        title=title_span.of(said) if title_span else document.title,
        summary=_summary(said, form, title_span, sentences),
        level=form.level,
        update=form.update,
        countries=countries,
        sections=tuple(Section(part.name, part.span, part.span.of(said)) for part in form.parts),
        places=mentions,
        focus=focus,
        times=times,
        figures=figures,
        hazards=hazards,
        phase=phase,
        phase_reason=phase_reason,
        severity=document.judgement("severity") or severity(said, form.level, codes, figures, phase),
        certainty=document.judgement("certainty") or certainty(said, phase),
        urgency=document.judgement("urgency") or urgency(phase, body, moment, said),
        advice_targets=read_advice_targets(among, advice) if advice else (),
        notes=tuple(notes),
    )
    return replace(reading, event_time=event_time(reading), areas=derived_areas(said, mentions))


def resolve_marked(text: str, spans: Sequence[Span]) -> tuple[PlaceMention | None, ...]:
    """What each of these stretches of a text means, taken for granted that it names a place; None where no such name is known.

    For texts whose places somebody has marked already: the same joint weighing that `read()` does, without the finding.
    """
    candidates = [Candidate(span, span.of(text), 1.0, "marked as a place") for span in sorted(set(spans))]
    found = {
        one.candidate.span: mention_of(one)
        for one in resolve(text, candidates, country_cues(text), marked=True)
    }
    return tuple(found.get(span) for span in spans)


def _is_place(said: str) -> bool:
    """Whether the words before a headline's colon name a country, sea, region, area or larger town."""
    found = gazetteer().by_name(said)[:1]
    return (
        bool(found)
        and not said[:1].islower()
        and (
            found[0].precision in (Precision.COUNTRY, Precision.SEA, Precision.REGION, Precision.ADMIN_1)
            or found[0].population >= 50_000
        )
    )


def _doubts(left_out: Iterable[Resolved]) -> list[str]:
    """A note for each name that was left out because it may be many places or none."""
    names = dict.fromkeys(one.candidate.text for one in left_out)
    said = [f"'{name}' may name many places, or none; it was left out." for name in names]
    return (
        said
        if len(said) <= _MOST_DOUBTS
        else [*said[:_MOST_DOUBTS], f"So were {len(said) - _MOST_DOUBTS} more names."]
    )


def _title_span(said: str, title: str) -> Span | None:
    if not title:
        return None
    at = said.find(title)
    return Span(at, at + len(title)) if at >= 0 else None


def _parts(said: str, form: Bulletin, title: Span | None, sentences: Sequence[Span]) -> Parts:
    """Title, lead and asides: of the form where the text has one, else the first line and the first two sentences."""
    asides = tuple(part.span for part in form.parts if part.name not in _BODY_PARTS)
    if form.date_line is not None:
        asides = (*asides, form.date_line)
    head = title
    if form.countries is not None and title is not None:
        head = Span(min(form.countries.start, title.start), max(form.countries.end, title.end))
    event = next((part.span for part in form.parts if part.name == "Event"), None)
    after = head.end if head else 0
    body = [one for one in sentences if one.start >= after and not any(aside.meets(one) for aside in asides)]
    inside = [one for one in body if event is None or event.meets(one)]
    # A summary has said the first of it already.
    lead = tuple(inside[: 1 if form.summary is not None and event is not None else 2])
    lead += tuple(part.span for part in form.parts if part.name == "Area")
    if form.summary is not None:
        lead = (form.summary, *lead)
    return Parts(head, lead, asides)


def _headline_countries(form: Bulletin, resolved: Sequence[Resolved]) -> tuple[str, ...]:
    """The countries of the places named before the headline's colon, in order."""
    if form.countries is None:
        return ()
    named = [one.country for one in resolved if form.countries.holds(one.candidate.span)]
    return tuple(dict.fromkeys(code for code in named if code))


def _summary(said: str, form: Bulletin, title: Span | None, sentences: Sequence[Span]) -> str:
    if form.summary is not None:
        return form.summary.of(said)
    labelled = next((part.span for part in form.parts if part.name == "Summary"), None)
    if labelled is not None:
        return labelled.of(said)
    event = next((part.span.start for part in form.parts if part.name == "Event"), 0)
    after = max(title.end if title else 0, event)
    told = [part.span for part in form.parts if part.name in ("Advice", "Timeframe", "Area", "Sources")]
    # The first sentence under a label on the same line begins with the label.
    following = (
        said[max(one.start, event) : one.end]
        for one in sentences
        if one.end > after and (one.start >= after or event) and not any(span.meets(one) for span in told)
    )
    return next((one[:400] for one in following if len(one) >= 20 and re.search(r"\w\s+\w", one)), "")
