"""Whether a text is a date and time, a language tag, a URI or a number, as XML Schema part 2 defines them."""

from __future__ import annotations

import re

from lxml import etree

from tocsin.cap.structure import Form

# libxml2 knows the datatypes of W3C XML Schema part 2 exactly; this asks it about one value at a time.
_DATATYPES = etree.XMLSchema(
    etree.XML(
        b'<schema xmlns="http://www.w3.org/2001/XMLSchema" xmlns:x="http://www.w3.org/2001/XMLSchema">'
        + b"".join(
            b'<element name="%s" type="x:%s"/>' % (name, name)
            for name in (b"dateTime", b"language", b"anyURI", b"integer", b"decimal")
        )
        + b"</schema>"
    )
)
# CAP 1.2, section 3.3.2: whole seconds, the zone as an offset, never 'Z'.
_CAP_TIME = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d[+-]\d\d:\d\d", re.ASCII)

EXPECTED = {
    Form.STRING: "text",
    Form.DATE_TIME: "a date and time like 2026-03-01T09:30:00+01:00",
    Form.CAP_TIME: "a date and time in whole seconds with an offset from UTC, like 2026-03-01T09:30:00+01:00 "
    "(UTC itself is -00:00, never Z)",
    Form.LANGUAGE: "a language tag like en or fr-CA",
    Form.URI: "an address (URI)",
    Form.INTEGER: "a whole number",
    Form.DECIMAL: "a number without unit, like 1200 or 0.5",
}


def has_form(text: str, form: Form) -> bool:
    """Return whether `text`, outer whitespace ignored, has the form that XML Schema part 2 gives its datatype."""
    if form is Form.STRING:
        return True
    if form is Form.CAP_TIME:
        collapsed = text.strip(" \t\r\n")
        return _CAP_TIME.fullmatch(collapsed) is not None and has_form(collapsed, Form.DATE_TIME)
    try:
        element = etree.Element(form.value)
        element.text = text
    except ValueError:  # a character that no XML file can hold
        return False
    return bool(_DATATYPES.validate(element))
