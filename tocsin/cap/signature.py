"""Signing messages and verifying them against the certificates a desk trusts.

Enveloped XML-DSig (W3C XML Signature, section 6.6.4), as OASIS CAP 1.2, section 3.3.4.1, prescribes.
"""

from __future__ import annotations

import copy
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from lxml import etree
from signxml import (
    CanonicalizationMethod,
    DigestAlgorithm,
    InvalidDigest,
    InvalidInput,
    InvalidSignature,
    SignatureConfiguration,
    SignatureMethod,
    XMLSigner,
    XMLVerifier,
)

from tocsin.cap.document import load
from tocsin.cap.errors import CapError, SigningError
from tocsin.cap.parsing import message_from
from tocsin.cap.structure import SIGNATURE_NAMESPACE
from tocsin.cap.times import as_utc, parse_time
from tocsin.recorded import Blank, recorded

_SIGNED = recorded("Signed by %(subject)s, unchanged since.")
_WEAK = recorded("The signature rests on %(weak)s, which can be forged. Ask the sender for SHA-256.")
_ALTERED = recorded(
    "The message was changed after %(subject)s signed it. Do not rely on it; fetch it again from its sender."
)
_NOT_BY = recorded("The signature is not by %(subject)s, or was changed itself (%(error)s).")
_UNREADABLE = recorded("The signature cannot be read: %(error)s.")
_PART_ONLY = recorded("The signature does not cover the whole message.")
_OTHER_MESSAGE = recorded("The signature covers another message than the one it stands in.")
_NOT_YET = recorded(
    "The signature is by %(subject)s and the message unchanged, but its certificate was not yet valid on %(moment)s (valid %(start)s to %(end)s). Pin the sender's current one.",
    moment=Blank.MOMENT,
    start=Blank.MOMENT,
    end=Blank.MOMENT,
)
_EXPIRED = recorded(
    "The signature is by %(subject)s and the message unchanged, but its certificate had expired on %(moment)s (valid %(start)s to %(end)s). Pin the sender's current one.",
    moment=Blank.MOMENT,
    start=Blank.MOMENT,
    end=Blank.MOMENT,
)

_SIGNATURE_TAG = f"{{{SIGNATURE_NAMESPACE}}}Signature"
# What vouches for whole messages: RSA and ECDSA; never a shared secret (HMAC).
_METHODS = frozenset(
    method for method in SignatureMethod if method.name.startswith(("RSA", "ECDSA")) or "_RSA_" in method.name
)
_WEAK_METHODS = frozenset(method for method in _METHODS if "SHA1" in method.name)
_WEAK_DIGESTS = frozenset(digest for digest in DigestAlgorithm if "SHA1" in digest.name)


class Trust(StrEnum):
    """What verification says of a message."""

    TRUSTED = "trusted"
    NOT_SIGNED = "not-signed"
    ALTERED = "altered"
    EXPIRED = "expired"
    UNKNOWN_SIGNER = "unknown-signer"
    WEAK = "weak"
    UNREADABLE = "unreadable"


@dataclass(frozen=True, slots=True)
class Verification:
    """The verdict on a message's signature, with its reason.

    Only TRUSTED is good. `subject` and `fingerprint` (SHA-256, hex) name the pinned certificate that decided,
    where one did; `signed` are the bytes the signature covers, which alone may be relied on.
    """

    trust: Trust
    reason: str
    subject: str = ""
    fingerprint: str = ""
    signed: bytes = b""

    @property
    def trusted(self) -> bool:
        """Return whether a pinned, valid certificate vouches for the whole message."""
        return self.trust is Trust.TRUSTED


def sign(data: bytes, key_pem: bytes, certificate_pem: bytes) -> bytes:
    """Return the CAP 1.2 message `data` with an enveloped signature at its end (RSA or ECDSA with SHA-256).

    `key_pem` is an unencrypted private key, `certificate_pem` the certificate that goes into the signature.
    Raises `SigningError` when either cannot be read, they do not belong together, the certificate is not valid
    when the message is sent, or the message is signed already or not CAP 1.2; and like `parse` when `data` is no valid message. The same key, certificate and
    message give the same bytes with RSA; ECDSA has a random part.
    """
    root = load(data)
    message = message_from(root)
    if message.version != "1.2":
        raise SigningError(
            f"CAP {message.version} has no place for a signature. Write the message in CAP 1.2 first."
        )
    if _signatures(root):
        raise SigningError("The message is signed already. Sign the message as it was before its signature.")
    key = _read_key(key_pem)
    certificate = _read_certificate(certificate_pem, "certificate")
    if _public_bytes(key.public_key()) != _public_bytes(certificate.public_key()):
        raise SigningError(
            f"The key does not belong to the certificate of {certificate.subject.rfc4514_string()}. "
            "Give the key that the certificate was made for."
        )
    _refuse_outside_validity(certificate, message.sent)
    is_rsa = isinstance(key, rsa.RSAPrivateKey)
    signer = XMLSigner(
        signature_algorithm=SignatureMethod.RSA_SHA256 if is_rsa else SignatureMethod.ECDSA_SHA256,
        digest_algorithm=DigestAlgorithm.SHA256,
        c14n_algorithm=CanonicalizationMethod.EXCLUSIVE_XML_CANONICALIZATION_1_0,
    )
    signed = signer.sign(root, key=key, cert=[certificate])
    return etree.tostring(signed, encoding="UTF-8", xml_declaration=True)


def _refuse_outside_validity(certificate: x509.Certificate, sent: datetime) -> None:
    first, last = certificate.not_valid_before_utc, certificate.not_valid_after_utc
    if not first <= sent <= last:
        raise SigningError(
            f"The certificate of {certificate.subject.rfc4514_string()} is valid from {first:%Y-%m-%d %H:%M} to "
            f"{last:%Y-%m-%d %H:%M} UTC, and the message is sent at {sent:%Y-%m-%d %H:%M} UTC. Get a new certificate."
        )


def verify(
    data: bytes,
    certificates: Sequence[bytes],
    *,
    at: datetime | None = None,
    allow_sha1: bool = False,
) -> Verification:
    """Return whether one of `certificates` (PEM or DER, pinned by the desk) vouches for the message in `data`.

    A certificate or key inside the message is never trusted. The certificate must be valid at `at` (an aware
    time: give the time of receipt); without it, at the time the message says it was sent. With several
    signatures one trusted one is enough. `allow_sha1` accepts signatures with SHA-1, which many old systems
    still make and which can be forged at some cost. Works for CAP 1.1 with a signature as well, which its schema refuses.
    Raises `SigningError` when a pinned certificate cannot be read; a message that cannot be read is UNREADABLE.
    """
    pinned = [_read_certificate(each, f"pinned certificate {n}") for n, each in enumerate(certificates, 1)]
    try:
        root = load(data)
        moment = as_utc(at) if at is not None else _sent(root)
    except CapError as error:
        return Verification(Trust.UNREADABLE, error.sentence)
    if not _signatures(root):
        return Verification(Trust.NOT_SIGNED, "The message carries no signature of its own.")
    verdicts = [
        _verify_one(reading, certificate, moment, allow_sha1)
        for reading in _readings(root)
        for certificate in pinned
    ]
    if not verdicts:
        return Verification(
            Trust.UNKNOWN_SIGNER, "The message is signed, and no certificate is pinned for its sender."
        )
    order = (Trust.TRUSTED, Trust.ALTERED, Trust.EXPIRED, Trust.WEAK, Trust.UNREADABLE, Trust.UNKNOWN_SIGNER)
    return min(verdicts, key=lambda verdict: order.index(verdict.trust))


def _verify_one(
    root: etree._Element, certificate: x509.Certificate, moment: datetime, allow_sha1: bool
) -> Verification:
    subject = certificate.subject.rfc4514_string()
    fingerprint = certificate.fingerprint(hashes.SHA256()).hex()
    start, end = certificate.not_valid_before_utc, certificate.not_valid_after_utc

    def verdict(trust: Trust, reason: str, signed: bytes = b"") -> Verification:
        return Verification(trust, reason, subject, fingerprint, signed)

    weak = _weak_algorithms(root)
    if weak and not allow_sha1:
        return verdict(Trust.WEAK, _WEAK % {"weak": weak})
    configuration = SignatureConfiguration(
        location="./",
        signature_methods=_METHODS if allow_sha1 else _METHODS - _WEAK_METHODS,
        digest_algorithms=frozenset(DigestAlgorithm)
        if allow_sha1
        else frozenset(DigestAlgorithm) - _WEAK_DIGESTS,
        # Validity in time is judged below, so that an expired certificate and altered bytes are told apart.
        verification_time=start,
        ignore_ambiguous_key_info=True,
        default_reference_c14n_method=CanonicalizationMethod.CANONICAL_XML_1_0,
    )
    try:
        result = XMLVerifier().verify(root, x509_cert=certificate, expect_config=configuration)
    except InvalidDigest:
        return verdict(
            Trust.ALTERED,
            _ALTERED % {"subject": subject},
        )
    except InvalidSignature as error:
        return verdict(Trust.UNKNOWN_SIGNER, _NOT_BY % {"subject": subject, "error": error})
    except (InvalidInput, etree.DocumentInvalid, ValueError, TypeError, AttributeError) as error:
        return verdict(Trust.UNREADABLE, _UNREADABLE % {"error": error})
    if isinstance(result, list) or result.signed_xml is None or result.signed_xml.tag != root.tag:
        return verdict(Trust.UNREADABLE, _PART_ONLY)
    # A true message that is only carried along, as in a second signature, vouches for nothing around it.
    if _without_signatures(result.signed_xml) != _without_signatures(root):
        return verdict(Trust.UNREADABLE, _OTHER_MESSAGE)
    if not start <= moment <= end:
        reason = (_NOT_YET if moment < start else _EXPIRED) % {
            "subject": subject,
            "moment": f"{moment:%Y-%m-%d %H:%M} UTC",
            "start": f"{start:%Y-%m-%d}",
            "end": f"{end:%Y-%m-%d}",
        }
        return verdict(Trust.EXPIRED, reason)
    return verdict(Trust.TRUSTED, _SIGNED % {"subject": subject}, result.signed_data)


def _signatures(root: etree._Element) -> list[etree._Element]:
    return root.findall(_SIGNATURE_TAG)


def _readings(root: etree._Element) -> Iterator[etree._Element]:
    """Yield copies of `root` with each signature first, once without the others and once with all of them.

    Signatures vouch for the message and never for each other here, so the others may be left out; they are kept
    as well because a later signature may have been made over an earlier one. The order in the file says nothing:
    relays put their own first as often as last.
    """
    count = len(_signatures(root))
    for number in range(count):
        yield _with_first(root, number, keep_others=False)
        if count > 1:
            yield _with_first(root, number, keep_others=True)


def _with_first(root: etree._Element, number: int, *, keep_others: bool) -> etree._Element:
    alone = copy.deepcopy(root)
    signatures = _signatures(alone)
    wanted = signatures[number]
    for other in signatures:
        if other is not wanted and not keep_others:
            _remove(other)
    if keep_others and number:
        _remove(wanted)
        signatures[0].addprevious(wanted)
    # Some systems write an Id with a space, which is no Id. The attribute is in nothing that is signed.
    wanted.attrib.pop("Id", None)
    return alone


def _remove(element: etree._Element) -> None:
    """Take `element` out and leave the text behind it in place."""
    previous, parent = element.getprevious(), element.getparent()
    if parent is None:
        return
    if element.tail:
        if previous is not None:
            previous.tail = (previous.tail or "") + element.tail
        else:
            parent.text = (parent.text or "") + element.tail
    element.tail = None
    parent.remove(element)


def _weak_algorithms(root: etree._Element) -> str:
    signature = _signatures(root)[0]
    named = {element.get("Algorithm", "") for element in signature.iter(etree.Element)}
    return "SHA-1" if any(name.endswith("sha1") for name in named) else ""


def _without_signatures(root: etree._Element) -> bytes:
    """Every word of the message in one spelling (Exclusive XML Canonicalization), without comments and signatures."""
    plain = copy.deepcopy(root)
    for signature in _signatures(plain):
        _remove(signature)
    return etree.tostring(plain, method="c14n", exclusive=True, with_comments=False)


def _sent(root: etree._Element) -> datetime:
    text = next((element.text or "" for element in root.iterfind("{*}sent")), "")
    return parse_time(text, where="sent")


def _read_key(pem: bytes) -> rsa.RSAPrivateKey | ec.EllipticCurvePrivateKey:
    try:
        key = serialization.load_pem_private_key(pem, password=None)
    except (ValueError, TypeError) as error:
        raise SigningError(
            f"The signing key cannot be read ({error}). Give an unencrypted key in PEM."
        ) from error
    if not isinstance(key, rsa.RSAPrivateKey | ec.EllipticCurvePrivateKey):
        raise SigningError("The signing key is of a kind that is not used for CAP. Give an RSA or ECDSA key.")
    return key


def _read_certificate(data: bytes, what: str) -> x509.Certificate:
    try:
        if b"-----BEGIN" in data:
            return x509.load_pem_x509_certificate(data)
        return x509.load_der_x509_certificate(data)
    except ValueError as error:
        raise SigningError(f"The {what} cannot be read ({error}). Give it in PEM.") from error


def _public_bytes(key: object) -> bytes:
    if not isinstance(key, rsa.RSAPublicKey | ec.EllipticCurvePublicKey):
        return b""
    return key.public_bytes(serialization.Encoding.DER, serialization.PublicFormat.SubjectPublicKeyInfo)
