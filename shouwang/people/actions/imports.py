"""Residents or staff of one house imported from a file: all of its sound rows, or none."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import datetime
from typing import Any, BinaryIO
from uuid import UUID, uuid5

from django.db import transaction
from django.utils.translation import gettext as _

from shouwang.accounts import audit
from shouwang.accounts.models import User
from shouwang.kit.sheets.read import UnusableFile, open_table
from shouwang.orgs.models import Unit
from shouwang.people import words
from shouwang.people.actions import admissions, holding, staff
from shouwang.people.actions.admissions import Admission
from shouwang.people.actions.staff import Hiring
from shouwang.people.importing import sheet
from shouwang.people.importing.plan import Plan, Planner
from shouwang.people.importing.rows import PersonRow, hidden, read_row
from shouwang.people.models import Side

# done, of how many, and what is being done; may raise to stop
Step = Callable[[int, int, str], None]
_MOST_KEPT = 2_000
_EVERY = 500


def _silent(done: int, total: int, message: str) -> None:
    """Tell nobody."""


def preview_people(
    source: BinaryIO, *, file_name: str, unit: Unit, side: str, by: User, now: datetime
) -> Plan:
    """Return what a file would do; writes nothing. Raises ``UnusableFile``."""
    holding.require(words.MANAGE_PEOPLE, [unit], by=by, now=now)
    return Planner(unit, side, _read(source, file_name, side, _silent), now=now).plan()


@transaction.atomic
def import_people(
    source: BinaryIO,
    *,
    file_name: str,
    unit: Unit,
    side: str,
    by: User,
    now: datetime,
    key: UUID,
    step: Step = _silent,
) -> Plan:
    """Put the people of a file's sound rows on file; return what was done and what refused.

    One transaction: a stop takes everything back. ``key`` names the upload: its rows have their
    records' keys from it, so that a second run adds nobody.
    """
    holding.require(words.MANAGE_PEOPLE, [unit], by=by, now=now)
    planner = Planner(unit, side, list(_read(source, file_name, side, step)), now=now)
    plan = planner.plan()
    for first in range(0, len(plan.new), _EVERY):
        rows = plan.new[first : first + _EVERY]
        _write(planner, rows, unit=unit, side=side, key=key, by=by, now=now)
        step(min(first + _EVERY, len(plan.new)), len(plan.new), _("正在写入"))
    told: dict[str, Any] = {
        "new": len(plan.new),
        "unchanged": plan.known,
        "refused": plan.refused,
        "side": side,
    }
    audit.record(
        words.IMPORTED, by=by, at=now, unit_id=unit.pk, rows=len(plan.new) + plan.known, **told
    )
    return plan


def summary(plan: Plan) -> dict[str, Any]:
    """Return a plan as plain values to be stored: counts and the first problems, masked."""
    return {
        "new": len(plan.new),
        "known": plan.known,
        "refused": plan.refused,
        "problems": [hidden(problem).as_dict() for problem in plan.problems[:_MOST_KEPT]],
        "warnings": [hidden(problem).as_dict() for problem in plan.warnings[:_MOST_KEPT]],
    }


def _write(
    planner: Planner,
    rows: list[PersonRow],
    *,
    unit: Unit,
    side: str,
    key: UUID,
    by: User,
    now: datetime,
) -> None:
    keyed = [(row, planner.moment(row), uuid5(key, str(row.number))) for row in rows]
    if side == Side.STAFF:
        hirings = [Hiring(unit, row.person, at, row.state, id) for row, at, id in keyed]
        staff.engage_many(hirings, by=by, now=now)
    else:
        coming = [Admission(unit, row.person, at, id) for row, at, id in keyed]
        admissions.admit_many(coming, by=by, now=now)


def _read(source: BinaryIO, file_name: str, side: str, step: Step) -> Iterable[PersonRow]:
    with open_table(source, filename=file_name, expected=sheet.heads(side)) as table:
        missing = [head for head in sheet.NEEDED[side] if head not in table.columns]
        if missing:
            raise UnusableFile(_("缺少这些列：%(heads)s；请用模板") % {"heads": "、".join(missing)})
        for count, row in enumerate(table, 1):
            yield read_row(row, side)
            if count % _EVERY == 0:
                step(min(count, table.rows_at_most), table.rows_at_most, _("正在核对"))
