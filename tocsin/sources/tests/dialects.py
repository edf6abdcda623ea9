"""Feeds and messages in the dialects that are met in the wild, in our own words."""

from __future__ import annotations

from collections.abc import Iterable

from tocsin.sources.tests.server import Server


def rss(items: Iterable[str], head: str = "") -> str:
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        '<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/" '
        'xmlns:dc="http://purl.org/dc/elements/1.1/">\n'
        f"<channel><title>Atlas Courier</title><link>https://courier.example/</link>{head}\n"
        + "\n".join(items)
        + "\n</channel></rss>"
    )


def rss_item(number: int = 1, title: str = "", text: str = "", guid: str = "", date: str = "") -> str:
    return (
        f"<item><title>{title or f'Road closed near Kenitra ({number})'}</title>"
        f"<link>https://courier.example/{number}</link>"
        f'<guid isPermaLink="false">{guid or f"courier-{number}"}</guid>'
        f"<pubDate>{date or 'Sat, 15 Jul 2017 09:30:00 +0100'}</pubDate>"
        f"<description><![CDATA[<p>{text or 'Water covers the road; police turn cars back.'}</p>"
        "<script>alert(1)</script>]]></description></item>"
    )


def atom(entries: Iterable[str]) -> str:
    return (
        '<?xml version="1.0" encoding="utf-8"?>\n<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="fr">'
        "<title>Veille</title><id>urn:veille</id><updated>2017-07-15T10:00:00Z</updated>"
        + "".join(entries)
        + "</feed>"
    )


def atom_entry(number: int = 1, text: str = "Une manifestation est prévue à Rabat.") -> str:
    return (
        f"<entry><id>urn:veille:{number}</id><title>Manifestation à Rabat</title>"
        f'<link href="/notes/{number}"/><published>2017-07-15T08:00:00Z</published>'
        f'<updated>2017-07-15T09:00:00Z</updated><content type="html">&lt;p&gt;{text}&lt;/p&gt;</content></entry>'
    )


RDF = """<?xml version="1.0" encoding="ISO-8859-1"?>
<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/"
 xmlns:dc="http://purl.org/dc/elements/1.1/">
<channel rdf:about="https://hafen.example/"><title>Hafen</title><link>https://hafen.example/</link>
<items><rdf:Seq><rdf:li rdf:resource="https://hafen.example/1"/></rdf:Seq></items></channel>
<item rdf:about="https://hafen.example/1"><title>Hafen f\xfcr Stunden gesperrt</title>
<link>https://hafen.example/1</link><dc:date>2017-07-14T22:10:00+02:00</dc:date>
<description>Ein Kran ist umgest\xfcrzt.</description></item></rdf:RDF>"""


def cap(
    identifier: str = "storm-1",
    *,
    sent: str = "2017-07-15T08:00:00-00:00",
    status: str = "Actual",
    message_type: str = "Alert",
    references: str = "",
    expires: str = "2017-07-16T18:00:00-00:00",
    description: str = "Gusts up to 140 km/h are expected on the coast north of Casablanca.",
    polygon: str = "33.5,-7.8 34.2,-7.8 34.2,-6.6 33.5,-6.6 33.5,-7.8",
    note: str = "",
) -> str:
    refers = f"<references>{references}</references>" if references else ""
    noted = f"<note>{note}</note>" if note else ""
    return f"""<?xml version="1.0" encoding="UTF-8"?>
<alert xmlns="urn:oasis:names:tc:emergency:cap:1.2">
  <identifier>{identifier}</identifier><sender>weather@atlas.example</sender><sent>{sent}</sent>
  <status>{status}</status><msgType>{message_type}</msgType><scope>Public</scope>{noted}{refers}
  <info>
    <language>fr-MA</language><category>Met</category><event>Vent fort</event><urgency>Expected</urgency>
    <severity>Severe</severity><certainty>Likely</certainty>
    <onset>2017-07-15T18:00:00-00:00</onset><expires>{expires}</expires>
    <headline>Vent fort sur la côte</headline><description>Rafales attendues.</description>
    <area><areaDesc>Côte</areaDesc><polygon>{polygon}</polygon></area>
  </info>
  <info>
    <language>en</language><category>Met</category><event>Storm</event><urgency>Expected</urgency>
    <severity>Severe</severity><certainty>Likely</certainty>
    <onset>2017-07-15T18:00:00-00:00</onset><expires>{expires}</expires>
    <headline>Storm on the Atlantic coast</headline><description>{description}</description>
    <instruction>Stay indoors and away from the shore.</instruction>
    <area><areaDesc>Coast north of Casablanca</areaDesc><polygon>{polygon}</polygon></area>
  </info>
</alert>"""


def named(identifier: str = "storm-1", sent: str = "2017-07-15T08:00:00-00:00") -> str:
    return f"weather@atlas.example,{identifier},{sent}"


def index(server: Server, links: Iterable[str]) -> str:
    """A CAP hub's Atom index: one entry a message, each with a link to it."""
    return atom(
        f"<entry><id>urn:hub:{link}</id><title>Warning</title><updated>2017-07-15T09:00:00Z</updated>"
        f'<link type="application/cap+xml" href="{server.address(link)}"/></entry>'
        for link in links
    )
