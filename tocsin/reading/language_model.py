"""Languages told by runs of letters: naive Bayes over byte n-grams (Lui and Baldwin 2012, langid.py)."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Collection
from functools import cache
from pathlib import Path

import numpy as np
import numpy.typing as npt

#: Made by `tocsin.reading.build_languages`; see there for where its numbers come from.
FILE = Path(__file__).resolve().parent / "data" / "languages.npz"
_MOST_BYTES = 500
_LONGEST_RUN, _SHORTEST_RUN = 6, 1


class LanguageModel:
    """The known runs of bytes with what each says about each language. Loads in some twenty milliseconds and holds five megabytes."""

    def __init__(self, path: Path = FILE) -> None:
        with np.load(path, allow_pickle=False) as data:
            self.codes: tuple[str, ...] = tuple(str(code) for code in data["codes"])
            blob = data["runs"].tobytes()
            ends = np.cumsum(data["lengths"], dtype=np.int64).tolist()
            self._scores: npt.NDArray[np.uint8] = data["scores"]
            self._step = float(data["scale"][1])
        starts = [0, *ends[:-1]]
        self._rows = {blob[start:end]: row for row, (start, end) in enumerate(zip(starts, ends, strict=True))}
        self._column = {code: number for number, code in enumerate(self.codes)}

    def probabilities(self, text: str, among: Collection[str]) -> dict[str, float]:
        """The share of each language of `among` (codes unknown to the model left out) for the text's first 500 bytes.

        The log scores are divided by the square root of the length, which keeps long texts from being surer than they
        should be. Empty where the text holds no known run.
        """
        said = text.lower().encode("utf-8", "surrogatepass")[:_MOST_BYTES]
        counted = self._runs_of(said)
        columns = [self._column[code] for code in among if code in self._column]
        if not counted or not columns:
            return {}
        rows = np.fromiter(counted.keys(), dtype=np.intp, count=len(counted))
        weights = np.log1p(np.fromiter(counted.values(), dtype=np.float32, count=len(counted)))
        scores = (weights @ self._scores[rows][:, columns].astype(np.float32)) * self._step
        scores /= math.sqrt(len(said))
        shares = np.exp(scores - scores.max())
        shares /= shares.sum()
        return {self.codes[column]: float(share) for column, share in zip(columns, shares, strict=True)}

    def _runs_of(self, said: bytes) -> Counter[int]:
        """The longest known run that ends at each byte."""
        rows = self._rows
        found = []
        for end in range(_SHORTEST_RUN, len(said) + 1):
            for start in range(max(0, end - _LONGEST_RUN), end):
                row = rows.get(said[start:end])
                if row is not None:
                    found.append(row)
                    break
        return Counter(found)


@cache
def language_model() -> LanguageModel:
    """The model that ships with the package, loaded at the first call."""
    return LanguageModel()
