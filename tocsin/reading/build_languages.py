"""Makes the file by which languages are told: `python -m tocsin.reading.build_languages`.

The probabilities are those of the model in the package py3langid (BSD-3-Clause, by Marco Lui and Adrien Barbaresi),
cut down to the languages below and to the runs of bytes that tell them apart best, and rounded to 8 bits. That takes a
hundredth of the memory and of the time to load. The package is needed for this command only.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np

from tocsin.reading.language_model import FILE
from tocsin.reading.words import word_set

#: What is told apart here: the languages written in a script that several share. A script of one language tells alone.
LANGUAGES = sorted(
    word_set(
        "af az be bg bs ca cs cy da de en es et eu fi fr ga gl ha hr ht hu id ig is it jv kk ku ky lg ln lt lv mg mk mn ms mt nl "
        "nn no om pl pt qu ro ru rw sk sl sn so sq sr st sv sw tg tk tl tr tt uk uz vi xh yo zu ar fa ur ps ug hi mr ne"
    )
)
_MOST_RUNS = 24_000


def main() -> int:
    """Write the file and say how large it is. Returns the exit code."""
    from py3langid.langid import MODEL_FILE, LanguageIdentifier

    model = LanguageIdentifier.from_model_file(MODEL_FILE)
    runs, rows = _runs(model)
    scores = np.asarray(model.nb_ptc, dtype=np.float32)[rows]
    scores, codes = _merged(scores, model.nb_classes)
    # How much a run sets the languages apart, weighed by how often it stands in the language that uses it most.
    worth = np.exp(scores.max(axis=1)) * (scores.max(axis=1) - np.median(scores, axis=1))
    chosen = np.sort(np.argsort(-worth, kind="stable")[:_MOST_RUNS])
    _write(FILE, [runs[number] for number in chosen], scores[chosen], codes)
    sys.stdout.write(
        f"{FILE.name}: {len(chosen)} runs, {len(codes)} languages, {FILE.stat().st_size:,} bytes\n"
    )
    return 0


def _runs(model: Any) -> tuple[list[bytes], list[int]]:
    """The runs of bytes without capitals that the model knows, each with its row; by the shortest way to each state."""
    following, base, output = model.tk_nextmove, model._rowbase, model.tk_output
    names: dict[int, bytes] = {0: b""}
    queue = [0]
    for state in queue:
        for byte in range(256):
            after = following[base[state] + byte]
            if after not in names:
                names[after] = names[state] + bytes([byte])
                queue.append(after)
    found = {names[state]: row for state, row in enumerate(output) if row >= 0}
    kept = sorted(run for run in found if run == run.lower() and not any(48 <= byte <= 57 for byte in run))
    return kept, [found[run] for run in kept]


def _merged(scores: Any, classes: Sequence[str]) -> tuple[Any, list[str]]:
    """One column a language: the best of its own where the model has two (Serbian in two scripts)."""
    columns = []
    for code in LANGUAGES:
        own = [number for number, one in enumerate(classes) if one == code]
        columns.append(scores[:, own].max(axis=1))
    return np.stack(columns, axis=1), list(LANGUAGES)


def _write(path: Path, runs: Sequence[bytes], scores: Any, codes: Sequence[str]) -> None:
    least = float(scores.min())
    step = (float(scores.max()) - least) / 255
    path.parent.mkdir(exist_ok=True)
    np.savez_compressed(
        path,
        codes=np.array(codes),
        lengths=np.array([len(run) for run in runs], dtype=np.uint8),
        runs=np.frombuffer(b"".join(runs), dtype=np.uint8),
        scores=np.round((scores - least) / step).astype(np.uint8),
        scale=np.array([least, step], dtype=np.float32),
    )


if __name__ == "__main__":
    raise SystemExit(main())
