"""A worker that treats few targets at a time and, if told so, is killed in the middle of a chase.

``KILLED_IN=4 KILLED_AT=7 python -m tests.chasing.worker``: SIGKILL before the seventh statement
that works off run 4, wherever in a stretch that falls. Which database: as the settings say.
"""

from __future__ import annotations

import os
import signal
from typing import Any

STRETCH = 3


class Killer:
    """Counts the statements from the first stretch of one run on."""

    def __init__(self, run_id: int, before: int) -> None:
        self.run_id, self.before, self.seen = run_id, before, 0
        self.counts = False

    def watch(self, advance: Any) -> Any:
        """Return ``advance`` that says when the run's turn has come."""

        def _advance(**told: Any) -> int:
            self.counts = self.counts or told["run"].pk == self.run_id
            return advance(**told)

        return _advance

    def __call__(self, execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        self.seen += self.counts
        if self.seen == self.before:
            os.kill(os.getpid(), signal.SIGKILL)
        return execute(sql, params, many, context)


def main() -> None:
    """Work until killed."""
    import django

    django.setup()
    from django.db import connection

    from shouwang.chasing.actions import steps
    from shouwang.jobs import worker

    steps.STRETCH = STRETCH
    # what is due by the real clock would come in between: here only chases are worked off
    worker.REAP_EVERY_S = 3600
    if run := os.environ.get("KILLED_IN"):
        killer = Killer(int(run), int(os.environ["KILLED_AT"]))
        steps.advance = killer.watch(steps.advance)
        connection.execute_wrappers.append(killer)
    worker.run()


if __name__ == "__main__":
    main()
