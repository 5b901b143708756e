"""Long work: asked for, run, cancelled, taken over from a dead worker."""

from __future__ import annotations

import logging
from datetime import datetime
from typing import Any, BinaryIO

from django.conf import settings
from django.core.files.base import File
from django.core.files.storage import default_storage
from django.db import transaction
from django.utils.translation import get_language, override
from django_tasks import task

from shouwang.accounts import audit
from shouwang.accounts.models import User
from shouwang.jobs import kinds, words
from shouwang.jobs.models import Work
from shouwang.jobs.progress import LEASE, Cancelled, Progress
from shouwang.kit import clock
from shouwang.kit.ids import uuid7

log = logging.getLogger("shouwang.jobs")
MOST_ATTEMPTS = 3


@transaction.atomic
def start(
    *,
    kind: str,
    title: str,
    by: User,
    at: datetime,
    params: dict[str, Any] | None = None,
    file: BinaryIO | None = None,
    file_name: str = "",
) -> Work:
    """Ask for long work; it is queued in this transaction. Permission is asked by the caller's
    action and again by the runner, which acts as ``by``."""
    kinds.runner_of(kind)
    stored = default_storage.save(f"works/{uuid7()}", File(file)) if file else ""
    work = Work.objects.create(
        kind=kind,
        title=title[:120],
        params=params or {},
        file=stored,
        file_name=file_name[:200],
        by=by,
        asked_at=at,
    )
    audit.record(words.WORK_STARTED, by=by, at=at, about=work, kind=kind, file=file_name[:200])
    run_work.enqueue(work.pk, get_language())
    return work


@transaction.atomic
def cancel(*, work: Work, by: User, at: datetime) -> Work:
    """Ask work to stop: queued work stops at once, running work at its next step."""
    work = Work.objects.select_for_update().get(pk=work.pk)
    if work.is_over:
        return work
    work.cancel_asked = True
    if work.state == Work.State.QUEUED:
        work.state, work.finished_at = Work.State.CANCELLED, at
    work.save(update_fields=["cancel_asked", "state", "finished_at"])
    audit.record(words.WORK_CANCELLED, by=by, at=at, about=work)
    return work


@task()
def run_work(work_id: int, language: str | None = None) -> None:
    """Run a work whose lease is free; whoever comes second leaves it alone.

    What it says is in ``language``, that of the person who asked; None is the source's.
    """
    with override(language or settings.LANGUAGE_CODE):
        run(work_id)


def run(work_id: int) -> None:
    """Claim a work and run it to its end; what it raises is kept, never lost."""
    work = _claim(work_id)
    if work is None:
        return
    progress = Progress(work.pk)
    try:
        result = kinds.runner_of(work.kind)(work, progress)
        _finish(work, Work.State.DONE, result)
    except Cancelled:
        _finish(work, Work.State.CANCELLED, {})
    except kinds.Refused as refused:
        _finish(work, Work.State.REFUSED, refused.result)
    except Exception as problem:
        log.exception("work %s (%s) failed", work.pk, work.kind)
        _finish(work, Work.State.FAILED, {"error": type(problem).__name__})
    finally:
        progress.close()


def reap(*, at: datetime) -> int:
    """Queue works anew whose worker died (its lease ran out); give up after three attempts."""
    taken = 0
    for work in Work.objects.filter(state=Work.State.RUNNING, lease_until__lt=at):
        with transaction.atomic():
            again = work.attempts < MOST_ATTEMPTS
            state = Work.State.QUEUED if again else Work.State.FAILED
            changed = Work.objects.filter(
                pk=work.pk, state=Work.State.RUNNING, lease_until=work.lease_until
            ).update(state=state, finished_at=None if again else at)
            if changed and again:
                run_work.enqueue(work.pk)
        taken += changed
    return taken


def _claim(work_id: int) -> Work | None:
    now = clock.now()
    work = Work.objects.filter(pk=work_id, state=Work.State.QUEUED).first()
    if work is None:
        return None
    claimed = Work.objects.filter(pk=work_id, state=Work.State.QUEUED).update(
        state=Work.State.RUNNING,
        started_at=now,
        lease_until=now + LEASE,
        attempts=work.attempts + 1,
    )
    return Work.objects.select_related("by").get(pk=work_id) if claimed else None


def _finish(work: Work, state: str, result: dict[str, Any]) -> None:
    Work.objects.filter(pk=work.pk).update(state=state, result=result, finished_at=clock.now())
