"""`python -m evaluation`: measure how well Tocsin reads, beside what others reach on the same texts."""

from __future__ import annotations

import importlib
import json
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import click

from evaluation import floors, geoparsing, listing, published, samples, speed
from evaluation.corpora import Corpus, read_corpus
from evaluation.errors import EvaluationError, PeerMissing
from evaluation.tocsin_reader import Mode

Rows = list[dict[str, Any]]
MEASURES = ("geoparsing", "muc4", "grouping", "speed")


@dataclass(frozen=True, slots=True)
class Wanted:
    """What was asked for: the modes to read in, texts of each corpus (0: all), errors of each kind, and processes."""

    modes: Sequence[Mode]
    sample: int = 0
    errors: int = 0
    jobs: int = 1
    peers: bool = False


@click.command(context_settings={"help_option_names": ["-h", "--help"]})
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object a line instead of tables.")
@click.option(
    "--geoparsing", "file", type=click.Path(path_type=Path), help="Score a corpus FILE in LGL's XML form."
)
@click.option("--fast", is_flag=True, help="Only the fast mode: gazetteer and rules.")
@click.option("--only", type=click.Choice(MEASURES), help="Only this measure.")
@click.option(
    "--sample", type=click.IntRange(min=0), default=0, help="So many texts of each corpus, spread evenly."
)
@click.option(
    "--errors", type=click.IntRange(min=0), default=0, help="List so many errors of each kind as well."
)
@click.option("--jobs", type=click.IntRange(min=1), default=1, help="Read with so many processes.")
@click.option("--peers", is_flag=True, help="Score spaCy's places as well, where it is installed.")
@click.option("--ci", is_flag=True, help="Measure the small samples that CI takes, against their floors.")
@click.option(
    "--check", is_flag=True, help="Hold the figures to floors.toml; 1 as exit code where one is below."
)
def main(
    as_json: bool,
    file: Path | None,
    fast: bool,
    only: str | None,
    sample: int,
    errors: int,
    jobs: int,
    peers: bool,
    ci: bool,
    check: bool,
) -> None:
    """Measure how well Tocsin reads places, reports and incidents, beside what others reach on the same texts.

    The exit code is 0; 1 where --check or --ci finds a figure below its floor; 2 where something could not be measured.
    """
    if check and (file is not None or sample):
        raise click.UsageError(
            "--check holds the whole of the known corpora to the floors; leave out the file or sample"
        )
    if ci:
        sys.exit(hold_samples())
    wanted = Wanted((Mode.FAST,) if fast else (Mode.FULL, Mode.FAST), sample, errors, jobs, peers)
    rows: Rows = []
    unmeasured = False
    for measure in measures_of(wanted, file, only, check):
        try:
            for more, text in measure:
                rows += more
                click.echo(
                    "\n".join(json.dumps(one, ensure_ascii=False) for one in more) if as_json else f"{text}\n"
                )
        except EvaluationError as error:
            click.echo(str(error), err=True)
            unmeasured = True
    below = check and not hold("whole", rows, everything=not (fast or only or unmeasured))
    sys.exit(2 if unmeasured else 1 if below else 0)


def hold(section: str, rows: Rows, *, everything: bool = True) -> bool:
    """Whether all figures are within the floors of a section; those that are not are said."""
    below = floors.failures(section, rows, everything=everything)
    for failure in below:
        click.echo(str(failure), err=True)
    return not below


def hold_samples() -> int:
    """Print the figures of CI's samples as JSON and hold them to their floors; the exit code."""
    try:
        rows = samples.rows()
    except EvaluationError as error:
        click.echo(str(error), err=True)
        return 2
    for row in rows:
        click.echo(json.dumps(row, ensure_ascii=False))
    return 0 if hold("sample", rows) else 1


def measures_of(
    wanted: Wanted, file: Path | None, only: str | None, check: bool
) -> Iterator[Iterator[tuple[Rows, str]]]:
    """Each measure that is to be taken: a run of rows, and the same in words."""
    if file is not None:
        yield geoparsing_of_file(file, wanted)
        return
    for name in [only] if only else MEASURES:
        if name == "geoparsing":
            for corpus in published.KNOWN:
                yield geoparsing_of_known(corpus, wanted)
        elif name == "speed":
            # Floors hold no figure that hangs on the machine.
            if only or not (check or wanted.sample):
                yield speed_of(wanted)
        else:
            yield by_module(name, wanted.sample)


def geoparsing_of_file(file: Path, wanted: Wanted) -> Iterator[tuple[Rows, str]]:
    """A corpus file that nobody here has seen."""
    yield _scored(read_corpus(file), wanted, others=[])


def geoparsing_of_known(name: str, wanted: Wanted) -> Iterator[tuple[Rows, str]]:
    """LGL or GeoVirus, beside the published outputs."""
    corpus = published.known_corpus(name)
    yield _scored(corpus, wanted, others=geoparsing.published_runs(corpus, wanted.sample))


def speed_of(wanted: Wanted) -> Iterator[tuple[Rows, str]]:
    """CPU-seconds and memory."""
    rows = speed.measures(wanted.modes)
    yield rows, speed.report(rows)


def by_module(name: str, sample: int) -> Iterator[tuple[Rows, str]]:
    """A measure of a module of its own: `measures(sample)` gives the rows, `table(rows)` the words."""
    module = importlib.import_module(f"evaluation.{name}")
    rows = module.measures(sample)
    yield rows, module.table(rows)


def _scored(corpus: Corpus, wanted: Wanted, others: Sequence[geoparsing.Run]) -> tuple[Rows, str]:
    part = geoparsing.limited(corpus, wanted.sample)
    own = geoparsing.own_runs(part, wanted.modes, wanted.jobs)
    rows = [one.row() for one in (*own, *others)]
    if wanted.peers:
        try:
            rows += [one.row() for one in geoparsing.peer_runs(part)]
        except PeerMissing as missing:
            click.echo(str(missing), err=True)
    for run in own:
        if run.system in [mode.value for mode in wanted.modes]:
            rows += geoparsing.calibration_rows(run)
    text = geoparsing.report(part, rows)
    if wanted.errors:
        found = listing.listed(own[0], wanted.errors)
        rows += found
        text += f"\n\nErrors of {own[0].system}.\n{listing.report(found)}"
    return rows, text


if __name__ == "__main__":
    main()
