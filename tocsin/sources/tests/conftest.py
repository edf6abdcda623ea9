from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime
from typing import Any

import pytest

from tocsin.accounts.models import Organisation
from tocsin.sources.models import Source
from tocsin.sources.tests.server import HOST, Server, running


@pytest.fixture
def server() -> Iterator[Server]:
    with running() as started:
        yield started


@pytest.fixture
def desk(db: None, noon: datetime) -> Organisation:
    return Organisation.objects.create(name="Desk", slug="desk", sender="desk.example", created_at=noon)


@pytest.fixture
def make_source(desk: Organisation, noon: datetime) -> Callable[..., Source]:
    def make(kind: str, address: str = "", **more: Any) -> Source:
        fields = {
            "name": f"{kind} {Source.objects.count() + 1}",
            "private_hosts": [HOST],
            "grade": "B",
            **more,
        }
        return Source.objects.create(organisation=desk, kind=kind, address=address, created_at=noon, **fields)

    return make
