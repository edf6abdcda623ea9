from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from lxml import etree
from signxml import CanonicalizationMethod, DigestAlgorithm, SignatureMethod, XMLSigner

from tocsin.cap import CapError, SigningError, Trust, extract, parse, sign, to_xml, verify
from tocsin.cap.tests.samples import TSUNAMI_11, WEATHER_12

MESSAGE = to_xml(parse(WEATHER_12.encode()))
NOW = datetime(2026, 3, 1, 9, tzinfo=UTC)


def make_signer(name: str, key=None, start: datetime = NOW - timedelta(days=30)) -> tuple[bytes, bytes]:
    key = key or rsa.generate_private_key(public_exponent=65537, key_size=2048)
    subject = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, name)])
    certificate = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(subject)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(start)
        .not_valid_after(start + timedelta(days=365))
        .sign(key, hashes.SHA256())
    )
    pem = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    return pem, certificate.public_bytes(serialization.Encoding.PEM)


@pytest.fixture(scope="module")
def desk():
    return make_signer("desk.example")


@pytest.fixture(scope="module")
def stranger():
    return make_signer("stranger.example")


@pytest.fixture(scope="module")
def signed(desk):
    return sign(MESSAGE, *desk)


def test_a_signed_message_is_trusted_and_still_valid_cap(desk, signed):
    verdict = verify(signed, [desk[1]], at=NOW)
    assert verdict.trusted, verdict.reason
    assert verdict.subject == "CN=desk.example"
    assert parse(signed) == parse(MESSAGE)
    assert parse(verdict.signed) == parse(MESSAGE)


def test_signing_twice_gives_the_same_bytes(desk, signed):
    assert sign(MESSAGE, *desk) == signed


def test_elliptic_keys_sign_as_well():
    key, certificate = make_signer("ec.example", ec.generate_private_key(ec.SECP256R1()))
    assert verify(sign(MESSAGE, key, certificate), [certificate], at=NOW).trusted


def test_the_certificate_in_the_message_is_never_trusted(stranger, desk):
    forged = sign(MESSAGE, *stranger)
    assert verify(forged, [desk[1]], at=NOW).trust is Trust.UNKNOWN_SIGNER
    assert verify(forged, [], at=NOW).trust is Trust.UNKNOWN_SIGNER


def test_one_of_several_pinned_certificates_is_enough(stranger, desk, signed):
    verdict = verify(signed, [stranger[1], desk[1]], at=NOW)
    assert (verdict.trust, verdict.subject) == (Trust.TRUSTED, "CN=desk.example")


@pytest.mark.parametrize(
    ("old", "new"),
    [(b"Stay indoors", b"Stay outside"), (b"50.1,-4.2", b"50.1,-4.3"), (b"Actual", b"Test")],
)
def test_altered_bytes_are_told(desk, signed, old, new):
    assert old in signed
    verdict = verify(signed.replace(old, new), [desk[1]], at=NOW)
    assert verdict.trust is Trust.ALTERED
    assert "was changed after" in verdict.reason


def test_an_expired_certificate_is_told_apart_from_altered_bytes(desk, signed):
    late = NOW + timedelta(days=700)
    verdict = verify(signed, [desk[1]], at=late)
    assert verdict.trust is Trust.EXPIRED
    assert "had expired on 2028-01-30" in verdict.reason
    assert verify(signed, [desk[1]], at=NOW - timedelta(days=60)).trust is Trust.EXPIRED
    assert verify(signed.replace(b"Actual", b"Test"), [desk[1]], at=late).trust is Trust.ALTERED


def test_without_a_time_the_message_is_judged_at_its_own(desk, signed):
    assert verify(signed, [desk[1]]).trusted


def test_an_unsigned_message_says_so(desk):
    assert verify(MESSAGE, [desk[1]], at=NOW).trust is Trust.NOT_SIGNED


def test_a_signature_inside_the_info_is_none_of_the_message(desk, signed):
    root = etree.fromstring(signed)
    root[-2].append(root[-1])
    assert verify(etree.tostring(root), [desk[1]], at=NOW).trust is Trust.NOT_SIGNED


def test_a_signed_message_wrapped_in_another_is_not_trusted(desk, signed):
    outer = etree.fromstring(MESSAGE)
    inner = etree.fromstring(signed)
    outer.append(inner[-1])
    outer[0].text = "FORGED"
    assert verify(etree.tostring(outer), [desk[1]], at=NOW).trust is Trust.ALTERED


def test_a_true_message_carried_in_a_forged_one_vouches_for_nothing_around_it(desk):
    """Signature wrapping: the signature refers to the true message by an Id, and that one lies in a second signature."""
    mark = "{http://www.w3.org/2000/09/xmldsig#}"
    true = etree.fromstring(MESSAGE)
    true.set("Id", "true")
    key = serialization.load_pem_private_key(desk[0], None)
    carried = XMLSigner(c14n_algorithm=CanonicalizationMethod.EXCLUSIVE_XML_CANONICALIZATION_1_0).sign(
        true, key=key, cert=[x509.load_pem_x509_certificate(desk[1])], reference_uri="#true"
    )
    assert verify(etree.tostring(carried), [desk[1]], at=NOW).trusted
    forged = etree.fromstring(MESSAGE.replace(b"<headline>", b"<headline>FORGED "))
    forged.append(carried[-1])
    etree.SubElement(etree.SubElement(forged, f"{mark}Signature"), f"{mark}Object").append(carried)
    data = etree.tostring(forged)
    assert parse(data).infos[0].headline.startswith("FORGED")
    verdict = verify(data, [desk[1]], at=NOW)
    assert not verdict.trusted, verdict.reason


def weak_message(desk) -> bytes:
    class Old(XMLSigner):
        def check_deprecated_methods(self):
            """SHA-1 is what this message is about."""

    signer = Old(
        signature_algorithm=SignatureMethod.RSA_SHA1,
        digest_algorithm=DigestAlgorithm.SHA1,
        c14n_algorithm="http://www.w3.org/TR/2001/REC-xml-c14n-20010315",
    )
    key, certificate = desk
    return etree.tostring(signer.sign(etree.fromstring(MESSAGE), key=key, cert=certificate.decode()))


def test_sha1_is_refused_unless_the_desk_allows_it(desk):
    data = weak_message(desk)
    assert verify(data, [desk[1]], at=NOW).trust is Trust.WEAK
    assert verify(data, [desk[1]], at=NOW, allow_sha1=True).trusted


def test_a_second_signature_does_not_spoil_the_first(desk, stranger, signed):
    root = etree.fromstring(signed)
    relay = etree.fromstring(sign(MESSAGE, *stranger))[-1]
    for place in (len(root), len(root) - 1):
        both = etree.fromstring(etree.tostring(root))
        both.insert(place, relay.__copy__())
        assert verify(etree.tostring(both), [desk[1]], at=NOW).trusted
        assert verify(etree.tostring(both), [stranger[1]], at=NOW).trusted


def test_a_signed_alert_is_still_trusted_when_taken_out_of_a_feed(desk, signed):
    feed = b'<feed xmlns="http://www.w3.org/2005/Atom" xmlns:g="urn:x"><entry><content>'
    feed += signed.partition(b"?>")[2] + b"</content></entry></feed>"
    (message,) = extract(feed).messages
    assert verify(message, [desk[1]], at=NOW).trusted


def test_bytes_that_are_no_message_are_unreadable(desk):
    assert verify(b"nothing", [desk[1]], at=NOW).trust is Trust.UNREADABLE
    broken = sign(MESSAGE, *desk).replace(b"<ds:SignatureValue>", b"<ds:SignatureValue>AAAA")
    assert verify(broken, [desk[1]], at=NOW).trust is Trust.UNKNOWN_SIGNER
    empty = sign(MESSAGE, *desk).replace(b"SignedInfo", b"Something")
    assert verify(empty, [desk[1]], at=NOW).trust is Trust.UNREADABLE


@pytest.mark.parametrize("case", ["key", "certificate", "pair", "twice", "old"])
def test_what_cannot_be_signed_is_named(desk, stranger, signed, case):
    data, key, certificate = MESSAGE, *desk
    if case == "key":
        key = b"no key"
    elif case == "certificate":
        certificate = b"no certificate"
    elif case == "pair":
        certificate = stranger[1]
    elif case == "twice":
        data = signed
    else:
        data = TSUNAMI_11.encode()
    with pytest.raises(SigningError) as caught:
        sign(data, key, certificate)
    assert caught.value.rule == "not-signed"


def test_an_invalid_message_is_not_signed(desk):
    with pytest.raises(CapError):
        sign(MESSAGE.replace(b"Actual", b"Real"), *desk)


def test_a_pinned_certificate_that_cannot_be_read_is_named(signed):
    with pytest.raises(SigningError, match="pinned certificate 1"):
        verify(signed, [b"-----BEGIN CERTIFICATE-----\nxx\n-----END CERTIFICATE-----"], at=NOW)
