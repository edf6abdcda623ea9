"""Profiles: what single systems ask of a CAP message beyond the standard, as named sets of rules that are switched on one by one.

Each rule has the profile's id before its own. Sources: WMO's guidance for the register of alerting authorities and the Alert Hub
('wmo'); OASIS CAP v1.2 IPAWS Profile 1.0 ('ipaws'); Canadian Profile CAP-CP, introduction and rules, beta 0.4 ('cap-cp');
Australian Profile CAP-AU-STD 1.0 ('cap-au'); Google Public Alerts, CAP profile 1.0 ('google'). The lists of event and
location codes that they name are not part of Tocsin: that a code of the right list is there is looked at, not its value.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from tocsin.cap.area import CapArea
from tocsin.cap.errors import UnknownProfile
from tocsin.cap.finding import Finding, FindingSeverity
from tocsin.cap.message import Info, Message
from tocsin.cap.vocabulary import Certainty, MsgType, Scope, Severity, Status, Urgency

ERROR, WARNING, ADVICE = FindingSeverity.ERROR, FindingSeverity.WARNING, FindingSeverity.ADVICE
_ADDRESS = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+", re.ASCII)
_AU_EVENTS = "https://govshare.gov.au/xmlui/handle/10772/6495"
_AU_CODE = "urn:oasis:names:tc:emergency:cap:1.2:profile:CAP-AU:1.0"
_SPEAKS = {MsgType.ALERT, MsgType.UPDATE, MsgType.CANCEL}

#: Where a rule is broken, and what is wrong with it there.
Departures = Iterator[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class ProfileRule:
    """One rule of a profile: its id, how much a departure matters, what it asks, and the check over a message."""

    id: str
    severity: FindingSeverity
    asks: str
    check: Callable[[Message], Departures]


@dataclass(frozen=True, slots=True)
class Profile:
    """One profile: id, name, the document it is taken from, and its rules."""

    id: str
    name: str
    document: str
    rules: tuple[ProfileRule, ...]


def check_profiles(message: Message, profiles: Iterable[str]) -> tuple[Finding, ...]:
    """Return every departure of `message` from the named profiles, profile by profile, in the order of their rules.

    Raises UnknownProfile for a name that is none of `PROFILES`.
    """
    return tuple(
        Finding(rule.id, rule.severity, where, f"{where} {what} ({profile.name}.)")
        for profile in map(profile_named, profiles)
        for rule in profile.rules
        for where, what in rule.check(message)
    )


def profile_named(name: str) -> Profile:
    """Return the profile with that id. Raises UnknownProfile, which lists those that there are."""
    try:
        return PROFILES[name]
    except KeyError:
        raise UnknownProfile(f"There is no profile {name!r}. Choose among {', '.join(PROFILES)}.") from None


def _infos(message: Message) -> Iterator[tuple[str, Info]]:
    return ((f"alert/info[{number}]", info) for number, info in enumerate(message.infos, 1))


def _areas(message: Message) -> Iterator[tuple[str, CapArea]]:
    for where, info in _infos(message):
        for number, area in enumerate(info.areas, 1):
            yield f"{where}/area[{number}]", area


def _missing(field: str, element: str, words: str) -> Callable[[Message], Departures]:
    """The check that each info block has `element`."""

    def check(message: Message) -> Departures:
        for where, info in _infos(message):
            if not getattr(info, field):
                yield f"{where}/{element}", f"is missing. {words}"

    return check


def _info_missing(message: Message) -> Departures:
    if message.msg_type in _SPEAKS and not message.infos:
        yield "alert", "has no info block. Say what it is about."


def _references_missing(message: Message) -> Departures:
    if message.msg_type in (MsgType.UPDATE, MsgType.CANCEL) and not message.references:
        yield "alert/references", "names no earlier message. Name all that are still in force."


def _same(field: str, element: str) -> Callable[[Message], Departures]:
    """The check that all info blocks have the same values of `element`."""

    def check(message: Message) -> Departures:
        for where, info in list(_infos(message))[1:]:
            if set(getattr(info, field)) != set(getattr(message.infos[0], field)):
                yield (
                    f"{where}/{element}",
                    "differs from the first info block. One message is about one event.",
                )

    return check


def _event_by_language(message: Message) -> Departures:
    first: dict[str, str] = {}
    for where, info in _infos(message):
        if first.setdefault(info.language.lower(), info.event) != info.event:
            yield (
                f"{where}/event",
                "differs from the event of another block in the same language. Make them one.",
            )


def _code(begin: str) -> Callable[[Message], Departures]:
    def check(message: Message) -> Departures:
        if not any(code.startswith(begin) for code in message.codes):
            yield "alert/code", f"does not name the profile. Add the code {begin}."

    return check


def _event_code(begin: str, words: str) -> Callable[[Message], Departures]:
    def check(message: Message) -> Departures:
        for where, info in _infos(message):
            if not any(name.startswith(begin) for name, _value in info.event_codes):
                yield f"{where}/eventCode", f"has none of {words}. Add one under the name {begin}."

    return check


def _no_shape(message: Message) -> Departures:
    for where, info in _infos(message):
        if info.areas and not any(area.polygons or area.circles for area in info.areas):
            yield f"{where}/area", "has neither polygon nor circle. Draw one: codes alone are coarse."


def _unknown(field: str, element: str, word: object) -> Callable[[Message], Departures]:
    def check(message: Message) -> Departures:
        for where, info in _infos(message):
            if getattr(info, field) is word:
                yield f"{where}/{element}", "is Unknown. Say it as well as you can judge."

    return check


def _same_event_code(message: Message) -> Departures:
    for where, info in _infos(message):
        codes = [value for name, value in info.event_codes if name == "SAME"]
        if len(codes) != 1 or not re.fullmatch(r"[A-Z]{3}", codes[0]):
            yield (
                f"{where}/eventCode",
                "has not exactly one code of three letters under the name SAME. Give one.",
            )


def _same_geocode(message: Message) -> Departures:
    for where, area in _areas(message):
        if not any(name == "SAME" and re.fullmatch(r"\d{6}", value) for name, value in area.geocodes):
            yield f"{where}/geocode", "has no location code of six digits under the name SAME. Add one."


def _eas_org(message: Message) -> Departures:
    for where, info in _infos(message):
        if not any(name == "EAS-ORG" for name, _value in info.parameters):
            yield f"{where}/parameter", "has no EAS-ORG. What is to be broadcast needs one."


def _onset_ignored(message: Message) -> Departures:
    for where, info in _infos(message):
        if info.onset is not None and info.onset > message.sent:
            yield f"{where}/onset", "is passed over by IPAWS: the alert holds from when it is sent."


def _canadian_location(message: Message) -> Departures:
    for where, area in _areas(message):
        if not any(
            name.startswith(("profile:CAP-CP:Location:", "layer:EC:1.0:CLC")) for name, _ in area.geocodes
        ):
            yield (
                f"{where}/geocode",
                "has no code of the list of locations. Add one under profile:CAP-CP:Location:0.3.",
            )


def _two_languages(message: Message) -> Departures:
    said = {info.language.lower() for info in message.infos}
    if message.infos and not ({"en-ca", "en-us", "en"} & said and {"fr-ca", "fr"} & said):
        yield "alert/info", "is not there in English and in French. Add a block for the other language."


def _language_missing(message: Message) -> Departures:
    for where, info in _infos(message):
        if info.language.lower() not in ("en-ca", "fr-ca"):
            yield f"{where}/language", f"is {info.language!r}. Write en-CA or fr-CA."


def _one_australian_event(message: Message) -> Departures:
    codes = {value for info in message.infos for name, value in info.event_codes if name == _AU_EVENTS}
    if len(codes) > 1:
        yield (
            "alert/info/eventCode",
            "names more than one event of the national list. Send one message for each.",
        )


def _effective_on_cancel(message: Message) -> Departures:
    for where, info in _infos(message):
        if message.msg_type is MsgType.CANCEL and info.effective is not None:
            yield f"{where}/effective", "stands in a Cancel. Leave it out."


def _sender_address(message: Message) -> Departures:
    if not _ADDRESS.fullmatch(message.sender):
        yield "alert/sender", "is no address of the form name@agency. Use one that names the agency."


def _test_not_broadcast(message: Message) -> Departures:
    if message.status is Status.TEST:
        yield "alert/status", "is Test: such a message is logged and not passed on."


def _not_public(message: Message) -> Departures:
    if message.scope is not Scope.PUBLIC:
        yield "alert/scope", f"is {message.scope}. Only Public messages are passed on."


def _headline_140(message: Message) -> Departures:
    for where, info in _infos(message):
        if len(info.headline) > 140:
            yield f"{where}/headline", f"has {len(info.headline)} characters. Cut it to 140."


def _texts_alike(one: str, other: str, element: str) -> Callable[[Message], Departures]:
    def check(message: Message) -> Departures:
        for where, info in _infos(message):
            if getattr(info, one) and getattr(info, one) == getattr(info, other):
                yield f"{where}/{element}", f"says the same as {other}. Say more, or leave it out."

    return check


def _circle_point(message: Message) -> Departures:
    for where, area in _areas(message):
        for number, circle in enumerate(area.circles, 1):
            if re.search(r" 0+(?:\.0*)?$", circle.text):
                yield (
                    f"{where}/circle[{number}]",
                    "has no radius. Draw the area in which people are to be told.",
                )


def _identifier_unnamed(message: Message) -> Departures:
    if not re.match(r"urn:oid:2\.49\.0\.\d+(?:\.\d+)+", message.identifier):
        yield (
            "alert/identifier",
            "is not under an authority's OID. Begin it with urn:oid:2.49.0 and your number in the register.",
        )


def _oasis_event(message: Message) -> Departures:
    for where, info in _infos(message):
        if not any(name.startswith("OET:") for name, _value in info.event_codes):
            yield f"{where}/eventCode", "has none of OASIS' event terms. Add one under the name OET:v1.2."


def _area_missing(message: Message) -> Departures:
    if message.msg_type is MsgType.CANCEL:
        return
    for where, info in _infos(message):
        if not info.areas:
            yield f"{where}/area", "is missing. Say where it applies."


_EXPIRES = _missing("expires", "expires", "Say until when it applies.")
_SENDER_NAME = _missing("sender_name", "senderName", "Name the agency as the public knows it.")
_RESPONSE = _missing("response_types", "responseType", "Say what kind of act is asked for.")
_INSTRUCTION = _missing("instruction", "instruction", "Tell people what to do.")
_DESCRIPTION = _missing("description", "description", "Say what is happening.")


def _rules(
    profile: str, *rows: tuple[str, FindingSeverity, str, Callable[[Message], Departures]]
) -> tuple[ProfileRule, ...]:
    return tuple(
        ProfileRule(f"{profile}-{name}", severity, asks, check) for name, severity, asks, check in rows
    )


def _profile(
    identifier: str,
    name: str,
    document: str,
    *rows: tuple[str, FindingSeverity, str, Callable[[Message], Departures]],
) -> tuple[str, Profile]:
    return identifier, Profile(identifier, name, document, _rules(identifier, *rows))


PROFILES: dict[str, Profile] = dict(
    (
        _profile(
            "wmo", "WMO and Alert Hub", "WMO guidance on CAP for the Register of Alerting Authorities and the Alert Hub",
            ("identifier-oid", ADVICE, "The identifier begins with the authority's OID in the register.", _identifier_unnamed),
            ("scope-public", ERROR, "Messages that are passed on are Public.", _not_public),
            ("info-missing", ERROR, "Alert, Update and Cancel have an info block.", _info_missing),
            ("references-missing", ERROR, "Update and Cancel name the messages they are about.", _references_missing),
            ("expires-missing", ERROR, "Every info block says when it expires.", _EXPIRES),
            ("event-term", ADVICE, "The event has a code of OASIS' list of event terms.", _oasis_event),
            ("sender-name-missing", WARNING, "Every info block names its sender.", _SENDER_NAME),
            ("area-missing", ERROR, "Every info block has an area.", _area_missing),
            ("area-shape", WARNING, "An area has a polygon or a circle.", _no_shape),
            ("web-missing", ADVICE, "Every info block leads to a page.", _missing("web", "web", "Lead to the page with more.")),
        ),
        _profile(
            "ipaws", "IPAWS 1.0", "OASIS CAP v1.2 IPAWS Profile, version 1.0",
            ("code", ERROR, "code holds IPAWSv1.0.", _code("IPAWSv1.0")),
            ("references-missing", ERROR, "Update and Cancel name the messages they are about.", _references_missing),
            ("category-same", ERROR, "All info blocks have the same categories.", _same("categories", "category")),
            ("event-code-same", ERROR, "All info blocks have the same event codes.", _same("event_codes", "eventCode")),
            ("event-code", ERROR, "Every info block has exactly one SAME event code of three letters.", _same_event_code),
            ("expires-missing", ERROR, "Every info block says when it expires.", _EXPIRES),
            ("area-missing", ERROR, "Every info block has an area.", _area_missing),
            ("geocode", WARNING, "Every area has a SAME location code of six digits.", _same_geocode),
            ("eas-org", WARNING, "What is to be broadcast has the parameter EAS-ORG.", _eas_org),
            ("onset-ignored", ADVICE, "An onset in the future is not relied on.", _onset_ignored),
            ("description-missing", WARNING, "Every info block has a description.", _DESCRIPTION),
            ("instruction-missing", WARNING, "Every info block has an instruction.", _INSTRUCTION),
        ),
        _profile(
            "cap-cp", "CAP-CP 0.4", "Canadian Profile of CAP, introduction and rule set, beta 0.4",
            ("code", ERROR, "code names the version of the profile.", _code("profile:CAP-CP:")),
            ("info-missing", ERROR, "Alert, Update and Cancel have an info block.", _info_missing),
            ("references-missing", ERROR, "Update and Cancel name the messages they are about.", _references_missing),
            ("event-code-same", ERROR, "All info blocks have the same event codes.", _same("event_codes", "eventCode")),
            ("event-code", ERROR, "Every info block has a code of the list of events.", _event_code("profile:CAP-CP:Event:", "the codes of the list of events")),
            ("language", WARNING, "Every info block says its language.", _language_missing),
            ("two-languages", ADVICE, "There is a block in English and one in French.", _two_languages),
            ("area-missing", ERROR, "Every info block has an area.", _area_missing),
            ("geocode", ERROR, "Every area has a code of the list of locations.", _canadian_location),
            ("area-shape", ADVICE, "An area has a polygon or a circle.", _no_shape),
            ("expires-missing", WARNING, "Every info block says when it expires.", _EXPIRES),
            ("sender-name-missing", WARNING, "Every info block names its sender.", _SENDER_NAME),
            ("response-missing", ADVICE, "Every info block has a response type.", _RESPONSE),
            ("instruction-missing", ADVICE, "Every info block has an instruction.", _INSTRUCTION),
        ),
        _profile(
            "cap-au", "CAP-AU 1.0", "Australian Profile CAP-AU-STD, version 1.0",
            ("code", ERROR, "code names the profile.", _code(_AU_CODE)),
            ("info-missing", ERROR, "Alert, Update and Cancel have an info block.", _info_missing),
            ("references-missing", ERROR, "Update and Cancel name the messages they are about.", _references_missing),
            ("category-same", ERROR, "All info blocks have the same categories.", _same("categories", "category")),
            ("event-code-same", ERROR, "All info blocks have the same event codes.", _same("event_codes", "eventCode")),
            ("event-code", ERROR, "Every info block has a code of the national list of events.", _event_code(_AU_EVENTS, "the codes of the national list of events")),
            ("event-one", ERROR, "A message is about one event of the list.", _one_australian_event),
            ("event-same", ERROR, "Blocks in one language name the same event.", _event_by_language),
            ("effective-on-cancel", ERROR, "A Cancel has no effective time.", _effective_on_cancel),
            ("area-missing", ERROR, "Every info block has an area.", _area_missing),
            ("area-shape", ADVICE, "An area has a polygon or a circle.", _no_shape),
            ("sender-address", WARNING, "The sender is an address that names the agency.", _sender_address),
            ("status-test", ADVICE, "A Test is not passed on.", _test_not_broadcast),
            ("expires-missing", WARNING, "Every info block says when it expires.", _EXPIRES),
            ("sender-name-missing", WARNING, "Every info block names its sender.", _SENDER_NAME),
            ("response-missing", ADVICE, "Every info block has a response type.", _RESPONSE),
            ("instruction-missing", ADVICE, "Every info block has an instruction.", _INSTRUCTION),
        ),
        _profile(
            "google", "Google Public Alerts", "Google Public Alerts, CAP profile 1.0",
            ("info-missing", ERROR, "There is an info block.", _info_missing),
            ("references-missing", ERROR, "Update and Cancel name the messages they are about.", _references_missing),
            ("category-same", ERROR, "All info blocks have the same categories.", _same("categories", "category")),
            ("event-code-same", ERROR, "All info blocks have the same event codes.", _same("event_codes", "eventCode")),
            ("event-same", ERROR, "Blocks in one language name the same event.", _event_by_language),
            ("description-missing", ERROR, "Every info block has a description.", _DESCRIPTION),
            ("web-missing", ERROR, "Every info block leads to a page.", _missing("web", "web", "Lead to the page with more.")),
            ("expires-missing", ERROR, "Every info block says when it expires.", _EXPIRES),
            ("area-missing", ERROR, "Every info block has an area.", _area_missing),
            ("area-shape", ADVICE, "An area has a polygon or a circle.", _no_shape),
            ("circle-point", ADVICE, "A circle has a radius.", _circle_point),
            ("sender-name-missing", WARNING, "Every info block names its sender.", _SENDER_NAME),
            ("response-missing", WARNING, "Every info block has a response type.", _RESPONSE),
            ("instruction-missing", WARNING, "Every info block has an instruction.", _INSTRUCTION),
            ("headline-long", WARNING, "A headline has at most 140 characters.", _headline_140),
            ("description-alike", ADVICE, "Description and headline differ.", _texts_alike("description", "headline", "description")),
            ("instruction-alike", ADVICE, "Instruction and description differ.", _texts_alike("instruction", "description", "instruction")),
            ("urgency-unknown", WARNING, "Urgency is not Unknown.", _unknown("urgency", "urgency", Urgency.UNKNOWN)),
            ("severity-unknown", WARNING, "Severity is not Unknown.", _unknown("severity", "severity", Severity.UNKNOWN)),
            ("certainty-unknown", WARNING, "Certainty is not Unknown.", _unknown("certainty", "certainty", Certainty.UNKNOWN)),
            ("contact-missing", ADVICE, "Every info block says whom to ask.", _missing("contact", "contact", "Say whom people may ask.")),
        ),
    )
)  # fmt: skip
