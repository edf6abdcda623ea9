"""`python -m evaluation`: measure how well Tocsin reads, beside the published systems."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import click

from evaluation import geoparsing, published
from evaluation.corpora import Corpus, read_corpus
from evaluation.errors import EvaluationError
from evaluation.listing import listed
from evaluation.tocsin_reader import Mode

MEASURES = ("geoparsing",)


@click.command(context_settings={"help_option_names": ["-h", "--help"]})
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object a line instead of tables.")
@click.option(
    "--geoparsing", "file", type=click.Path(path_type=Path), help="Score a corpus FILE in LGL's XML form."
)
@click.option("--fast", is_flag=True, help="Measure only the fast mode: gazetteer and rules.")
@click.option("--only", type=click.Choice(MEASURES), help="Measure only this.")
@click.option(
    "--sample",
    type=click.IntRange(min=0),
    default=0,
    help="Read only so many texts of each corpus, spread evenly.",
)
@click.option(
    "--errors", type=click.IntRange(min=0), default=0, help="List so many errors of each kind as well."
)
@click.option("--jobs", type=click.IntRange(min=1), default=1, help="Read with so many processes.")
def main(
    as_json: bool, file: Path | None, fast: bool, only: str | None, sample: int, errors: int, jobs: int
) -> None:
    """Measure how well Tocsin reads places, reports and incidents, beside what others reach on the same texts."""
    modes = (Mode.FAST,) if fast else (Mode.FULL, Mode.FAST)
    try:
        for rows, text in _geoparsing(file, modes, sample, errors, jobs):
            _print(rows, text, as_json)
    except EvaluationError as error:
        click.echo(str(error), err=True)
        sys.exit(2)


def _print(rows: Sequence[dict[str, Any]], text: str, as_json: bool) -> None:
    if as_json:
        for row in rows:
            click.echo(json.dumps(row, ensure_ascii=False))
    else:
        click.echo(f"{text}\n")


def _geoparsing(
    file: Path | None, modes: Sequence[Mode], sample: int, errors: int, jobs: int
) -> Iterator[tuple[list[dict[str, Any]], str]]:
    for corpus in _corpora(file):
        part = geoparsing.limited(corpus, sample)
        own = geoparsing.own_runs(part, modes, jobs)
        others = [] if file is not None else geoparsing.published_runs(corpus, sample)
        rows = [one.row() for one in (*own, *others)]
        for mode in modes:
            run = next(one for one in own if one.system == mode.value)
            rows += geoparsing.calibration_rows(run)
        text = geoparsing.report(part, rows)
        if errors:
            rows += listed(own[0], errors)
            text += "\n\n" + "\n".join(one["line"] for one in rows if one["measure"] == "error")
        yield rows, text


def _corpora(file: Path | None) -> Iterator[Corpus]:
    if file is not None:
        yield read_corpus(file)
        return
    for name in published.KNOWN:
        yield published.known_corpus(name)


if __name__ == "__main__":
    main()
