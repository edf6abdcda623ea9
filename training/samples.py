"""From sentences to what the model is fed: names exchanged at random, capitals lost at random, words in pieces."""

from __future__ import annotations

import random
from dataclasses import dataclass

from tocsin.reading.tagger_words import WordPieces, shape_of
from training.corpora import Sentence
from training.model import LABELS
from training.synthetic import Filler
from training.words import split_words

IGNORED = -100
LONGEST = 126
_NUMBER = {label: number for number, label in enumerate(LABELS)}


@dataclass(frozen=True, slots=True)
class Sample:
    """One sentence in pieces: their numbers, how their words are written, and the label of each word's first piece."""

    pieces: list[int]
    shapes: list[int]
    labels: list[int]


def resplit(sentence: Sentence) -> Sentence:
    """The sentence in the tagger's own words; what was one word with a name's tag goes on inside the name."""
    words: list[str] = []
    tags: list[str] = []
    for word, tag in zip(*sentence, strict=True):
        parts = split_words(word)
        words += parts
        tags += [tag if not place else tag.replace("B-", "I-") for place in range(len(parts))]
    return words, tags


def exchange(sentence: Sentence, filler: Filler, share: float, chance: random.Random) -> Sentence:
    """The sentence with some of its places and people exchanged for others."""
    words, tags = sentence
    new_words: list[str] = []
    new_tags: list[str] = []
    place = 0
    while place < len(words):
        end = place + 1
        label = tags[place][2:]
        if tags[place] != "O":
            while end < len(words) and tags[end] == f"I-{label}":
                end += 1
        if label in ("LOC", "PER") and chance.random() < share:
            if label == "LOC":
                slot = chance.choice(("city", "city", "city", "country", "region", "state"))
            else:
                slot = "person" if end - place > 1 else chance.choice(("surname", "first"))
            found = split_words(filler.word(slot))
            new_words += found
            new_tags += [f"{'I' if number else 'B'}-{label}" for number in range(len(found))]
        else:
            new_words += words[place:end]
            new_tags += tags[place:end]
        place = end
    return new_words, new_tags


def sample(sentence: Sentence, pieces: WordPieces, chance: random.Random, *, learning: bool) -> Sample:
    """The sentence in pieces; when learning, one in eight loses what its capitals say and some are headlines."""
    words, tags = sentence
    caseless = headline = False
    if learning:
        roll = chance.random()
        caseless, headline = roll < 0.12, 0.12 <= roll < 0.2
    numbers, shapes, labels = [pieces.begin], [0], [IGNORED]
    for word, tag in zip(words, tags, strict=True):
        own = pieces.of(word)
        if len(numbers) + len(own) > LONGEST:
            break
        numbers += own
        written = word[:1].upper() + word[1:] if headline else word
        shapes += [0 if caseless else shape_of(written)] * len(own)
        labels += [_NUMBER[tag]] + [IGNORED] * (len(own) - 1)
    return Sample([*numbers, pieces.end], [*shapes, 0], [*labels, IGNORED])
