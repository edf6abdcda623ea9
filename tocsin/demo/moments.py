"""When the demo's week begins, and the moment that its clock stops at and goes on from."""

from datetime import UTC, datetime

START = datetime(2017, 7, 10, 5, 0, tzinfo=UTC)
END = datetime(2017, 7, 16, 2, 40, tzinfo=UTC)
