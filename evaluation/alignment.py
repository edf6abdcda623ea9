"""Marked words to their place in a text, where the offsets that came with them are off."""

from __future__ import annotations

from tocsin.reading import Span

#: How far (in characters) words are looked for on either side of the offset that came with them.
REACH = 40


class Aligner:
    """Places the marked words of one text, in the order of the text.

    Offsets drift (bytes counted for characters, line ends counted twice), and the drift mostly grows with the text; so
    words are looked for around their offset moved by the drift seen last, then around the bare offset, then anywhere.
    `moved` counts words that were found elsewhere than said.
    """

    def __init__(self, text: str) -> None:
        self.text = text
        self.moved = 0
        self._drift = 0
        self._after: dict[str, int] = {}

    def place(self, words: str, start: int | None) -> Span | None:
        """Where `words` stand, nearest to `start`; without a `start`, the next place after the last one given out for
        the same words. None when the text does not hold them."""
        if start is None:
            found = self.text.find(words, self._after.get(words, 0))
        elif self.text.startswith(words, start):
            found, self._drift = start, 0
        else:
            found = self._nearest(words, start)
        if found < 0:
            return None
        self._after[words] = found + len(words)
        return Span(found, found + len(words))

    def _nearest(self, words: str, start: int) -> int:
        for around in (start + self._drift, start):
            found = nearest(self.text, words, around, REACH)
            if found >= 0:
                break
        else:
            found = nearest(self.text, words, start, start + len(self.text))
        if found >= 0:
            self.moved += 1
            self._drift = found - start
        return found


def nearest(text: str, words: str, around: int, reach: int) -> int:
    """The offset at most `reach` from `around` at which `words` stand, the nearest one; -1 when there is none."""
    if not words:
        return -1
    before = text.rfind(words, max(0, around - reach), max(0, around) + len(words))
    after = text.find(words, max(0, around), max(0, around) + reach + len(words))
    if before < 0 or after < 0:
        return max(before, after)
    return before if around - before <= after - around else after
