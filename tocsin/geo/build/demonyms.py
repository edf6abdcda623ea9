"""Names of peoples and adjectives of places, in all their forms."""

from __future__ import annotations

from collections import defaultdict

from tocsin.geo.build import sources

# Last letters of a masculine singular and the endings of the four forms, the first that fits wins.
_SPANISH = (
    ("és", ("és", "esa", "eses", "esas")),
    ("án", ("án", "ana", "anes", "anas")),
    ("ón", ("ón", "ona", "ones", "onas")),
    ("ol", ("ol", "ola", "oles", "olas")),
    ("or", ("or", "ora", "ores", "oras")),
    ("o", ("o", "a", "os", "as")),
    ("í", ("í", "íes", "ís")),
    ("ú", ("ú", "úes", "ús")),
    ("a", ("a", "as")),
    ("e", ("e", "es")),
    ("", ("", "es")),
)
_PORTUGUESE = (
    ("ês", ("ês", "esa", "eses", "esas")),
    ("ão", ("ão", "ã", "ãos", "ães", "ãs")),
    ("eu", ("eu", "eia", "eus", "eias")),
    ("ol", ("ol", "ola", "óis", "olas")),
    ("o", ("o", "a", "os", "as")),
    ("z", ("z", "zes")),
    ("", ("", "s")),
)
_FRENCH = (
    ("grec", ("grec", "grecque", "grecs", "grecques")),
    ("turc", ("turc", "turque", "turcs", "turques")),
    ("en", ("en", "enne", "ens", "ennes")),
    ("suisse", ("suisse", "suisses", "suissesse", "suissesses")),
    ("s", ("s", "se", "ses")),
    ("e", ("e", "es")),
    ("è", ("è", "ès")),
    ("", ("", "e", "s", "es")),
)
_ARTICLE = "ال"


def demonyms() -> dict[str, list[str]]:
    """Per key of the table (country or admin-1 code, own number, city:number) the words written out in it."""
    found: dict[str, list[str]] = defaultdict(list)
    for key, words in sources.table("demonyms.tsv"):
        found[key] += words.split("|")
    return dict(found)


def inflected_demonyms() -> dict[str, list[str]]:
    """Per country code the forms in French, Spanish, Portuguese and Arabic, made by rule."""
    found = {}
    for code, french, spanish, portuguese, arabic in sources.table("inflected_demonyms.tsv"):
        words = []
        for stems, endings in ((french, _FRENCH), (spanish, _SPANISH), (portuguese, _PORTUGUESE)):
            for stem in stems.split("|"):
                words += _forms(stem, endings)
        words += _arabic_forms([form for form in arabic.split("|") if form])
        found[code] = words
    return found


def _forms(stem: str, endings: tuple[tuple[str, tuple[str, ...]], ...]) -> list[str]:
    if not stem:
        return []
    ending, forms = next(pair for pair in endings if stem.endswith(pair[0]))
    root = stem[: len(stem) - len(ending)]
    return [root + form for form in forms]


def _arabic_forms(given: list[str]) -> list[str]:
    """Masculine, feminine and sound plurals of the adjectives in -i, the other words as they are; with and without article."""
    words = []
    for form in given:
        words.append(form)
        if form.endswith("ي"):
            words += [form + "ة", form + "ون", form + "ين", form + "ات"]
    return [variant for word in words for variant in (word, _ARTICLE + word)]
