"""Documents of every kind open to the words that a reader sees, with what they say of themselves."""

import base64
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from tocsin.reading import open_document, read
from tocsin.reading.documents import MOST_CHARACTERS, kind_of
from tocsin.reading.tests.pdf_writing import pages, pdf, stream, words

FOLDER = Path(__file__).parent / "documents"
PUBLISHED = datetime(2024, 5, 2, 12, tzinfo=UTC)

# -- PDF, written byte by byte -------------------------------------------------------------------------------


REPORT = pages(
    words(
        "Example Risk - Weekly report\nKenya: Floods cut road to Garissa\n\nWhat happened\n"
        "Heavy rain washed away the bridge at Garissa on Monday, 8 Novem-\n"
        "ber, and cut the road to the north-\neastern towns. At least six people\nare missing (two of them children).\n"
        "Page 1 of 2"
    ),
    words(
        "Example Risk - Weekly report\nWhat to do\nAvoid the road between Thika and Garissa. Expect delays at the\n"
        "airport of Wajir.\nPage 2 of 2"
    ),
    about=b"/Title (Kenya: Floods cut road to Garissa) /CreationDate (D:20211109101500+03'00')",
)


def test_a_pdf_is_read_in_order_without_running_headers_and_hyphens():
    document = open_document(REPORT)
    assert document.kind == "pdf"
    assert document.title == "Kenya: Floods cut road to Garissa"
    assert document.published == datetime(2021, 11, 9, 7, 15, tzinfo=UTC)
    assert document.notes == ("Read as a PDF of 2 pages.",)
    assert "8 November, and cut the road to the north-eastern towns" in document.text
    assert "Weekly report" not in document.text
    assert "Page 1" not in document.text
    reading = read(REPORT, published=PUBLISHED)
    assert [part.name for part in reading.sections] == ["Event", "Advice"]
    assert reading.title == "Floods cut road to Garissa"
    assert reading.countries == ("KE",)


def locked() -> bytes:
    from io import BytesIO

    from pypdf import PdfReader, PdfWriter

    writer = PdfWriter()
    writer.append(PdfReader(BytesIO(REPORT)))
    writer.encrypt("a secret", algorithm="RC4-128")
    out = BytesIO()
    writer.write(out)
    return out.getvalue()


def forms() -> bytes:
    """Ten forms that each show the next ten times: 10**10 words for who follows them all."""
    chain = [
        b"<< /Type /XObject /Subtype /Form /BBox [0 0 9 9] /Resources << /XObject << /X %d 0 R >> >> /Length 70 >>\n"
        b"stream\n%s\nendstream" % (number + 1, b"/X Do " * 10)
        for number in range(5, 15)
    ]
    return pdf(
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 9 9] /Contents 4 0 R /Resources << /XObject << /X 5 0 R >> >> >>",
        stream(b"/X Do " * 10),
        *chain,
        stream(b"BT (boom) Tj ET"),
    )


def kids() -> bytes:
    """A tree of pages in which every branch holds the next ten times."""
    branches = [
        b"<< /Type /Pages /Kids [%s] /Count 1000000000 >>" % b" ".join([b"%d 0 R" % (number + 1)] * 10)
        for number in range(2, 12)
    ]
    return pdf(b"<< /Type /Catalog /Pages 2 0 R >>", *branches, b"<< /Type /Page /MediaBox [0 0 9 9] >>")


@pytest.mark.parametrize(
    ("name", "data", "said"),
    [
        ("cut off", REPORT[:300], "broken"),
        ("no more than its mark", b"%PDF-1.7", "broken"),
        ("locked", locked(), "locked with a password"),
        ("pictures alone", pages(b"0 0 m 9 9 l S"), "holds no text"),
        ("a bomb of zeros", pages(b"BT (a) Tj ET " * 4_000_000), "could not be read"),
        ("a page of operators without end", pages(b"BT (a) Tj ET " * 150_000), "could not be read"),
        ("a tree of pages without end", kids(), "broken"),
        ("brackets without end", pages(b"[" * 500_000), "Read as a PDF"),
    ],
)
def test_a_pdf_that_cannot_be_read_gives_a_note(name, data, said):
    document = open_document(data)
    assert document.kind == "pdf"
    assert said in " ".join(document.notes), name
    assert document.text == ""


def test_forms_that_show_each_other_are_given_up():
    assert len(open_document(forms()).text) < 10_000


def test_one_broken_page_costs_only_itself():
    document = open_document(
        pages(words("First page in Accra"), b"BT (a) Tj ET " * 150_000, words("Third page in Lagos"))
    )
    assert "Accra" in document.text
    assert "Lagos" in document.text
    assert any(note.startswith("Page 2 could not be read") for note in document.notes)


def test_of_a_long_pdf_the_first_pages_are_read():
    document = open_document(pages(*(words(f"Page of the town {number}") for number in range(120))))
    assert "Only the first 100 pages of 120 were looked at." in document.notes


# -- e-mail ---------------------------------------------------------------------------------------------------------


def test_a_forwarded_message_is_read_first_and_the_words_above_it_last():
    document = open_document((FOLDER / "forwarded.eml").read_bytes())
    assert document.kind == "e-mail"
    assert document.title == "Sénégal : routes coupées à Ziguinchor"
    assert document.published == datetime(2021, 5, 3, 8, tzinfo=UTC)
    assert "Quatre personnes ont été blessées." in document.text
    assert document.text.endswith("The team should stay in the guest house today.")
    for gone in ("confidential", "Duty officer", "From:", "+221"):
        assert gone not in document.text


def test_a_reply_is_read_without_what_it_quotes_and_plain_text_before_html():
    document = open_document((FOLDER / "reply.eml").read_bytes())
    assert document.title == "Road to Garissa"
    assert document.published == datetime(2021, 11, 10, 13, 40, tzinfo=UTC)
    assert "fell into the river" in document.text
    for gone in ("Mandera", "Nairobi", "Oslo", "wrote", "phone"):
        assert gone not in document.text


def mail(*parts: bytes, subject: bytes = b"Bulletin 4", more: bytes = b"") -> bytes:
    head = b"From: a@b.example\r\nSubject: %s\r\nMIME-Version: 1.0\r\n%s" % (subject, more)
    if len(parts) == 1:
        return head + parts[0]
    body = b"".join(b"--edge\r\n%s\r\n" % part for part in parts)
    return head + b"Content-Type: multipart/mixed; boundary=edge\r\n\r\n%s--edge--\r\n" % body


def attached(data: bytes, kind: bytes, name: bytes) -> bytes:
    return (
        b"Content-Type: %s\r\nContent-Disposition: attachment; filename=%s\r\nContent-Transfer-Encoding: base64\r\n\r\n%s"
        % (kind, name, base64.encodebytes(data))
    )


def test_a_pdf_that_is_attached_is_read_and_other_files_are_named():
    document = open_document(
        mail(
            b"Content-Type: text/plain\r\n\r\nThe report of this week is attached for all of you.\r\n",
            attached(REPORT, b"application/octet-stream", b"report.pdf"),
            attached(b"GIF89a", b"image/gif", b"map.gif"),
        )
    )
    assert document.text.index("this week") < document.text.index("Garissa")
    assert "Not read: map.gif (image/gif, 6 bytes)." in document.notes


def test_html_is_read_where_the_plain_text_only_points_to_it():
    document = open_document(
        mail(
            b"Content-Type: text/plain\r\n\r\nPlease use a modern reader.\r\n",
            b"Content-Type: text/html\r\n\r\n<html><body><script>Oslo</script><p>A bus overturned near Accra on Monday; "
            b"four people were hurt and the road is closed.</p></body></html>\r\n",
        )
    )
    assert "Accra" in document.text
    assert "Oslo" not in document.text


def test_a_message_in_a_message_is_read():
    inner = b"From: c@d.example\r\nSubject: Fire in Lima\r\nDate: Mon, 3 May 2021 08:00:00 -0500\r\n\r\nA market burned down.\r\n"
    document = open_document(
        mail(b"Content-Type: text/plain\r\n\r\n\r\n", b"Content-Type: message/rfc822\r\n\r\n" + inner)
    )
    assert document.title == "Fire in Lima"
    assert document.published == datetime(2021, 5, 3, 13, tzinfo=UTC)
    assert "A market burned down." in document.text


@pytest.mark.parametrize(
    "data",
    [
        mail(
            b"Content-Type: text/plain; charset=no-such\r\n\r\nBombe \xe0 Lom\xe9\r\n",
            subject=b"=?utf-8?b?!!!?=",
        ),
        mail(b"Content-Type: multipart/mixed; boundary=\r\n\r\n--\r\n"),
        mail(
            b"Content-Type: text/plain\r\nContent-Transfer-Encoding: base64\r\n\r\n!!!!\r\n",
            more=b"Date: yesterday\r\n",
        ),
        b"From: a@b.example\nDate: 99 Foo 99999 99:99\nSubject:\n\n",
        b"".join(
            b"Content-Type: multipart/mixed; boundary=b%d\n\n--b%d\n" % (n, n) for n in range(3000)
        ).join([b"From: a\nMIME-Version: 1.0\n", b""]),
    ],
)
def test_a_broken_mail_stops_nothing(data):
    assert open_document(data).kind == "e-mail"


# -- pages ------------------------------------------------------------------------------------------------------------


def test_a_page_is_read_without_scripts_navigation_and_what_is_hidden():
    document = open_document((FOLDER / "page.html").read_bytes())
    assert (document.kind, document.title) == ("page", "Mozambique: Floods in Beira")
    assert document.published == datetime(2019, 3, 18, 5, 30, tzinfo=UTC)
    for gone in ("London", "Paris", "Tokyo", "Berlin", "cookies"):
        assert gone not in document.text


def test_text_that_stands_in_scripts_alone_is_not_read():
    page = (
        '<html><head><title>News of today</title><script type="application/ld+json">{"@type":"NewsArticle",'
        '"articleBody":"A bomb killed ninety people in Cairo on Monday, the police of the city said in a statement."}'
        "</script></head><body><div id='root'></div><noscript>Fire in Oslo</noscript></body></html>"
    )
    document = open_document(page)
    assert document.text in ("", "News of today")
    assert any("holds no text" in note for note in document.notes)
    assert read(page, published=PUBLISHED).places == ()


def test_an_article_is_read_without_what_stands_around_it():
    body = "".join(
        f"<p>Paragraph {n}: the strike of the port workers in Mombasa goes on, the union of the crews said on Monday.</p>"
        for n in range(8)
    )
    page = (
        "<html><head><title>Strike goes on | Daily Example</title></head><body><nav><a href='/'>Paris</a></nav>"
        f"<article><h1>Strike of the port workers goes on</h1>{body}</article><aside><a href='/x'>Oslo: the weather</a></aside>"
        "<footer>© Example, Geneva</footer></body></html>"
    )
    document = open_document(page)
    assert document.title == "Strike of the port workers goes on"
    assert document.text.startswith(document.title)
    assert "Paragraph 7" in document.text
    assert "Geneva" not in document.text
    assert "Paris" not in document.text


def test_a_page_that_states_only_a_day_is_dated_to_its_noon_unless_the_time_given_agrees():
    page = "<html><head><meta name='date' content='2019-03-18'></head><body><p>A bus overturned near Accra on Monday.</p></body></html>"
    assert open_document(page).day == date(2019, 3, 18)
    assert read(page, published=PUBLISHED).published == datetime(2019, 3, 18, 12, tzinfo=UTC)
    same_day = datetime(2019, 3, 18, 21, 5, tzinfo=UTC)
    assert read(page, published=same_day).published == same_day


def test_a_day_to_come_is_no_day_of_publication():
    text = "Kenya: March planned\n5 July 2024\n\nA march is planned in Nairobi."
    assert read(text, published=PUBLISHED).published == PUBLISHED
    assert read(text, published=datetime(2025, 1, 1, tzinfo=UTC)).published == datetime(
        2024, 7, 5, 12, tzinfo=UTC
    )


def test_a_page_of_100_000_nested_blocks_is_read():
    page = f"<html><body>{'<div>' * 100_000}A bomb in Nairobi<script>Paris</script>{'</div>' * 100_000}</body></html>"
    document = open_document(page)
    assert document.text == "A bomb in Nairobi"
    assert any("nested too deep" in note for note in document.notes)


def test_a_page_of_a_million_characters_is_cut():
    page = "<html><body><main>" + "<p>Word of the day in Lagos.</p>" * 60_000 + "</main></body></html>"
    assert len(open_document(page).text) <= MOST_CHARACTERS


# -- CAP, feeds, other XML ----------------------------------------------------------------------------------------------


def test_a_cap_message_is_read_with_its_own_times_area_and_severity():
    document = open_document((FOLDER / "alert.xml").read_bytes())
    assert (document.kind, document.title) == ("cap", "Cyclone nears the coast of Sofala")
    assert (document.severity, document.certainty, document.urgency) == ("Extreme", "Likely", "Expected")
    assert document.country == "MZ"
    reading = read((FOLDER / "alert.xml").read_bytes(), published=PUBLISHED)
    assert reading.published == datetime(2021, 1, 18, 9, tzinfo=UTC)
    assert [part.name for part in reading.sections] == ["Timeframe", "Area", "Event", "Advice", "Sources"]
    assert reading.severity.value == "Extreme"
    assert reading.severity.reason == "The CAP message says so."
    assert reading.countries == ("MZ",)
    said = {(one.start, one.end) for one in reading.times}
    assert datetime(2021, 1, 19, 16, tzinfo=UTC) in {start for start, _ in said}
    assert datetime(2021, 1, 21, 4, tzinfo=UTC) in {end for _, end in said}
    assert any("1 polygon" in note for note in reading.notes)


def test_of_a_cap_message_that_breaks_the_rules_the_words_are_read_and_the_rule_is_named():
    broken = (FOLDER / "alert.xml").read_bytes().replace(b"<status>Actual</status>", b"")
    document = open_document(broken)
    assert document.title == "Cyclone nears the coast of Sofala"
    assert document.published == datetime(2021, 1, 18, 9, tzinfo=UTC)
    assert "near Beira" in document.text
    assert (document.severity, document.country) == ("", "")
    assert "element-missing" in document.notes[1]
    nothing = open_document(
        "<alert xmlns='urn:oasis:names:tc:emergency:cap:1.2'><identifier>1</identifier></alert>"
    )
    assert nothing.text == ""
    assert "cannot be read (element-missing)" in nothing.notes[0]


def test_an_item_of_a_feed_is_read_and_of_a_feed_the_first():
    item = (FOLDER / "item.xml").read_text()
    document = open_document(item)
    assert (document.kind, document.title) == ("feed", "Nepal: Landslide closes road to Pokhara")
    assert document.published == datetime(2021, 7, 5, 23, 30, tzinfo=UTC)
    assert "from Kathmandu to Pokhara" in document.text
    assert "Paris" not in document.text
    feed = "<rss version='2.0'><channel><title>All</title>" + item.partition("?>")[2] * 3 + "</channel></rss>"
    assert "The feed has 3 items; only the first was read." in open_document(feed).notes


@pytest.mark.parametrize("root", ["lolz", "rss", "alert xmlns='urn:oasis:names:tc:emergency:cap:1.2'"])
def test_a_billion_laughs_are_not_laughed(root):
    laughs = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10 if n else "lol"}">' for n in range(10))
    name = root.split()[0]
    document = open_document(
        f"<?xml version='1.0'?><!DOCTYPE {name} [{laughs}]><{root}><identifier>&l9;</identifier></{name}>"
    )
    assert document.text == ""
    assert "DOCTYPE" in document.notes[0]


def test_xml_of_an_unknown_kind_gives_its_words():
    assert (
        open_document("<?xml version='1.0'?><a><b>Bomb in</b><c>Nairobi</c></a>").text == "Bomb in\n\nNairobi"
    )


# -- letters -------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "encoding"),
    [
        ("Explosion près de Lomé, à la gare routière", "windows-1252"),
        ("انفجار في المدينة القديمة وأغلقت الشرطة الطريق", "windows-1256"),
        ("Взрыв произошёл в центре города", "windows-1251"),
        ("Έκρηξη στο κέντρο της πόλης", "windows-1253"),
    ],
)
def test_bytes_of_a_code_page_are_told_by_their_look_and_the_guess_is_said(text, encoding):
    document = open_document(text.encode(encoding))
    assert document.text == text
    assert f"read as {encoding}" in document.notes[0]


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "utf-16-be", "utf-32", "utf-8-sig"])
def test_wide_letters_are_read(encoding):
    document = open_document("Attack near Mosul".encode(encoding))
    assert (document.text, document.notes) == ("Attack near Mosul", ())


def test_letters_decoded_wrongly_before_are_kept_and_named():
    document = open_document("ExplosiÃ³n en BogotÃ¡")
    assert document.text == "ExplosiÃ³n en BogotÃ¡"
    assert "decoded wrongly" in document.notes[0]


def test_marks_that_no_reader_sees_do_not_part_words():
    assert (
        open_document("Explo\xadsion in Nai\u200brobi\u200f\ufeff\r\nToday").text
        == "Explosion in Nairobi\nToday"
    )


@pytest.mark.parametrize(
    ("data", "what"),
    [
        (b"PK\x03\x04 Paris London", "zipped document"),
        (b"{\\rtf1 Paris}", "RTF"),
        (b"\x89PNG\r\n Paris", "picture"),
        (b"\x1f\x8b Paris", "packed file"),
        (bytes(range(32)) * 20 + b"Paris", "no text"),
    ],
)
def test_a_file_that_is_no_text_is_not_read_as_one(data, what):
    document = open_document(data)
    assert document.text == ""
    assert what in document.notes[0]


# -- kinds --------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("given_", "kind"),
    [
        ("", "text"),
        ("Location: Paris\nEvent: A march", "text"),
        ("From: the embassy\nDate: 3 March\nSubject: a march\n\nText", "e-mail"),
        ("a < b > c", "text"),
        ("<p>Hello</p>", "page"),
        ("<!doctype html><title>x</title>", "page"),
        ("<?xml version='1.0'?><!DOCTYPE html><html><body>x</body></html>", "page"),
        ("<rss><channel/></rss>", "feed"),
        (b"\xff\xfe<\x00p\x00>\x00x\x00<\x00/\x00p\x00>\x00", "page"),
        (b"junk\n%PDF-1.4", "pdf"),
        ((FOLDER / "alert.xml").read_bytes(), "cap"),
        ((FOLDER / "reply.eml").read_text(), "e-mail"),
    ],
)
def test_the_kind_is_told_by_the_content(given_, kind):
    assert kind_of(given_) == kind
    assert open_document(given_).kind == kind


def test_a_kind_that_is_given_decides():
    assert open_document("<p>Hello</p>", kind="text/plain; charset=utf-8").text == "<p>Hello</p>"
    assert open_document("Hello", kind="text/html").kind == "page"
    assert open_document("Hello", kind="application/unheard-of").kind == "text"


PIECES = st.sampled_from(
    [
        b"%PDF-1.4\n", b"1 0 obj\n<< /Type /Catalog /Pages 2 0 R >>\nendobj\n", b"xref\n", b"trailer << /Root 1 0 R >>", b"startxref\n9\n%%EOF",
        b"From: a@b\n", b"Subject: x\n", b"Date: Mon, 3 May 2021 08:00:00 +0000\n", b"MIME-Version: 1.0\n", b"\n",
        b"Content-Type: multipart/mixed; boundary=b\n", b"--b\n", b"--b--\n", b"Content-Type: message/rfc822\n",
        b"Content-Transfer-Encoding: base64\n", b"<?xml version='1.0'?>", b"<alert xmlns='urn:oasis:names:tc:emergency:cap:1.2'>",
        b"<identifier>", b"</alert>", b"<rss><channel><item>", b"<title>", b"</item></channel></rss>", b"<!DOCTYPE a [", b"<!ENTITY x 'y'>]>",
        b"<html><body>", b"<div style='display:none'>", b"<script>", b"</script>", b"<p>Nairobi</p>", b"\xff\xfe", b"\xef\xbb\xbf", b"\x00",
        b"Event: ", b"Advice\n", b"---------- Forwarded message ---------\n", b"> quoted\n", b"-- \n", "مرحبا".encode(), b"\xe9", b"&#0;", b"Morocco: ",
    ]
)  # fmt: skip


@settings(max_examples=300, deadline=None)
@given(st.one_of(st.binary(max_size=400), st.lists(PIECES, max_size=30).map(b"".join)))
@example(b"%PDF-" + b"\x00" * 2000)
@example(b"From: a\nMIME-Version: 1.0\nContent-Type: message/rfc822\n\n" * 40)
@example(b"<" * 5000)
def test_no_bytes_stop_the_opening(data):
    document = open_document(data)
    assert len(document.text) <= MOST_CHARACTERS
    document.text.encode("utf-8")
    assert document == open_document(data)


@settings(max_examples=100, deadline=None)
@given(st.text(max_size=300))
def test_no_text_stops_the_opening(text):
    open_document(text).text.encode("utf-8")
