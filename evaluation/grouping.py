"""How well reports are put into incidents: on ECB+ and on our own made-up set, beside a plain baseline.

    python -m evaluation.grouping [--json] [--sample N] [--own]

Reports come one after another and are decided once; the decision is that of the house (tocsin/incidents/decide.py), only
its index stands in memory. B-cubed F1 is Bagga and Baldwin's (1998), each report counting the same.
"""

from __future__ import annotations

import argparse
import json
import random
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from evaluation import shared
from evaluation.corpora import UNDATED
from evaluation.errors import DataMissing
from evaluation.incident_index import MemoryIndex
from evaluation.plain_tfidf import single_pass
from tocsin.incidents.decide import decide
from tocsin.incidents.traits import facts_of
from tocsin.incidents.values import ReportFacts
from tocsin.reading import read

OWN = Path(__file__).resolve().parent / "incidents" / "made-up.jsonl"
#: As given, and shuffled by these seeds.
ORDERS: dict[str, int | None] = {"as given": None, "shuffled 1": 1, "shuffled 2": 2, "shuffled 3": 3}


@dataclass(frozen=True, slots=True)
class Labelled:
    """A text with the incident that people say it is about; `verdict` "" where they do not say."""

    incident: str
    title: str
    text: str
    published: datetime | None = None
    verdict: str = ""
    source: str = ""
    language: str = ""


def own_set() -> list[Labelled]:
    """The made-up reports of evaluation/incidents, the earliest first."""
    rows = [json.loads(line) for line in OWN.read_text("utf-8").splitlines()]
    return [
        Labelled(
            row["incident"],
            row["title"],
            row["text"],
            datetime.fromisoformat(row["published"]),
            row["verdict"],
            row["source"],
            row["language"],
        )
        for row in rows
    ]


def ecb_plus() -> dict[str, list[Labelled]]:
    """ECB+'s texts: the half that is reported (even topics), the half that weights were set on (odd), and all.

    Times of publication are left out: half of the corpus has none, and that alone would tell the halves of a topic apart.
    """
    rows = [
        json.loads(line)
        for line in (shared.folder("ecbplus") / "ecbplus-dev.jsonl").read_text("utf-8").splitlines()
    ]
    made = [(row["topic"], Labelled(row["incident"], row["title"] or "", row["text"] or "")) for row in rows]
    return {
        "ECB+ report half": [one for topic, one in made if topic % 2 == 0],
        "ECB+ tune half": [one for topic, one in made if topic % 2],
        "ECB+ all": [one for _, one in made],
    }


def facts_list(texts: Sequence[Labelled]) -> list[ReportFacts]:
    """What grouping looks at in each text, by its reading."""
    sources = {name: number for number, name in enumerate(sorted({one.source for one in texts}), 1)}
    return [
        facts_of(
            read(one.text, published=one.published or UNDATED, title=one.title or None).to_json(),
            report=number,
            source=sources[one.source],
            published=one.published,
            title=one.title,
            text=one.text,
        )
        for number, one in enumerate(texts, 1)
    ]


def in_order(count: int, seed: int | None) -> list[int]:
    """The numbers 0 to `count` - 1 as given, or shuffled by a seed."""
    order = list(range(count))
    if seed is not None:
        random.Random(seed).shuffle(order)  # noqa: S311 - an order of texts is no secret
    return order


def grouped(facts: Sequence[ReportFacts], order: Sequence[int]) -> tuple[list[int], list[str]]:
    """The incident and the verdict of each report, decided one after another in the order given."""
    index = MemoryIndex()
    incidents, verdicts = [0] * len(facts), [""] * len(facts)
    for number in order:
        decision = decide(facts[number], index.near(facts[number]))
        incidents[number] = index.put(facts[number], decision)
        verdicts[number] = decision.verdict.value
    return incidents, verdicts


def b_cubed(gold: Sequence[object], found: Sequence[object]) -> tuple[float, float, float]:
    """B-cubed precision, recall and F1."""
    golds, founds, both = Counter(gold), Counter(found), Counter(zip(gold, found, strict=True))
    precision = sum(count * count / founds[pair[1]] for pair, count in both.items()) / len(gold)
    recall = sum(count * count / golds[pair[0]] for pair, count in both.items()) / len(gold)
    return precision, recall, 2 * precision * recall / (precision + recall)


def pairwise(gold: Sequence[object], found: Sequence[object]) -> float:
    """F1 over pairs of reports: those put together of those that belong together."""

    def pairs(groups: Counter[Any]) -> int:
        return sum(size * (size - 1) // 2 for size in groups.values())

    right = pairs(Counter(zip(gold, found, strict=True)))
    every = pairs(Counter(gold)) + pairs(Counter(found))
    return 2 * right / every if every else 1.0


def measures(sample: int = 0, *, own_only: bool = False) -> list[dict[str, Any]]:
    """Every measure as a row: system, corpus, order, measure, value. At most `sample` texts of a corpus (0: all).

    Raises `DataMissing` where ECB+ is not beside the checkout and not only our own set is asked for.
    """
    corpora = {"own set": own_set()}
    if not own_only:
        corpora |= ecb_plus()
    rows: list[dict[str, Any]] = []
    for name, texts in corpora.items():
        rows += _measured(name, texts[:sample] if sample else texts)
    return rows


def _measured(corpus: str, texts: Sequence[Labelled]) -> Iterator[dict[str, Any]]:
    gold = [one.incident for one in texts]
    facts = facts_list(texts)
    systems: dict[str, Callable[[list[int]], tuple[list[int], list[str]]]] = {
        "tocsin": lambda order: grouped(facts, order),
        "plain TF-IDF": lambda order: (single_pass([f"{one.title}\n{one.text}" for one in texts], order), []),
    }
    for system, run in systems.items():
        for label, seed in ORDERS.items():
            order = in_order(len(texts), seed)
            start = time.process_time()
            found, verdicts = run(order)
            seconds = time.process_time() - start
            row = {"system": system, "corpus": corpus, "order": label}
            precision, recall, f1 = b_cubed(gold, found)
            yield {**row, "measure": "b_cubed_precision", "value": round(precision, 4)}
            yield {**row, "measure": "b_cubed_recall", "value": round(recall, 4)}
            yield {**row, "measure": "b_cubed_f1", "value": round(f1, 4)}
            yield {**row, "measure": "pairwise_f1", "value": round(pairwise(gold, found), 4)}
            yield {**row, "measure": "reports_per_second", "value": round(len(texts) / max(seconds, 1e-6))}
            if seed is None and verdicts and texts[0].verdict:
                right = sum(a == b.verdict for a, b in zip(verdicts, texts, strict=True))
                yield {**row, "measure": "verdict_accuracy", "value": round(right / len(texts), 4)}


def table(rows: Sequence[dict[str, Any]]) -> str:
    """The rows as a table: one line a corpus and system, the mean over the orders and the lowest."""
    lines = [
        f"{'corpus':18} {'system':13} {'B3 P':>6} {'B3 R':>6} {'B3 F1':>6} {'lowest':>6} {'pair F1':>7} {'verdict':>7} {'per s':>6}"
    ]
    for corpus, system in dict.fromkeys((row["corpus"], row["system"]) for row in rows):
        values: dict[str, list[float]] = {}
        for row in rows:
            if (row["corpus"], row["system"]) == (corpus, system):
                values.setdefault(row["measure"], []).append(row["value"])
        mean = {measure: sum(several) / len(several) for measure, several in values.items()}
        verdict = f"{mean['verdict_accuracy']:.3f}" if "verdict_accuracy" in mean else "-"
        lines.append(
            f"{corpus:18} {system:13} {mean['b_cubed_precision']:6.3f} {mean['b_cubed_recall']:6.3f} "
            f"{mean['b_cubed_f1']:6.3f} {min(values['b_cubed_f1']):6.3f} {mean['pairwise_f1']:7.3f} {verdict:>7} "
            f"{mean['reports_per_second']:6.0f}"
        )
    return "\n".join(lines)


def main() -> None:
    """Measure and print."""
    arguments = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    arguments.add_argument("--json", action="store_true", help="one object a line")
    arguments.add_argument("--sample", type=int, default=0, help="at most so many texts of a corpus")
    arguments.add_argument(
        "--own", action="store_true", help="only our own set; needs nothing beside the checkout"
    )
    asked = arguments.parse_args()
    try:
        rows = measures(asked.sample, own_only=asked.own)
    except DataMissing as error:
        sys.exit(str(error))
    said = "\n".join(json.dumps(row) for row in rows) if asked.json else table(rows)
    sys.stdout.write(said + "\n")


if __name__ == "__main__":
    main()
