"""A document opened: its text, and what it says of itself."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Literal

from tocsin.reading.values import Judgement

DocumentKind = Literal["text", "page", "pdf", "e-mail", "cap", "feed", "xml"]

#: Characters that are read of any text.
MOST_CHARACTERS = 100_000
#: Bytes or characters of text and markup that are looked at.
MOST_MARKUP = 2_000_000
#: Bytes of a PDF or an e-mail, whose pictures and attachments weigh more than their words.
MOST_BYTES = 20_000_000


@dataclass(frozen=True, slots=True)
class Document:
    """The text to read and what the document says of itself.

    `title` is "" where it gives none. `published` is UTC where it states a moment with its zone, `day` the day where it
    states no more. `language` (ISO 639-1) and `country` (ISO 3166-1 alpha-2) are what it says, "" for nothing;
    `severity`, `certainty` and `urgency` are CAP's words where it is a CAP message. `notes` say in plain words what was
    left out, guessed or could not be read.
    """

    text: str
    title: str = ""
    notes: tuple[str, ...] = ()
    kind: DocumentKind = "text"
    published: datetime | None = None
    day: date | None = None
    language: str = ""
    country: str = ""
    severity: str = ""
    certainty: str = ""
    urgency: str = ""

    def moment(self, given: datetime) -> datetime:
        """When the document was published, in UTC: the moment it states, else `given` (aware), moved to its own day.

        Where the document states a day and `given` lies after it, noon UTC of that day is the best that is known.
        """
        if self.published is not None:
            return self.published.astimezone(UTC)
        return moment_on(self.day, given)

    @property
    def losses(self) -> tuple[str, ...]:
        """The notes without those that only say what kind of document it was."""
        return tuple(note for note in self.notes if not note.startswith("Read as "))

    def judgement(self, name: Literal["severity", "certainty", "urgency"]) -> Judgement | None:
        """What a CAP message says of its own severity, certainty or urgency; None for a document that says nothing."""
        word = {"severity": self.severity, "certainty": self.certainty, "urgency": self.urgency}[name]
        return Judgement(word, "The CAP message says so.") if word else None


def moment_on(day: date | None, given: datetime) -> datetime:
    """`given` (aware) in UTC where it falls on `day` anywhere on earth, else noon UTC of `day`.

    A day after `given` is no day of publication but one that the text looks forward to; it counts as little as None.
    """
    at = given.astimezone(UTC)
    if day is None:
        return at
    noon = datetime.combine(day, time(12), UTC)
    return noon if at - noon > timedelta(hours=26) else at


def counted(number: int, one: str, several: str = "") -> str:
    """A number with its noun: '1 page', '3 pages'."""
    return f"{number:,} {one if number == 1 else several or one + 's'}"


def lines_joined(paragraphs: Iterable[str]) -> str:
    """Paragraphs that hold words, parted by blank lines."""
    return "\n\n".join(one for one in (paragraph.strip() for paragraph in paragraphs) if one)
