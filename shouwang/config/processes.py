"""Keeping Shouwang's processes alive: each is started, watched, and started again when it dies."""

from __future__ import annotations

import ctypes
import logging
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from types import FrameType

log = logging.getLogger("shouwang.up")
FIRST_DELAY_S = 0.2
LONGEST_DELAY_S = 10.0
STEADY_AFTER_S = 10.0
GRACE_S = 20.0
_TELL_ME_WHEN_PARENT_DIES = 1  # PR_SET_PDEATHSIG


@dataclass
class Child:
    """One supervised process; ``delay`` doubles while it keeps dying young."""

    name: str
    argv: Sequence[str]
    process: subprocess.Popen[bytes] | None = None
    started_at: float = 0.0
    delay: float = FIRST_DELAY_S
    due_at: float = 0.0
    deaths: int = field(default=0)

    def start(self, now: float) -> None:
        """Start it; on Linux it is asked to leave when we are killed outright."""
        self.process = subprocess.Popen(
            self.argv,
            stdin=subprocess.DEVNULL,
            preexec_fn=_leave_with_parent if sys.platform == "linux" else None,
            process_group=0,  # a Ctrl-C reaches us alone, and we stop them in order
        )
        self.started_at = now

    def look(self, now: float) -> None:
        """Start it if it is due; notice a death and plan the next start."""
        if self.process is None:
            if now >= self.due_at:
                self.start(now)
            return
        code = self.process.poll()
        if code is None:
            return
        steady = now - self.started_at > STEADY_AFTER_S
        self.delay = FIRST_DELAY_S if steady else min(self.delay * 2, LONGEST_DELAY_S)
        self.deaths += 1
        self.process = None
        self.due_at = now + self.delay
        log.warning("%s ended (%s); starting it again in %.1f s", self.name, code, self.delay)


def supervise(children: Sequence[Child], *, also: Callable[[], None], every: float = 0.25) -> int:
    """Keep the children running until SIGTERM or SIGINT, then stop them; return the exit code.

    ``also`` is called about once a second beside it (the database is kept alive there); its
    errors are logged, and it is called again.
    """
    asked: list[int] = []

    def note(number: int, frame: FrameType | None) -> None:
        asked.append(number)

    previous = {number: signal.signal(number, note) for number in (signal.SIGTERM, signal.SIGINT)}
    next_also = time.monotonic()
    try:
        while not asked:
            now = time.monotonic()
            for child in children:
                child.look(now)
            if now >= next_also:
                _try(also)
                next_also = time.monotonic() + 1.0
            time.sleep(every)
    finally:
        stop(children)
        for number, handler in previous.items():
            signal.signal(number, handler)
    return 0


def stop(children: Sequence[Child]) -> None:
    """Ask all to leave at once, give them time to finish what they hold, then insist."""
    living = [child.process for child in children if child.process is not None]
    for process in living:
        if process.poll() is None:
            process.terminate()
    deadline = time.monotonic() + GRACE_S
    for process in living:
        try:
            process.wait(max(0.0, deadline - time.monotonic()))
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()
    for child in children:
        child.process = None


def _try(work: Callable[[], None]) -> None:
    try:
        work()
    except Exception:
        log.exception("the watch over the database failed")


def _leave_with_parent() -> None:
    ctypes.CDLL(None).prctl(_TELL_ME_WHEN_PARENT_DIES, signal.SIGTERM)
