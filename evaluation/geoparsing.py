"""Finding and placing the places of a text: Tocsin and the published geoparsers on the same texts by the same scorer."""

from __future__ import annotations

import os
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, replace
from functools import partial
from typing import Any

from evaluation import calibration, peers, published, tocsin_reader
from evaluation.answers import Answer
from evaluation.corpora import Corpus, Document
from evaluation.scoring import Nearness, Score, score
from evaluation.tables import Column, table
from evaluation.tocsin_reader import Mode

Row = dict[str, Any]
Rows = tuple[tuple[Answer, ...], ...]


@dataclass(frozen=True, slots=True)
class Run:
    """What one system answered on a corpus. `handed` are its answers on the marked places; None: it was not asked.

    `resolves` is whether it says where a place lies, and not only that words name one.
    """

    system: str
    corpus: Corpus
    demonyms: bool
    answers: Rows
    handed: tuple[tuple[Answer | None, ...], ...] | None = None
    resolves: bool = True

    def row(self) -> Row:
        """The figures of this run as one JSON object."""
        counted = score(self.corpus.documents, self.answers, self.handed)
        figures = _found(counted) | (_placed(counted) if self.resolves else {})
        return {
            "measure": "geoparsing",
            "system": self.system,
            "corpus": self.corpus.name,
            "demonyms": self.demonyms,
            **{key: round(value, 4) if isinstance(value, float) else value for key, value in figures.items()},
        }


def own_runs(corpus: Corpus, modes: Sequence[Mode], jobs: int = 1) -> list[Run]:
    """Tocsin in each mode: first as the corpus marks demonyms, then the other way round."""
    handed = tuple(_each(tocsin_reader.marked, corpus.documents, jobs))
    runs = []
    for mode in modes:
        answers = tuple(_each(partial(tocsin_reader.answers, mode=mode), corpus.documents, jobs))
        runs += _both_ways(Run(mode.value, corpus, demonyms=True, answers=answers, handed=handed))
    return runs


def _both_ways(run: Run) -> list[Run]:
    """A run that answers demonyms: as its corpus marks them, then the other way round, which the name says."""
    without = replace(run, demonyms=False, answers=without_demonyms(run.answers))
    if run.corpus.demonyms:
        return [run, replace(without, system=f"{run.system}-without-demonyms")]
    return [without, replace(run, system=f"{run.system}+demonyms")]


def published_runs(corpus: Corpus, sample: int = 0) -> list[Run]:
    """The published systems on a known corpus (whole); of each the answers on the documents that `sample` takes."""
    chosen = corpus.chosen(sample)
    part = corpus.sample(sample)
    runs = []
    for system in published.systems(corpus.name):
        answers = published.output(corpus, system)
        runs.append(Run(system, part, corpus.demonyms, tuple(answers[one] for one in chosen)))
    return runs


def peer_runs(corpus: Corpus) -> list[Run]:
    """A public pipeline that finds places but does not resolve them, in both ways; raises `PeerMissing`."""
    done = peers.run([one.text for one in corpus.documents])
    return _both_ways(Run(done.system, corpus, demonyms=True, answers=done.answers, resolves=False))


def without_demonyms(answers: Rows) -> Rows:
    """The answers without words for a country's people."""
    return tuple(tuple(one for one in row if not one.demonym) for row in answers)


def calibration_rows(run: Run) -> list[Row]:
    """How well the confidences of a run hold, for its answers and for marked places handed in, as JSON objects."""
    curves = {"answers": calibration.of_answers(run.corpus.documents, run.answers)}
    if run.handed is not None:
        curves["marked places"] = calibration.of_handed(run.corpus.documents, run.handed)
    return [
        {
            "measure": "calibration",
            "system": run.system,
            "corpus": run.corpus.name,
            "of": of,
            "expected_calibration_error": round(one.error, 4),
            "count": one.count,
            "bins": [
                {
                    "low": each.low,
                    "high": each.high,
                    "count": each.count,
                    "mean_confidence": round(each.confidence, 4),
                    "share_right": round(each.right, 4),
                }
                for each in one.bins
            ],
        }
        for of, one in curves.items()
    ]


def _each(ask: Any, documents: Sequence[Document], jobs: int) -> list[Any]:
    if jobs <= 1:
        return [ask(one) for one in documents]
    with ProcessPoolExecutor(min(jobs, os.cpu_count() or 1)) as pool:
        return list(pool.map(ask, documents, chunksize=8))


def _found(counted: Score) -> Row:
    return {
        "documents": counted.documents,
        "gold": counted.strict.marked,
        "answers": counted.strict.answered,
        "recognition_precision": counted.strict.precision,
        "recognition_recall": counted.strict.recall,
        "recognition_f1": counted.strict.f1,
        "recognition_precision_overlap": counted.overlap.precision,
        "recognition_recall_overlap": counted.overlap.recall,
        "recognition_f1_overlap": counted.overlap.f1,
        "recognition_f1_all_marked": counted.marked.f1,
    }


def _placed(counted: Score) -> Row:
    asked = counted.on_gold
    return {
        "resolution_of": "recognised mentions" if asked is None else "all gold mentions",
        **_near(counted.on_recognised if asked is None else asked, ""),
        **_near(counted.on_recognised, "_recognised"),
        "end_to_end_precision_161": counted.end_to_end.precision,
        "end_to_end_recall_161": counted.end_to_end.recall,
        "end_to_end_f1_161": counted.end_to_end.f1,
    }


def _near(of: Nearness, suffix: str) -> Row:
    return {
        f"mentions{suffix}": of.mentions,
        f"accuracy_161{suffix}": of.accuracy_161,
        f"accuracy_20{suffix}": of.accuracy_20,
        f"mean_error_km{suffix}": of.mean,
        f"median_error_km{suffix}": of.median,
        f"auc{suffix}": of.auc,
        f"country_accuracy{suffix}": of.country,
    }


_COLUMNS = (
    Column("system", "system", ""),
    Column("precision", "recognition_precision", ".3f"),
    Column("recall", "recognition_recall", ".3f"),
    Column("F1", "recognition_f1", ".3f"),
    Column("F1 overlap", "recognition_f1_overlap", ".3f"),
    Column("F1 all marked", "recognition_f1_all_marked", ".3f"),
    Column("F1@161", "end_to_end_f1_161", ".3f"),
    Column("Acc@161", "accuracy_161_recognised", ".3f"),
    Column("Acc@20", "accuracy_20_recognised", ".3f"),
    Column("mean km", "mean_error_km_recognised", ".0f"),
    Column("median km", "median_error_km_recognised", ".1f"),
    Column("AUC", "auc_recognised", ".3f"),
    Column("country", "country_accuracy_recognised", ".3f"),
)
_HANDED = (
    Column("system", "system", ""),
    Column("mentions", "mentions", ""),
    Column("Acc@161", "accuracy_161", ".3f"),
    Column("Acc@20", "accuracy_20", ".3f"),
    Column("mean km", "mean_error_km", ".0f"),
    Column("median km", "median_error_km", ".1f"),
    Column("AUC", "auc", ".3f"),
    Column("country", "country_accuracy", ".3f"),
)
_BINS = (
    Column("said", "range", ""),
    Column("answers", "count", ""),
    Column("mean said", "mean_confidence", ".2f"),
    Column("right", "share_right", ".2f"),
)


def report(corpus: Corpus, rows: Sequence[Row]) -> str:
    """The rows of one corpus as tables for people, each with a sentence that says what it shows."""
    scored = [one for one in rows if one["measure"] == "geoparsing"]
    lines = [f"{corpus.name}: {len(corpus.documents)} texts"]
    lines += [f"  {note}" for note in corpus.notes]
    lines.append(
        f"  Demonyms ('Kenyan') are marked as places here: {'yes' if corpus.demonyms else 'no'}; "
        "the first rows of Tocsin answer in the same way."
    )
    ordered = sorted(scored, key=lambda one: -float(one.get("end_to_end_f1_161", 0)))
    lines += [
        "",
        "Finding places in the bare text and putting them on the map.",
        "  Precision, recall, F1: what is answered begins and ends where people marked a place that has coordinates;",
        "  F1 overlap: it shares a character with one; F1 all marked: places marked without coordinates count as well.",
        "  F1@161: end to end, found exactly and put at most 161 km from the marked point. The columns after it are of",
        "  the places found exactly: shares within 161 and 20 km, error in km, area under the curve of its logarithm",
        "  (0 is best), share in the right country.",
        table(_COLUMNS, ordered),
    ]
    handed = [one for one in scored if one.get("resolution_of") == "all gold mentions"]
    if handed:
        lines += [
            "",
            "Told where the marked places stand, which places they are (one that gets no answer is wrong):",
        ]
        lines.append(table(_HANDED, handed[:1]))
    for one in (row for row in rows if row["measure"] == "calibration"):
        lines += [
            "",
            f"How sure {one['system']} says it is of its {one['of']}, against how often it is right within 161 km "
            f"(expected calibration error {one['expected_calibration_error']:.3f}):",
            table(
                _BINS,
                [
                    {**each, "range": f"{each['low']:.1f}-{each['high']:.1f}"}
                    for each in one["bins"]
                    if each["count"]
                ],
            ),
        ]
    return "\n".join(lines)


def limited(corpus: Corpus, sample: int) -> Corpus:
    """The corpus as it is measured: whole, or the sample with a note that says so."""
    if not sample or sample >= len(corpus.documents):
        return corpus
    note = f"A sample of {sample} of {len(corpus.documents)} texts, spread evenly."
    part = corpus.sample(sample)
    return replace(part, notes=(*part.notes, note))
