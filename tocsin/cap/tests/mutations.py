"""Messages damaged in the ways that senders damage them."""

from __future__ import annotations

import copy

from hypothesis import strategies as st
from lxml import etree

from tocsin.cap.structure import STRUCTURE, Part

VALUES = (
    "", " ", "Actual", " Actual", "actual", "Public", "Update", "Very Likely", "Observed", "Avoid", "CBRNE", "Draft",
    "en", "en-US", "en_US", "x" * 9, "zh-Hant-TW", "de--AT", "1", "-1", "+1.5", "1e3", ".5", "5.", "0x1", "1,000", "NaN",
    "12345678901234567890123456", "2026-01-01T00:00:00-00:00", " 2026-01-01T00:00:00+01:00\n", "2026-01-01T00:00:00Z",
    "2026-01-01T00:00:00", "2026-01-01T00:00:00,01:00", "2026-02-30T00:00:00+00:00", "2026-01-01T24:00:00+00:00",
    "2026-01-01T24:00:01+00:00", "2026-01-01T00:00:60+00:00", "2026-01-01T00:00:00+14:00", "2026-01-01T00:00:00+14:01",
    "2026-01-01T00:00:00.5+01:00", "0000-01-01T00:00:00+00:00", "12026-01-01T00:00:00+00:00", "2026-01-01",
    "-2026-01-01T00:00:00+00:00", "https://example.org/", "http://a b/", "http://[::1]/", "http://[bad/", "%zz", "a%b", "://", "::",
    "mailto:a@b", "http://example.org:port/", "\u00e9\u4e2d", "a\\b{c}|d^", "#a#b", "http://x/?q=[1]", "1:2",
)  # fmt: skip
NAMES = sorted(
    {part.name for root in STRUCTURE.values() for part in root.parts}
    | {
        "resourceDesc",
        "areaDesc",
        "polygon",
        "valueName",
        "urgency",
        "language",
        "Foo",
        "responseType",
        "derefUri",
    }
)


def part_names(part: Part) -> set[str]:
    """Return the names of `part` and all within it."""
    return {part.name}.union(*(part_names(inner) for inner in part.parts))


@st.composite
def damaged(draw: st.DrawFn, source: st.SearchStrategy[bytes]) -> bytes:
    """Return one of the messages of `source` with up to three things done to it."""
    root = etree.fromstring(draw(source))
    for _ in range(draw(st.integers(0, 3))):
        elements = [element for element in root.iter(etree.Element) if element is not root]
        if not elements:
            break
        element = draw(st.sampled_from(elements))
        parent = element.getparent()
        space = etree.QName(root).namespace
        kind = draw(
            st.sampled_from(
                ("remove", "double", "move", "rename", "text", "text", "text", "attribute", "stray", "comment",
                 "foreign", "insert", "child", "signature")
            )
        )  # fmt: skip
        if kind == "remove":
            parent.remove(element)
        elif kind == "double":
            element.addnext(copy.deepcopy(element))
        elif kind == "move":
            parent.insert(draw(st.integers(0, len(parent))), element)
        elif kind == "rename":
            element.tag = f"{{{space}}}{draw(st.sampled_from(NAMES))}"
        elif kind == "text":
            element.text = draw(st.sampled_from(VALUES))
        elif kind == "attribute":
            element.set(
                draw(st.sampled_from(("lang", "{http://www.w3.org/XML/1998/namespace}lang", "id"))), "x"
            )
        elif kind == "stray":
            element.tail = draw(st.sampled_from(("x", " \n\t", "\u00a0")))
        elif kind == "comment":
            element.insert(0, etree.Comment("note"))
        elif kind == "foreign":
            element.tag = f"{{urn:x}}{etree.QName(element).localname}"
        elif kind == "signature":
            place = draw(st.sampled_from((root, root, parent)))
            place.append(
                etree.fromstring(
                    '<s:Signature xmlns:s="http://www.w3.org/2000/09/xmldsig#"><s:A/>x</s:Signature>'
                )
            )
        else:
            new = etree.Element(f"{{{space}}}{draw(st.sampled_from(NAMES))}")
            new.text = draw(st.sampled_from(VALUES))
            if kind == "insert":
                element.addprevious(new)
            else:
                element.append(new)
    return etree.tostring(root, encoding="UTF-8", xml_declaration=True)
