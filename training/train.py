"""Train the tagger: `python -m training.train --encoder FOLDER --data FOLDER --out FILE` (see README.md)."""

from __future__ import annotations

import argparse
import math
import random
import time
from pathlib import Path

import torch
from torch import nn

from tocsin.reading.tagger_words import WordPieces
from training import corpora
from training.measure import f1_by_label
from training.model import LABELS, Tagger
from training.places import place_names
from training.samples import IGNORED, Sample, exchange, resplit, sample
from training.synthetic import Filler

SEED = 20170715
BATCH = 24


def vocabulary(encoder: Path) -> WordPieces:
    """The encoder's word pieces."""
    lines = (encoder / "vocab.txt").read_text("utf-8").split("\n")
    return WordPieces({piece: number for number, piece in enumerate(lines) if piece})


def epoch(data: Path, filler: Filler, chance: random.Random) -> list[corpora.Sentence]:
    """The sentences of one pass: the open sets with names exchanged, and newly made ones."""
    clean = [resplit(one) for one in corpora.wikigold(data)]
    social = [resplit(one) for one in corpora.wnut17(data) + corpora.broad_twitter(data)]
    social = [one for one in social if any(tag != "O" for tag in one[1]) or chance.random() < 0.25]
    return [
        *clean,
        *(exchange(one, filler, 0.6, chance) for one in clean),
        *(exchange(one, filler, 0.35, chance) for one in social),
        *filler.sentences(18),
    ]


def padded(batch: list[Sample]) -> tuple[torch.Tensor, torch.Tensor, torch.Tensor, torch.Tensor]:
    """A batch as tensors: pieces, shapes, mask, labels."""
    longest = max(len(one.pieces) for one in batch)

    def rows(values: list[list[int]], fill: int) -> torch.Tensor:
        return torch.tensor([row + [fill] * (longest - len(row)) for row in values])

    pieces = rows([one.pieces for one in batch], 0)
    return (
        pieces,
        rows([one.shapes for one in batch], 0),
        (pieces != 0).long(),
        rows([one.labels for one in batch], IGNORED),
    )


def batches(samples: list[Sample], chance: random.Random) -> list[list[Sample]]:
    """The samples in batches of like length, in random order."""
    order = samples[:]
    chance.shuffle(order)
    made: list[list[Sample]] = []
    for start in range(0, len(order), BATCH * 40):
        block = sorted(order[start : start + BATCH * 40], key=lambda one: len(one.pieces))
        made += [block[at : at + BATCH] for at in range(0, len(block), BATCH)]
    chance.shuffle(made)
    return made


def main() -> None:
    """Train, measure after each pass on a set that is never trained on, keep the best and stop when it gets worse."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--encoder", type=Path, required=True)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--layers", type=int, default=5)
    parser.add_argument("--epochs", type=int, default=5)
    parser.add_argument("--threads", type=int, default=1)
    given = parser.parse_args()
    torch.set_num_threads(given.threads)
    torch.manual_seed(SEED)
    chance = random.Random(SEED)
    pieces = vocabulary(given.encoder)
    filler = Filler(place_names(SEED), SEED)
    held_out = [resplit(one) for one in corpora.english_web(given.data)]
    model = Tagger(given.encoder, given.layers)
    model.train()
    head = [*model.shapes.parameters(), *model.labels.parameters()]
    optimiser = torch.optim.AdamW(
        [{"params": model.encoder.parameters(), "lr": 2e-4}, {"params": head, "lr": 2e-3}], weight_decay=0.01
    )
    loss_of = nn.CrossEntropyLoss(ignore_index=IGNORED)
    rounds = [epoch(given.data, filler, chance) for _ in range(given.epochs)]
    total = sum(math.ceil(len(one) / BATCH) for one in rounds)
    schedule = torch.optim.lr_scheduler.LambdaLR(
        optimiser, lambda step: min(1.0, (step + 1) / 100) * max(0.02, 1 - step / total)
    )
    step, started, running, best = 0, time.monotonic(), 0.0, 0.0
    for number, sentences in enumerate(rounds, 1):
        samples = [sample(one, pieces, chance, learning=True) for one in sentences]
        for batch in batches([one for one in samples if len(one.pieces) > 4], chance):
            numbers, shapes, mask, labels = padded(batch)
            scores = model(numbers, shapes, mask)
            loss = loss_of(scores.view(-1, len(LABELS)), labels.view(-1))
            loss.backward()
            nn.utils.clip_grad_norm_(model.parameters(), 1.0)
            optimiser.step()
            optimiser.zero_grad()
            schedule.step()
            step += 1
            now = float(loss.detach())
            running = 0.98 * running + 0.02 * now if running else now
            if step % 100 == 0:
                print(
                    f"step {step} of {total}, loss {running:.3f}, {time.monotonic() - started:.0f} s",
                    flush=True,
                )
        model.eval()
        f1 = f1_by_label(model, held_out[:800], pieces)
        model.train()
        print(f"pass {number}: {f1}", flush=True)
        if f1["LOC"] <= best:
            print("Places are found no better than before: stopped.")
            return
        best = f1["LOC"]
        torch.save({"layers": given.layers, "weights": model.state_dict()}, given.out)


if __name__ == "__main__":
    main()
