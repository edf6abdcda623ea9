"""What the page of a draft's area shows: its shapes as a list, the map, who would be told, and what the rules say."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from tocsin.alerts.content import text_of
from tocsin.alerts.linting import findings_of
from tocsin.alerts.models import Draft
from tocsin.desk.area_form import AreaForm, form_of, read_area_form
from tocsin.desk.exposure_panel import ExposurePanel, exposure_of
from tocsin.geo import Area, GeoError
from tocsin.geo.drawn_outlines import drawn
from tocsin.geo.situation_map import situation_map
from tocsin.grading import AlertText, Finding


@dataclass(frozen=True, slots=True)
class AreaPage:
    """Everything that the page shows. `base` is the revision whose outlines the rows name; `text` has the form's area."""

    draft: Draft
    form: AreaForm
    base: int
    text: AlertText
    svg: str
    data: str
    panel: ExposurePanel
    findings: Sequence[Finding]
    is_changed: bool


def area_page(draft: Draft, fields: Mapping[str, str] | None, *, now: datetime) -> AreaPage:
    """Return the page at `now` with `fields` posted; None for the saved area."""
    saved = text_of(draft.content)
    base = _base(draft, fields)
    form = form_of(saved.area or Area()) if fields is None else read_area_form(
        fields, _area_at(draft, base), country=saved.country_code
    )  # fmt: skip
    area = form.area(_area_at(draft, base))
    text = saved if area == (saved.area or Area()) else replace(saved, area=area)
    return AreaPage(
        draft=draft,
        form=form,
        base=base,
        text=text,
        svg=_svg(form, text),
        data=_data(form, text, is_changed=text is not saved),
        panel=exposure_of(draft, text, now=now),
        findings=[finding for finding in findings_of(draft, text) if finding.part == "area"],
        is_changed=text is not saved,
    )


def _base(draft: Draft, fields: Mapping[str, str] | None) -> int:
    asked = (fields or {}).get("base", "")
    return int(asked) if asked.isdecimal() and len(asked) < 10 else draft.revision


def _area_at(draft: Draft, revision: int) -> Area:
    """The area as it was saved at `revision`: the rows of a form name its outlines by their numbers."""
    content = draft.content
    if revision != draft.revision:
        kept = draft.revisions.filter(number=revision).first()
        content = kept.content if kept is not None else content
    return text_of(content).area or Area()


def _svg(form: AreaForm, text: AlertText) -> str:
    area = text.area or Area()
    around = form.rows[form.shown].area if form.shown is not None else area
    if around.is_empty and len(text.country_code) == 2:
        around = Area(countries=(text.country_code,))
    try:
        return situation_map(
            [], [(area, text.level.colour)], around=None if around.is_empty else around,
            title=_("Map of the area"), width=800, height=520,
        )  # fmt: skip
    except GeoError as error:
        return str(error)


def _data(form: AreaForm, text: AlertText, *, is_changed: bool) -> str:
    """What the map in the browser draws, as JSON that may stand inside of a script element."""
    area = text.area or Area()
    home = Area(countries=(text.country_code,)) if len(text.country_code) == 2 else Area()
    document = {
        "colour": text.level.colour,
        "country": text.country_code,
        "view": _bounds(home if area.is_empty else area),
        "changed": is_changed,
        "shapes": [
            {"label": row.label, "bounds": _bounds(row.area), "geometry": drawn(row.area)}
            for row in form.rows
        ],
        "said": " ".join(form.errors.values()) or _said(form, is_changed=is_changed),
    }
    return json.dumps(document, separators=(",", ":")).replace("<", "\\u003c")


def _said(form: AreaForm, *, is_changed: bool) -> str:
    """What is said aloud after each change."""
    count = ngettext("%(num)d shape", "%(num)d shapes", len(form.rows)) % {"num": len(form.rows)}
    unsaved = _("not saved yet")
    return f"{count}, {unsaved}" if is_changed else count


def _bounds(area: Area) -> list[float] | None:
    try:
        return None if area.is_empty else [round(edge, 4) for edge in area.bounds()]
    except GeoError:
        return None
