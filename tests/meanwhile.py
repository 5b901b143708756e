"""Something that another line does just between a deed's look and its writing."""

from __future__ import annotations

import threading
from collections.abc import Callable

from django.db import connection

from shouwang.accounts.models import User
from shouwang.orgs.models import Unit
from shouwang.orgs.scope import Scope, scope_of
from tests.cast import at


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


def _whole(deed: Callable[[], object]) -> None:
    try:
        deed()
    finally:
        connection.close()
