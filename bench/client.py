"""The load generator: a process of its own that sends prepared requests over some connections.

Reads a JSON job from its standard input, says ``ready``, waits for a line, then sends as fast as
answers come. Afterwards it prints every answer's status, body and time taken; whoever asked
checks them. Plain sockets: a client library would take more time than the server.
"""

from __future__ import annotations

import json
import select
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Answer:
    """One answer: HTTP status, body, when it was asked and answered (seconds, a common clock)."""

    status: int
    body: str
    asked_at: float
    answered_at: float
    number: int = 0  # of the request among those of the job

    @property
    def took(self) -> float:
        """Return the seconds between asking and the last byte."""
        return self.answered_at - self.asked_at


def request(method: str, path: str, port: int, *, body: Any = None, **headers: str) -> str:
    """Return a request as text, its body as JSON."""
    content = "" if body is None else json.dumps(body, ensure_ascii=True, separators=(",", ":"))
    told = {"Host": f"127.0.0.1:{port}", **{k.replace("_", "-"): v for k, v in headers.items()}}
    if content:
        told |= {"Content-Type": "application/json", "Content-Length": str(len(content))}
    head = "".join(f"{name}: {value}\r\n" for name, value in told.items())
    return f"{method} {path} HTTP/1.1\r\n{head}\r\n{content}"


class Load:
    """A generator ready to send: ``go`` starts it, ``answers`` waits for the end.

    Requests go out as fast as answers come, or ``per_second`` on a clock: each is asked at its
    due moment, so that a server that falls behind is not spared. ``seconds`` ends it.
    """

    def __init__(
        self,
        port: int,
        requests: Sequence[str],
        *,
        connections: int = 8,
        seconds: float | None = None,
        per_second: float | None = None,
    ) -> None:
        self._process = subprocess.Popen(
            [sys.executable, "-m", "bench.client"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        assert self._process.stdin
        assert self._process.stdout
        job = {
            "port": port, "requests": list(requests), "connections": connections,
            "seconds": seconds, "per_second": per_second,
        }  # fmt: skip
        self._process.stdin.write(json.dumps(job) + "\n")
        self._process.stdin.flush()
        assert self._process.stdout.readline() == "ready\n"

    def go(self) -> None:
        """Start sending."""
        assert self._process.stdin
        self._process.stdin.write("go\n")
        self._process.stdin.flush()

    def answers(self) -> list[Answer]:
        """Return the answers in the order of the requests, once all that were sent are there."""
        out, _ = self._process.communicate()
        return [Answer(*one) for one in json.loads(out)]


def send(port: int, requests: Sequence[str], *, connections: int = 8) -> list[Answer]:
    """Send requests from another process and return the answers in their order."""
    load = Load(port, requests, connections=connections)
    load.go()
    return load.answers()


def rate(answers: Sequence[Answer]) -> float:
    """Return how many were answered in a second, from the first asked to the last answered."""
    return len(answers) / (max(a.answered_at for a in answers) - min(a.asked_at for a in answers))


class Connection:
    """One connection, opened anew whenever the server closes it."""

    def __init__(self, port: int) -> None:
        self._port = port
        self._socket: socket.socket | None = None

    def ask(self, request: bytes) -> tuple[int, bytes]:
        """Send one request and return status and body of its answer."""
        # a connection that was idle for long is closed by the server: that is told by silence
        if self._socket is not None and select.select([self._socket], [], [], 0)[0]:
            self._socket.close()
            self._socket = None
        if self._socket is None:
            self._socket = socket.create_connection(("127.0.0.1", self._port), timeout=60)
            self._socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self._socket.sendall(request)
        received = b""
        while (end := received.find(b"\r\n\r\n")) < 0:
            received += self._more()
        head = received[:end].lower()
        body = received[end + 4 :]
        if (found := head.find(b"\r\ncontent-length:")) >= 0:
            length = int(head[found + 17 :].split(b"\r\n", 1)[0])
            parts = [body]
            missing = length - len(body)
            while missing > 0:
                parts.append(self._more())
                missing -= len(parts[-1])
            body = b"".join(parts)
        else:
            while part := self._socket.recv(1 << 16):
                body += part
        if b"\r\nconnection: close" in head or found < 0:
            self._socket.close()
            self._socket = None
        return int(head.split(b" ", 2)[1]), body

    def _more(self) -> bytes:
        assert self._socket is not None
        part = self._socket.recv(1 << 16)
        if not part:
            raise ConnectionError("the server closed the connection before its answer was whole")
        return part


def _work(
    port: int,
    mine: Sequence[tuple[int, bytes]],
    answers: list[Any],
    until: float,
    due: Callable[[int], float],
) -> None:
    connection = Connection(port)
    for number, asked in mine:
        asked_at = due(number)
        if asked_at > until:
            return
        time.sleep(max(0.0, asked_at - time.monotonic()))
        status, body = connection.ask(asked)
        answers[number] = (status, body, asked_at, time.monotonic())


def main() -> None:
    """Do one job."""
    job = json.loads(sys.stdin.readline())
    requests = [(n, text.encode()) for n, text in enumerate(job["requests"])]
    answers: list[Any] = [None] * len(requests)
    count, pace = job["connections"], job["per_second"]
    print("ready", flush=True)
    sys.stdin.readline()
    start = time.monotonic()
    until = start + (job["seconds"] or float("inf"))

    def due(number: int) -> float:
        return start + number / pace if pace else time.monotonic()

    workers = [
        threading.Thread(
            target=_work, args=(job["port"], requests[first::count], answers, until, due)
        )
        for first in range(count)
    ]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    sent = [(*answer, n) for n, answer in enumerate(answers) if answer is not None]
    if len(sent) < len(answers) and job["seconds"] is None:
        sys.exit("a request got no answer")
    told = [(status, body.decode(), *times) for status, body, *times in sent]
    json.dump(told, sys.stdout)


if __name__ == "__main__":
    main()
