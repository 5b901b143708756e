"""`shouwang up` keeps every process alive, and leaves none behind."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path

import psutil
import pytest

ROOT = Path(__file__).resolve().parents[2]
PATIENCE_S = 60


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def _until(condition: Callable[[], object]) -> object:
    """Wait until something holds, and return what it gave."""
    deadline = time.monotonic() + PATIENCE_S
    while time.monotonic() < deadline:
        if found := condition():
            return found
        time.sleep(0.1)
    pytest.fail(f"waited {PATIENCE_S} s in vain")


class Up:
    """A running `shouwang up` on the test's database."""

    def __init__(self, folder: Path, database_url: str) -> None:
        self.bind = f"127.0.0.1:{_free_port()}"
        self.log = folder / "log"
        self.environment = {
            **os.environ,
            "DATABASE_URL": database_url,
            "SHOUWANG_DATA": str(folder / "var"),
            "SHOUWANG_BIND": self.bind,
            "SHOUWANG_WEB_WORKERS": "1",
        }
        self.process = self.start()

    def start(self) -> subprocess.Popen[bytes]:
        """Start one `up` with these surroundings."""
        return subprocess.Popen(
            [sys.executable, "-m", "shouwang.config.cli", "up"],
            cwd=ROOT,
            env=self.environment,
            stdin=subprocess.DEVNULL,
            stdout=self.log.open("ab"),
            stderr=subprocess.STDOUT,
        )

    def answers(self) -> bool:
        """Say whether pages are served, whatever they say."""
        try:
            urllib.request.urlopen(f"http://{self.bind}/sign-in/", timeout=5).close()
        except urllib.error.HTTPError:
            return True
        except OSError:
            return False
        return True

    def child(self, word: str) -> psutil.Process | None:
        """Return the direct child whose command line holds the word."""
        for child in psutil.Process(self.process.pid).children():
            with suppress(psutil.Error):  # one that just died has no command line
                if word in " ".join(child.cmdline()):
                    return child
        return None


@pytest.fixture
def up(tmp_path: Path, database_url: str) -> Iterator[Up]:
    """Everything running, serving pages."""
    running = Up(tmp_path, database_url)
    try:
        _until(running.answers)
        _until(lambda: running.child("rollup") and running.child("worker"))
        yield running
    finally:
        if running.process.poll() is None:
            running.process.terminate()
        running.process.wait(PATIENCE_S)


def test_killed_processes_are_started_again_and_a_signal_stops_them_all(up):
    words = ("gunicorn", "rollup", "worker")
    killed = {word: up.child(word) for word in words}
    for process in psutil.Process(up.process.pid).children(recursive=True):
        with suppress(psutil.NoSuchProcess):  # gone with the one before it
            process.kill()
    for word in words:
        _until(lambda word=word: (new := up.child(word)) and new.pid != killed[word].pid)
    _until(up.answers)

    family = psutil.Process(up.process.pid).children(recursive=True)
    assert len(family) >= 4
    up.process.send_signal(signal.SIGINT)
    assert up.process.wait(PATIENCE_S) == 0
    _until(lambda: not any(process.is_running() for process in family))
    assert not up.answers()


def test_a_second_one_refuses_the_same_folder_and_the_same_address(up, tmp_path):
    second = up.start()
    assert second.wait(PATIENCE_S) == 2
    assert "already running" in up.log.read_text()
    up.environment["SHOUWANG_DATA"] = str(tmp_path / "other")
    third = up.start()
    assert third.wait(PATIENCE_S) == 2
    assert f"{up.bind} cannot be used" in up.log.read_text()


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux tells children of a death")
def test_nothing_is_left_behind_when_it_is_killed_outright(up):
    family = psutil.Process(up.process.pid).children(recursive=True)
    up.process.kill()
    up.process.wait()
    gone = (psutil.STATUS_ZOMBIE, psutil.STATUS_DEAD)
    _until(lambda: all(not p.is_running() or p.status() in gone for p in family))
