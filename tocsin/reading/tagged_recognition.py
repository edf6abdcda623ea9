"""Candidates for places from the tagger and the gazetteer together: the tagger reads the words around a name, the gazetteer
knows which names there are."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace

from tocsin.geo import Precision, gazetteer
from tocsin.reading import place_words
from tocsin.reading.clock_words import MONTHS, WEEKDAYS
from tocsin.reading.name_spans import trimmed
from tocsin.reading.nested_names import borrowed_by_next, likelihood_inside, without_city
from tocsin.reading.recognition import Candidate, GazetteerRecogniser, Recogniser, is_shouted
from tocsin.reading.senses import Senses, senses_of, without_leading
from tocsin.reading.sentences import sentences as sentences_of
from tocsin.reading.spans import Span
from tocsin.reading.tagger import ORGANISATION, OTHER, PERSON, PLACE, Name, Tagged, tagger
from tocsin.reading.words import fold

#: Names that are less likely to mean a place are no candidates.
LEAST = 0.33
_LOCATIVE = re.compile(
    r"\b(?:in|at|near|from|to|around|outside|inside|across|towards?|throughout|between|into|leaving|of|off)\s+(?:the\s+)?$",
    re.I,
)
_LARGE_TOWN = 100_000
_NEXT_WORD = re.compile(r"[ \u00a0]+([^\W\d_]+)")
_KIND = re.compile(
    r"\b(?:(?:city|town|village|port|island)|(?P<area>state|province|department|governorate|region|district|county)) of\s+$",
    re.IGNORECASE,
)
_SAID_KIND = 0.85
# Half of a word that was torn apart in scanning: 'Bagh- dad'.
_TORN = re.compile(r"-[ \u00a0]+[^\W\d_A-Z]")
#: In a text in capitals any word may look like a name: none is taken for surer than this.
_MOST_SHOUTED = 0.85
_CELL = re.compile(r"[\n\t|]")
_ALONE = 60
# In capitals: shorter words are hardly ever a place, but for these.
_SHORTEST_SHOUTED = 4
_SHOUTED_COUNTRIES = frozenset({"U.S.", "USA", "UK", "UAE", "DRC", "USSR"})
_BESIDE_AREA = re.compile(
    r"\s*,\s*[A-Z]{4}|\s*\(|\s+(?:DEPARTMENT|PROVINCE|DISTRICT|STATE|REGION|CITY|TOWN|VILLAGE|MUNICIPALITY|COUNTY|ISLAND)\b"
)


class TaggedRecogniser:
    """Names that the tagger takes for places and the gazetteer knows, with what the text as a whole says about each."""

    def candidates(self, text: str, language: str) -> tuple[Candidate, ...]:
        """See `Recogniser`."""
        sentences = [one for one in sentences_of(text) if any(letter.isupper() for letter in one.of(text))]
        shouted = is_shouted(text)
        found = candidates_from(text, language, sentences, tagger().tag(text, sentences, caseless=shouted))
        if not shouted:
            return found
        return tuple(replace(one, likelihood=min(one.likelihood, _MOST_SHOUTED)) for one in found)


#: The languages that the tagger was trained on.
_TAGGED_LANGUAGES = frozenset({"en"})
_TAGGED, _PLAIN = TaggedRecogniser(), GazetteerRecogniser()


def recogniser_for(language: str) -> Recogniser:
    """The best recogniser for a language (ISO 639-1)."""
    return _TAGGED if language in _TAGGED_LANGUAGES else _PLAIN


@dataclass(frozen=True, slots=True)
class _Found:
    span: Span
    senses: Senses
    likelihood: float
    reason: str


def candidates_from(
    text: str, language: str, sentences: Sequence[Span], tagged: Tagged
) -> tuple[Candidate, ...]:
    """The candidates of a text whose sentences were tagged."""
    barred = place_words.not_places(text)
    names = [one for one in tagged.names() if not any(one.span.meets(other) for other in barred)]
    people = _family_names(text, names)
    found: dict[Span, _Found] = {}
    for name in names:
        if name.kind == PLACE:
            one = _whole(text, name)
            if one is not None:
                found[one.span] = one
    for match in gazetteer().matches(text):
        span = trimmed(text, Span(match.start, match.end))
        if span is None or any(span.meets(other) for other in barred):
            continue
        met = [other for other in found if span.meets(other)]
        if any(not span.holds(other) or span == other for other in met):
            continue
        one = _inside(text, span, names, tagged)
        if one is None:
            continue
        if met:
            # The gazetteer's longer name goes before a part of it that the tagger took for the whole.
            one = replace(
                one, likelihood=max(found[other].likelihood for other in met), reason=found[met[0]].reason
            )
            for other in met:
                del found[other]
        found[one.span] = one
    kept = _agreed(text, [_with_kind(text, one) for one in found.values()], people)
    if is_shouted(text):
        kept = [one for one in kept if _stands_out(text, one)]
    return tuple(
        Candidate(one.span, one.span.of(text), one.likelihood, one.reason)
        for one in sorted(kept, key=lambda one: one.span)
        if one.likelihood >= LEAST
    )


def _whole(text: str, name: Name) -> _Found | None:
    """A name that the tagger takes for a place, where the gazetteer knows it as it stands or without the words around it."""
    span = trimmed(text, name.span)
    if span is None or borrowed_by_next(text, span.end):
        return None
    span = Span(span.start, without_city(text, span.start, span.end))
    words = span.of(text)
    senses = senses_of(words)
    bare = without_leading(words)
    if not senses.exact and bare != words and senses_of(bare).exact:
        # 'Western Pennsylvania', 'City of Lansing': the name itself is what the gazetteer knows.
        span, words, senses = Span(span.end - len(bare), span.end), bare, senses_of(bare)
    if not senses.places or (not senses.exact and "," in words) or words.casefold() in place_words.GENERIC:
        return None
    if words.casefold() in WEEKDAYS or words.casefold() in MONTHS:
        return None
    if _speaks(text, span, senses):
        return _Found(span, senses, 0.4 * name.probability, "it speaks, so a government or a person is meant")
    probability = max(name.probability, _alone(text, span, senses))
    return _Found(span, senses, probability, "the words around it speak of a place")


def _inside(text: str, span: Span, names: Sequence[Name], tagged: Tagged) -> _Found | None:
    """A name of the gazetteer that the tagger does not take for a place as it stands."""
    span = Span(span.start, without_city(text, span.start, span.end))
    words = span.of(text)
    if words.casefold() in WEEKDAYS or words.casefold() in MONTHS:
        return None
    shares = tagged.of(span)
    if shares is None:
        return None
    senses = senses_of(words)
    if not senses.places:
        return None
    top = senses.places[0]
    country = top.precision is Precision.COUNTRY
    holder = next((one for one in names if one.span.meets(span)), None)
    place, person = float(shares[PLACE]), float(shares[PERSON])
    if senses.people_of is not None:
        inside = holder is not None and holder.kind == ORGANISATION and holder.span.end > span.end
        share = 0.25 if inside else min(0.85, 1.0 - person)
        return _Found(span, senses, share, "a country's people or adjective")
    if words.casefold() in place_words.GENERIC:
        return None
    if borrowed_by_next(text, span.end):
        return _Found(span, senses, 0.06, "something else bears the name here")
    alone = _alone(text, span, senses)
    if alone > place:
        return _Found(span, senses, alone, "a known name with no words around it")
    if holder is None:
        return _Found(span, senses, max(place, 0.75 if country else 0.0), "a known name")
    if holder.kind == ORGANISATION:
        share = likelihood_inside(
            text, span.end, holder.span.end, country=country, begins=holder.span.start >= span.start - 4
        )
        if fold(top.name) != fold(words) and not country:
            share *= 0.4
        return _Found(span, senses, max(share, place * 0.6), "part of an organisation's name")
    if holder.kind == PERSON:
        return _Found(span, senses, min(place, 0.3), "part of a person's name")
    if holder.kind == OTHER:
        return _Found(span, senses, max(place, 0.3 if country else 0.1), "part of another name")
    longer = holder.span.end - holder.span.start > span.end - span.start + 2
    begins = holder.span.start >= span.start - 4
    share = 1.0 if country else 0.8 if not longer else 0.6 if begins else 0.2
    return _Found(span, senses, place * share, "part of a longer name")


def _speaks(text: str, span: Span, senses: Senses) -> bool:
    """Whether a town is said to say something: 'Washington said' is a government, 'Springfield said' a person."""
    if senses.places[0].precision not in (Precision.CITY, Precision.ADMIN_1, Precision.ADMIN_2):
        return False
    if _LOCATIVE.search(text[max(0, span.start - 20) : span.start]):
        # 'Police in Springfield said': the police speak.
        return False
    following = _NEXT_WORD.match(text, span.end)
    return following is not None and following.group(1) in place_words.SPEAKING


def _alone(text: str, span: Span, senses: Senses) -> float:
    """How likely a name is a place that has a line or a cell of a table to itself: nothing around it could tell more."""
    before = _CELL.split(text[max(0, span.start - _ALONE) : span.start])[-1]
    after = _CELL.split(text[span.end : span.end + _ALONE])[0]
    if any(letter.isalpha() for letter in before + after):
        return 0.0
    return 0.7 if senses.places[0].population >= _LARGE_TOWN else 0.4


def _stands_out(text: str, found: _Found) -> bool:
    """Whether a name of a text in capitals is more than one of its words: there 'of', 'cathedral' and 'us' look like towns."""
    words, top = found.span.of(text), found.senses.places[0]
    if found.senses.people_of is not None:
        return True
    if top.precision is Precision.COUNTRY:
        return len(words) >= _SHORTEST_SHOUTED or words in _SHOUTED_COUNTRIES
    if " " in words or (len(words) >= _SHORTEST_SHOUTED and top.population >= _LARGE_TOWN):
        return True
    before = text[max(0, found.span.start - 20) : found.span.start]
    located = len(words) >= _SHORTEST_SHOUTED and _LOCATIVE.search(before) is not None
    return located or _BESIDE_AREA.match(text, found.span.end) is not None or found.span.start == 0


def _with_kind(text: str, one: _Found) -> _Found:
    """A name whose kind the words before say ('the state of Apure', 'the town of Bama'), where the gazetteer agrees."""
    said = _KIND.search(text[max(0, one.span.start - 24) : one.span.start])
    if said is None or one.likelihood >= _SAID_KIND:
        return one
    areas = (Precision.ADMIN_1, Precision.ADMIN_2)
    if said.group("area") and not any(place.precision in areas for place in one.senses.places):
        return one
    return replace(one, likelihood=_SAID_KIND, reason="the words before say what kind of place it is")


def _family_names(text: str, names: Sequence[Name]) -> frozenset[str]:
    """The last words of the names of people that have more than one word: they stand alone further on."""
    full = (one.span.of(text).split() for one in names if one.kind == PERSON and one.probability > 0.6)
    return frozenset(words[-1].strip(".,'’").casefold() for words in full if len(words) > 1)


def _agreed(text: str, found: Sequence[_Found], people: frozenset[str]) -> list[_Found]:
    """What the mentions of one name say together: a person named in full is not a town further on."""
    by_name: dict[str, list[float]] = defaultdict(list)
    for one in found:
        by_name[one.span.of(text).casefold()].append(one.likelihood)
    kept = []
    for one in found:
        name = one.span.of(text).casefold()
        others = by_name[name]
        likelihood = 0.75 * one.likelihood + 0.25 * sum(others) / len(others)
        top = one.senses.places[0]
        famous = (
            top.precision in (Precision.COUNTRY, Precision.ADMIN_1, Precision.REGION, Precision.SEA)
            or top.population > 1_000_000
        )
        if name in people and not (famous and likelihood > 0.8):
            located = _LOCATIVE.search(text[max(0, one.span.start - 20) : one.span.start]) is not None
            likelihood *= 0.8 if located and likelihood > 0.8 else 0.25
        if _TORN.match(text, one.span.end):
            likelihood *= 0.4
        kept.append(_Found(one.span, one.senses, round(likelihood, 3), one.reason))
    return kept
