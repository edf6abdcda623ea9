"""What rules for days and for longer times share: names of months, years told beside them, words that only count."""

from __future__ import annotations

import re
from collections.abc import Callable

from tocsin.reading.time_atoms import Atom, Context
from tocsin.reading.words import word_set

Rule = Callable[[Context, re.Match[str]], Atom | None]

SECOND_NAME = "(?:SLASH ANY_MONTH|OPEN ANY_MONTH CLOSE)?"
TOLD_YEAR = "(?:OF|THE|COMMA|IN|APOSTROPHE)*(?:(?P<which>LAST|NEXT|THIS)(?P<wu>UNIT)|(?P<wu2>UNIT)(?P<which2>LASTPOST|NEXTPOST))"
#: Nouns that a number before them counts, so that it is no year.
COUNTED = word_set(
    "people persons civilians soldiers troops fighters militants members men women children police officers families houses"
    " homes cases deaths victims others were have workers students protesters migrants refugees villagers residents prisoners"
    " passengers tonnes tons kilometres kilometers km miles metres meters feet acres hectares dollars euros pounds megawatts"
    " rounds points shares cells personnes personas pessoas civils civiles civis soldats soldados morts muertos mortos blesses"
    " heridos feridos maisons casas viviendas familles familias شخص قتيل جريح مدني منزل عائله"
)


def told_year(context: Context, match: re.Match[str]) -> int | None:
    """The year of 'last year' or 'this year' right behind a day or month; None where no such words stand there."""
    which = context.value(match, "which") if context.has(match, "wu") else context.value(match, "which2")
    if which is None or "year" not in (context.value(match, "wu"), context.value(match, "wu2")):
        return None
    return context.now.year + {"last": -1, "past": -1, "previous": -1, "next": 1, "coming": 1}.get(
        str(which), 0
    )
