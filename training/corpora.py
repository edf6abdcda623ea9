"""The open, person-annotated sets that the tagger is trained on, as sentences of words and tags.

Tags are `O`, `B-x` and `I-x` with x of LOC, PER, ORG, MISC. Licences and credits stand in README.md.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

Sentence = tuple[list[str], list[str]]

#: The labels of the sets, in ours. What is not listed (none today) counts as no name.
LABELS = {
    "loc": "LOC",
    "location": "LOC",
    "per": "PER",
    "person": "PER",
    "org": "ORG",
    "corporation": "ORG",
    "group": "ORG",
    "misc": "MISC",
    "product": "MISC",
    "creative-work": "MISC",
}
_WNUT17 = ("train/wnut17train.conll", "dev/emerging.dev.conll", "test/emerging.test.annotated")


def wikigold(folder: Path) -> list[Sentence]:
    """Wikipedia sentences (CC BY 4.0)."""
    return list(read_conll(folder / "wikigold/CONLL-format/data/wikigold.conll.txt"))


def wnut17(folder: Path) -> list[Sentence]:
    """Sentences of social media with rare names (CC BY 4.0): all three parts, as none is reported on."""
    return [one for part in _WNUT17 for one in read_conll(folder / "WNUT17/CONLL-format/data" / part)]


def broad_twitter(folder: Path) -> list[Sentence]:
    """Tweets, among them a section of news (CC BY 4.0)."""
    files = sorted((folder / "BTC/CONLL-format/data").glob("*.conll"))
    return [_without_signs(one) for file in files for one in read_conll(file)]


def english_web(folder: Path) -> list[Sentence]:
    """The English Web Treebank with Universal NER labels (CC BY-SA 4.0): for measuring only, never for training."""
    parts = ("en_ewt-ud-dev.iob2", "en_ewt-ud-test.iob2")
    return [one for part in parts for one in read_conll(folder / "uner_ewt" / part, word=1, tag=2)]


def read_conll(path: Path, word: int = 0, tag: int = -1) -> Iterator[Sentence]:
    """The sentences of a file with one word a line, columns parted by blanks or tabs, sentences by empty lines."""
    words: list[str] = []
    tags: list[str] = []
    for line in path.read_text("utf-8", errors="replace").split("\n"):
        columns = line.split("\t") if "\t" in line else line.split()
        if not line.strip() or line.startswith("-DOCSTART-"):
            if words:
                yield words, in_our_tags(tags)
            words, tags = [], []
        elif len(columns) >= 2 and not line.startswith("# "):
            words.append(columns[word])
            tags.append(columns[tag])
    if words:
        yield words, in_our_tags(tags)


def in_our_tags(tags: Iterable[str]) -> list[str]:
    """Tags of any of the sets as ours: known labels only, every name beginning with `B-`."""
    ours: list[str] = []
    before = ""
    for tag in tags:
        prefix, _, label = tag.partition("-")
        label = LABELS.get(label.lower(), "")
        ours.append(f"{'B' if prefix == 'B' or label != before else 'I'}-{label}" if label else "O")
        before = label
    return ours


def _without_signs(sentence: Sentence) -> Sentence:
    """A tweet without the sign before a hashtag and without user names, which news does not have."""
    words, tags = sentence
    kept = [
        (word.lstrip("#") or word, tag)
        for place, (word, tag) in enumerate(zip(words, tags, strict=True))
        if word != "@" and not (place and words[place - 1] == "@") and not word.startswith("@")
    ]
    return [word for word, _ in kept], in_our_tags(tag for _, tag in kept)
