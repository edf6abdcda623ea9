"""What a page costs the web server, with listeners attached to its live door and without.

    python3 dev.py bench web [--listeners 500] [--requests 500] [--database postgresql] [--json]

Plays the demo's week into a folder of its own, then starts `tocsin serve` on a free port of loopback and asks for one page
after the other over connections that stay open. `cpu_ms` is the processor time of the server's process for one request
(of PostgreSQL's processes nothing is counted), `memory_mb` what the process holds. Each page is asked without listeners first,
then with them. The load comes from this process, on the same machine: requests a second are a lower bound.
"""

from __future__ import annotations

import argparse
import asyncio
import http.client
import json
import os
import re
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.parse
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
_ANALYST = {"login": "ana@lanternharbour.example", "password": "ring-the-bell-2017"}
_CONNECTIONS = 4
_TICKS = os.sysconf("SC_CLK_TCK")
_READY = "Tocsin is at"


def main() -> int:
    """Fill an instance, serve it, measure every page twice."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--listeners", type=int, default=500)
    parser.add_argument("--requests", type=int, default=500)
    parser.add_argument("--database", choices=["sqlite", "postgresql"], default="sqlite")
    parser.add_argument("--json", action="store_true")
    arguments = parser.parse_args()
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="tocsin-bench-")))
        folder.chmod(0o711)
        environment = {**os.environ, "TOCSIN_HOME": str(folder / "home"), "PYTHONPATH": str(ROOT)}
        environment.pop("TOCSIN_DATABASE_URL", None)
        if arguments.database == "postgresql":
            import postgresql_server

            server = stack.enter_context(postgresql_server.server(folder / "postgresql"))
            address = f"postgresql://bench@127.0.0.1:{server.info.port}/bench"
            environment["TOCSIN_DATABASE_URL"] = address
        _fill(folder, environment)
        port, pid = stack.enter_context(_served(folder, environment))
        asyncio.run(_measure(port, pid, _token(environment), arguments))
    return 0


def _show(line: dict[str, Any], *, as_json: bool) -> None:
    if as_json:
        print(json.dumps(line), flush=True)
        return
    print(
        f"{line['page']:26} {line['listeners']:4} listeners {line['per_second']:6}/s {line['cpu_ms']:7.2f} ms"
        f" {line['memory_mb']:7.1f} MB",
        flush=True,
    )


def _token(environment: dict[str, str]) -> str:
    """A token of the API that may read alerts."""
    command = [sys.executable, "-m", "tocsin", "token", "add", "bench", "alerts:read"]
    made = subprocess.run(command, env=environment, cwd=ROOT, capture_output=True, text=True, check=True)
    found = re.search(r"tocsin_\S+", made.stdout)
    if found is None:
        raise RuntimeError(f"No token was made: {made.stdout}")
    return found[0]


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _fill(folder: Path, environment: dict[str, str]) -> None:
    """Play the demo's week, and stop when it is there."""
    said = folder / "demo.log"
    with said.open("w") as log:
        process = _tocsin("demo", _free_port(), environment, log)
        try:
            _wait(process, said, lambda: _READY in said.read_text(), seconds=400)
        finally:
            _end(process)


@contextmanager
def _served(folder: Path, environment: dict[str, str]) -> Iterator[tuple[int, int]]:
    port, said = _free_port(), folder / "serve.log"
    with said.open("w") as log:
        process = _tocsin("serve", port, environment, log)
        try:
            _wait(process, said, lambda: _answers(port), seconds=60)
            yield port, process.pid
        finally:
            _end(process)


def _tocsin(verb: str, port: int, environment: dict[str, str], log: Any) -> subprocess.Popen[bytes]:
    command = [sys.executable, "-m", "tocsin", verb, "--port", str(port)]
    return subprocess.Popen(command, env=environment, cwd=ROOT, stdout=log, stderr=log)


def _wait(process: subprocess.Popen[bytes], said: Path, ready: Any, *, seconds: float) -> None:
    until = time.monotonic() + seconds
    while not ready():
        if process.poll() is not None or time.monotonic() > until:
            raise RuntimeError(f"The server did not come up: {said.read_text()[-2000:]}")
        time.sleep(0.1)


def _answers(port: int) -> bool:
    try:
        socket.create_connection(("127.0.0.1", port), timeout=1).close()
    except OSError:
        return False
    return True


def _end(process: subprocess.Popen[bytes]) -> None:
    process.send_signal(signal.SIGTERM)
    process.wait(20)


def _fetch(
    port: int, path: str, form: dict[str, str] | None = None, cookie: str = ""
) -> tuple[http.client.HTTPResponse, str]:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
    headers = {"Cookie": cookie, "Content-Type": "application/x-www-form-urlencoded"}
    body = urllib.parse.urlencode(form) if form else None
    connection.request("POST" if form else "GET", path, body, headers)
    answer = connection.getresponse()
    text = answer.read().decode()
    connection.close()
    return answer, text


def _cookies(answer: http.client.HTTPResponse) -> str:
    return "; ".join(value.split(";")[0] for value in answer.headers.get_all("Set-Cookie", []))


def _pages(port: int, token: str) -> list[tuple[str, str, str, int]]:
    """Each page: its name, its path, more headers, the status that it must answer with."""
    slug = re.search(r'/alerts/([\w-]+)/"', _fetch(port, "/")[1])
    if slug is None:
        raise RuntimeError("The list of alerts names none; the demo's week was not played.")
    page = f"/alerts/{slug[1]}/"
    tag = _fetch(port, page)[0].headers["ETag"]
    answer, text = _fetch(port, "/account/login/")
    csrf = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', text)
    if csrf is None:
        raise RuntimeError("The page to sign in on has no form.")
    form = {**_ANALYST, "csrfmiddlewaretoken": csrf[1]}
    signed = _cookies(_fetch(port, "/account/login/", form, _cookies(answer))[0])
    return [
        ("alert page", page, "", 200),
        ("alert page, not modified", page, f"If-None-Match: {tag}\r\n", 304),
        ("public list", "/", "", 200),
        ("Atom feed", "/feeds/atom.xml", "", 200),
        ("CAP document", f"{page}editions/1/cap", "", 200),
        ("inbox", "/desk/", f"Cookie: {signed}\r\n", 200),
        ("API list", "/api/v1/alerts", f"Authorization: Bearer {token}\r\n", 200),
    ]


async def _measure(port: int, pid: int, token: str, arguments: argparse.Namespace) -> None:
    pages = await asyncio.to_thread(_pages, port, token)
    signed = next(headers for name, _, headers, _ in pages if name == "inbox")
    for listeners in dict.fromkeys((0, arguments.listeners)):
        listening = [await _listen(port, signed) for _ in range(listeners)]
        drains = [asyncio.create_task(reader.read()) for reader, _ in listening]
        for name, path, headers, status in pages:
            # What is loaded and compiled at the first request is no cost of the later ones.
            await _ask(port, path, headers, status, 8)
            cpu, began = _cpu(pid), time.perf_counter()
            await _ask(port, path, headers, status, arguments.requests)
            took, spent = time.perf_counter() - began, _cpu(pid) - cpu
            _show({
                "page": name, "database": arguments.database, "listeners": listeners, "status": status,
                "requests": arguments.requests, "per_second": round(arguments.requests / took),
                "cpu_ms": round(spent / arguments.requests * 1e3, 2), "memory_mb": round(_memory(pid), 1),
            }, as_json=arguments.json)  # fmt: skip
        for (_, writer), drain in zip(listening, drains, strict=True):
            drain.cancel()
            writer.close()


async def _listen(port: int, signed: str) -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    writer.write(f"GET /live HTTP/1.1\r\nHost: 127.0.0.1\r\n{signed}\r\n".encode())
    if b" 200 " not in await reader.readline():
        raise RuntimeError("The live door refused a listener.")
    return reader, writer


async def _ask(port: int, path: str, headers: str, status: int, count: int) -> None:
    share = [count // _CONNECTIONS + (n < count % _CONNECTIONS) for n in range(_CONNECTIONS)]
    await asyncio.gather(*(_converse(port, path, headers, status, part) for part in share))


async def _converse(port: int, path: str, headers: str, status: int, count: int) -> None:
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    asked = f"GET {path} HTTP/1.1\r\nHost: 127.0.0.1\r\n{headers}\r\n".encode()
    for _ in range(count):
        writer.write(asked)
        head = await reader.readuntil(b"\r\n\r\n")
        if int(head.split(b" ", 2)[1]) != status:
            raise RuntimeError(f"{path} answered {head[:60]!r} where {status} was due.")
        if status != 304:
            await _body(reader, head.lower())
    writer.close()


async def _body(reader: asyncio.StreamReader, head: bytes) -> None:
    length = re.search(rb"content-length: (\d+)", head)
    if length:
        await reader.readexactly(int(length[1]))
        return
    while size := int(await reader.readline(), 16):
        await reader.readexactly(size + 2)
    await reader.readline()


def _cpu(pid: int) -> float:
    """Seconds of processor time that the process and its threads have had."""
    fields = Path(f"/proc/{pid}/stat").read_text().rsplit(") ", 1)[1].split()
    return (int(fields[11]) + int(fields[12])) / _TICKS


def _memory(pid: int) -> float:
    found = re.search(r"VmRSS:\s+(\d+)", Path(f"/proc/{pid}/status").read_text())
    return int(found[1]) / 1024 if found else 0.0


if __name__ == "__main__":
    sys.exit(main())
