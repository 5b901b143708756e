"""Drafts: saved as they are typed, shared by the unit's clerks, never merged silently."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from django.db import transaction

from shouwang.accounts.models import User
from shouwang.kit import prepared
from shouwang.orgs.models import Unit
from shouwang.orgs.scope import Scope, scope_of
from shouwang.reporting import words
from shouwang.reporting.models import Draft, Form


class Conflict(Exception):
    """Somebody saved after the revision that this save names; ``draft`` is theirs."""

    def __init__(self, draft: Draft) -> None:
        super().__init__(str(draft))
        self.draft = draft


# one statement, not read, lock and write: pages save every few seconds while a county types
_SAVE = """
INSERT INTO reporting_draft AS d (unit_id, form_id, day, values, revision, by_id, saved_at)
VALUES (%(unit)s, %(form)s, %(day)s, %(values)s, 1, %(by)s, %(at)s)
ON CONFLICT (unit_id, form_id, day) DO UPDATE
SET values = excluded.values, revision = d.revision + 1,
    by_id = excluded.by_id, saved_at = excluded.saved_at
WHERE d.revision = %(revision)s
RETURNING d.id, d.revision
"""


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
    scope: Scope | None = None,
) -> Draft:
    """Save what was typed, as typed; ``revision`` is the one last seen, 0 for none.

    ``scope`` is that of ``by`` at ``at``, asked for where it is not handed in. Raises ``Conflict``
    when somebody else saved other values in between.
    """
    (scope or scope_of(by, at=at)).require(words.FILE_REPORT, unit)
    whose: Any = {"unit": unit, "form": form, "day": day, "by": by, "at": at, "scope": scope}
    given = {"unit": unit.pk, "form": form.pk, "day": day, "values": json.dumps(dict(values)),
             "revision": revision, "by": by.pk, "at": at}  # fmt: skip
    for pk, saved in prepared.fetch(_SAVE, given):
        return Draft(
            pk=pk, unit=unit, form=form, day=day, values=dict(values), revision=saved, by=by,
            saved_at=at,
        )  # fmt: skip
    theirs = Draft.objects.select_related("by").filter(unit=unit, form=form, day=day).first()
    if theirs is not None and theirs.values != dict(values):
        raise Conflict(theirs)
    # where it was filed or thrown away in the meantime there is nothing to contradict
    return theirs or save_draft(**whose, values=values, revision=0)


@transaction.atomic
def drop_draft(*, unit: Unit, form: Form, day: date, by: User, at: datetime) -> None:
    """Throw a draft away."""
    scope_of(by, at=at).require(words.FILE_REPORT, unit)
    Draft.objects.filter(unit=unit, form=form, day=day).delete()
