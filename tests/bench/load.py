"""Asking a served page for its measure: CPU for each request, requests a second, statements."""

import json
import os
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import cycle
from typing import Self

from tests.served import ROOT

AT_ONCE = 4
SECONDS = 1.0
ONCE_EACH = 5
"""How many forms that can be sent once each of those who ask at once sends in a round."""


class Host:
    """A served application in a process of its own."""

    def __init__(self, *arguments: str) -> None:
        kept = {name: text for name, text in os.environ.items() if not name.startswith("PORTAL_")}
        kept["MALLOC_ARENA_MAX"] = "1"  # as portal.serve asks of itself
        self._process = subprocess.Popen(
            [sys.executable, "-m", "tests.bench.host", *arguments],
            cwd=ROOT,
            env=kept,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        assert self._process.stdout
        self.port = int(self._process.stdout.readline())

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_error: object) -> None:
        assert self._process.stdin
        self._process.stdin.close()
        self._process.wait()
        assert self._process.stdout
        self._process.stdout.close()

    def page(self, asked: bytes) -> bytes:
        """Return the body of an answer, as it came."""
        caller = Caller(self.port)
        caller.send(asked)
        caller.close()
        return caller.body

    def used(self) -> dict[str, float]:
        """Return CPU seconds, memory and statements so far."""
        assert self._process.stdin
        assert self._process.stdout
        print(file=self._process.stdin, flush=True)
        found: dict[str, float] = json.loads(self._process.stdout.readline())
        return found


class Caller:
    """A keep-alive connection that sends ready-made requests and reads no more than it must."""

    def __init__(self, port: int) -> None:
        self._socket = socket.create_connection(("127.0.0.1", port), timeout=60)
        self._socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self._reader = self._socket.makefile("rb")
        self.body = b""

    def send(self, request: bytes) -> int:
        """Send a request and return the status of its answer."""
        self._socket.sendall(request)
        status = int(self._reader.readline().split()[1])
        length = 0
        while (line := self._reader.readline()) not in {b"\r\n", b""}:
            if line.lower().startswith(b"content-length:"):
                length = int(line[15:])
        self.body = self._reader.read(length)
        return status

    def close(self) -> None:
        """Hang up."""
        self._reader.close()
        self._socket.close()


def request(
    path: str, cookie: str = "", form: str | None = None, *, packed: str = "", visitor: str = ""
) -> bytes:
    """Return a request as it goes over the line; browsers ask for `packed` answers: gzip.

    `visitor` is the address that a proxy has seen.
    """
    lines = [f"{'GET' if form is None else 'POST'} {path} HTTP/1.1", "Host: bench"]
    lines.append("Accept-Language: zh-CN")
    if packed:
        lines.append(f"Accept-Encoding: {packed}")
    if visitor:
        lines.append(f"X-Forwarded-For: {visitor}")
    if cookie:
        lines.append(f"Cookie: {cookie}")
    body = (form or "").encode()
    if form is not None:
        lines.append("Content-Type: application/x-www-form-urlencoded")
        lines.append(f"Content-Length: {len(body)}")
    return "\r\n".join([*lines, "", ""]).encode() + body


@dataclass
class Page:
    """What is measured: requests that are sent in turn; a form can be sent only once."""

    name: str
    host: Host
    requests: Sequence[bytes]
    status: int = 200
    once: bool = False
    count: int = 40
    before: Callable[[], object] = lambda: None
    """What is done here before each request: it is no part of what is measured."""
    cpu: list[float] = field(default_factory=list)
    """CPU milliseconds for each request, one figure a round."""
    rate: list[float] = field(default_factory=list)
    """Requests a second, one figure a round."""
    spent: list[list[float]] = field(default_factory=list)
    """Milliseconds until each answer, one list a round."""
    statements: float = 0
    _left: Iterator[bytes] = field(default=iter(()), repr=False)

    def __post_init__(self) -> None:
        self._left = iter(self.requests) if self.once else cycle(self.requests)

    def warm(self) -> None:
        """Ask for everything, and count the statements of the second time."""
        if self.once:
            return
        caller = Caller(self.host.port)
        for _time in range(2):
            before = self.host.used()["statements"]
            for one in self.requests:
                assert caller.send(one) == self.status, self.name
            self.statements = (self.host.used()["statements"] - before) / len(self.requests)
        caller.close()

    def measure(self) -> None:
        """Take one round of figures."""
        caller = Caller(self.host.port)
        before = self.host.used()
        spent = []
        for _time in range(self.count):
            self.before()
            began = time.perf_counter()
            status = caller.send(next(self._left))
            spent.append((time.perf_counter() - began) * 1000)
            assert status == self.status, f"{self.name}: {status}"
        after = self.host.used()
        caller.close()
        self.cpu.append((after["cpu"] - before["cpu"]) * 1000 / self.count)
        if self.once:
            self.statements = (after["statements"] - before["statements"]) / self.count
        self.spent.append(sorted(spent))
        self.rate.append(self._rate())

    def quickest(self, share: float) -> float:
        """Return the milliseconds within which this share of answers came, in the best round."""
        return min(one[int(len(one) * share)] for one in self.spent)

    def _rate(self) -> float:
        """Return how many requests a second are answered when several ask at once."""
        done = [0] * AT_ONCE
        lock = threading.Lock()
        began = time.monotonic()

        def ask(number: int) -> None:
            caller = Caller(self.host.port)
            while time.monotonic() - began < SECONDS:
                if self.once and done[number] == ONCE_EACH:
                    break
                with lock:
                    self.before()
                    one = next(self._left)
                caller.send(one)
                done[number] += 1
            caller.close()

        callers = [threading.Thread(target=ask, args=(number,)) for number in range(AT_ONCE)]
        for caller in callers:
            caller.start()
        for caller in callers:
            caller.join()
        return sum(done) / (time.monotonic() - began)
