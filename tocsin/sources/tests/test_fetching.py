from __future__ import annotations

import gzip
import os
import socket
import ssl
import zlib
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID
from hypothesis import given
from hypothesis import strategies as st

from tocsin.sources import connection, errors
from tocsin.sources.addresses import shown, why_not_public
from tocsin.sources.fetching import LIMITS, Conditional, fetch
from tocsin.sources.tests.server import HOST, Server, dripping, endless
from tocsin.sources.unpacking import Limits

QUICK = Limits(seconds=1.0)


def test_a_page_comes_with_its_type_and_version_and_the_next_time_only_if_it_changed(server: Server) -> None:
    address = server.put(
        "/a", "<rss/>", headers={"ETag": '"v1"'}, content_type="text/xml; charset=ISO-8859-1"
    )
    first = fetch(address, private_hosts=[HOST])
    assert (first.body, first.content_type, first.charset, first.etag) == (
        b"<rss/>",
        "text/xml",
        "iso-8859-1",
        '"v1"',
    )
    second = fetch(address, conditional=first.conditional, private_hosts=[HOST])
    assert second.is_unchanged
    assert second.body == b""
    assert second.etag == '"v1"'
    assert server.requests[1][1]["if-none-match"] == '"v1"'


def test_last_modified_is_asked_with_too(server: Server) -> None:
    address = server.put("/a", "x", headers={"Last-Modified": "Sat, 15 Jul 2017 08:00:00 GMT"})
    fetch(address, conditional=fetch(address, private_hosts=[HOST]).conditional, private_hosts=[HOST])
    assert server.requests[1][1]["if-modified-since"] == "Sat, 15 Jul 2017 08:00:00 GMT"


@pytest.mark.parametrize("coding", ["gzip", "deflate", "raw deflate"])
def test_packed_answers_are_unpacked(server: Server, coding: str) -> None:
    body = b"<rss>" + b"words that repeat " * 1000
    raw = zlib.compressobj(wbits=-15)
    packed = {
        "gzip": gzip.compress(body),
        "deflate": zlib.compress(body),
        "raw deflate": raw.compress(body) + raw.flush(),
    }[coding]
    address = server.put("/a", packed, headers={"Content-Encoding": coding.split()[-1]})
    assert fetch(address, private_hosts=[HOST]).body == body


def test_redirects_are_followed_and_the_last_address_is_told(server: Server) -> None:
    server.put("/new", "here")
    address = server.put("/old", status=301, headers={"Location": "/new"})
    fetched = fetch(address, private_hosts=[HOST])
    assert fetched.body == b"here"
    assert fetched.address == server.address("/new")


def test_a_redirect_to_a_private_address_is_refused(server: Server) -> None:
    for target in (
        "http://10.0.0.8/",
        "http://169.254.169.254/latest/meta-data/",
        "http://[::1]/",
        "http://2130706433/",
    ):
        address = server.put("/a", status=302, headers={"Location": target})
        with pytest.raises(errors.PrivateAddressRefused, match="private hosts"):
            fetch(address, private_hosts=[HOST])


def test_a_redirect_to_a_file_or_another_scheme_is_refused(server: Server) -> None:
    for target in ("file:///etc/hostname", "ftp://example.org/x", "gopher://example.org/"):
        address = server.put("/a", status=302, headers={"Location": target})
        with pytest.raises(errors.SchemeRefused):
            fetch(address, private_hosts=[HOST])


def test_a_ring_of_redirects_ends(server: Server) -> None:
    address = server.put("/a", status=302, headers={"Location": "/a"})
    with pytest.raises(errors.RedirectRefused, match="more than 5 times"):
        fetch(address, private_hosts=[HOST])
    assert server.asked("/a") == 6


@pytest.mark.parametrize(
    "host", ["127.0.0.1", "localhost", "0.0.0.0", "[::1]", "[::ffff:127.0.0.1]", "0x7f.1", "127.1"]
)
def test_this_machine_is_not_fetched_from_unless_named(server: Server, host: str) -> None:
    with pytest.raises((errors.PrivateAddressRefused, errors.HostUnknown, errors.AddressInvalid)):
        fetch(f"http://{host}:{server.port}/a")
    assert server.requests == []


def test_the_address_that_was_checked_is_the_one_connected_to(server: Server) -> None:
    server.put("/a", "pinned")
    answers = [[HOST], ["203.0.113.9"]]
    fetched = fetch(
        f"http://feeds.example:{server.port}/a",
        private_hosts=["feeds.example"],
        resolve=lambda host, port: answers.pop(0),
    )
    assert fetched.body == b"pinned"
    assert len(answers) == 1, "the host is looked up once"
    assert server.requests[0][1]["host"] == f"feeds.example:{server.port}"


def test_a_host_with_one_private_address_among_public_ones_is_refused() -> None:
    with pytest.raises(errors.PrivateAddressRefused, match=r"192\.168\.1\.4"):
        fetch("http://feeds.example/", resolve=lambda host, port: ["93.184.215.14", "192.168.1.4"])


def test_an_unknown_host_is_named() -> None:
    def nobody(host: str, port: int) -> list[str]:
        raise socket.gaierror("Name or service not known")

    with pytest.raises(errors.HostUnknown, match=r"feeds\.example"):
        fetch("http://feeds.example/", resolve=nobody)


def test_a_server_that_drips_its_body_is_cut_off_by_the_clock(server: Server) -> None:
    head = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nConnection: close\r\n\r\n"
    address = server.put("/slow", serve=dripping(server, head, b"a"))
    with pytest.raises(errors.TimeUp, match="within 1 s"):
        fetch(address, private_hosts=[HOST], limits=QUICK)


def test_a_server_that_drips_its_headers_is_cut_off_too(server: Server) -> None:
    address = server.put("/slow", serve=dripping(server, b"HTTP/1.1 200 OK\r\nX-Slow: ", b"a"))
    with pytest.raises(errors.TimeUp):
        fetch(address, private_hosts=[HOST], limits=QUICK)


def test_a_page_of_200_megabytes_is_cut_off_at_the_limit(server: Server) -> None:
    address = server.put("/huge", serve=endless(server, 200_000_000))
    with pytest.raises(errors.TooLarge, match="more than 8,000,000 bytes"):
        fetch(address, private_hosts=[HOST])
    assert server.sent < 50_000_000


def test_a_length_that_is_announced_too_large_is_not_even_read(server: Server) -> None:
    def serve(handler: BaseHTTPRequestHandler) -> None:
        handler.wfile.write(b"HTTP/1.1 200 OK\r\nContent-Length: 209715200\r\n\r\n")
        handler.close_connection = True

    with pytest.raises(errors.TooLarge):
        fetch(server.put("/huge", serve=serve), private_hosts=[HOST])


@pytest.mark.parametrize("coding", ["gzip", "deflate"])
def test_a_compression_bomb_is_not_unpacked(server: Server, coding: str) -> None:
    body = b"\0" * 100_000_000
    packed = gzip.compress(body) if coding == "gzip" else zlib.compress(body)
    address = server.put("/bomb", packed, headers={"Content-Encoding": coding})
    with pytest.raises(errors.CompressionBomb):
        fetch(address, private_hosts=[HOST])


def test_a_packed_answer_that_ends_early_or_is_broken_is_named(server: Server) -> None:
    whole = gzip.compress(os.urandom(5000))
    for body in (whole[:-200], b"no gzip at all"):
        address = server.put("/a", body, headers={"Content-Encoding": "gzip"})
        with pytest.raises(errors.CompressionBroken):
            fetch(address, private_hosts=[HOST])
    address = server.put("/a", whole, headers={"Content-Encoding": "br"})
    with pytest.raises(errors.CompressionBroken, match="'br'"):
        fetch(address, private_hosts=[HOST])


def test_a_status_that_is_no_document_is_named_with_the_time_to_wait(server: Server) -> None:
    address = server.put("/a", status=503, headers={"Retry-After": "120"})
    with pytest.raises(errors.StatusRefused, match="503") as caught:
        fetch(address, private_hosts=[HOST])
    assert caught.value.rule == "http-503"
    assert caught.value.retry_after == 120


def test_a_connection_that_breaks_off_is_named(server: Server) -> None:
    def serve(handler: BaseHTTPRequestHandler) -> None:
        handler.wfile.write(b"HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\nonly this")
        handler.close_connection = True

    with pytest.raises(errors.ConnectionFailed):
        fetch(server.put("/a", serve=serve), private_hosts=[HOST])


def test_a_port_where_nobody_listens_is_named() -> None:
    with socket.socket() as free:
        free.bind((HOST, 0))
        port = free.getsockname()[1]
    with pytest.raises(errors.ConnectionFailed, match=str(port)):
        fetch(f"http://{HOST}:{port}/", private_hosts=[HOST])


def test_credentials_go_to_their_own_origin_and_into_no_message(server: Server) -> None:
    address = f"http://user:word@{HOST}:{server.port}/a?apikey=hidden&page=2"
    with pytest.raises(errors.StatusRefused) as caught:
        fetch(address, private_hosts=[HOST])
    assert server.requests[0][1]["authorization"].startswith("Basic ")
    for secret in ("user", "word", "hidden"):
        assert secret not in str(caught.value)
    assert "page=2" in str(caught.value)


def test_credentials_do_not_follow_a_redirect_to_another_origin(server: Server) -> None:
    server.put("/b", "x")
    server.put("/a", status=302, headers={"Location": f"http://other.example:{server.port}/b"})
    fetch(
        f"http://user:word@{HOST}:{server.port}/a",
        private_hosts=[HOST, "other.example"],
        resolve=lambda host, port: [HOST],
    )
    assert "authorization" not in server.requests[1][1]


@pytest.mark.parametrize(
    "address", ["", "http://", "https:///x", "http://a:b:c/", "http://[::1", "no scheme", "javascript:1"]
)
def test_what_is_no_address_is_named(address: str) -> None:
    with pytest.raises((errors.AddressInvalid, errors.SchemeRefused)):
        fetch(address)


def test_a_file_is_read_only_inside_its_folder(tmp_path: Path) -> None:
    folder = tmp_path / "feeds"
    folder.mkdir()
    (folder / "a.xml").write_text("<rss/>")
    (tmp_path / "secret.txt").write_text("secret")
    (folder / "link.xml").symlink_to(tmp_path / "secret.txt")
    os.mkfifo(folder / "pipe")
    address = (folder / "a.xml").as_uri()
    first = fetch(address, folder=folder)
    assert first.body == b"<rss/>"
    assert fetch(address, folder=folder, conditional=first.conditional).is_unchanged
    with pytest.raises(errors.SchemeRefused):
        fetch(address)
    for name in ("../secret.txt", "link.xml", "pipe", "absent.xml", "."):
        with pytest.raises(errors.FileRefused):
            fetch(f"file://{folder}/{name}", folder=folder)
    with pytest.raises(errors.TooLarge):
        fetch(address, folder=folder, limits=Limits(document_bytes=3))


@pytest.mark.parametrize(
    "address",
    [
        "0.0.0.0", "10.1.2.3", "100.64.0.1", "127.8.8.8", "169.254.1.1", "172.16.0.1", "192.0.0.1", "192.168.0.1",
        "198.18.0.1", "224.0.0.1", "239.255.255.250", "240.0.0.1", "255.255.255.255", "::", "::1", "::7f00:1",
        "fe80::1", "fe80::1%eth0", "fc00::1", "fd12::1", "fec0::1", "ff02::1", "::ffff:10.0.0.1", "::ffff:8.8.8.8",
        "64:ff9b::a00:1", "64:ff9b:1::1", "2002:a00:1::", "2001::1", "2001:db8::1", "nonsense", "",
    ],
)  # fmt: skip
def test_addresses_that_are_not_public(address: str) -> None:
    assert why_not_public(address)


@pytest.mark.parametrize("address", ["8.8.8.8", "93.184.215.14", "2606:4700::1111", "2a00:1450:4001::1"])
def test_addresses_that_are_public(address: str) -> None:
    assert why_not_public(address) == ""


@given(st.ip_addresses(v=4))
def test_no_mapped_form_of_any_address_is_public(ip: object) -> None:
    assert why_not_public(f"::ffff:{ip}")


@given(st.text(max_size=80))
def test_showing_an_address_never_fails(text: str) -> None:
    shown(text)
    shown(f"https://{text}")


def test_conditional_headers_are_empty_where_nothing_is_known() -> None:
    assert Conditional().headers == {}
    assert LIMITS.redirects == 5


@pytest.fixture
def certificate(tmp_path: Path) -> Path:
    """A certificate for feeds.example that signs itself, with its key, in one file."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "feeds.example")])
    now = datetime.now(UTC)
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(7)
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName("feeds.example")]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .sign(key, hashes.SHA256())
    )
    path = tmp_path / "both.pem"
    private = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    path.write_bytes(private + made.public_bytes(serialization.Encoding.PEM))
    return path


@pytest.fixture
def tls_server(server: Server, certificate: Path) -> Server:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate)
    assert server.listener is not None
    server.listener.socket = context.wrap_socket(server.listener.socket, server_side=True)
    server.put("/a", "over TLS")
    return server


def test_a_certificate_that_nobody_vouches_for_is_refused(tls_server: Server) -> None:
    with pytest.raises(errors.CertificateRefused, match="does not verify"):
        _fetch_tls("feeds.example", tls_server)
    assert tls_server.requests == []


def test_a_certificate_is_verified_for_the_name_though_an_address_is_connected_to(
    tls_server: Server, certificate: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    context = ssl.create_default_context(cafile=str(certificate))
    monkeypatch.setattr(connection, "verifying_context", lambda: context)
    assert _fetch_tls("feeds.example", tls_server) == b"over TLS"
    with pytest.raises(errors.CertificateRefused, match="other"):
        _fetch_tls("other.example", tls_server)


def _fetch_tls(host: str, server: Server) -> bytes:
    address = f"https://{host}:{server.port}/a"
    return fetch(address, private_hosts=[host], resolve=lambda name, port: [HOST]).body
