"""Whether an element tree has the structure of its CAP version, and every place where it has not."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from lxml import etree

from tocsin.cap.document import XML_WHITESPACE
from tocsin.cap.errors import NotCap, SchemaProblem
from tocsin.cap.structure import CAP_12, SIGNATURE_NAMESPACE, STRUCTURE, VERSIONS, Form, Part
from tocsin.cap.value_forms import EXPECTED, has_form

_INSTANCE = "http://www.w3.org/2001/XMLSchema-instance"
_HINTS = {f"{{{_INSTANCE}}}schemaLocation", f"{{{_INSTANCE}}}noNamespaceSchemaLocation"}
_SIGNATURE = Part("Signature", 0, None, "3.3.4.1")


def version_of(root: etree._Element) -> str:
    """Return '1.0', '1.1' or '1.2' for the root element of a message; raise `NotCap` for any other element."""
    name = etree.QName(root)
    if name.localname == "alert" and name.namespace in VERSIONS:
        return VERSIONS[name.namespace]
    if name.localname == "alert":
        said = f"the namespace {name.namespace!r}" if name.namespace else "no namespace"
        raise NotCap(
            f"Line {root.sourceline}: the element alert has {said}, so it is no CAP message. "
            f'Its sender must write xmlns="{CAP_12}".'
        )
    raise NotCap(
        f"Line {root.sourceline}: the file begins with the element {name.localname!r}, not with a CAP alert. "
        "Give a CAP message, or a feed or envelope of some."
    )


def structure_problems(root: etree._Element) -> tuple[SchemaProblem, ...]:
    """Return every place where the message under `root` departs from the structure of its CAP version.

    An empty tuple means that the official schema of that version accepts the message as well. Raises `NotCap`
    when `root` is no CAP alert.
    """
    version_of(root)
    namespace = str(etree.QName(root).namespace)
    return tuple(_problems(root, STRUCTURE[namespace], namespace, "alert"))


def text_of(element: etree._Element) -> str:
    """Return the text directly in `element`, without that of comments and processing instructions."""
    pieces = [element.text or ""]
    pieces.extend(child.tail or "" for child in element)
    return "".join(pieces)


def elements_of(element: etree._Element) -> list[etree._Element]:
    """Return the child elements of `element`, without comments and processing instructions."""
    return [child for child in element if isinstance(child.tag, str)]


def _problems(element: etree._Element, part: Part, namespace: str, path: str) -> Iterator[SchemaProblem]:
    for name in element.attrib:
        if name not in _HINTS:
            yield _problem(
                "attribute-unknown", element, path, part,
                f"has the attribute {etree.QName(name).localname!r}, and CAP has no attributes. Remove it.",
            )  # fmt: skip
    if part.parts:
        yield from _content_problems(element, part, namespace, path)
    else:
        yield from _value_problems(element, part, path)


def _value_problems(element: etree._Element, part: Part, path: str) -> Iterator[SchemaProblem]:
    for child in elements_of(element):
        yield _problem(
            "element-unknown", child, path, part,
            f"may hold only text, and holds the element {etree.QName(child).localname!r}. Remove that element.",
        )  # fmt: skip
        return
    text = text_of(element)
    if part.empty_is_default and not text:
        return
    if part.words and text not in part.words:
        yield _problem(
            "word-unknown", element, path, part,
            f"holds {_shown(text)}, which is not one of its words. Write one of: {', '.join(part.words)}.",
        )  # fmt: skip
    elif not has_form(text, part.form):
        rule = "time-form" if part.form in (Form.CAP_TIME, Form.DATE_TIME) else "value-form"
        yield _problem(
            rule, element, path, part, f"holds {_shown(text)}. Write {EXPECTED[part.form]}."
        )  # fmt: skip


def _content_problems(
    element: etree._Element, part: Part, namespace: str, path: str
) -> Iterator[SchemaProblem]:
    if stray := text_of(element).strip(XML_WHITESPACE):
        yield _problem(
            "text-between", element, path, part,
            f"has the text {_shown(stray)} between its elements. Move it into an element or remove it.",
        )  # fmt: skip
    order = {row.name: place for place, row in enumerate(part.parts)}
    seen: Counter[str] = Counter()
    highest = 0
    for child in elements_of(element):
        name = etree.QName(child)
        if namespace == CAP_12 and path == "alert" and name.namespace == SIGNATURE_NAMESPACE:
            highest = len(order)
            continue
        if name.namespace != namespace or name.localname not in order:
            yield _unknown(child, path, part, namespace)
            continue
        row = part.parts[order[name.localname]]
        inner = f"{path}/{row.name}"
        seen[row.name] += 1
        if order[row.name] < highest:
            yield _problem(
                "element-order", child, inner, row,
                f"comes too late. {_place(part, order[row.name])}",
            )  # fmt: skip
        highest = max(highest, order[row.name])
        if row.most is not None and seen[row.name] == row.most + 1:
            yield _problem(
                "element-repeated", child, inner, row,
                f"stands more than once in {part.name}. Keep one and remove the others.",
            )  # fmt: skip
        yield from _problems(child, row, namespace, inner)
    for row in part.parts:
        if seen[row.name] < row.least:
            yield _problem(
                "element-missing", element, f"{path}/{row.name}", row,
                f"is missing in {part.name}. {_place(part, order[row.name])}",
            )  # fmt: skip


def _unknown(child: etree._Element, path: str, part: Part, namespace: str) -> SchemaProblem:
    name = etree.QName(child)
    if name.localname in {row.name for row in part.parts}:
        what = f"is in the namespace {name.namespace!r} and not in that of the message, {namespace!r}. Correct it."
    elif name.namespace == SIGNATURE_NAMESPACE:
        what = f"has no place in {part.name} of CAP {VERSIONS[namespace]}. Send the signature in CAP 1.2, after info."
    else:
        what = f"is no element of {part.name} in CAP {VERSIONS[namespace]}. Remove it or correct its name."
    return _problem("element-unknown", child, f"{path}/{name.localname}", part, what)


def _place(part: Part, place: int) -> str:
    if place == 0:
        return f"Write it first in {part.name}."
    return f"Write it in {part.name} after {part.parts[place - 1].name} (or where that would be)."


def _shown(text: str) -> str:
    shown = text.strip(XML_WHITESPACE)
    if not shown:
        return "nothing" if not text else "only spaces"
    return repr(shown if text == shown and len(shown) <= 60 else text[:60])


def _problem(rule: str, element: etree._Element, path: str, part: Part, what: str) -> SchemaProblem:
    line = int(element.sourceline or 0)
    return SchemaProblem(
        rule, path, line, part.section, f"Line {line}: {path} {what} (CAP, section {part.section}.)"
    )
