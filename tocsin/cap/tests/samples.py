"""Messages of our own in the dialects that authorities write."""

from __future__ import annotations

WEATHER_12 = """<?xml version="1.0" encoding="UTF-8"?>
<alert xmlns="urn:oasis:names:tc:emergency:cap:1.2">
  <identifier>2.49.0.1.999.0.2026.03.01.0815</identifier>
  <sender>warnings@weather.example</sender>
  <sent>2026-03-01T09:15:00+01:00</sent>
  <status>Actual</status>
  <msgType>Update</msgType>
  <source>Forecast office, Port Alder</source>
  <scope>Public</scope>
  <code>profile:example:1.0</code>
  <references>warnings@weather.example,2.49.0.1.999.0.2026.03.01.0600,2026-03-01T07:00:00+01:00</references>
  <incidents>"Storm Quill" surge-7</incidents>
  <info>
    <language>en-GB</language>
    <category>Met</category>
    <event>Storm</event>
    <responseType>Shelter</responseType>
    <responseType>Monitor</responseType>
    <urgency>Expected</urgency>
    <severity>Severe</severity>
    <certainty>Likely</certainty>
    <eventCode><valueName>OET:v1.2</valueName><value>OET-149</value></eventCode>
    <effective>2026-03-01T09:15:00+01:00</effective>
    <onset>2026-03-01T15:00:00+01:00</onset>
    <expires>2026-03-02T06:00:00+01:00</expires>
    <senderName>Example Weather Service</senderName>
    <headline>Storm Quill reaches the coast this afternoon</headline>
    <description>Gusts of 110 km/h are expected on the coast between Port Alder and Hale.</description>
    <instruction>Stay indoors after 15:00. Keep away from the sea wall.</instruction>
    <web>https://weather.example/warnings/0815</web>
    <contact>+00 000 000</contact>
    <parameter><valueName>awareness_level</valueName><value>3; orange; Severe</value></parameter>
    <area>
      <areaDesc>Coast from Port Alder to Hale</areaDesc>
      <polygon>50.1,-4.2 50.4,-4.2 50.4,-3.6 50.1,-3.6 50.1,-4.2</polygon>
      <geocode><valueName>EMMA_ID</valueName><value>XX001</value></geocode>
    </area>
  </info>
  <info>
    <language>fr-FR</language>
    <category>Met</category>
    <event>Tempête</event>
    <responseType>Shelter</responseType>
    <urgency>Expected</urgency>
    <severity>Severe</severity>
    <certainty>Likely</certainty>
    <expires>2026-03-02T06:00:00+01:00</expires>
    <headline>La tempête Quill atteint la côte cet après-midi</headline>
    <instruction>Restez à l'abri après 15 heures.</instruction>
    <area>
      <areaDesc>Côte de Port Alder à Hale</areaDesc>
      <circle>50.25,-3.9 30</circle>
    </area>
  </info>
</alert>
"""

TSUNAMI_11 = """<?xml version="1.0" encoding="UTF-8"?>
<cap:alert xmlns:cap="urn:oasis:names:tc:emergency:cap:1.1">
  <cap:identifier>TSU-2026-0042</cap:identifier>
  <cap:sender>centre@tsunami.example</cap:sender>
  <cap:sent>2026-05-04T03:10:30.5Z</cap:sent>
  <cap:status>Actual</cap:status>
  <cap:msgType>Alert</cap:msgType>
  <cap:scope>Public</cap:scope>
  <cap:info>
    <cap:category>Geo</cap:category>
    <cap:event>Tsunami warning</cap:event>
    <cap:urgency>Immediate</cap:urgency>
    <cap:severity>Extreme</cap:severity>
    <cap:certainty>Possible</cap:certainty>
    <cap:expires>2026-05-04T09:00:00Z</cap:expires>
    <cap:headline>A tsunami may reach the east coast within the hour</cap:headline>
    <cap:instruction>Leave the shore for ground above 30 metres.</cap:instruction>
    <cap:resource>
      <cap:resourceDesc>Arrival times</cap:resourceDesc>
      <cap:uri>https://tsunami.example/arrival.txt</cap:uri>
    </cap:resource>
    <cap:area>
      <cap:areaDesc>East coast</cap:areaDesc>
      <cap:polygon>-18.0,178.5 -16.0,178.5 -16.0,-178.5 -18.0,-178.5 -18.0,178.5</cap:polygon>
      <cap:altitude>sea level</cap:altitude>
    </cap:area>
  </cap:info>
</cap:alert>
"""

OLD_10 = """<?xml version="1.0"?>
<alert xmlns="http://www.incident.com/cap/1.0">
  <identifier>OLD-7</identifier>
  <sender>duty@county.example</sender>
  <sent>2004-06-01T10:00:00-07:00</sent>
  <status>Actual</status>
  <msgType>Alert</msgType>
  <password>open sesame</password>
  <info>
    <event>Chemical leak</event>
    <urgency>Immediate</urgency>
    <severity>Severe</severity>
    <certainty>Very Likely</certainty>
    <eventCode>SAME=HMW</eventCode>
    <headline>Chlorine leak at the rail yard</headline>
    <area>
      <areaDesc>Rail yard</areaDesc>
      <circle>38.0,-120.0 2.5</circle>
      <geocode>FIPS6=006009</geocode>
    </area>
  </info>
</alert>
"""


def weather(**changes: str) -> bytes:
    """Return the weather message with each key of `changes` (an element name) set to a new text."""
    text = WEATHER_12
    for name, content in changes.items():
        start = text.index(f"<{name}>") + len(name) + 2
        text = text[:start] + content + text[text.index(f"</{name}>", start) :]
    return text.encode()


def without(name: str, text: str = WEATHER_12) -> bytes:
    """Return the weather message without the first element of that name."""
    start = text.index(f"<{name}>")
    return (text[:start] + text[text.index(f"</{name}>") + len(name) + 3 :]).encode()


def ring(count: int) -> str:
    """Return a closed polygon of `count` positions on a circle, as CAP writes it."""
    from math import cos, pi, sin

    points = [
        f"{10 + sin(2 * pi * i / (count - 1)):.6f},{20 + cos(2 * pi * i / (count - 1)):.6f}"
        for i in range(count - 1)
    ]
    return " ".join([*points, points[0]])
