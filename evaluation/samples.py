"""What CI measures: few texts of each corpus, always the same ones, in about a minute."""

from __future__ import annotations

import importlib
from typing import Any

from evaluation import geoparsing, published
from evaluation.tocsin_reader import Mode

Rows = list[dict[str, Any]]
#: So many texts of each corpus, spread evenly over it. Other numbers would be other samples: their floors move too.
SIZES = {"LGL": 80, "GeoVirus": 60}
MODULE_SIZES = {"muc4": 60}


def rows() -> Rows:
    """The figures of every sample; raises `DataMissing` where the data is not beside the checkout."""
    found: Rows = []
    for corpus, size in SIZES.items():
        part = published.known_corpus(corpus).sample(size)
        for run in geoparsing.own_runs(part, list(Mode)):
            found += [run.row(), *geoparsing.calibration_rows(run)]
    for name, size in MODULE_SIZES.items():
        found += _of_module(name, size)
    return found


def _of_module(name: str, size: int) -> Rows:
    module = importlib.import_module(f"evaluation.{name}")
    return list(module.measures(size))


def own_rows() -> Rows:
    """The figures that need no data beside the checkout, for the section `own` of the floors."""
    return []
