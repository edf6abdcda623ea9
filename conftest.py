"""What all tests share."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

pytest_plugins = ["tests.demo_instance"]

SHARED = Path(__file__).resolve().parent.parent / "shared"


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Skip what needs something that is not there, and say what."""
    if not SHARED.is_dir():
        for item in items:
            if item.get_closest_marker("shared"):
                item.add_marker(
                    pytest.mark.skip(reason="the conformance data (../shared) is not beside the checkout")
                )


@pytest.fixture
def shared() -> Path:
    """The folder with the conformance data."""
    return SHARED


@pytest.fixture
def noon() -> datetime:
    """A fixed moment: 15 July 2017, 12:00 UTC."""
    return datetime(2017, 7, 15, 12, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _quick_passwords(settings: pytest.FixtureRequest) -> None:
    """Argon2 is slow on purpose; tests that sign in need not wait for it."""
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


@pytest.fixture(autouse=True)
def _nothing_remembered() -> None:
    """What one test has counted is not taken for the next one's, nor the language that its last request asked for."""
    from django.core.cache import cache
    from django.utils import translation

    cache.clear()
    translation.deactivate()


@pytest.fixture(scope="session", autouse=True)
def _guards_step_aside_for_flush() -> Iterator[None]:
    """A transactional test empties every table at its end; immutable rows must let it."""
    from django.test import TestCase, TransactionTestCase

    from tocsin.accounts.tests.guards import lowered
    from tocsin.exposure.index_check import rebuild

    original = TransactionTestCase._fixture_teardown

    def teardown(self: TransactionTestCase) -> None:
        if isinstance(self, TestCase):
            original(self)
            return
        with lowered():
            original(self)
        # Triggers keep the index of stays, and they were down as well.
        rebuild()

    TransactionTestCase._fixture_teardown = teardown
    yield
    TransactionTestCase._fixture_teardown = original
