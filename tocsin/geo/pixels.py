"""Which pixels of a picture lie in shapes: by scan lines through the middles of its rows, in time by corners and rows alone.

A shape is a list of corners, in pixels, with the number of the ring each belongs to; rings are closed, and holes are rings
like others (even-odd rule). Nothing is cut, joined or made valid before: a country costs milliseconds.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

Mask = npt.NDArray[np.bool_]
_Whole = npt.NDArray[np.int64]
_Real = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Corners:
    """The corners of rings in pixels, shape (n, 2), and for each its ring and the label of what it bounds (1 and up)."""

    places: _Real
    rings: _Whole
    labels: _Whole

    def labelled(self, width: int, height: int) -> _Whole:
        """Return, by row and column, the label of what holds the middle of the pixel, or has a corner in it; 0 for nothing."""
        rows, lefts, rights, labels = self._spans(width, height)
        lengths = rights - lefts
        ends = np.cumsum(lengths)
        columns = np.arange(int(lengths.sum())) - np.repeat(ends - lengths - lefts, lengths)
        grid = np.zeros((height, width), dtype=np.int64)
        grid[np.repeat(rows, lengths), columns] = np.repeat(labels, lengths)
        # An island smaller than a pixel has a corner in one, and the middle of none.
        seen = np.floor(self.places).astype(np.int64)
        inside = (seen >= 0).all(axis=1) & (seen[:, 0] < width) & (seen[:, 1] < height)
        columns, rows = seen[inside].T
        free = grid[rows, columns] == 0
        grid[rows[free], columns[free]] = self.labels[inside][free]
        return grid

    def _spans(self, width: int, height: int) -> tuple[_Whole, _Whole, _Whole, _Whole]:
        """Return the row, the first column, the column after the last and the label of each stretch that lies in a shape."""
        same = self.rings[1:] == self.rings[:-1]
        begin, end, labels = self.places[:-1][same], self.places[1:][same], self.labels[1:][same]
        upper = np.where((begin[:, 1] <= end[:, 1])[:, None], begin, end)
        lower = np.where((begin[:, 1] <= end[:, 1])[:, None], end, begin)
        first = np.clip(np.ceil(upper[:, 1] - 0.5), 0, height).astype(np.int64)
        after = np.clip(np.ceil(lower[:, 1] - 0.5), 0, height).astype(np.int64)
        lengths = after - first
        edge = np.repeat(np.arange(len(lengths)), lengths)
        rows = np.arange(int(lengths.sum())) - np.repeat(np.cumsum(lengths) - lengths - first, lengths)
        upper, lower = upper[edge], lower[edge]
        share = (rows + 0.5 - upper[:, 1]) / (lower[:, 1] - upper[:, 1])
        crossings = upper[:, 0] + share * (lower[:, 0] - upper[:, 0])
        columns = np.clip(np.ceil(crossings - 0.5), 0, width).astype(np.int64)
        order = np.lexsort((crossings, rows, labels[edge]))
        # Closed rings cross a line an even number of times: from each odd crossing to the next one it is inside.
        odd, even = order[0::2], order[1::2]
        return rows[odd], columns[odd], columns[even], labels[edge][odd]


def edges(labels: npt.NDArray[Any]) -> Mask:
    """Return the pixels whose right or lower neighbour is labelled otherwise."""
    found = np.zeros(labels.shape, dtype=bool)
    found[:, :-1] |= labels[:, :-1] != labels[:, 1:]
    found[:-1, :] |= labels[:-1, :] != labels[1:, :]
    return found


def outline(mask: Mask) -> Mask:
    """Return a line three pixels wide along the edge of what is set; there is none along the edge of the picture."""
    return _grown(mask, 1) & _grown(~mask, 2)


def _grown(mask: Mask, radius: int) -> Mask:
    height, width = mask.shape
    room = np.pad(mask, radius, mode="edge")
    grown = np.zeros(mask.shape, dtype=bool)
    for down in range(-radius, radius + 1):
        for right in range(-radius, radius + 1):
            if down * down + right * right <= radius * radius + 1:
                grown |= room[radius + down : radius + down + height, radius + right : radius + right + width]
    return grown
