"""Units imported from a file, as one deed: all of its sound rows, or when stopped none."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date, datetime
from typing import Any, BinaryIO

from django.db import transaction
from django.utils.translation import gettext as _

from shouwang.accounts import audit
from shouwang.accounts.models import User
from shouwang.kit.sheets.read import UnusableFile, open_table
from shouwang.orgs import words
from shouwang.orgs.actions.many_units import create_units
from shouwang.orgs.actions.tree import hold_tree
from shouwang.orgs.actions.units import NewUnit, close_unit, pinyin_of
from shouwang.orgs.importing import sheet
from shouwang.orgs.importing.plan import Change, Plan, Planner
from shouwang.orgs.importing.rows import UnitRow, read_row
from shouwang.orgs.models import Unit
from shouwang.orgs.scope import scope_of

# done, of how many, and what is being done; may raise to stop
Step = Callable[[int, int, str], None]
_MOST_KEPT = 2_000
_EVERY = 1_000


class NotAll(Exception):
    """All or nothing was asked and rows were refused: nothing was written. Carries the plan."""

    def __init__(self, plan: Plan) -> None:
        super().__init__(
            _("有 %(count)d 行不能导入，按“要么全部、要么不导”没有写入") % {"count": plan.refused}
        )
        self.plan = plan


def _silent(done: int, total: int, message: str) -> None:
    """Tell nobody."""


def preview_units(
    source: BinaryIO,
    *,
    file_name: str,
    opened_on: date | None,
    by: User,
    at: datetime,
    step: Step = _silent,
) -> Plan:
    """Return what a file of units would do; writes nothing. Raises ``UnusableFile``.

    ``opened_on`` is the opening day of new units whose row says none; None asks each row for it.
    """
    scope = scope_of(by, at=at)
    return Planner(scope, _read(source, file_name, step), opened_on=opened_on).plan()


@transaction.atomic
def import_units(
    source: BinaryIO,
    *,
    file_name: str,
    opened_on: date | None,
    by: User,
    at: datetime,
    all_or_nothing: bool = False,
    step: Step = _silent,
) -> Plan:
    """Make and change the units of a file's sound rows; return what was done and what refused.

    One transaction: a stop takes everything back, a second import changes nothing. Raises
    ``UnusableFile``, and ``NotAll`` where rows were refused and all or nothing was asked.
    """
    rows = list(_read(source, file_name, step))
    hold_tree()
    plan = Planner(scope_of(by, at=at), rows, opened_on=opened_on).plan()
    if all_or_nothing and plan.refused:
        raise NotAll(plan)
    writing = _("正在写入")
    create_units(
        [_new(row) for row in plan.new],
        by=by,
        at=at,
        step=lambda done, total: step(done, plan.writes, writing),
    )
    _change(plan.changed, by=by, at=at)
    step(plan.writes, plan.writes, writing)
    audit.record(
        words.UNITS_IMPORTED,
        by=by,
        at=at,
        file=file_name[:200],
        new=len(plan.new),
        changed=len(plan.changed),
        unchanged=plan.unchanged,
        refused=plan.refused,
    )
    return plan


def summary(plan: Plan) -> dict[str, Any]:
    """Return a plan as plain values: counts and the first problems, as kept with the work."""
    return {
        "new": len(plan.new),
        "changed": len(plan.changed),
        "unchanged": plan.unchanged,
        "refused": plan.refused,
        "warned": len(plan.warnings),
        "problems": [p.as_dict() for p in plan.problems[:_MOST_KEPT]],
        "warnings": [p.as_dict() for p in plan.warnings[:_MOST_KEPT]],
    }


def _read(source: BinaryIO, file_name: str, step: Step) -> Iterable[UnitRow]:
    checking = _("正在核对")
    with open_table(source, filename=file_name, expected=sheet.HEADS) as table:
        if missing := [head for head in sheet.NEEDED if head not in table.columns]:
            raise UnusableFile(_("缺少这些列：%(heads)s；请用模板") % {"heads": "、".join(missing)})
        for count, row in enumerate(table, 1):
            yield read_row(row)
            if count % _EVERY == 0:
                step(min(count, table.rows_at_most), table.rows_at_most, checking)


def _new(row: UnitRow) -> NewUnit:
    if row.opened_on is None:
        raise ValueError("a planned row has an opening day")
    return NewUnit(
        code=row.code,
        name=row.name,
        kind=row.kind,
        opened_on=row.opened_on,
        closed_on=row.closed_on,
        parent_code=row.parent,
        short_name=row.short_name,
        phone=row.phone,
        address=row.address,
        division_code=row.division_code,
    )


def _change(changes: Iterable[Change], *, by: User, at: datetime) -> None:
    """Write the changed fields in one statement, then close, the lowest first."""
    renamed, entries, closing = [], [], []
    for change in changes:
        fields = {name: pair for name, pair in change.fields.items() if name != "closed_on"}
        for name, (_now, then) in fields.items():
            setattr(change.unit, name, then)
        if fields:
            change.unit.pinyin = pinyin_of(change.unit.name)
            renamed.append(change.unit)
            detail = {
                "before": {name: now for name, (now, _then) in fields.items()},
                "after": {name: then for name, (_now, then) in fields.items()},
            }
            entries.append(
                audit.Entry(
                    words.UNIT_CHANGED, about=change.unit, unit_id=change.unit.pk, detail=detail
                )
            )
        if "closed_on" in change.fields:
            closing.append(change)
    Unit.objects.bulk_update(
        renamed,
        ["name", "short_name", "phone", "address", "division_code", "pinyin"],
        batch_size=1_000,
    )
    audit.record_many(entries, by=by, at=at)
    for change in sorted(closing, key=lambda c: -c.unit.depth):
        close_unit(unit=change.unit, closed_on=change.fields["closed_on"][1], by=by, at=at)
