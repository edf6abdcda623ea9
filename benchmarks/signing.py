"""What a DKIM signature costs: Tocsin's own beside dkimpy's, over the same mail with the same key, in one run.

    python3 dev.py bench signing [--mails 200] [--json]

Each line says how long one signature took, in microseconds, the median of five rounds.
"""

from __future__ import annotations

import argparse
import json
import os
import statistics
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import dkim
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tocsin.project.settings")

ROUNDS = 5
MAIL = (
    b"From: <alerts@desk.example>\r\nTo: <m@field.example>\r\nSubject: [Warning] Kenya: march\r\n"
    b"Message-ID: <1@desk.example>\r\n\r\n" + b"Stay away from the city centre, and answer.\r\n" * 100
)


def _microseconds(sign: Callable[[bytes], object], count: int) -> float:
    rounds = []
    for _ in range(ROUNDS):
        began = time.perf_counter()
        for _ in range(count):
            sign(MAIL)
        rounds.append((time.perf_counter() - began) / count * 1e6)
    return round(statistics.median(rounds))


def main() -> None:
    """Measure, and print a line for each way."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--mails", type=int, default=200, help="signatures in each round")
    parser.add_argument("--json", action="store_true", help="one JSON object a line")
    arguments = parser.parse_args()
    import django

    django.setup()
    from tocsin.delivery.channels.dkim_signature import DkimSigner

    key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    pem = key.private_bytes(Encoding.PEM, PrivateFormat.TraditionalOpenSSL, NoEncryption())
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "key.pem"
        path.write_bytes(pem)
        own = DkimSigner(str(path), "s", "desk.example").signed
        ways = {"dkimpy": lambda mail: dkim.sign(mail, b"s", b"desk.example", pem), "tocsin": own}
        for name, sign in ways.items():
            line = {"run": name, "sign_us": _microseconds(sign, arguments.mails)}
            print(json.dumps(line) if arguments.json else f"{name}: {line['sign_us']} us a signature")


if __name__ == "__main__":
    main()
