"""Many texts read at once, on all cores or on any executor."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from concurrent.futures import Executor, Future, ProcessPoolExecutor
from dataclasses import dataclass
from datetime import datetime
from itertools import islice
from multiprocessing import get_context

from tocsin.reading.reader import read
from tocsin.reading.reading import Reading
from tocsin.reading.recognition import GazetteerRecogniser

#: So many texts are under way for each process: enough to keep it busy, few enough to keep memory flat.
_AHEAD = 8


@dataclass(frozen=True, slots=True)
class Text:
    """One text to read; the fields are those of `read()`."""

    text: str | bytes
    published: datetime
    title: str | None = None
    language: str | None = None
    country: str | None = None


def read_many(
    texts: Iterable[Text],
    *,
    processes: int | None = None,
    executor: Executor | None = None,
    fast: bool = False,
) -> Iterator[Reading]:
    """The readings of many texts, in their order, the same as `read()` gives one by one.

    Texts are taken from the iterable as they are read, so that an archive need not fit into memory. `processes` is how many
    to start (default: one for each core; 1 reads here, without any); `executor` is one of your own instead. `fast` reads
    with gazetteer and rules alone. Raises what `read()` raises, at the text that caused it.
    """
    count = processes or os.cpu_count() or 1
    if executor is not None:
        yield from _spread(executor, texts, count, fast)
    elif count == 1:
        for one in texts:
            yield _read(one, fast)
    else:
        # A fresh interpreter for each process: the tagger's runtime has threads, which a forked copy would lack.
        with ProcessPoolExecutor(count, mp_context=get_context("spawn")) as pool:
            yield from _spread(pool, texts, count, fast)


def _spread(executor: Executor, texts: Iterable[Text], count: int, fast: bool) -> Iterator[Reading]:
    waiting = iter(texts)
    running: list[Future[Reading]] = [
        executor.submit(_read, one, fast) for one in islice(waiting, _AHEAD * count)
    ]
    while running:
        yield running.pop(0).result()
        running += [executor.submit(_read, one, fast) for one in islice(waiting, 1)]


def _read(one: Text, fast: bool) -> Reading:
    return read(
        one.text,
        published=one.published,
        title=one.title,
        language=one.language,
        country=one.country,
        recogniser=GazetteerRecogniser() if fast else None,
    )
