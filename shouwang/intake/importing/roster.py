"""The units that an import meets: found by code, made when new, moved when their county changes."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import date, datetime, timedelta

from django.utils.translation import gettext as _

from shouwang.accounts.models import User
from shouwang.intake import words
from shouwang.intake.importing.likeness import look_alike
from shouwang.intake.importing.mapping import MappingSpec
from shouwang.intake.importing.parse import Outcome, Stated
from shouwang.kit.sheets.read import Problem
from shouwang.orgs import words as org_words
from shouwang.orgs.actions import units as unit_actions
from shouwang.orgs.actions.many_units import create_units
from shouwang.orgs.actions.units import NewUnit
from shouwang.orgs.models import Placement, Unit
from shouwang.orgs.scope import Scope


class Roster:
    """The root, its counties by name and its facilities by id, as they are and as they become.

    Units are made, renamed and moved only for who may manage them (``may_manage``).
    """

    def __init__(self, spec: MappingSpec, outcome: Outcome, scope: Scope) -> None:
        self.spec = spec
        self.outcome = outcome
        self._allowed = scope.narrowed(words.IMPORT_REPORTS)
        self.root = Unit.objects.filter(code=spec.root).first()
        # the kinds of unit that file the form, None where it is still to be made
        self.kinds: frozenset[str] | None = None
        managed = scope.narrowed(org_words.MANAGE_UNITS)
        self.may_manage = managed.everything or bool(self.root and managed.covers(self.root))
        below = Unit.objects.none()
        if self.root:
            below = Unit.objects.filter(path__gt=self.root.path, path__lt=self.root.path + "~")
        self.by_code = {u.code: u for u in below}
        homes = Placement.objects.filter(until_on=None, unit__in=self.by_code.values())
        names = {u.pk: u.code for u in self.by_code.values()}
        self.home_code = {
            names[unit]: names[parent]
            for unit, parent in homes.values_list("unit_id", "parent_id")
            if unit in names and parent in names
        }
        self._code_by_id = {u.pk: u.code for u in self.by_code.values()}
        self.known_from = {u.code: u.opened_on for u in self.by_code.values()}
        self._new_groups: dict[str, Stated] = {}
        self._new_units: dict[str, tuple[Stated, str]] = {}

    def code_of(self, ident: str) -> str:
        """Return the unit code of a facility's id: its own where it is one, else under the root."""
        return ident if ident in self.by_code else f"{self.spec.root}/{ident}"

    def refusal(self, stated: Stated) -> tuple[str, str, str] | None:
        """Return why a row may not stand for its unit (column, value, why), None when it may."""
        spec, unit = self.spec, self.by_code.get(self.code_of(stated.id))
        if unit is None:
            if not self.may_manage:
                return (
                    spec.id_column,
                    stated.id,
                    _("没有这个编号的机构；新建机构须由系统管理员办理"),
                )
        elif not self._allowed.covers(unit):
            return spec.id_column, stated.id, _("没有这个编号的机构，或不在您的范围内")
        elif self.kinds is not None and unit.kind not in self.kinds:
            return spec.id_column, stated.id, _("%(unit)s不填此表") % {"unit": unit.name}
        elif unit.closed_on and unit.closed_on <= stated.day:
            return spec.id_column, stated.id, _("%(unit)s当日已关闭") % {"unit": unit.name}
        group = f"{spec.root}/{stated.group}"
        if spec.group_column and stated.group and not self.may_manage and group not in self.by_code:
            return (
                spec.group_column,
                stated.group,
                _("没有代码为 %(code)s 的单位") % {"code": group},
            )
        return None

    def learn(self, rows: Iterable[Stated]) -> None:
        """Take each new unit's county from its earliest row that names one.

        What is known of a unit is known from that day on, not before: a row is thus judged alike
        on the first import and on every other.
        """
        for stated in sorted(rows, key=lambda s: (s.day, s.row)):
            code = self.code_of(stated.id)
            if stated.group and code not in self.home_code:
                self.home_code[code] = f"{self.spec.root}/{stated.group}"
                self.known_from[code] = stated.day

    def place(self, stated: Stated) -> str | None:
        """Return the code of the unit that a row counts under, None when nobody can know.

        A row without a county counts in the unit's known one.
        """
        code = self.code_of(stated.id)
        if self.spec.group_column is None:
            return self.home_code.get(code, self.spec.root)
        if not stated.group:
            return self._known(code, stated)
        group = f"{self.spec.root}/{stated.group}"
        if group not in self.by_code and group not in self._new_groups:
            self._new_groups[group] = stated
            self._tell_alike(stated)
        return group

    def _known(self, code: str, stated: Stated) -> str | None:
        known = self.home_code.get(code)
        if known is None or stated.day < self.known_from[code]:
            return None
        self.outcome.warn(
            stated.row,
            self.spec.group_column or "",
            "",
            _("没有填写所属，计入已知的 %(group)s") % {"group": known},
        )
        return known

    def meet(self, stated: Stated, group: str) -> None:
        """Remember the unit of an accepted row with its first county."""
        code = self.code_of(stated.id)
        if code not in self.by_code:
            first = self._new_units.get(code)
            if first is None or stated.day < first[0].day:
                self._new_units[code] = (stated, group)

    def _tell_alike(self, stated: Stated) -> None:
        others = [*self.by_code, *self._new_groups]
        for code in others:
            name = code.rpartition("/")[2]
            if name != stated.group and look_alike(name, stated.group):
                self.outcome.warn(
                    stated.row,
                    self.spec.group_column or "",
                    stated.group,
                    _("与 %(other)s 只差一个字母，请核对是否同一地区") % {"other": name},
                )

    def ensure_root(self, first_day: date, *, by: User, at: datetime) -> Unit:
        """Return the root, made on the first import."""
        if self.root is None:
            spec = self.spec
            new = NewUnit(spec.root, spec.root_name, spec.root_kind, first_day)
            self.root = unit_actions.create_unit(new, by=by, at=at)
        return self.root

    def create_new(self, first_day: date, used: Collection[str], *, by: User, at: datetime) -> None:
        """Create the facilities met for the first time and the counties that rows count under."""
        root = self.ensure_root(first_day, by=by, at=at)
        groups = [
            NewUnit(code, stated.group, self.spec.group_kind, first_day, root)
            for code, stated in self._new_groups.items()
            if code in used
        ]
        self._create(groups, by=by, at=at)
        self.outcome.groups_created = len(groups)
        homes = [
            NewUnit(code, s.name or s.id, s.kind, s.day, self.by_code.get(group, root))
            for code, (s, group) in self._new_units.items()
        ]
        self._create(homes, by=by, at=at)
        self.outcome.units_created = len(homes)

    def count_new(self, used: Collection[str]) -> None:
        """Count the units that would be made, for who only asks."""
        self.outcome.groups_created = sum(code in used for code in self._new_groups)
        self.outcome.units_created = len(self._new_units)

    def home_code_of(self, parent_id: int | None) -> str:
        """Return the code of a unit's superior by its number."""
        return self._code_by_id.get(parent_id or 0, self.spec.root)

    def _create(self, new: list[NewUnit], *, by: User, at: datetime) -> None:
        for unit in create_units(new, by=by, at=at):
            self.by_code[unit.code] = unit
            self._code_by_id[unit.pk] = unit.code


def rename(
    latest: dict[str, Stated], roster: Roster, outcome: Outcome, *, by: User, at: datetime
) -> None:
    """Give each unit the name of its latest row, where that differs."""
    for code, stated in latest.items():
        unit = roster.by_code[code]
        if stated.name and stated.name != unit.name and roster.may_manage:
            unit_actions.change_unit(unit=unit, name=stated.name, by=by, at=at)
            outcome.renamed += 1


def tell_other_names(latest: dict[str, Stated], roster: Roster, outcome: Outcome) -> None:
    """Warn of names that differ from the units' own, where they stay as they are."""
    for code, stated in latest.items():
        unit = roster.by_code.get(code)
        if unit and stated.name and stated.name != unit.name:
            why = _("在册名称是%(name)s，没有改动") % {"name": unit.name}
            outcome.warn(stated.row, roster.spec.name_column, stated.name, why)


def rehome(
    seen: dict[str, dict[date, str]],
    period_days: int,
    roster: Roster,
    outcome: Outcome,
    *,
    by: User,
    at: datetime,
) -> None:
    """Move units that counted elsewhere for two consecutive periods, from the second one on.

    For who may not manage units they stay where they are.
    """
    if not roster.may_manage:
        return
    placed = {
        p.unit_id: p
        for p in Placement.objects.filter(
            until_on=None, unit__in=[roster.by_code[c].pk for c in seen]
        )
    }
    for code, by_day in seen.items():
        unit = roster.by_code[code]
        placement = placed[unit.pk]
        home = roster.home_code_of(placement.parent_id)
        since = placement.from_on
        for day, group in sorted(by_day.items()):
            before = by_day.get(day - timedelta(days=period_days))
            if day > since and group != home and before == group:
                unit = unit_actions.move_unit(
                    unit=unit, to=roster.by_code[group], from_on=day, by=by, at=at
                )
                home, since = group, day
                outcome.moved += 1


def name_twins(first: Stated, second: Stated, column: str) -> Problem:
    """Return the warning for an id that carries two names on one day."""
    return Problem(
        second.row,
        column,
        second.name,
        _("编号 %(id)s 同一天有两个名称：%(one)s（第 %(row)d 行）、%(two)s")
        % {"id": second.id, "one": first.name, "row": first.row, "two": second.name},
    )
