"""The table of word commonness, made from the package `wordfreq` (data CC BY-SA 4.0): `python -m tocsin.incidents.build_commonness`.

Keeps what is common enough to weigh less than the rarest: English to four in ten million, French, Spanish, Arabic and
Portuguese to four in a million, each word in its folded form with the greatest share that any language gives it.
"""

from __future__ import annotations

import gzip
import math
from collections import defaultdict
from pathlib import Path

from tocsin.incidents.commonness import folded

LEAST_SHARES = {"en": 4e-7, "fr": 4e-6, "es": 4e-6, "ar": 4e-6, "pt": 4e-6}
_HEAD = (
    "# Shares of words among all words, from wordfreq 3.1.1 by Robyn Speer and others, CC BY-SA 4.0.\n"
    "# This table is under CC BY-SA 4.0 as well. A line: minus a hundred times log10 of the share, then its words.\n"
)


def main() -> None:
    """Write the table beside the code that reads it."""
    from wordfreq import get_frequency_dict

    shares: dict[str, float] = {}
    for language, least in LEAST_SHARES.items():
        own: dict[str, float] = defaultdict(float)
        for word, share in get_frequency_dict(language, wordlist="large").items():
            if word.isalpha():
                own[folded(word)] += share
        for word, share in own.items():
            if share >= least:
                shares[word] = max(share, shares.get(word, 0.0))
    classes: dict[int, list[str]] = defaultdict(list)
    for word, share in shares.items():
        # Steps of a twentieth: finer ones make the file larger and nothing better.
        classes[round(-20 * math.log10(share)) * 5].append(word)
    lines = (f"{level} {' '.join(sorted(words))}\n" for level, words in sorted(classes.items()))
    target = Path(__file__).resolve().parent / "data" / "commonness.txt.gz"
    target.write_bytes(gzip.compress((_HEAD + "".join(lines)).encode(), 9, mtime=0))


if __name__ == "__main__":
    main()
