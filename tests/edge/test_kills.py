"""Web processes are killed while reports come in over HTTP: nothing is lost, nothing is doubled."""

from __future__ import annotations

import http.client
import json
import os
import random
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from uuid import UUID

import pytest

from shouwang.edge.actions.tokens import issue_token
from shouwang.figures.actions import rollups
from shouwang.kit.ids import uuid7
from shouwang.orgs.models import Unit
from shouwang.orgs.scope import SYSTEM
from shouwang.reporting.models import Form, Report, Submission
from tests.cast import MORNING, make_user
from tests.figures.test_kills import address, wait_until
from tests.figures.truth import agree
from tests.stage import filer

MANY = pytest.param(50, marks=pytest.mark.long)
Sent = tuple[str, UUID, int]


class Somebody(threading.Thread):
    """Files one report after another over HTTP; what got no answer is sent again as it was."""

    def __init__(self, port: int, key: str, codes: list[str], form: int) -> None:
        # a server that never comes back must fail the test, not keep the run alive for ever
        super().__init__(daemon=True)
        self.port, self.key, self.codes, self.form = port, key, codes, form
        self.receipts: dict[UUID, str] = {}
        self.again = 0
        self.enough = threading.Event()

    def run(self) -> None:
        """File until told that it is enough."""
        day = filer.FIRST
        while not self.enough.is_set():
            for code in self.codes:
                body = {
                    "client_id": str(uuid7()), "unit": code, "form": self.form,
                    "day": day.isoformat(), "values": {"masks": 3, "days_left": 9},
                }  # fmt: skip
                self.receipts[UUID(body["client_id"])] = self._until_answered(json.dumps(body))
            day += timedelta(days=1)

    def _until_answered(self, body: str) -> str:
        while True:
            link = http.client.HTTPConnection("127.0.0.1", self.port, timeout=30)
            try:
                head = {"Authorization": f"Bearer {self.key}", "Content-Type": "application/json"}
                link.request("POST", "/api/v1/reports", body, head)
                answer = link.getresponse()
                told = json.loads(answer.read())
                assert answer.status in (200, 201), told
                return str(told["receipt"])
            except (OSError, http.client.HTTPException):
                self.again += 1
                time.sleep(0.05)
            finally:
                link.close()


@contextmanager
def web() -> Iterator[tuple[int, int]]:
    """Run gunicorn with two workers on the test database; yield its process number and port."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = int(probe.getsockname()[1])
    command = [sys.executable, "-m", "shouwang.config.cli", "web", "--workers", "2"]
    with subprocess.Popen(
        [*command, "--bind", f"127.0.0.1:{port}"],
        env={**os.environ, "DATABASE_URL": address()},
    ) as process:
        try:
            wait_until(lambda: len(workers(process.pid)) == 2)
            yield process.pid, port
        finally:
            process.terminate()


def workers(master: int) -> list[int]:
    """Return gunicorn's workers."""
    told = Path(f"/proc/{master}/task/{master}/children").read_text()
    return [int(number) for number in told.split()]


@pytest.mark.skipif(sys.platform != "linux", reason="workers are found through /proc")
@pytest.mark.parametrize("kills", [5, MANY])
def test_a_web_process_is_killed_and_every_receipt_stands_for_one_report(
    committed_db: str, kills: int
) -> None:
    filer.prepare()
    clerk = make_user("clerk", "填报", Unit.objects.get(code="LC"), "reporter")
    key = issue_token(user=clerk, name="杀", by=clerk, at=MORNING)
    codes = list(Unit.objects.filter(kind="public_rural_home").values_list("code", flat=True))
    chance = random.Random(3)
    with web() as (master, port):
        somebody = Somebody(port, key, codes, Form.objects.get().pk)
        somebody.start()
        try:
            for _kill in range(kills):
                had = len(somebody.receipts)
                wait_until(lambda had=had: len(somebody.receipts) > had + 5)
                time.sleep(chance.random() * 0.2)
                os.kill(chance.choice(workers(master)), signal.SIGKILL)
                wait_until(lambda: len(workers(master)) == 2)
        finally:
            somebody.enough.set()
            somebody.join(120)
    assert somebody.again > 0, "no answer was lost: nothing was tried"
    kept = dict(Submission.objects.values_list("client_id", "report__receipt"))
    assert {client: kept.get(client) for client in somebody.receipts} == somebody.receipts
    assert len(set(somebody.receipts.values())) == len(somebody.receipts)
    assert Report.objects.count() == Submission.objects.count() == len(somebody.receipts)
    rollups.settle_all()
    for day in set(Report.objects.values_list("day", flat=True)):
        agree(SYSTEM, Unit.objects.get(code="LC"), day)
