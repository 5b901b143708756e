"""Reads of long work: one's own only."""

from __future__ import annotations

from shouwang.accounts.access import OutOfScope
from shouwang.accounts.models import User
from shouwang.jobs.models import Work


def work(user: User, work_id: int) -> Work:
    """Return a work that ``user`` asked for; raises ``OutOfScope`` for another's."""
    found = Work.objects.filter(pk=work_id, by=user).first()
    if found is None:
        raise OutOfScope(f"work {work_id}")
    return found
