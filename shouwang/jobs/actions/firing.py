"""Starting what is due by the clock, each moment once."""

from __future__ import annotations

import logging
from datetime import datetime

from django.conf import settings
from django.db import OperationalError, connection, transaction
from django.utils.translation import override

from shouwang.accounts.actions.users import system_user
from shouwang.jobs import schedule
from shouwang.jobs.actions import works
from shouwang.jobs.models import Firing
from shouwang.jobs.schedule import Due

log = logging.getLogger(__name__)
_LOCK = 7_003_001  # any number: two workers ask the plans one after the other


def fire(*, at: datetime) -> int:
    """Queue the work of everything due that nobody queued yet; returns how much that was.

    What cannot be queued is written to the log and tried again; the rest goes on.
    """
    with override(settings.LANGUAGE_CODE):
        return sum(_tried(one, at=at) for one in _fresh(schedule.due(at)))


def _tried(due: Due, *, at: datetime) -> bool:
    try:
        return _fire(due, at=at)
    except OperationalError:
        raise
    except Exception:
        log.exception("%s of %s could not be queued", due.name, due.due_at)
        return False


def _fresh(due: list[Due]) -> list[Due]:
    if not due:
        return []
    known = Firing.objects.filter(name__in=[d.name for d in due])
    gone = set(known.values_list("name", "due_at"))
    return [d for d in due if (d.name, d.due_at) not in gone]


@transaction.atomic
def _fire(due: Due, *, at: datetime) -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_LOCK])
    if Firing.objects.filter(name=due.name, due_at=due.due_at).exists():
        return False
    work = works.start(kind=due.kind, title=due.title, params=due.params, by=system_user(), at=at)
    Firing.objects.create(name=due.name, due_at=due.due_at, work=work)
    return True
