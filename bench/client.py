"""The load generator: a process of its own that sends prepared requests over some connections.

Reads a JSON job from its standard input, says ``ready``, waits for a line, then sends as fast as
answers come. Afterwards it prints every answer's status, body and time taken; whoever asked
checks them. Plain sockets: a client library would take more time than the server.
"""

from __future__ import annotations

import json
import select
import selectors
import socket
import subprocess
import sys
import time
from collections import deque
from collections.abc import Callable, Iterable, Sequence
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
        self._received = bytearray()
        self.socket: socket.socket | None = None

    def ask(self, request: bytes) -> tuple[int, bytes]:
        """Send one request and return status and body of its answer."""
        self.send(request)
        while (answer := self.more()) is None:
            pass
        return answer

    def send(self, request: bytes) -> None:
        """Send one request, whose answer ``more`` gathers."""
        self._received.clear()
        # a connection that was idle for long is closed by the server: that is told by silence
        if self.socket is not None and select.select([self.socket], [], [], 0)[0]:
            self.close()
        if self.socket is None:
            self.socket = socket.create_connection(("127.0.0.1", self._port), timeout=60)
            self.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self.socket.sendall(request)

    def more(self) -> tuple[int, bytes] | None:
        """Take what has come; return status and body once the answer is whole."""
        assert self.socket
        part = self.socket.recv(1 << 16)
        self._received += part
        end = self._received.find(b"\r\n\r\n")
        if end < 0 and not part:
            raise ConnectionError("the server closed the connection before its answer was whole")
        if end < 0:
            return None
        head = bytes(self._received[:end]).lower()
        found = head.find(b"\r\ncontent-length:")
        length = int(head[found + 17 :].split(b"\r\n", 1)[0]) if found >= 0 else None
        body = bytes(self._received[end + 4 :])
        if (len(body) < length) if length is not None else bool(part):
            if not part:
                raise ConnectionError("the server closed the connection amid its answer")
            return None
        if length is None or b"\r\nconnection: close" in head:
            self.close()
        return int(head.split(b" ", 2)[1]), body

    def close(self) -> None:
        """Close the connection; the next request opens another."""
        if self.socket is not None:
            self.socket.close()
        self.socket = None


class Line:
    """A connection with the request that it waits for an answer to."""

    def __init__(self, port: int) -> None:
        self.connection = Connection(port)
        self.number = 0
        self.asked_at = 0.0


class Work:
    """All lines in one thread: a thread for each would take the server's processor time.

    Whichever line rests takes the next request: with a share of its own, each would keep what is
    due waiting behind its own slow page while others rest.
    """

    def __init__(
        self, lines: Sequence[Line], requests: Iterable[bytes], answers: list[Any], until: float
    ) -> None:
        self._resting = deque(lines)
        self._waiting = deque(enumerate(requests))
        self._answers, self._until = answers, until
        self._heard = selectors.DefaultSelector()

    def run(self, due: Callable[[int], float]) -> None:
        """Ask what is due and listen, until all is answered or the time is over."""
        while True:
            wait = self._ask(due)
            if wait is None and not self._heard.get_map():
                return
            for key, _ in self._heard.select(wait):
                self._hear(key.data)

    def _ask(self, due: Callable[[int], float]) -> float | None:
        """Ask whatever is due; return the seconds until the next is, None where nothing is left
        to ask or no line rests: then an answer comes first."""
        while self._waiting and self._resting:
            number, request = self._waiting[0]
            if (at := due(number)) > self._until:
                self._waiting.clear()
                break
            if (wait := at - time.monotonic()) > 0:
                return wait
            self._waiting.popleft()
            line = self._resting.popleft()
            line.number, line.asked_at = number, at
            line.connection.send(request)
            assert line.connection.socket
            self._heard.register(line.connection.socket, selectors.EVENT_READ, line)
        return None

    def _hear(self, line: Line) -> None:
        """Take what a connection has to say; an answer that is whole frees its line."""
        heard = line.connection.socket
        assert heard
        if (answer := line.connection.more()) is None:
            return
        self._heard.unregister(heard)
        self._answers[line.number] = (*answer, line.asked_at, time.monotonic())
        self._resting.append(line)


def main() -> None:
    """Do one job."""
    job = json.loads(sys.stdin.readline())
    requests = [text.encode() for text in job["requests"]]
    answers: list[Any] = [None] * len(requests)
    count, pace = job["connections"], job["per_second"]
    print("ready", flush=True)
    sys.stdin.readline()
    start = time.monotonic()
    lines = [Line(job["port"]) for _ in range(count)]
    work = Work(lines, requests, answers, start + (job["seconds"] or float("inf")))
    work.run(lambda number: start + number / pace if pace else time.monotonic())
    sent = [(*answer, n) for n, answer in enumerate(answers) if answer is not None]
    if len(sent) < len(answers) and job["seconds"] is None:
        sys.exit("a request got no answer")
    told = [(status, body.decode(), *times) for status, body, *times in sent]
    json.dump(told, sys.stdout)


if __name__ == "__main__":
    main()
