"""The figure of a claim in the reader's language: what is counted, how sure its number is, and where."""

from __future__ import annotations

from django.utils.translation import get_language, gettext

from tocsin.incidents.figure_words import COUNTED, QUALIFIED
from tocsin.incidents.models import Claim


def claim_words(claim: Claim) -> str:
    """Return a claim's figure as 'killed: 5 at least (Leyte)' in the reader's language.

    As it is kept in English, and where it is a statement or counts what has no word here.
    """
    if (get_language() or "en").startswith("en") or claim.value is None:
        return claim.text
    if claim.unit not in COUNTED or claim.qualifier not in QUALIFIED:
        return claim.text
    number = f"{claim.value:,g}"
    if claim.upper is not None:
        number = gettext("%(figure)s to %(upper)s") % {"figure": number, "upper": f"{claim.upper:,g}"}
    said = gettext(QUALIFIED[claim.qualifier]) % {"figure": gettext(COUNTED[claim.unit]) % {"num": number}}
    return gettext("%(figure)s (%(place)s)") % {"figure": said, "place": claim.place} if claim.place else said
