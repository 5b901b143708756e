"""Two lines at once: a deed between another's look and its writing, or the same deed twice."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

from django.db import connection, transaction

from shouwang.accounts.models import User
from shouwang.orgs.models import Unit
from shouwang.orgs.scope import Scope, scope_of
from tests.cast import at

Made = TypeVar("Made")


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
    with ThreadPoolExecutor(1) as other, transaction.atomic():
        first = deed()
        second = other.submit(_whole, deed)
        _until_it_waits()
    return first, second.result(timeout=30)


def _until_it_waits() -> None:
    for _n in range(500):
        with connection.cursor() as cursor:
            cursor.execute("SELECT count(*) FROM pg_locks WHERE NOT granted")
            if cursor.fetchone() != (0,):
                return
        time.sleep(0.01)
    raise AssertionError("the second line did not wait for the first")


def _whole(deed: Callable[[], Made]) -> Made:
    try:
        return deed()
    finally:
        connection.close()
