"""The text of one alert: a value with every part that its readers see and its approver puts a name to."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, datetime
from enum import Enum

from tocsin.geo import Area
from tocsin.grading.admiralty import Reliability
from tocsin.grading.errors import TimeWithoutZoneError
from tocsin.grading.level import Level
from tocsin.grading.translation import gettext_noop
from tocsin.grading.translations import Translation, basis_of


class MessageType(Enum):
    """What an edition does to the ones before it; the values are CAP 1.2's `msgType`."""

    ALERT = gettext_noop("Alert")
    UPDATE = gettext_noop("Update")
    CANCEL = gettext_noop("Cancel")

    def __str__(self) -> str:
        return self.value


@dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence with what it rests on.

    `citations` are the references of `CitedSource`s in the same text; a sentence that is the desk's own
    judgement cites nothing and says so with `assessment`.
    """

    text: str
    citations: tuple[str, ...] = ()
    assessment: bool = False


@dataclass(frozen=True, slots=True)
class Act:
    """One thing for the reader to do: a sentence that begins with a verb.

    `order` counts from 1, the most urgent first; `until_hours` is the time limit in hours from the onset,
    or None for as long as the alert is in force; `rule` is the id of the playbook's rule that gave it, or
    empty where an analyst wrote it.
    """

    text: str
    order: int
    until_hours: int | None = None
    rule: str = ""


@dataclass(frozen=True, slots=True)
class CitedSource:
    """One source a text rests on. `reference` is what sentences cite, for example 'report:12'."""

    reference: str
    name: str
    url: str = ""
    reliability: Reliability | None = None


@dataclass(frozen=True, slots=True)
class AlertText:
    """The whole text of an alert, from headline to advice, in one language, with its words in others.

    `country` is the name printed before the headline, of a country or a sea; `country_code` its ISO 3166-1
    alpha-2 code, empty for a sea. `place` is the short name of where, for messages. `severity`, `certainty`
    and `urgency` are CAP 1.2's words. Times carry a zone and are kept in UTC; `time_zone` is the IANA name of
    the local zone shown second. `what_changed` belongs to an Update, `cancel_reason` to a Cancel. `correction` says
    which error of an earlier edition an Update or Cancel puts right; empty where there was none.
    Every field but `country`, `headline` and `level` may be missing, since drafts begin that way: what an
    alert must have is the linter's business. Raises `TimeWithoutZoneError` for a time without one.
    """

    country: str
    headline: str
    level: Level
    hazard: str = "other"
    summary: tuple[Sentence, ...] = ()
    event: tuple[Sentence, ...] = ()
    context: tuple[Sentence, ...] = ()
    advice: tuple[Act, ...] = ()
    onset: datetime | None = None
    expires: datetime | None = None
    area: Area | None = None
    place: str = ""
    country_code: str = ""
    time_zone: str = "UTC"
    severity: str = "Unknown"
    certainty: str = "Unknown"
    urgency: str = "Unknown"
    sources: tuple[CitedSource, ...] = ()
    place_kinds: tuple[str, ...] = ()
    language: str = "en"
    message_type: MessageType = MessageType.ALERT
    what_changed: str = ""
    cancel_reason: str = ""
    developing: bool = False
    correction: str = ""
    translations: tuple[Translation, ...] = ()

    def __post_init__(self) -> None:
        for name in ("onset", "expires"):
            moment = getattr(self, name)
            if moment is None:
                continue
            if moment.tzinfo is None or moment.utcoffset() is None:
                raise TimeWithoutZoneError(
                    f"The {name} of the alert '{self.headline}', {moment.isoformat()}, has no time zone; add one."
                )
            object.__setattr__(self, name, moment.astimezone(UTC))

    @property
    def title(self) -> str:
        """The headline as it is printed: 'Country: headline'."""
        return f"{self.country}: {self.headline}" if self.country else self.headline

    @property
    def where(self) -> str:
        """The shortest name of where: the place with its country, or the country alone."""
        if self.place and self.country and self.country.casefold() not in self.place.casefold():
            return f"{self.place}, {self.country}"
        return self.place or self.country

    def sentences(self, part: str) -> tuple[Sentence, ...]:
        """Return the sentences of `part`: summary, event or context."""
        return {"summary": self.summary, "event": self.event, "context": self.context}[part]

    def paragraph(self, part: str) -> str:
        """Return the sentences of `part` (summary, event or context) as one paragraph of text."""
        return " ".join(sentence.text.strip() for sentence in self.sentences(part))

    @property
    def own_words(self) -> Translation:
        """The words of this text, in the form in which a translation has them."""
        return Translation(
            language=self.language,
            country=self.country,
            place=self.place,
            headline=self.headline,
            summary=self.paragraph("summary"),
            event=self.paragraph("event"),
            context=self.paragraph("context"),
            advice=tuple(act.text for act in self.acts_in_order),
            what_changed=self.what_changed,
            cancel_reason=self.cancel_reason,
            correction=self.correction,
            area=self.area.description if self.area else "",
        )

    @property
    def basis(self) -> str:
        """What a translation made of this text now names as `made_from`."""
        return basis_of(self.own_words)

    @property
    def acts_in_order(self) -> tuple[Act, ...]:
        """The advice, the most urgent act first."""
        return tuple(sorted(self.advice, key=lambda act: act.order))

    def in_language(self, translation: Translation) -> AlertText:
        """Return this alert in the words of `translation`; a part that has none there is left out, a name stays.

        Sentences of a translation carry no citations of their own: the sources stand beside the text they were cited in.
        """

        def part(words: str) -> tuple[Sentence, ...]:
            return (Sentence(words),) if words else ()

        acts = zip(self.acts_in_order, translation.advice, strict=False)
        return replace(
            self,
            language=translation.language,
            country=translation.country or self.country,
            place=translation.place or self.place,
            headline=translation.headline or self.headline,
            summary=part(translation.summary),
            event=part(translation.event),
            context=part(translation.context),
            advice=tuple(replace(act, text=words) for act, words in acts if words),
            what_changed=translation.what_changed,
            cancel_reason=translation.cancel_reason,
            correction=translation.correction,
            area=replace(self.area, description=translation.area or self.area.description)
            if self.area
            else None,
            translations=(),
        )

    def with_translation(self, translation: Translation) -> AlertText:
        """Return this text with `translation`, as made from what it says now, in the place of an older one of its language."""
        made = replace(translation, made_from=self.basis)
        if any(one.language == made.language for one in self.translations):
            kept = tuple(made if one.language == made.language else one for one in self.translations)
            return replace(self, translations=kept)
        return replace(self, translations=(*self.translations, made))

    def without_translation(self, language: str) -> AlertText:
        """Return this text less its translation into `language`."""
        return replace(self, translations=tuple(one for one in self.translations if one.language != language))

    @property
    def all_languages(self) -> tuple[AlertText, ...]:
        """This text, then the same alert in each language that it was translated to."""
        return (self, *(self.in_language(one) for one in self.translations))
