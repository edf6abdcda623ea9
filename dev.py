#!/usr/bin/env python3
"""Set up Tocsin and run it, with nothing but Python.

    python3 dev.py run               set up, migrate, load the demo, serve the desk on 127.0.0.1:8000
    python3 dev.py test [ARG ...]    set up, then all checks: lint, types, walls, tests (ARGs go to pytest)
    python3 dev.py evaluate [ARG...] measure how well Tocsin reads (docs/evaluation.md; --help says more)
    python3 dev.py bench NAME ...    measure against other systems (docs/benchmarks.md; NAME: matching, publication ...)
    python3 dev.py tocsin VERB ...   any verb of the command line, for example: tocsin read FILE
    python3 dev.py words             bring the desk's catalogues of words up to date and compile them
    python3 dev.py lock              make the hashed lock files anew (needs uv and a network)

The first call makes .venv from the hashed lock; later ones start at once and need no network.
Only the standard library is used here, so that a fresh clone needs nothing else.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import sys
import time
import venv
from pathlib import Path

ROOT = Path(__file__).resolve().parent
ENVIRONMENT = ROOT / ".venv"
BINARIES = ENVIRONMENT / ("Scripts" if os.name == "nt" else "bin")
PYTHON = BINARIES / ("python.exe" if os.name == "nt" else "python")
RUNTIME_LOCK = ROOT / "requirements.lock"
DEVELOPMENT_LOCK = ROOT / "requirements-dev.lock"


def say(text: str) -> None:
    """Print one line of progress to the terminal at once."""
    print(text, file=sys.stderr, flush=True)


def stamp_of(lock: Path) -> str:
    """Return the digest that tells whether the environment still fits `lock` and this Python."""
    return hashlib.sha256(lock.read_bytes() + sys.version.encode()).hexdigest()


def is_current(lock: Path) -> bool:
    """Tell whether `lock` has been installed into the environment as it stands now."""
    stamp = ENVIRONMENT / f".{lock.name}.sha256"
    return PYTHON.exists() and stamp.is_file() and stamp.read_text() == stamp_of(lock)


def install(lock: Path) -> None:
    """Install every package of `lock` by its hash; leave no half-made stamp behind."""
    packages = sum(1 for line in lock.read_text().splitlines() if "==" in line and line[:1].isalnum())
    say(f"Installing {packages} packages from {lock.name} ...")
    started = time.monotonic()
    uv = shutil.which("uv")
    if uv:
        command = [uv, "pip", "install", "--quiet", "--python", str(PYTHON)]
    else:
        command = [str(PYTHON), "-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--no-deps"]
    result = subprocess.run([*command, "--require-hashes", "-r", str(lock)], check=False)
    if result.returncode:
        sys.exit(
            f"Could not install {lock.name} (the lines above say why).\n"
            "The first run needs a way to the Python package index; when it is back, run the same command again."
        )
    (ENVIRONMENT / f".{lock.name}.sha256").write_text(stamp_of(lock))
    say(f"  done in {time.monotonic() - started:.0f} s")


def set_up(*locks: Path) -> None:
    """Make the virtual environment where there is none, and bring it to what `locks` say."""
    if sys.version_info < (3, 11):
        sys.exit(f"Tocsin needs Python 3.11 or newer; this is {sys.version.split()[0]}.")
    if not PYTHON.exists():
        say("Making the Python environment in .venv ...")
        make_environment()
    for lock in locks:
        if not is_current(lock):
            install(lock)
    link_checkout()


def make_environment() -> None:
    """Make .venv; where this Python lacks the means, say what to install and leave nothing half made."""
    try:
        venv.create(ENVIRONMENT, with_pip=True, clear=True)
    except subprocess.CalledProcessError:
        shutil.rmtree(ENVIRONMENT, ignore_errors=True)
        sys.exit(
            "This Python cannot make an environment: its module ensurepip is missing or fails.\n"
            "On Debian and Ubuntu:  sudo apt install python3-venv\n"
            "Then run the same command again."
        )


def link_checkout() -> None:
    """Let the environment import Tocsin from this checkout, without a build step."""
    site = next(ENVIRONMENT.glob("lib/python3*/site-packages"), ENVIRONMENT / "Lib" / "site-packages")
    link = site / "tocsin-checkout.pth"
    if not link.is_file() or link.read_text().strip() != str(ROOT):
        link.write_text(f"{ROOT}\n")


def run(*command: str) -> int:
    """Run `command` with the environment's programs first on the path; return its exit code."""
    environment = {**os.environ, "PATH": f"{BINARIES}{os.pathsep}{os.environ.get('PATH', '')}"}
    try:
        return subprocess.run(command, env=environment, cwd=Path.cwd(), check=False).returncode
    except KeyboardInterrupt:
        return 130


def test(arguments: list[str]) -> int:
    """Run every check in the order in which it is cheapest to fail; return the first failing exit code."""
    os.chdir(ROOT)
    checks = (
        []
        if arguments
        else [
            ("lint", [str(PYTHON), "-m", "ruff", "check", "."]),
            ("format", [str(PYTHON), "-m", "ruff", "format", "--check", "."]),
            ("types", [str(PYTHON), "-m", "mypy"]),
            ("walls", [str(BINARIES / "lint-imports"), "--no-cache"]),
        ]
    )
    for name, command in checks:
        say(f"-- {name}")
        code = run(*command)
        if code:
            say(f"-- {name} failed")
            return code
    say("-- tests")
    return run(str(PYTHON), "-m", "pytest", *(arguments or ["-n", "auto", "--dist", "loadfile"]))


def bench(arguments: list[str]) -> int:
    """Run the benchmark that the first word names; without one, say which there are."""
    names = sorted(
        path.stem
        for path in (ROOT / "benchmarks").glob("*.py")
        if "def main(" in path.read_text(encoding="utf-8")
    )
    if not arguments or arguments[0] not in names:
        print(f"Name a benchmark: {', '.join(names)}. Each says more with --help.")
        return 0 if not arguments else 2
    return run(str(PYTHON), str(ROOT / "benchmarks" / f"{arguments[0]}.py"), *arguments[1:])


def lock() -> int:
    """Resolve both lock files anew; they name packages and hashes, never an index's address."""
    uv = shutil.which("uv")
    if not uv:
        sys.exit("`dev.py lock` needs uv: install it, then run this again.")
    os.chdir(ROOT)
    resolve = [
        uv, "pip", "compile", "--quiet", "--universal", "--python-version", "3.11", "--generate-hashes",
        "--no-emit-index-url", "--no-emit-find-links", "--no-header", "--extra", "postgresql", "pyproject.toml",
    ]  # fmt: skip
    return run(*resolve, "-o", RUNTIME_LOCK.name) or run(
        *resolve, "--group", "test", "--group", "data", "-c", RUNTIME_LOCK.name, "-o", DEVELOPMENT_LOCK.name
    )


def main() -> int:
    """Do what the first word asks; without one, say what there is."""
    verb, arguments = (sys.argv[1] if len(sys.argv) > 1 else ""), sys.argv[2:]
    if verb == "run":
        set_up(RUNTIME_LOCK)
        return run(str(PYTHON), "-m", "tocsin", "demo", *arguments)
    if verb == "tocsin":
        set_up(RUNTIME_LOCK)
        return run(str(PYTHON), "-m", "tocsin", *arguments)
    if verb == "evaluate":
        set_up(RUNTIME_LOCK)
        return run(str(PYTHON), "-m", "evaluation", *arguments)
    if verb == "bench":
        set_up(RUNTIME_LOCK, DEVELOPMENT_LOCK)
        return bench(arguments)
    if verb == "test":
        set_up(RUNTIME_LOCK, DEVELOPMENT_LOCK)
        return test(arguments)
    if verb == "words":
        set_up(RUNTIME_LOCK, DEVELOPMENT_LOCK)
        os.chdir(ROOT)
        return run(str(PYTHON), "-m", "training.catalogues")
    if verb == "lock":
        return lock()
    print(__doc__.strip())
    return 0 if verb in ("", "-h", "--help", "help") else 2


if __name__ == "__main__":
    sys.exit(main())
