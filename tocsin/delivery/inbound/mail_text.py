"""The plain text of a reply that is written in HTML, without what it quotes."""

from __future__ import annotations

import re
from html.parser import HTMLParser

_BREAKS = frozenset({"br", "p", "div", "li", "tr", "h1", "h2", "h3"})
_LEFT_OUT = frozenset({"script", "style", "head", "title", "blockquote"})
#: Elements without an end, which open nothing.
_VOID = frozenset(
    {"br", "hr", "img", "input", "meta", "link", "area", "base", "col", "embed", "source", "wbr"}
)
#: What mail programmes put around the message that is answered.
_QUOTES = ("gmail_quote", "moz-cite-prefix", "yahoo_quoted", "protonmail_quote", "divRplyFwdMsg")


#: So much of what is left out is kept count of, one in another.
_DEEPEST = 200


#: What begins like a tag and is none: another begins before it ends.
_NO_TAG = re.compile(r"<(?![^<>]*>)")


class _Text(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.pieces: list[str] = []
        #: The names of the elements that are open, from the first that is left out on.
        self._left_out: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        marks = " ".join(value or "" for name, value in attrs if name in ("class", "id"))
        if self._left_out:
            if tag not in _VOID and len(self._left_out) < _DEEPEST:
                self._left_out.append(tag)
        elif tag in _LEFT_OUT or any(quote in marks for quote in _QUOTES):
            self._left_out.append(tag)
        elif tag in _BREAKS:
            self.pieces.append("\n")

    def handle_endtag(self, tag: str) -> None:
        if tag in self._left_out:
            del self._left_out[len(self._left_out) - 1 - self._left_out[::-1].index(tag) :]
        elif tag in _BREAKS:
            self.pieces.append("\n")

    def handle_data(self, data: str) -> None:
        if not self._left_out:
            self.pieces.append(" ".join(data.split("\n")))


def _without_comments(html: str) -> str:
    """Return `html` without its comments, and without what follows one that has no end.

    Python's parser looks for the end of each anew, to the end of the text.
    """
    pieces, start = [], 0
    while (begin := html.find("<!--", start)) >= 0:
        pieces.append(html[start:begin])
        end = html.find("-->", begin + 4)
        if end < 0:
            return "".join(pieces)
        start = end + 3
    pieces.append(html[start:])
    return "".join(pieces)


def text_of_html(html: str) -> str:
    """Return the text of `html` in lines; what it quotes, and what no reader sees, is left out."""
    if not html:
        return ""
    reader = _Text()
    try:
        reader.feed(_NO_TAG.sub("&lt;", _without_comments(html)))
        reader.close()
    except AssertionError:
        # Python's parser asserts on some broken declarations; what came before them is kept.
        pass
    return "".join(reader.pieces)
