"""What of an edition goes into a message: read once per edition from its frozen content."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime

from django.conf import settings

from tocsin.alerts.models import Edition
from tocsin.delivery.errors import EditionUnreadable
from tocsin.grading import AlertText, GradingError, Level, alert_text_from_json, in_utc, on_the_spot, places

_PRIVATE = re.compile("[\ue000-\uf8ff\x00]")


@dataclass(frozen=True, slots=True)
class Bulletin:
    """The parts of an edition that its recipients read first.

    `title` is 'Country: headline'; `acts` are the advice, most urgent first; times are UTC, `time_zone` the
    IANA name of the local one; `news` is what changed, or why the alert ends; `page` the address of the alert.
    """

    identifier: str
    reference: str
    message_type: str
    level: Level
    title: str
    country: str
    language: str
    summary: str
    acts: tuple[str, ...]
    news: str
    sent: datetime
    onset: datetime
    expires: datetime
    time_zone: str
    organisation: str
    page: str
    asks_for_answer: bool
    #: Names of where, the longest first: the place with its country, the place, the country.
    places: tuple[str, ...] = ("",)
    #: The edition's area as GeoJSON text; empty where it has none.
    area: str = ""
    #: The same in the words of each further language of the edition, by its tag.
    spoken: Mapping[str, Bulletin] = field(default_factory=dict, compare=False, repr=False)

    def __hash__(self) -> int:
        """Of the identifier alone: it is asked for with every message."""
        return hash(self.identifier)

    def in_language(self, language: str) -> Bulletin:
        """Return the bulletin in the words of `language` (a tag, or what it begins with); this one where there are none."""
        if not self.spoken or language == self.language:
            return self
        return self.spoken.get(language) or self.spoken.get(language.partition("-")[0]) or self

    @property
    def timeframe(self) -> str:
        """From and until, UTC first and local time second, each with its zone."""
        return (
            f"{moment_in_words(self.onset, self.time_zone)} - {moment_in_words(self.expires, self.time_zone)}"
        )


def bulletin_of(edition: Edition) -> Bulletin:
    """Return the bulletin of `edition`, whose alert and organisation should come with it from the database.

    Raises EditionUnreadable where its content is no alert text.
    """
    try:
        text = alert_text_from_json(edition.content)
        level = Level.from_word(edition.level)
    except GradingError as error:
        raise EditionUnreadable(
            f"The content of edition {edition.identifier} is not an alert text ({error}): publish an update of the alert."
        ) from error
    spoken = {one.language: _bulletin(edition, one, level) for one in text.all_languages[1:]}
    return replace(_bulletin(edition, text, level), spoken=spoken)


def _bulletin(edition: Edition, text: AlertText, level: Level) -> Bulletin:
    acts = tuple(_line(act.text) for act in text.acts_in_order if act.text.strip())
    return Bulletin(
        identifier=edition.identifier,
        reference=edition.alert.reference,
        message_type=edition.message_type,
        level=level,
        title=_line(text.title),
        country=edition.country,
        language=text.language or "en",
        summary=_line(text.paragraph("summary")),
        acts=acts,
        news=_line(text.cancel_reason or text.what_changed),
        sent=edition.sent,
        onset=edition.onset,
        expires=edition.expires,
        time_zone=text.time_zone or "UTC",
        organisation=_line(edition.alert.organisation.name),
        page=f"{settings.TOCSIN_PUBLIC_ADDRESS}/alerts/{edition.alert.slug}/",
        asks_for_answer=edition.asks_for_answer,
        places=tuple(map(_line, places(text))),
        area=json.dumps(text.area.to_geojson()) if text.area and not text.area.is_empty else "",
    )


def moment_in_words(moment: datetime, time_zone: str = "UTC") -> str:
    """Return '15 Jul 2017 17:12 UTC', followed by ' (18:12 Casablanca)' where the local zone differs."""
    there = on_the_spot(moment, time_zone)
    town = time_zone.rpartition("/")[2].replace("_", " ")
    return f"{in_utc(moment)} ({there} {town})" if there else in_utc(moment)


def _line(text: str) -> str:
    """Return `text` on one line, without private characters: it can break no header, and fill no blank of a message."""
    return " ".join(_PRIVATE.sub(" ", text).split())
