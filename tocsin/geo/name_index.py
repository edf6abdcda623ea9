"""The names of the gazetteer's file: which places a name's number stands for, and where names may be in a run of words.

Names are not stored but numbered (`tocsin.geo.names.name_number`, 64 bits; the chance that some other word has the number
of one of a million names is 1 in 10^13, and the build fails if two packed names collide):

- ``number`` uint64, sorted; ``entry`` uint32 beside it: a reference, or with the top bit set the place in ``references`` where a
  list stands: its length, then its references, most important first;
- a reference is the place's row in the low 24 bits and flags above: 1 the place's main name, 2 an abbreviation that counts
  only in capital letters, 4 a name of the place's people or its adjective, 8 an abbreviation that counts only with its full
  stop (Calif.), 16 initials that count only with their stops (N.Y.), 32 a postal abbreviation that counts only in capital
  letters behind a comma (, TX); of 2, 8, 16 and 32 one that holds is enough;
- ``filter`` uint8 (2^20): one bit for the top 23 bits of every number, so that most words are dismissed at once;
- ``beginnings`` uint8 (2^20): the same for the numbers of what names of several words begin with.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from tocsin.geo.names import MULTIPLIER, Word
from tocsin.geo.packed import PackedFile

ROW_BITS = 24
ROW_MASK = (1 << ROW_BITS) - 1
MAIN_NAME, ABBREVIATION, DEMONYM, STOPPED, INITIALS, POSTAL = 1, 2, 4, 8, 16, 32
CONDITIONS = ABBREVIATION | STOPPED | INITIALS | POSTAL
LIST = 0x80000000
FILTER_BITS = 23
# Names of more words than this are found by `by_name` but not in running text.
LONGEST_NAME = 8


class Written(NamedTuple):
    """How a name is written where it stands: what its abbreviations need to count."""

    capitals: bool
    stops_inside: bool
    stop_behind: bool
    behind_comma: bool
    behind_number: bool = False

    @property
    def flags(self) -> int:
        """The kinds of abbreviation that count so; none behind a number ("300 B.C.", "5 Mo.")."""
        if self.behind_number:
            return 0
        return (
            (ABBREVIATION if self.capitals else 0)
            | (STOPPED if self.stop_behind or (self.stops_inside and not self.capitals) else 0)
            | (INITIALS if self.stops_inside and self.capitals else 0)
            | (POSTAL if self.behind_comma and self.capitals and not self.stops_inside else 0)
        )


class Meaning(NamedTuple):
    """What a written name can mean: rows of places, rows whose people it names, and whether its full stop is needed."""

    rows: tuple[int, ...]
    people: tuple[int, ...]
    stopped: bool


class Run(NamedTuple):
    """Words that may be a name: the first one, how many, whether from the first one's tail, and the place in the index."""

    first: int
    length: int
    tail: bool
    place: int


class NameIndex:
    """The index of names of an opened file."""

    def __init__(self, packed: PackedFile) -> None:
        self._number, self._entry = packed.array("number"), packed.array("entry")
        self._references = packed.array("references")
        self._filter, self._beginnings = packed.array("filter"), packed.array("beginnings")
        self.meaning = lru_cache(maxsize=4_096)(self._meaning)

    def place(self, number: int) -> int:
        """Where the name with that number stands in the index, -1 when it is not packed."""
        place = int(np.searchsorted(self._number, np.uint64(number)))
        return place if place < len(self._number) and int(self._number[place]) == number else -1

    def references(self, place: int) -> list[int]:
        """The references of a name by its place in the index, most important first."""
        if place < 0:
            return []
        entry = int(self._entry[place])
        if not entry & LIST:
            return [entry]
        first = entry & ~LIST
        count = int(self._references[first])
        references: list[int] = self._references[first + 1 : first + 1 + count].tolist()
        return references

    def _meaning(self, place: int, written: int) -> Meaning:
        """What the name at that place means with these kinds of abbreviation counting (`Written.flags`)."""
        first, rows, people = [], [], []
        for reference in self.references(place):
            row, flags = reference & ROW_MASK, reference >> ROW_BITS
            if flags & DEMONYM:
                people.append(row)
            elif not flags & CONDITIONS:
                rows.append(row)
            elif flags & written & STOPPED:
                first.append(row)
            elif flags & written:
                rows.append(row)
        return Meaning((*first, *rows), tuple(people), bool(first))

    def runs(self, tokens: Sequence[Word], *, capitals: bool) -> list[Run]:
        """The runs of words that are names, by their first word and the longest first.

        With `capitals` only those with a capital at the beginning of one of their words, or in a script without case.
        """
        words = len(tokens)
        numbers = np.array([token.number for token in tokens], dtype=np.uint64)
        tails = [(i, token.tail_number) for i, token in enumerate(tokens) if token.tail_number]
        firsts = np.arange(words)
        run = numbers
        if tails:
            firsts = np.concatenate((firsts, np.array([i for i, _ in tails], dtype=np.int64)))
            run = np.concatenate((run, np.array([number for _, number in tails], dtype=np.uint64)))
        is_tail = np.arange(len(firsts)) >= words
        # How many words before each one begin with a capital.
        before = np.zeros(words + 1, dtype=np.int64)
        np.cumsum([token.capital for token in tokens], out=before[1:])
        found: list[Run] = []
        for length in range(1, LONGEST_NAME + 1):
            if length > 1:
                goes_on = np.flatnonzero(self._marked(self._beginnings, run) & (firsts + length <= words))
                if not len(goes_on):
                    break
                firsts, is_tail = firsts[goes_on], is_tail[goes_on]
                run = run[goes_on] * np.uint64(MULTIPLIER) + numbers[firsts + length - 1]
            kept = self._marked(self._filter, run)
            if capitals:
                kept = kept & (before[firsts + length] > before[firsts])
            likely = np.flatnonzero(kept)
            if not len(likely):
                continue
            places = np.searchsorted(self._number, run[likely])
            places[places == len(self._number)] = 0
            same = self._number[places] == run[likely]
            found += [
                Run(int(firsts[index]), length, bool(is_tail[index]), int(place))
                for index, place in zip(likely[same].tolist(), places[same].tolist(), strict=True)
            ]
        found.sort(key=lambda one: (one.first, -one.length, one.tail))
        return found

    @staticmethod
    def _marked(bits: npt.NDArray[np.uint8], numbers: npt.NDArray[np.uint64]) -> npt.NDArray[np.uint8]:
        """For each number whether its bit is set: 1 or 0."""
        top = numbers >> np.uint64(64 - FILTER_BITS)
        marked: npt.NDArray[np.uint8] = bits[(top >> np.uint64(3)).astype(np.intp)] >> (
            top & np.uint64(7)
        ).astype(np.uint8)
        return marked & np.uint8(1)
