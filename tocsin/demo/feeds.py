"""The made-up feeds of the demo, in the dialects that real ones use, as they stood at a moment."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import format_datetime
from functools import cache
from importlib.resources import files
from typing import Any
from xml.sax.saxutils import escape, quoteattr

from tocsin.cap import parse

_DATA = files("tocsin.demo").joinpath("data")


@dataclass(frozen=True, slots=True)
class Item:
    """One item of a made-up news feed."""

    guid: str
    published: datetime
    title: str
    text: str


@dataclass(frozen=True, slots=True)
class Feed:
    """A made-up news feed; `dialect` is 'rss' or 'atom'."""

    title: str
    link: str
    language: str
    dialect: str
    items: tuple[Item, ...]


@cache
def news_feed(name: str) -> Feed | None:
    """Return the news feed called `name`; None where there is none."""
    path = _DATA.joinpath("feeds", f"{name}.toml")
    if not name.replace("-", "").isalnum() or not path.is_file():
        return None
    data = tomllib.loads(path.read_text("utf-8"))
    items = tuple(
        Item(item["guid"], item["published"], item["title"], " ".join(item["text"].split()))
        for item in data["item"]
    )
    return Feed(data["title"], data["link"], data["language"], data["dialect"], items)


def render_news(feed: Feed, *, now: datetime) -> str:
    """Return the feed's XML as it stood at `now`: the items published by then, newest first."""
    items = sorted(
        (item for item in feed.items if item.published <= now), key=lambda i: i.published, reverse=True
    )
    return _atom(feed, items, now) if feed.dialect == "atom" else _rss(feed, items)


def _rss(feed: Feed, items: list[Item]) -> str:
    rows = "".join(
        f"<item><title>{escape(item.title)}</title><link>{feed.link}{item.guid}</link>"
        f'<guid isPermaLink="false">{escape(item.guid)}</guid><pubDate>{format_datetime(item.published)}</pubDate>'
        f"<description>{escape(item.text[:120])}...</description>"
        f"<content:encoded>{escape(f'<p>{escape(item.text)}</p>')}</content:encoded></item>"
        for item in items
    )
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n<rss version="2.0" '
        'xmlns:content="http://purl.org/rss/1.0/modules/content/"><channel>'
        f"<title>{escape(feed.title)}</title><link>{feed.link}</link><description>Made up for a demo</description>"
        f"<language>{feed.language}</language>{rows}</channel></rss>\n"
    )


def _atom(feed: Feed, items: list[Item], now: datetime) -> str:
    rows = "".join(
        f"<entry><title>{escape(item.title)}</title><id>{escape(item.guid)}</id>"
        f"<link href={quoteattr(feed.link + item.guid.rpartition(':')[2])}/>"
        f"<updated>{_iso(item.published)}</updated><published>{_iso(item.published)}</published>"
        f'<content type="html">{escape(f"<p>{escape(item.text)}</p>")}</content></entry>'
        for item in items
    )
    updated = items[0].published if items else now
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n<feed xmlns="http://www.w3.org/2005/Atom">'
        f"<title>{escape(feed.title)}</title><id>{feed.link}</id><updated>{_iso(updated)}</updated>{rows}</feed>\n"
    )


@cache
def authorities() -> dict[str, Any]:
    """Return the made-up authorities: the title of each one's feed, and its messages."""
    return tomllib.loads(_DATA.joinpath("cap", "feeds.toml").read_text("utf-8"))


@cache
def cap_message(name: str) -> tuple[bytes, datetime] | None:
    """Return the bytes and the time of sending of the CAP message called `name`; None where there is none."""
    if name not in {known for authority in authorities().values() for known in authority["messages"]}:
        return None
    data = _DATA.joinpath("cap", f"{name}.xml").read_bytes()
    return data, parse(data).sent


def render_cap_index(name: str, base: str, *, now: datetime) -> str | None:
    """Return the Atom index of an authority's CAP messages as it stood at `now`; None for an unknown authority."""
    authority = authorities().get(name)
    if authority is None:
        return None
    there = [
        (message, found)
        for message in authority["messages"]
        if (found := cap_message(message)) and found[1] <= now
    ]
    rows = "".join(
        f"<entry><title>{escape(message)}</title><id>urn:demo:{message}</id><updated>{_iso(sent)}</updated>"
        f'<link type="application/cap+xml" href={quoteattr(f"{base}{message}.xml")}/></entry>'
        for message, (_, sent) in reversed(there)
    )
    updated = there[-1][1][1] if there else now
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n<feed xmlns="http://www.w3.org/2005/Atom">'
        f"<title>{escape(authority['title'])}</title><id>urn:demo:{name}</id><updated>{_iso(updated)}</updated>{rows}</feed>\n"
    )


def _iso(moment: datetime) -> str:
    return moment.astimezone(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")
