"""How a publisher rates what it reports: Tocsin's own level, or a word of another scale that is kept as written."""

from __future__ import annotations

import re

LEVELS = ("Notice", "Advisory", "Warning", "Critical")

_OWN = re.compile(
    r"^[\W_]*(?:(?:alert\s+)?level\s*[:：]?\s*|severity(?:\s+level)?\s*[:：]\s*)?(notice|advisory|warning|critical)[\W_]*$",
    re.I,
)
_OTHER = re.compile(
    r"""^[\W_]*(?:(?:alert|risk|threat|severity|security|warning)\s*(?:level|rating)?\s*[:：–-]?\s*)?(
      (?:extreme|very\ high|high|severe|elevated|significant|moderate|medium|minor|low|insignificant|informational|information|info)
        (?:\ (?:risk|threat|severity|impact|priority))?
    | (?:red|orange|amber|yellow|green)(?:\ (?:alert|warning|level|notice))?
    | level\ [1-5](?:\s*[:–—-]\s*[^\n]{3,60})?
    | [1-5]\s*(?:/|of|out\ of)\s*[3-9]
    | (?:rouge|orange|jaune|vert|élevée?|modérée?|faible|extrême|grave)|(?:niveau)\ (?:[1-5]|rouge|orange|jaune|vert)
    | (?:roj[ao]|naranja|amarill[ao]|verde|alt[oa]|medi[oa]|baj[oa]|extrem[oa]|moderad[oa])|(?:nivel)\ (?:[1-5]|roj[oa]|naranja|amarill[oa]|verde)
    | (?:vermelh[oa]|laranja|amarel[oa]|médi[oa]|baix[oa])|(?:nível)\ (?:[1-5]|vermelho|laranja|amarelo|verde)
    | (?:مرتفع|عال|عالي|متوسط|منخفض|شديد|حرج|خطير)[ة]?|(?:المستوى)\ (?:الأول|الثاني|الثالث|الرابع|\d|الأحمر|البرتقالي|الأصفر)
    )[\W_]*$""",
    re.I | re.X,
)
_OWN_WORD = re.compile(r"^\W*(notice|advisory|warning|critical)\b(?!\s*[/|-]\s*\w)", re.I)
_LONGEST = 100


def own_level(line: str) -> str:
    """The level where a line is no more than one of LEVELS, with or without its label; '' for any other line."""
    found = _OWN.match(line) if len(line) <= _LONGEST else None
    return found[1].capitalize() if found else ""


def level_of_value(value: str) -> str:
    """The level that begins what stands behind a label such as 'Severity:'; '' where it is another scale's word."""
    found = _OWN_WORD.match(value)
    return found[1].capitalize() if found else ""


def other_rating(line: str) -> str:
    """The words of another scale where a line is no more than they ('Level 3: Reconsider travel', 'Amber'), else ''."""
    found = _OTHER.match(line) if len(line) <= _LONGEST else None
    return " ".join(found[1].split()) if found else ""
