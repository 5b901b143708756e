"""Two lines at once: a deed between another's look and its writing, or the same deed twice."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from typing import TypeVar

from django.db import connection, transaction

from shouwang.accounts.models import User
from shouwang.orgs.models import Unit
from shouwang.orgs.scope import Scope, scope_of
from tests.cast import at

Made = TypeVar("Made")
Other = TypeVar("Other")
# how long a busy machine may take to get as far, in seconds; no test is timed by it
PATIENCE = 30
# for us: tests beside this one wait for each other on the same server
_WAITING = """
SELECT count(*) FROM pg_locks
WHERE NOT granted AND pg_backend_pid() = ANY(pg_blocking_pids(pid))
"""


class MeanwhileScope(Scope):
    """The scope of a user; the first time that it is asked, another line does its deed whole.

    Needs ``committed_db``: the other thread's work is committed before the first goes on.
    """

    def require(self, permission: str, unit: Unit) -> None:
        """Let the other line go first, once, then answer as every scope."""
        deeds: list[Callable[[], object]] = self.__dict__.setdefault("deeds", [])
        if deeds:
            other = threading.Thread(target=_whole, args=(deeds.pop(),))
            other.start()
            other.join(timeout=30)
        super().require(permission, unit)


def meanwhile(user: User, deed: Callable[[], object]) -> Scope:
    """Return the scope of ``user`` with ``deed`` done by another thread when first asked."""
    known = scope_of(user, at=at())
    scope = MeanwhileScope(known.user_id, known.subtrees)
    scope.__dict__["deeds"] = [deed]
    return scope


def twice(deed: Callable[[], Made]) -> tuple[Made, Made]:
    """Return what a deed answers on two lines, the second asked before the first is committed.

    Needs ``committed_db``.
    """
    return both(deed, deed)


def both(first: Callable[[], Made], second: Callable[[], Other]) -> tuple[Made, Other]:
    """Return what two deeds answer, the second asked on another line before the first is committed.

    The second must wait for the first. Needs ``committed_db``.
    """
    with ThreadPoolExecutor(1) as line, transaction.atomic():
        made = first()
        other = line.submit(_whole, second)
        _until_it_waits(other)
    return made, other.result(timeout=PATIENCE)


def _until_it_waits(other: Future[Other]) -> None:
    until = time.monotonic() + PATIENCE
    while not other.done() and time.monotonic() < until:
        with connection.cursor() as cursor:
            cursor.execute(_WAITING)
            if cursor.fetchone() != (0,):
                return
        time.sleep(0.01)
    if other.done():
        other.result()
    raise AssertionError("the second line did not wait for the first")


def _whole(deed: Callable[[], Made]) -> Made:
    try:
        return deed()
    finally:
        connection.close()
