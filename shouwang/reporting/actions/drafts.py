"""Drafts: saved as they are typed, shared by the unit's clerks, never merged silently."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime

from django.db import transaction

from shouwang.accounts.models import User
from shouwang.orgs.models import Unit
from shouwang.orgs.scope import scope_of
from shouwang.reporting import words
from shouwang.reporting.models import Draft, Form


class Conflict(Exception):
    """Somebody saved after the revision that this save names; ``draft`` is theirs."""

    def __init__(self, draft: Draft) -> None:
        super().__init__(str(draft))
        self.draft = draft


@transaction.atomic
def save_draft(
    *,
    unit: Unit,
    form: Form,
    day: date,
    values: Mapping[str, str],
    revision: int,
    by: User,
    at: datetime,
) -> Draft:
    """Save what was typed, as typed; ``revision`` is the one last seen, 0 for none.

    Raises ``Conflict`` when somebody else saved in between.
    """
    scope_of(by, at=at).require(words.FILE_REPORT, unit)
    draft, created = Draft.objects.select_for_update().get_or_create(
        unit=unit,
        form=form,
        day=day,
        defaults={"values": dict(values), "by": by, "saved_at": at},
    )
    if created:
        return draft
    if draft.revision != revision:
        if draft.values == dict(values):
            return draft
        raise Conflict(draft)
    draft.values, draft.by, draft.saved_at = dict(values), by, at
    draft.revision += 1
    draft.save()
    return draft


@transaction.atomic
def drop_draft(*, unit: Unit, form: Form, day: date, by: User, at: datetime) -> None:
    """Throw a draft away."""
    scope_of(by, at=at).require(words.FILE_REPORT, unit)
    Draft.objects.filter(unit=unit, form=form, day=day).delete()
