"""A reading in plain words for people, each item with the words of the text that say so."""

from __future__ import annotations

from tocsin.reading.hazard_kinds import kind_of
from tocsin.reading.hazards import hazard
from tocsin.reading.reading import Reading
from tocsin.reading.values import DerivedArea, Figure, PlaceMention, Role, TimeMention


def describe(reading: Reading) -> str:
    """What the text says, as lines of plain English; the words of the text stand in quotes."""
    lines = [
        f"Published  {reading.published:%d %b %Y | %I:%M %p} UTC",
        f"Language   {reading.language or 'unknown'} ({reading.language_confidence:.0%} sure)",
        f"Countries  {', '.join(reading.countries) or 'none found'}",
        f"Title      {reading.title or '(none)'}" + (f" (update {reading.update})" if reading.update else ""),
    ]
    lines += [f"Summary    {reading.summary}"] if reading.summary else []
    lines += [f"Level      {reading.level}, as the text states"] if reading.level else []
    lines += [f"Parts      {', '.join(part.name for part in reading.sections)}"] if reading.sections else []
    lines.append(f"Phase      {reading.phase.value}. {reading.phase_reason}")
    for name in ("severity", "certainty", "urgency"):
        judgement = getattr(reading, name)
        lines.append(f"{name.capitalize():<10} {judgement.value}. {judgement.reason}")
    lines += _block("Hazards", [_hazard_line(one.code, one.confidence, one.words) for one in reading.hazards])
    lines += _block("Where it happens", [_place_line(one) for one in reading.focus])
    also = {one.geonames_id: one for one in reversed(reading.places) if one.role is not Role.FOCUS}
    lines += _block("Also named", [_place_line(one) for one in reversed(also.values())])
    lines += _block("Areas told by a place", [_area_line(one) for one in reading.areas])
    lines += _block("Times", [_time_line(one) for one in reading.times])
    lines += _block("Figures", [_figure_line(one) for one in reading.figures])
    lines += _block("The advice warns of", list(reading.advice_targets))
    lines += _block("Notes", list(reading.notes))
    return "\n".join(lines) + "\n"


def _block(title: str, rows: list[str]) -> list[str]:
    return ["", title, *(f"  {row}" for row in rows)] if rows else []


def _hazard_line(code: str, confidence: float, words: tuple[str, ...]) -> str:
    quoted = ", ".join(f'"{word}"' for word in words[:6])
    kind = kind_of(code, words)
    return f"{hazard(code).name}{f', {kind}' if kind else ''} ({confidence:.0%} sure): {quoted}"


def _place_line(place: PlaceMention) -> str:
    where = f"{place.name}, {place.country}" if place.country else place.name
    return (
        f'"{place.text}": {where} ({place.precision.value}, {_position(place)}, {place.confidence:.0%} sure)'
    )


def _area_line(area: DerivedArea) -> str:
    words = " ".join(area.text.split())
    return f'"{words}": {_position(area)}, within {area.radius_km:,.0f} km ({area.kind.value}; {area.reason})'


def _position(one: PlaceMention | DerivedArea) -> str:
    north = f"{abs(one.latitude):.2f} {'N' if one.latitude >= 0 else 'S'}"
    east = f"{abs(one.longitude):.2f} {'E' if one.longitude >= 0 else 'W'}"
    return f"{north} {east}"


def _time_line(time: TimeMention) -> str:
    return f'"{" ".join(time.text.split())}": {time.when} {time.zone} ({time.certainty.value})'


def _figure_line(figure: Figure) -> str:
    value = f"{figure.value:,g}" if figure.upper is None else f"{figure.value:,g} to {figure.upper:,g}"
    where = "".join(f", {part}" for part in (figure.place, figure.when) if part)
    counted = figure.unit or figure.counted
    return f'"{" ".join(figure.text.split())}": {figure.qualifier.value} {value} {counted}{where} ({figure.scope.value})'
