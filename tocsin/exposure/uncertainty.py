"""How well a place may be known, in km. Apart from the values that need geometry: the models load without it."""

from __future__ import annotations

#: How far from its point a place of each precision may be, in km, where nothing better is known.
UNCERTAINTY_KM = {"site": 0.0, "city": 5.0, "admin-2": 30.0, "admin-1": 100.0, "region": 150.0, "sea": 150.0}
#: A stay counts as known no better than its region where its precision is one of these.
COARSE = frozenset({"admin-1", "admin-2", "region", "sea"})
#: The most that a place may be uncertain by, in km; a coarse one, and any other. The database holds stays to it.
FARTHEST_KM, FINE_KM = 1000.0, 50.0
