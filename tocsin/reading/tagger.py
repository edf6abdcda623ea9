"""The tagger: how likely each word of a text belongs to the name of a place, a person, an organisation or something else.

A small transformer with eight-bit weights, run by onnxruntime on one core. How it was trained, on what, and under which
licences stands in training/README.md. Model and word list lie in `data/`; nothing is fetched.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from tocsin.reading.errors import TaggerMissing
from tocsin.reading.spans import Span
from tocsin.reading.tagger_words import WordPieces, shape_of, tagger_words

_DATA = Path(__file__).parent / "data"
#: Columns of the probabilities; the model's labels are none, then begin and inside of each kind.
NONE, PLACE, PERSON, ORGANISATION, OTHER = range(5)
_KINDS = 4
_LONGEST = 126
_BATCH = 4
#: Below this share of names for nothing the best kind of name wins a word.
_LEAST = 0.5

Probabilities = npt.NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Name:
    """A stretch of text that the tagger takes for a name: of which kind (a column number), and how sure (0 to 1)."""

    span: Span
    kind: int
    probability: float


class Tagged:
    """The words of the tagged parts of a text, in order, with the probability of each kind for each word."""

    def __init__(
        self, words: Sequence[tuple[int, int]], probabilities: Probabilities, begins: Probabilities
    ) -> None:
        self._starts = [start for start, _ in words]
        self._ends = [end for _, end in words]
        self._probabilities = probabilities
        self._begins = begins

    def of(self, span: Span) -> Probabilities | None:
        """The mean probability of none, place, person, organisation and other over the words of a stretch of text.

        None where no word of it was tagged.
        """
        first = bisect_left(self._ends, span.start + 1)
        last = bisect_left(self._starts, span.end)
        if first >= last:
            return None
        mean: Probabilities = self._probabilities[first:last].mean(axis=0)
        return mean

    def names(self) -> list[Name]:
        """The names found, in order, none overlapping another: runs of words whose likeliest kind is the same."""
        found: list[Name] = []
        kinds = self._probabilities.argmax(axis=1).tolist()
        start = -1
        for index, kind in enumerate([*kinds, NONE]):
            if start >= 0 and (
                kind != kinds[start]
                or index == len(kinds)
                or self._begins[index] > _LEAST
                or self._starts[index] - self._ends[index - 1] > 2
            ):
                span = Span(self._starts[start], self._ends[index - 1])
                sure = float(self._probabilities[start:index, kinds[start]].mean())
                found.append(Name(span, kinds[start], round(sure, 3)))
                start = -1
            if kind != NONE and start < 0 and index < len(kinds):
                start = index
        return found


class Tagger:
    """The packed model. Make it with `tagger()`, which opens it once."""

    def __init__(self) -> None:
        import onnxruntime

        try:
            vocabulary = (_DATA / "tagger-pieces.txt").read_text("utf-8").split("\n")
            model = (_DATA / "tagger.onnx").read_bytes()
        except OSError as error:
            raise TaggerMissing(
                f"the tagger's file {error.filename} cannot be read; install the package again, or read with "
                "recogniser=GazetteerRecogniser(), which needs no tagger"
            ) from error
        options = onnxruntime.SessionOptions()
        # One core for each process: batches of texts are read by several processes.
        options.intra_op_num_threads = options.inter_op_num_threads = 1
        options.enable_cpu_mem_arena = False
        options.enable_mem_pattern = False
        self._session = onnxruntime.InferenceSession(model, options, providers=["CPUExecutionProvider"])
        self._pieces = WordPieces({piece: number for number, piece in enumerate(vocabulary) if piece})

    def tag(self, text: str, sentences: Sequence[Span], *, caseless: bool = False) -> Tagged:
        """Tag the words of these sentences (in order, none overlapping). `caseless` says that capitals tell nothing."""
        words: list[tuple[int, int]] = []
        parts: list[_Part] = []
        for sentence in sentences:
            part = _Part(len(words))
            for start, end in tagger_words(sentence.of(text)):
                word = text[sentence.start + start : sentence.start + end]
                pieces = self._pieces.of(word)
                if len(part.pieces) + len(pieces) > _LONGEST:
                    parts.append(part)
                    part = _Part(len(words))
                part.add(pieces, 0 if caseless else shape_of(word))
                words.append((sentence.start + start, sentence.start + end))
            if part.firsts:
                parts.append(part)
        scores = np.zeros((len(words), 1 + 2 * _KINDS), dtype=np.float32)
        order = sorted(parts, key=lambda one: len(one.pieces))
        for at in range(0, len(order), _BATCH):
            self._run(order[at : at + _BATCH], scores)
        begins = scores[:, 1::2]
        kinds = np.concatenate((scores[:, :1], begins + scores[:, 2::2]), axis=1)
        # A word begins a new name of its own kind only where beginning is likelier than going on.
        own = np.maximum(kinds[:, 1:].argmax(axis=1), 0)
        rows = np.arange(len(words))
        begun = begins[rows, own] / np.maximum(kinds[rows, own + 1], 1e-9)
        return Tagged(words, kinds, begun.astype(np.float32))

    def _run(self, batch: Sequence[_Part], scores: Probabilities) -> None:
        longest = max(len(one.pieces) for one in batch) + 2
        pieces = np.zeros((len(batch), longest), dtype=np.int64)
        shapes, mask = np.zeros_like(pieces), np.zeros_like(pieces)
        for row, one in enumerate(batch):
            count = len(one.pieces)
            pieces[row, 0], pieces[row, count + 1] = self._pieces.begin, self._pieces.end
            pieces[row, 1 : count + 1], shapes[row, 1 : count + 1] = one.pieces, one.shapes
            mask[row, : count + 2] = 1
        found: Any = self._session.run(None, {"pieces": pieces, "shapes": shapes, "mask": mask})[0]
        raised = np.exp(found - found.max(axis=-1, keepdims=True))
        raised /= raised.sum(axis=-1, keepdims=True)
        for row, one in enumerate(batch):
            scores[one.first_word : one.first_word + len(one.firsts)] = raised[row, np.array(one.firsts) + 1]


class _Part:
    """A run of words that is tagged in one go: their pieces, shapes, and the place of each word's first piece."""

    def __init__(self, first_word: int) -> None:
        self.first_word = first_word
        self.pieces: list[int] = []
        self.shapes: list[int] = []
        self.firsts: list[int] = []

    def add(self, pieces: tuple[int, ...], shape: int) -> None:
        self.firsts.append(len(self.pieces))
        self.pieces += pieces
        self.shapes += [shape] * len(pieces)


@cache
def tagger() -> Tagger:
    """The tagger, opened at the first call. Raises `TaggerMissing` when its files are not there."""
    return Tagger()
