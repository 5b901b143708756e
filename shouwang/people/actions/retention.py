"""How long personal data is kept, set by an administrator; and the purge that keeps to it (I7)."""

from __future__ import annotations

import logging
from collections.abc import Callable
from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from shouwang.accounts import audit
from shouwang.accounts.access import NotPermitted
from shouwang.accounts.models import User
from shouwang.kit import clock, retention
from shouwang.kit.retention import Kept
from shouwang.orgs import records
from shouwang.orgs.models import Unit
from shouwang.orgs.scope import Scope, scope_of
from shouwang.people import words
from shouwang.people.models import PurgeRun, RetentionDays

log = logging.getLogger("shouwang.people")
Step = Callable[[int, int, str], None]


@transaction.atomic
def set_days(*, code: str, days: int, by: User, at: datetime) -> RetentionDays:
    """Set for how many days a kind of personal data is kept, for the whole installation.

    Only an administrator at the top of the tree may: the days of one are everyone's. Raises
    ``NotPermitted``, ``ValidationError``.
    """
    scope = scope_of(by, at=at)
    if not may_set(scope):
        raise NotPermitted(words.MANAGE_PRIVACY)
    kind = retention.kept().get(code)
    if kind is None or days < 1:
        raise ValidationError(_("保存天数至少为 1"), code="days")
    before = days_of(kind)
    row, _new = RetentionDays.objects.update_or_create(
        code=code, defaults={"days": days, "set_at": at, "set_by": by}
    )
    audit.record(words.RETENTION_SET, by=by, at=at, kept=code, old=before, new=days)
    return row


def may_set(scope: Scope) -> bool:
    """Return whether somebody speaks for the whole installation: an administrator at its top."""
    held = scope.narrowed(words.MANAGE_PRIVACY)
    return held.everything or any(len(tree.path) == Unit.steplen for tree in held.subtrees)


def days_of(kind: Kept) -> int:
    """Return the days in force for a kind: those set, else its default."""
    found = RetentionDays.objects.filter(code=kind.code).first()
    return found.days if found else kind.days


def purge(*, by: User, at: datetime, step: Step | None = None) -> list[PurgeRun]:
    """Remove what is past its day, kind by kind, each in its own transaction.

    A kind that fails is written to the log and keeps none of the others; the run then raises at
    its end, so that somebody looks. Returns what was removed.
    """
    done, failed = [], []
    kinds = sorted(retention.kept().items())
    for count, (code, kind) in enumerate(kinds):
        if step:
            step(count, len(kinds), str(kind.zh))
        try:
            done.append(_purge(kind, by=by, at=at))
        except Exception:
            log.exception("purging %s failed", code)
            failed.append(code)
    if failed:
        raise RuntimeError(f"not purged: {', '.join(failed)}")
    return done


@transaction.atomic
def _purge(kind: Kept, *, by: User, at: datetime) -> PurgeRun:
    before = retention.limit(kind, today=clock.local_day(at), days=days_of(kind))
    # what was counted of those days stays as it is from now on
    records.purging(before=before, at=at)
    rows = kind.purge(before=before, at=at)
    if rows:
        audit.record(words.PURGED, by=by, at=at, kept=kind.code, rows=rows, on=before.isoformat())
    return PurgeRun.objects.create(code=kind.code, at=at, before=before, rows=rows)
