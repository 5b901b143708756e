"""Writing the audit trail: in the transaction of the deed, one line beside it."""

from __future__ import annotations

from collections.abc import Iterable
from contextvars import ContextVar
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db import models

from shouwang.accounts.models import AuditEvent, User
from shouwang.kit.registry import Word

# the address of the request under way, set by the middleware, absent on the command line
client_ip: ContextVar[str | None] = ContextVar("client_ip", default=None)


@dataclass(frozen=True)
class Entry:
    """One line of the trail, for ``record_many``."""

    word: Word
    about: models.Model | None = None
    unit_id: int | None = None
    detail: dict[str, Any] = field(default_factory=dict)


def record(
    word: Word,
    *,
    by: User | None,
    at: datetime,
    about: models.Model | None = None,
    unit_id: int | None = None,
    **detail: Any,
) -> AuditEvent:
    """Write that ``by`` did ``word`` at ``at``; detail is plain JSON, never personal data."""
    entry = Entry(word, about, unit_id, detail)
    event = _event(entry, by=by, at=at)
    event.save(force_insert=True)
    return event


def record_many(entries: Iterable[Entry], *, by: User | None, at: datetime) -> None:
    """Write many lines in few statements, for imports."""
    AuditEvent.objects.bulk_create(
        (_event(entry, by=by, at=at) for entry in entries), batch_size=2000
    )


def _event(entry: Entry, *, by: User | None, at: datetime) -> AuditEvent:
    about = entry.about
    return AuditEvent(
        at=at,
        word=entry.word.code,
        by=by,
        by_name=by.name if by else "",
        about_kind=about._meta.label_lower if about is not None else "",
        about_id=str(about.pk) if about is not None else "",
        about_text=str(about)[:200] if about is not None else "",
        unit_id=entry.unit_id,
        detail=entry.detail,
        ip=client_ip.get(),
    )
