"""Nobody who reads the desk in another language meets the house's own English: not in pages, not in what records keep."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from html import unescape

import httpx
import pytest
from django.utils import translation

from tests.demo_instance import Demo
from tocsin.retelling import said_again

#: So many pages of one form (two incidents, two people) are looked at.
_OF_ONE_FORM = 3
_ELSEWHERE = re.compile(r"/static/|/api/|/raw|/account/|\.(?:csv|json|xml|txt|ics)$|/mailbox/.")
_SILENT = re.compile(r"<(script|style|svg|code|textarea|pre|time|q|mark)\b[\s\S]*?</\1>")
_LINK = re.compile(r'href="(/[^"#?]*)')
_MARK = re.compile(r"<[^>]+>")


@pytest.mark.parametrize(("language", "name"), [("ar", "carol"), ("fr", "bram"), ("es", "ana")])
def test_no_page_of_the_desk_shows_what_a_record_keeps_in_english(
    demo: Demo, language: str, name: str
) -> None:
    desk = demo.visitor(f"{name}@lanternharbour.example")
    desk.headers["Accept-Language"] = language
    left: dict[str, str] = {}
    with translation.override(language):
        for address, page in _walk(desk):
            assert f'lang="{language}"' in page[:400], address
            left |= {words: address for words in _words(page) if said_again(words) != words}
    assert left == {}, "show it with `| said_again`"


def _walk(desk: httpx.Client) -> Iterator[tuple[str, str]]:
    todo, seen, forms = ["/desk/", "/desk/history/", "/mailbox/"], set[str](), Counter[str]()
    while todo:
        address = todo.pop(0)
        form = re.sub(r"\d+", "0", address)
        if address in seen or forms[form] == _OF_ONE_FORM:
            continue
        seen.add(address)
        answer = desk.get(address)
        if answer.status_code != 200 or "html" not in answer.headers["content-type"]:
            continue
        forms[form] += 1
        yield address, answer.text
        todo += [
            link
            for link in _LINK.findall(answer.text)
            if link.startswith(("/desk/", "/people/")) and not _ELSEWHERE.search(link)
        ]
    assert len(seen) > 25


def _words(page: str) -> Iterator[str]:
    """Every stretch of text between two tags, as a reader sees it; what is quoted from a source is not ours."""
    for text in _MARK.split(_SILENT.sub(" ", page)):
        if words := " ".join(unescape(text).split()):
            yield words
