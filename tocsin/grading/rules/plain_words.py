"""Rules that keep the words plain: jargon, acronyms, passive advice, words of likelihood."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from importlib.resources import files

from tocsin.grading.alert_text import Act, CitedSource, MessageType, Sentence
from tocsin.grading.data_files import load
from tocsin.grading.finding import FindingSeverity
from tocsin.grading.rule import Breach, Example, Subject, rule
from tocsin.grading.translation import gettext_noop

_PARTS = ("headline", "summary", "event", "context", "advice", "update")
_ACRONYM = re.compile(r"\b[A-Z][A-Z0-9]{1,6}s?\b")
_PASSIVE = re.compile(
    r"\b(?:should|must|shall|can|may|need to|needs to|has to|have to|ought to)\s+(?:also\s+|always\s+|not\s+)?be\s+"
    r"(?:\w+ly\s+)?(?:\w+ed|kept|worn|taken|made|done|held|left|given|shown|told|sought|put|read|seen|brought|driven|chosen)\b"
    r"|\b(?:is|are)\s+(?:strongly\s+|hereby\s+)?(?:advised|recommended|urged|encouraged|requested|asked|reminded|suggested)\b",
    re.IGNORECASE,
)
#: How likely something is, in the desk's words.
PROBABILITY_WORDS = ("very likely", "likely", "possible", "unlikely", "very unlikely")
_PROBABILITY = re.compile(r"\b(?:(?:very )?(?:un)?likely|possible)\b", re.IGNORECASE)
_VAGUE = re.compile(
    r"\b(?:may well|might well|could well|could potentially|may potentially|conceivabl[ey]|probabl[ey]|high probability"
    r"|low probability|fair chance|good chance|serious possibility|distinct possibility|real possibility|perhaps|maybe)\b",
    re.IGNORECASE,
)


def _is_english(subject: Subject) -> bool:
    return subject.text.language.split("-")[0].lower() == "en"


@cache
def _jargon() -> tuple[re.Pattern[str], dict[str, str]]:
    plain = {row["words"].casefold(): row["plain"] for row in load("jargon.toml")["jargon"]}
    longest_first = sorted(plain, key=len, reverse=True)
    words = "|".join(re.escape(words) for words in longest_first)
    return re.compile(rf"(?<![\w-])(?:{words})(?![\w-])", re.IGNORECASE), plain


@cache
def known_acronyms() -> frozenset[str]:
    """Return the acronyms that every reader knows and that need no name beside them."""
    text = files("tocsin.grading").joinpath("data", "acronyms.txt").read_text(encoding="utf-8")
    return frozenset(text.split())


@rule(
    "jargon",
    FindingSeverity.ADVICE,
    gettext_noop("The words are plain: no jargon of the trade or of offices."),
    fails=Example(
        "A VBIED is reported in the vicinity of parliament.",
        {"event": (Sentence("A VBIED is reported in the vicinity of parliament.", ("report:1",)),)},
    ),
    passes=Example(
        "A car bomb is reported near parliament.",
        {"event": (Sentence("A car bomb is reported near parliament.", ("report:1",)),)},
    ),
)
def jargon(subject: Subject) -> Iterator[Breach]:
    """Look for the words of `jargon.toml`, outside quotations."""
    if not _is_english(subject):
        return
    pattern, plain = _jargon()
    for passage in subject.passages():
        if passage.part not in _PARTS:
            continue
        for match in pattern.finditer(_without_quotations(passage.text)):
            yield Breach(
                passage.part,
                gettext_noop("'%(words)s' is jargon. Write: %(plain)s."),
                {"words": match.group(0), "plain": plain[match.group(0).casefold()]},
                passage.position,
            )


def _without_quotations(text: str) -> str:
    return re.sub(r'["“][^"”]*["”]', " ", text)


@rule(
    "undefined-acronym",
    FindingSeverity.ADVICE,
    gettext_noop("An acronym that not everybody knows stands once beside its full name."),
    fails=Example(
        "The KNUT expects 5,000 people.",
        {"event": (Sentence("The KNUT expects 5,000 people.", ("report:1",)),)},
    ),
    passes=Example(
        "The Kenya National Union of Teachers (KNUT) expects 5,000 people.",
        {
            "event": (
                Sentence("The Kenya National Union of Teachers (KNUT) expects 5,000 people.", ("report:1",)),
            )
        },
    ),
)
def undefined_acronym(subject: Subject) -> Iterator[Breach]:
    """Look for capitals that are neither known, nor named in brackets, nor the name of a source."""
    text = " ".join(passage.text for passage in subject.passages())
    sources = {word for source in subject.text.sources for word in _ACRONYM.findall(source.name)}
    said: set[str] = set()
    for passage in subject.passages():
        if passage.part not in _PARTS or passage.text.isupper():
            continue
        for match in _ACRONYM.finditer(passage.text):
            word = match.group(0)
            bare = word.removesuffix("s")
            if word in said or {word, bare} & known_acronyms() or {word, bare} & sources:
                continue
            said.add(word)
            if f"({bare}" in text or re.search(rf"\b{bare}s? \([A-Za-z]", text) or bare in _zones(subject):
                continue
            yield Breach(
                passage.part,
                gettext_noop(
                    "Not everybody knows what '%(word)s' is. Write its full name once, with it in brackets."
                ),
                {"word": word},
                passage.position,
            )


def _zones(subject: Subject) -> frozenset[str]:
    """Capitals directly after a time of day: the zone's name."""
    text = " ".join(passage.text for passage in subject.passages())
    return frozenset(re.findall(r"\d[:h]?\d\d?(?:\s?[AaPp]\.?[Mm]\.?)?\s*\(?([A-Z]{2,5})\b", text))


@rule(
    "passive-advice",
    FindingSeverity.ADVICE,
    gettext_noop("Advice speaks to the reader: it is not in the passive."),
    fails=Example(
        "Keep calm; large crowds should be avoided.",
        {"advice": (Act("Keep calm; large crowds should be avoided.", 1, 24),)},
    ),
    passes=Example("Plan routes that pass around the city centre."),
)
def passive_advice(subject: Subject) -> Iterator[Breach]:
    """Look for passives that hide who has to act."""
    if not _is_english(subject):
        return
    for position, act in enumerate(subject.text.advice):
        if found := _PASSIVE.search(act.text):
            yield Breach(
                "advice",
                gettext_noop("'%(words)s' does not say who acts. Tell the reader: Avoid, Carry, Leave ..."),
                {"words": found.group(0)},
                position,
            )


@rule(
    "vague-likelihood",
    FindingSeverity.ADVICE,
    gettext_noop(
        "How likely something is, is said in one of five words: very likely, likely, possible, unlikely, very unlikely."
    ),
    fails=Example(
        "Clashes may well follow.", {"event": (Sentence("Clashes may well follow.", assessment=True),)}
    ),
    passes=Example("Road closures are likely until the evening. (assessment)"),
)
def vague_likelihood(subject: Subject) -> Iterator[Breach]:
    """Look for other words of likelihood in the desk's own assessments."""
    if not _is_english(subject):
        return
    for part in ("summary", "event", "context"):
        for position, sentence in enumerate(subject.text.sentences(part)):
            found = _VAGUE.search(sentence.text)
            if sentence.assessment and found:
                yield Breach(
                    part,
                    gettext_noop(
                        "'%(words)s' says little. Write very likely, likely, possible, unlikely or very unlikely."
                    ),
                    {"words": found.group(0)},
                    position,
                )


@rule(
    "no-outlook",
    FindingSeverity.ADVICE,
    gettext_noop("The Event ends with an outlook: the desk's assessment of what is likely next."),
    fails=Example(
        "(an Event of reports alone)",
        {
            "event": (
                Sentence("The union expects 5,000 people and has told the police its route.", ("report:1",)),
            )
        },
    ),
    passes=Example("Road closures are likely until the evening. (assessment)"),
)
def no_outlook(subject: Subject) -> Iterator[Breach]:
    """Look in the Event for an assessment with one of the five words; what is over has none."""
    text = subject.text
    if text.message_type is MessageType.CANCEL or text.urgency == "Past" or not _is_english(subject):
        return
    if text.event and not any(one.assessment and _PROBABILITY.search(one.text) for one in text.event):
        yield Breach(
            "event",
            gettext_noop(
                "The Event has no outlook. Say what is likely next, in one of the five words of likelihood."
            ),
        )


@rule(
    "source-without-name",
    FindingSeverity.BLOCKS,
    gettext_noop("Every source that is listed has a name."),
    fails=Example(
        "[1] (no name)",
        {"sources": (CitedSource("report:1", " "), CitedSource("report:2", "Nairobi police"))},
    ),
    passes=Example("[1] Teachers' union"),
)
def source_without_name(subject: Subject) -> Iterator[Breach]:
    """Look for sources that a reader could not tell apart."""
    for position, source in enumerate(subject.text.sources):
        if not source.name.strip():
            yield Breach(
                "sources",
                gettext_noop("Source %(number)s has no name. Say who it is."),
                {"number": position + 1},
                position,
            )


RULES = (jargon, undefined_acronym, passive_advice, vague_likelihood, no_outlook, source_without_name)
