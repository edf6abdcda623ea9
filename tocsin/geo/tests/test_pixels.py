"""Which pixels lie in shapes, by the same answer as a geometry library gives for each pixel's middle."""

import numpy as np
import shapely
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from tocsin.geo.pixels import Corners, edges, outline

places = st.tuples(st.floats(-20, 60), st.floats(-20, 60))


@settings(max_examples=60, deadline=None)
@given(st.lists(places, min_size=3, max_size=12), st.lists(places, min_size=3, max_size=8))
def test_what_is_filled_is_what_lies_inside(first, second):
    shape = shapely.MultiPoint(first).convex_hull.difference(shapely.MultiPoint(second).convex_hull)
    pieces = [part for part in shapely.get_parts(shape) if part.geom_type == "Polygon"]
    assume(pieces)
    lines = shapely.get_rings(np.array(pieces, dtype=object))
    xy, rings = shapely.get_coordinates(lines, return_index=True)
    grid = Corners(xy, rings, np.full(len(xy), 7)).labelled(40, 30)
    x, y = np.meshgrid(np.arange(40) + 0.5, np.arange(30) + 0.5)
    union = shapely.union_all(pieces)
    # Where a middle lies on the very edge either answer is right, and a corner marks its pixel.
    far = shapely.distance(shapely.boundary(union), shapely.points(x, y)) > 1e-6
    corners = np.zeros((30, 40), dtype=bool)
    for column, row in np.floor(xy).astype(int):
        if 0 <= row < 30 and 0 <= column < 40:
            corners[row, column] = True
    sure = far & ~corners
    assert ((grid == 7) == shapely.contains_xy(union, x, y))[sure].all()
    assert (grid[corners] == 7).all()


def test_an_island_smaller_than_a_pixel_is_seen():
    xy = np.array([(3.1, 2.1), (3.2, 2.1), (3.2, 2.2), (3.1, 2.1)])
    grid = Corners(xy, np.zeros(4, dtype=int), np.full(4, 1)).labelled(8, 8)
    assert np.argwhere(grid).tolist() == [[2, 3]]


def test_nothing_is_drawn_along_the_edge_of_the_picture():
    whole = np.ones((10, 12), dtype=bool)
    assert not outline(whole).any()
    assert not edges(whole).any()
    half = whole.copy()
    half[:, 6:] = False
    assert outline(half).sum(axis=1).tolist() == [3] * 10
