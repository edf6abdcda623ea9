"""What opening an encrypted address costs: AES-256-GCM as Tocsin does it, beside Fernet, in one run.

    python3 dev.py bench sealing [--addresses 20000] [--json]

Each line says how long one took to seal and to open, in microseconds, the median of five rounds.
"""

from __future__ import annotations

import argparse
import json
import os
import statistics
import time
from collections.abc import Callable

from cryptography.fernet import Fernet

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tocsin.project.settings")

ROUNDS = 5


def _microseconds(act: Callable[[str], str], values: list[str]) -> float:
    rounds = []
    for _ in range(ROUNDS):
        began = time.perf_counter()
        for value in values:
            act(value)
        rounds.append((time.perf_counter() - began) / len(values) * 1e6)
    return round(statistics.median(rounds), 1)


def main() -> None:
    """Measure, and print a line for each way."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--addresses", type=int, default=20_000)
    parser.add_argument("--json", action="store_true", help="one JSON object a line")
    arguments = parser.parse_args()
    from tocsin.accounts.secrets import decrypt, encrypt

    fernet = Fernet(Fernet.generate_key())
    addresses = [f"person.{number}@harbour.example" for number in range(arguments.addresses)]
    for way, seal, unseal in (
        ("fernet", lambda text: fernet.encrypt(text.encode()).decode(), lambda text: fernet.decrypt(text).decode()),
        ("tocsin", encrypt, decrypt),
    ):  # fmt: skip
        sealed = [seal(address) for address in addresses]
        line = {
            "run": way,
            "seal_us": _microseconds(seal, addresses),
            "open_us": _microseconds(unseal, sealed),
            "characters": len(sealed[0]),
        }
        print(
            json.dumps(line) if arguments.json else "  ".join(f"{key} {value}" for key, value in line.items())
        )


if __name__ == "__main__":
    main()
