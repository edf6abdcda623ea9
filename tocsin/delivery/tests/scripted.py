"""A server on loopback that does with each connection exactly what a test says."""

from __future__ import annotations

import socket
import socketserver
import ssl
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from pathlib import Path

#: Is given each connection and its number, from 1; it is closed at the end.
Script = Callable[[socket.socket, int], None]


class ScriptedServer(socketserver.ThreadingTCPServer):
    """Counts the connections, and plays `script` on each."""

    allow_reuse_address = daemon_threads = True

    def __init__(self, script: Script) -> None:
        super().__init__(("127.0.0.1", 0), _Connection)
        self.script, self.connections = script, 0
        self._lock = threading.Lock()

    @property
    def port(self) -> int:
        return int(self.server_address[1])

    def number(self) -> int:
        with self._lock:
            self.connections += 1
            return self.connections

    def handle_error(self, *_: object) -> None:
        """A client that hangs up is no fault."""


class _Connection(socketserver.BaseRequestHandler):
    server: ScriptedServer

    def handle(self) -> None:
        self.server.script(self.request, self.server.number())


@contextmanager
def serving(script: Script) -> Iterator[ScriptedServer]:
    """Serve within the block."""
    server = ScriptedServer(script)
    threading.Thread(target=lambda: server.serve_forever(0.02), daemon=True).start()
    try:
        yield server
    finally:
        server.shutdown()
        server.server_close()


def certificate_for(name: str, folder: Path, *, days: float = 1) -> tuple[Path, Path]:
    """Write a certificate for `name` that signs itself and ends in `days` (less than 0: it has ended), and its key."""
    from cryptography import x509
    from cryptography.hazmat.primitives import hashes, serialization
    from cryptography.hazmat.primitives.asymmetric import ec
    from cryptography.x509.oid import NameOID

    key = ec.generate_private_key(ec.SECP256R1())
    subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
    today = datetime.now().astimezone()
    made = (
        x509.CertificateBuilder()
        .subject_name(subject).issuer_name(subject).public_key(key.public_key()).serial_number(7)
        .not_valid_before(today - timedelta(days=9)).not_valid_after(today + timedelta(days=days))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName(name)]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )  # fmt: skip
    certificate, private = folder / "server.pem", folder / "server.key"
    certificate.write_bytes(made.public_bytes(serialization.Encoding.PEM))
    private.write_bytes(
        key.private_bytes(
            serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
        )
    )
    return certificate, private


def server_context(certificate: tuple[Path, Path]) -> ssl.SSLContext:
    """Return what a server encrypts with."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(*certificate)
    return context
