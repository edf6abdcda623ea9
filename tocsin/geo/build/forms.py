"""Other ways to write a name: Saint and St., Fort and Ft., counties, Arabic articles."""

from __future__ import annotations

import re
from collections.abc import Iterator

_PAIRS = (
    (re.compile(r"\bSaint\b(?=[ -])"), "St."),
    (re.compile(r"\bSainte\b(?=[ -])"), "Ste."),
    (re.compile(r"^Fort (?=[A-Z])"), "Ft. "),
    (re.compile(r"^Mount (?=[A-Z])"), "Mt. "),
    (re.compile(r"\bSt\b\.?(?=[ -])"), "Saint"),
    (re.compile(r"\bSte\b\.?(?=[ -])"), "Sainte"),
    (re.compile(r"^Ft\.? (?=[A-Z])"), "Fort "),
    (re.compile(r"^Mt\.? (?=[A-Z])"), "Mount "),
)
_COMPASS = re.compile(r"^(North|South|East|West) (?=[A-Z])")
_ARABIC_ARTICLE = re.compile(r"^(?:[AE]l|A[dnrstz]|A[ds]h)[ -][’‘'`]?(?=\w{5})")
_COUNTY_AFTER = re.compile(r"^(.+) County$")
_COUNTY_BEFORE = re.compile(r"^County (.+)$")


def written_otherwise(name: str) -> Iterator[str]:
    """The name with Saint, Sainte, Fort and Mount shortened, or written out where it is short."""
    for pattern, other in _PAIRS:
        changed = pattern.sub(other, name)
        if changed != name:
            yield changed


def compass_shortened(name: str) -> Iterator[str]:
    """The name with its leading point of the compass shortened: N. Charleston."""
    if _COMPASS.match(name):
        yield f"{name[0]}. {name.split(' ', 1)[1]}"


def without_article(name: str) -> Iterator[str]:
    """The name in Latin letters without its Arabic article: Hudaydah, Ramadi."""
    if _ARABIC_ARTICLE.match(name):
        bare = _ARABIC_ARTICLE.sub("", name)
        yield bare[0].upper() + bare[1:]


def county_forms(name: str) -> Iterator[str]:
    """'Polk Co.' of 'Polk County', 'Co. Cork' of 'County Cork'."""
    after, before = _COUNTY_AFTER.match(name), _COUNTY_BEFORE.match(name)
    if after:
        yield f"{after.group(1)} Co."
    if before:
        yield f"Co. {before.group(1)}"
