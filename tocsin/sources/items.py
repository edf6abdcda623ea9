"""What a source gives: its items, and what one look at it brought."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

from tocsin.sources.fetching import Conditional


@dataclass(frozen=True, slots=True)
class CapFacts:
    """What a CAP message says of itself, for the columns of its report.

    `references` are (sender, identifier, sent) of the messages an Update or Cancel acts on; `detail` is the JSON
    of docs/sources.md, section 'CAP'; severity, certainty and urgency are CAP's own words.
    """

    identifier: str
    sender: str
    sent: datetime
    status: str
    message_type: str
    may_alert: bool
    reason: str
    references: tuple[tuple[str, str, datetime], ...] = ()
    severity: str = ""
    certainty: str = ""
    urgency: str = ""
    detail: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Item:
    """One item as a source gave it.

    `external_id` is its identity at the source; `raw` its bytes as received; `wording` what its content hash is
    taken over (an item with another wording is an edited one). `published_at` and `updated_at` are aware UTC or
    None. `area` is GeoJSON as `tocsin.geo.Area.to_geojson` writes it. A broken item has `is_broken` and an
    `error`; an item that could be read may carry an `error` too, which says what was wrong with it.
    """

    external_id: str
    raw: bytes
    wording: bytes
    content_type: str = ""
    title: str = ""
    text: str = ""
    url: str = ""
    language: str = ""
    published_at: datetime | None = None
    updated_at: datetime | None = None
    onset: datetime | None = None
    expires: datetime | None = None
    area: Mapping[str, Any] | None = None
    cap: CapFacts | None = None
    filed_by: str = ""
    is_broken: bool = False
    error: str = ""


@dataclass(frozen=True, slots=True)
class LinkMemory:
    """What is known of one address that an index linked to.

    `conditional` and `asked_at` are of the last time it was asked; `failures` counts those in a row.
    """

    conditional: Conditional
    asked_at: datetime
    failures: int = 0


@dataclass(frozen=True, slots=True)
class Visit:
    """Everything a look at a source needs, so that it needs no database: it may run in a thread of its own."""

    kind: str
    address: str
    now: datetime
    language: str = ""
    conditional: Conditional = field(default_factory=Conditional)
    private_hosts: tuple[str, ...] = ()
    folder: Path | None = None
    links: Mapping[str, LinkMemory] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Harvest:
    """What a look at a source brought.

    `conditional` is for the next look; `links` what is now known of linked addresses; `notes` are errors, as
    'rule: sentence', that concern the document and no single item.
    """

    items: tuple[Item, ...] = ()
    conditional: Conditional = field(default_factory=Conditional)
    links: Mapping[str, LinkMemory] = field(default_factory=dict)
    notes: tuple[str, ...] = ()
    is_unchanged: bool = False
    #: Nothing at all could be read of what came.
    is_failure: bool = False
