"""Whatever is killed during submissions: receipts are kept, totals are the sums of their rows."""

from __future__ import annotations

import os
import random
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import quote

import pytest
from django.db import connection

from shouwang.config import postgres
from shouwang.figures.models import DirtyMark
from tests.stage import filer

ROOT = Path(__file__).resolve().parents[2]
LOOP = "import django; django.setup(); from shouwang.figures import loop; loop.run()"
MANY = pytest.param(50, marks=pytest.mark.long)


def address() -> str:
    """Return the address of the test database."""
    parts = connection.settings_dict
    secret = f":{quote(parts['PASSWORD'])}" if parts["PASSWORD"] else ""
    host, port = quote(str(parts["HOST"]), safe=""), parts["PORT"] or "5432"
    return f"postgresql://{parts['USER']}{secret}@{host}:{port}/{parts['NAME']}"


def start(*arguments: str, **environment: str) -> subprocess.Popen[bytes]:
    """Start Python with the tests' surroundings."""
    return subprocess.Popen(
        [sys.executable, *arguments], cwd=ROOT, env={**os.environ, **environment}
    )


@contextmanager
def filing(receipts: Path, **environment: str) -> Iterator[None]:
    """Have somebody file meanwhile; ends when the last answer is written."""
    somebody = start("-m", "tests.stage.filer", "file", str(receipts), **environment)
    try:
        wait_until(lambda: lines(receipts) > 0)
        yield
        somebody.terminate()
        assert somebody.wait(60) == 0
    finally:
        somebody.kill()
        somebody.wait()


def lines(receipts: Path) -> int:
    """Return how many receipts were kept so far."""
    return receipts.read_text().count("\n") if receipts.exists() else 0


def wait_until(met: Callable[[], bool], seconds: float = 240) -> None:
    """Wait for something; fail when it does not come."""
    until = time.monotonic() + seconds
    while not met():
        assert time.monotonic() < until, "it did not come"
        time.sleep(0.02)


@pytest.mark.parametrize("kills", [5, MANY])
def test_the_roll_up_loop_is_killed_and_every_total_is_the_sum_of_its_rows(
    committed_db: str, tmp_path: Path, kills: int
) -> None:
    filer.prepare()
    receipts, chance = tmp_path / "receipts", random.Random(7)
    with filing(receipts, DATABASE_URL=address()):
        for _kill in range(kills):
            loop = start("-c", LOOP, DATABASE_URL=address())
            seen = DirtyMark.objects.order_by("-pk").values_list("pk", flat=True).first() or 0
            # it has begun to work when the marks it found are gone
            wait_until(lambda seen=seen: not DirtyMark.objects.filter(pk__lte=seen).exists())
            time.sleep(chance.random() * 0.3)
            loop.send_signal(signal.SIGKILL)
            loop.wait()
    loop = start("-c", LOOP, DATABASE_URL=address())
    try:
        wait_until(lambda: not DirtyMark.objects.exists())
        assert filer.check(receipts) >= kills
    finally:
        loop.terminate()
        loop.wait(30)


@pytest.fixture
def own_server() -> Iterator[postgres.Place]:
    """A PostgreSQL of its own, in a folder short enough for its socket."""
    folder = Path(tempfile.mkdtemp(prefix="sw-"))
    folder.chmod(0o755)
    place = postgres.place_for(folder)
    yield place
    postgres.discard(place)
    shutil.rmtree(folder, ignore_errors=True)


@pytest.mark.parametrize("kills", [5, MANY])
def test_postgresql_is_killed_and_every_report_with_a_receipt_is_there(
    own_server: postgres.Place, tmp_path: Path, kills: int
) -> None:
    postgres.ensure_running(own_server)
    receipts, chance = tmp_path / "receipts", random.Random(11)
    there = {"SHOUWANG_DATA": str(own_server.data), "DATABASE_URL": ""}
    assert start("-m", "tests.stage.filer", "prepare", **there).wait(300) == 0
    loop = start("-c", LOOP, **there)
    try:
        with filing(receipts, **there):
            for _kill in range(kills):
                before = lines(receipts)
                wait_until(lambda before=before: lines(receipts) > before + 3)
                time.sleep(chance.random() * 0.3)
                remembered = (own_server.cluster / "postmaster.pid").read_text()
                os.kill(int(remembered.split("\n", 1)[0]), signal.SIGKILL)
                postgres.ensure_running(own_server)
        assert loop.poll() is None  # the loop outlives its database
    finally:
        loop.kill()
        loop.wait()
    said = subprocess.run(
        [sys.executable, "-m", "tests.stage.filer", "check", str(receipts)],
        cwd=ROOT,
        env={**os.environ, **there},
        capture_output=True,
        text=True,
        check=False,
    )
    assert said.returncode == 0, said.stderr
    assert int(said.stdout) == lines(receipts) > kills * 3
