"""How well a trained tagger finds names: F1 of whole names by label (strict, as CoNLL-2003 counts)."""

from __future__ import annotations

import random

import torch

from tocsin.reading.tagger_words import WordPieces
from training.corpora import Sentence
from training.model import LABELS, Tagger
from training.samples import IGNORED, sample


def names(tags: list[str]) -> set[tuple[int, int, str]]:
    """The names of a sentence: first word, word after the last, label."""
    found: set[tuple[int, int, str]] = set()
    start = -1
    for place, tag in enumerate([*tags, "O"]):
        if start >= 0 and tag != f"I-{tags[start][2:]}":
            found.add((start, place, tags[start][2:]))
            start = -1
        if tag != "O" and start < 0:
            start = place
    return found


@torch.inference_mode()
def tags_of(model: Tagger, sentence: Sentence, pieces: WordPieces) -> list[str]:
    """The likeliest label of every word; words past the longest sentence get none."""
    made = sample(sentence, pieces, random.Random(0), learning=False)
    numbers = torch.tensor([made.pieces])
    scores = model(numbers, torch.tensor([made.shapes]), torch.ones_like(numbers))[0].argmax(-1).tolist()
    tags = [LABELS[score] for score, label in zip(scores, made.labels, strict=True) if label != IGNORED]
    return tags + ["O"] * (len(sentence[0]) - len(tags))


def f1_by_label(model: Tagger, sentences: list[Sentence], pieces: WordPieces) -> dict[str, float]:
    """F1 for places, people and organisations."""
    right: dict[str, int] = {}
    said: dict[str, int] = {}
    gold: dict[str, int] = {}
    for sentence in sentences:
        ours, theirs = names(tags_of(model, sentence, pieces)), names(sentence[1])
        for counts, found in ((right, ours & theirs), (said, ours), (gold, theirs)):
            for _, _, label in found:
                counts[label] = counts.get(label, 0) + 1
    return {
        label: round(2 * right.get(label, 0) / max(1, said.get(label, 0) + gold.get(label, 0)), 3)
        for label in ("LOC", "PER", "ORG")
    }
