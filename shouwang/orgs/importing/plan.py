"""What a file of units would do to the tree: made, changed, as it is, refused."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from shouwang.kit.sheets.read import Problem
from shouwang.orgs import kinds, words
from shouwang.orgs.importing import sheet
from shouwang.orgs.importing.rows import UnitRow
from shouwang.orgs.models import Unit
from shouwang.orgs.scope import Scope

_CHANGED_BY_FILE = (
    ("name", sheet.NAME),
    ("short_name", sheet.SHORT),
    ("phone", sheet.PHONE),
    ("address", sheet.ADDRESS),
    ("division_code", sheet.DIVISION),
)


@dataclass
class Change:
    """A unit that the file would change: field → (now, then); ``closed_on`` closes it."""

    row: UnitRow
    unit: Unit
    fields: dict[str, tuple[Any, Any]]


@dataclass
class Plan:
    """What a file would do. ``new`` rows are in the file's order, not superiors first."""

    new: list[UnitRow] = field(default_factory=list)
    changed: list[Change] = field(default_factory=list)
    unchanged: int = 0
    problems: list[Problem] = field(default_factory=list)
    warnings: list[Problem] = field(default_factory=list)
    refused: int = 0

    @property
    def writes(self) -> int:
        """Return how many units would be made or changed."""
        return len(self.new) + len(self.changed)


class Planner:
    """Compares rows with the tree, once for a preview and once again when it is written."""

    def __init__(self, scope: Scope, rows: Iterable[UnitRow], *, opened_on: date | None) -> None:
        """Read the units that the rows name; ``opened_on`` is for new units that say no day."""
        self._scope = scope
        self._allowed = scope.narrowed(words.MANAGE_UNITS)
        self._opened_on = opened_on
        self._rows = list(rows)
        codes = {row.code for row in self._rows} | {row.parent for row in self._rows}
        self._units = {unit.code: unit for unit in Unit.objects.filter(code__in=codes - {""})}
        above = {unit.path[: -unit.steplen] for unit in self._units.values()}
        self._code_at = dict(Unit.objects.filter(path__in=above).values_list("path", "code"))
        self._first: dict[str, UnitRow] = {}

    def plan(self) -> Plan:
        """Return what the rows would do."""
        plan = Plan()
        for row in self._rows:
            if row.code and (first := self._first.setdefault(row.code, row)) is not row:
                row.refuse(
                    sheet.CODE, row.code, _("与第 %(row)d 行代码相同") % {"row": first.number}
                )
        fresh = [
            row
            for row in self._rows
            if self._first.get(row.code) is row and row.code not in self._units
        ]
        for row in fresh:
            self._check_new(row)
        self._check_parents(fresh)
        plan.new = [row for row in fresh if not row.problems]
        self._compare(plan)
        self._refuse_closing_over_open(plan)
        self._warn_of_twins(plan)
        plan.changed = [change for change in plan.changed if not change.row.problems]
        refused = [row for row in self._rows if row.problems]
        plan.refused = len(refused)
        plan.problems = [problem for row in refused for problem in row.problems]
        return plan

    def _check_new(self, row: UnitRow) -> None:
        if not row.name and not any(p.column == sheet.NAME for p in row.problems):
            row.refuse(sheet.NAME, "", _("没有填写名称"))
        if not row.kind and not any(p.column == sheet.KIND for p in row.problems):
            row.refuse(sheet.KIND, "", _("没有填写类别"))
        if not row.parent and not self._allowed.everything:
            row.refuse(sheet.PARENT, "", _("没有填写上级代码"))
        row.opened_on = row.opened_on or self._opened_on
        if row.opened_on is None and not any(p.column == sheet.OPENED for p in row.problems):
            row.refuse(sheet.OPENED, "", _("没有填写开办日期"))
        elif row.opened_on and row.closed_on and row.closed_on < row.opened_on:
            row.refuse(sheet.CLOSED, row.closed_on, _("关闭日期不能早于开办日期"))

    def _check_parents(self, fresh: list[UnitRow]) -> None:
        """Refuse new rows whose superior is unknown, unfit, or itself refused, level by level."""
        named = {row.code: row for row in fresh}
        below: dict[str, list[UnitRow]] = {}
        level = []
        for row in fresh:
            if row.parent in named and row.parent not in self._units:
                below.setdefault(row.parent, []).append(row)
            else:
                self._check_standing_parent(row)
                level.append(row)
        seen = set()
        while level:
            row = level.pop()
            seen.add(row.code)
            for child in below.get(row.code, ()):
                self._check_new_parent(child, row)
                level.append(child)
        for row in fresh:
            if row.code not in seen:
                row.refuse(sheet.PARENT, row.parent, _("上级关系成环"))

    def _check_standing_parent(self, row: UnitRow) -> None:
        parent = self._units.get(row.parent)
        if not row.parent:
            self._check_kind(row, None)
        elif parent is None or not self._scope.covers(parent):
            row.refuse(sheet.PARENT, row.parent, _("没有代码为它的上级机构"))
        elif not self._allowed.covers(parent):
            row.refuse(sheet.PARENT, row.parent, _("您无权在它下面新建机构"))
        elif parent.closed_on and not row.closed_on:
            row.refuse(sheet.PARENT, row.parent, _("上级机构已关闭"))
        else:
            self._check_kind(row, parent.kind)

    def _check_new_parent(self, row: UnitRow, parent: UnitRow) -> None:
        if parent.problems:
            row.refuse(
                sheet.PARENT,
                row.parent,
                _("上级机构在第 %(row)d 行，那一行有误") % {"row": parent.number},
            )
        elif parent.closed_on and not row.closed_on:
            row.refuse(sheet.PARENT, row.parent, _("上级机构已关闭"))
        else:
            self._check_kind(row, parent.kind)

    def _check_kind(self, row: UnitRow, parent_kind: str | None) -> None:
        if row.kind and not kinds.may_lie_under(row.kind, parent_kind):
            label = kinds.Kind(row.kind).label
            above = kinds.Kind(parent_kind).label if parent_kind else _("最上级")
            row.refuse(
                sheet.KIND,
                str(label),
                _("%(kind)s不能设在%(above)s下面") % {"kind": label, "above": above},
            )

    def _compare(self, plan: Plan) -> None:
        for row in self._rows:
            unit = self._units.get(row.code)
            if unit is None or self._first[row.code] is not row:
                continue
            if not self._allowed.covers(unit):
                row.refuse(sheet.CODE, row.code, _("这个代码已被使用，而且不在您的管理范围内"))
            self._refuse_what_stays(row, unit)
            fields = {
                name: (getattr(unit, name), getattr(row, name))
                for name, _column in _CHANGED_BY_FILE
                if getattr(row, name) and getattr(row, name) != getattr(unit, name)
            }
            if row.closed_on and unit.closed_on is None:
                fields["closed_on"] = (None, row.closed_on)
            if fields:
                plan.changed.append(Change(row, unit, fields))
            elif not row.problems:
                plan.unchanged += 1

    def _refuse_what_stays(self, row: UnitRow, unit: Unit) -> None:
        """Refuse changes that are deeds of their own: kind, superior, days."""
        above = self._code_at.get(unit.path[: -unit.steplen], "")
        if row.kind and row.kind != unit.kind:
            why = _("与现有类别（%(now)s）不同，类别不能用导入修改") % {
                "now": unit.get_kind_display()
            }
            row.refuse(sheet.KIND, str(kinds.Kind(row.kind).label), why)
        if row.parent and row.parent != above:
            why = _("与现有上级（%(now)s）不同，请在机构页办理“调整隶属”") % {"now": above or "—"}
            row.refuse(sheet.PARENT, row.parent, why)
        if row.opened_on and row.opened_on != unit.opened_on:
            why = _("与现有开办日期（%(now)s）不同，开办日期不能用导入修改") % {
                "now": unit.opened_on
            }
            row.refuse(sheet.OPENED, row.opened_on, why)
        if row.closed_on and unit.closed_on and row.closed_on != unit.closed_on:
            why = _("与现有关闭日期（%(now)s）不同，请先恢复再关闭") % {"now": unit.closed_on}
            row.refuse(sheet.CLOSED, row.closed_on, why)
        if row.closed_on and row.closed_on < unit.opened_on:
            row.refuse(sheet.CLOSED, row.closed_on, _("关闭日期不能早于开办日期"))

    def _refuse_closing_over_open(self, plan: Plan) -> None:
        closing = [c for c in plan.changed if "closed_on" in c.fields and not c.row.problems]
        # the lowest first: a unit refused keeps those above it open
        closing.sort(key=lambda change: -change.unit.depth)
        ending = {change.unit.pk for change in closing}
        for change in closing:
            below = set(
                change.unit.get_descendants().filter(closed_on=None).values_list("pk", flat=True)
            )
            if below - ending:
                change.row.refuse(sheet.CLOSED, change.row.closed_on, _("下面还有未关闭的机构"))
                ending.discard(change.unit.pk)

    def _warn_of_twins(self, plan: Plan) -> None:
        """Warn of new units that bear the name of another under the same superior."""
        seen: dict[tuple[str, str], str] = {}
        parents = {
            self._units[row.parent].path: row.parent
            for row in plan.new
            if row.parent in self._units
        }
        names = {row.name for row in plan.new}
        for code, name, path in Unit.objects.filter(name__in=names).values_list(
            "code", "name", "path"
        ):
            if (above := parents.get(path[: -Unit.steplen])) is not None:
                seen[above, name] = code
        for row in plan.new:
            other = seen.setdefault((row.parent, row.name), row.code)
            if other != row.code:
                why = _("同一上级下已有同名机构（%(code)s）") % {"code": other}
                plan.warnings.append(Problem(row.number, sheet.NAME, row.name, why))
