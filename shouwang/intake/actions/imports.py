"""Importing a file of reports: the same filing as a person's, many at a time, in one transaction.

Valid rows go in and the others are named; ``all_or_nothing`` writes nothing when any is refused.
The same file again changes nothing. Killed or cancelled half-way, nothing has changed.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from django.db import connection, transaction
from django.utils.translation import gettext as _

from shouwang.accounts import audit
from shouwang.accounts.access import NotPermitted
from shouwang.accounts.models import User
from shouwang.figures import rules as figure_rules
from shouwang.figures.rules import Number
from shouwang.intake import words
from shouwang.intake.actions import import_forms
from shouwang.intake.importing import roster as rosters
from shouwang.intake.importing.mapping import MappingSpec
from shouwang.intake.importing.parse import Outcome, Stated, Step, read
from shouwang.intake.importing.roster import Roster
from shouwang.kit.ids import uuid7
from shouwang.kit.sheets.read import Table
from shouwang.orgs.models import Unit
from shouwang.orgs.scope import Scope, scope_of
from shouwang.reporting import versions
from shouwang.reporting.actions import filing
from shouwang.reporting.actions.reports import Filing
from shouwang.reporting.models import Form, Submission
from shouwang.reporting.versions import PlainVersion

_BATCH = 1_000
Period = tuple[str, date]


@dataclass
class _Plan:
    """The rows that will go in, one a unit and period, and what the units were seen as."""

    first: dict[Period, tuple[Stated, str]] = field(default_factory=dict)
    new: list[tuple[Stated, str]] = field(default_factory=list)
    latest: dict[str, Stated] = field(default_factory=dict)


def no_step(done: int, total: int, message: str) -> None:
    """Tell progress to nobody."""


@transaction.atomic
def import_reports(
    *,
    table: Table,
    spec: MappingSpec,
    by: User,
    at: datetime,
    all_or_nothing: bool = False,
    dry_run: bool = False,
    file_name: str = "",
    step: Step = no_step,
) -> Outcome:
    """Import a table of reports as its mapping says; return what became of every row.

    Raises ``UnusableFile`` for a table without the mapping's columns, ``NotPermitted`` without
    the permission over the root.
    """
    outcome = Outcome()
    scope = scope_of(by, at=at)
    roster = Roster(spec, outcome, scope)
    _require(roster.root, scope)
    form = import_forms.form_of(roster.root, spec)
    roster.kinds = frozenset(form.series.kinds) if form else None
    standing = _standing(form, roster.root)
    plan = _plan(table, spec, roster, standing, outcome, step)
    outcome.filed = len(plan.new)
    roster.count_new({group for _stated, group in plan.new})
    if not roster.may_manage:
        rosters.tell_other_names(plan.latest, roster, outcome)
    if plan.new:
        import_forms.require_form(
            form, spec, min(s.day for s, _group in plan.new), roster.root, scope
        )
    if dry_run or (all_or_nothing and outcome.refused):
        return outcome
    if plan.new:
        _write(plan, spec, roster, outcome, by=by, at=at, step=step, file_name=file_name)
        _analyse(len(plan.new))
    outcome.written = True
    _record(outcome, roster.root, by=by, at=at, file=file_name)
    return outcome


def _record(outcome: Outcome, root: Unit | None, *, by: User, at: datetime, file: str) -> None:
    counts: dict[str, Any] = outcome.as_dict()["counts"]  # type: ignore[assignment]
    unit_id = root.pk if root else None
    audit.record(
        words.REPORTS_IMPORTED, by=by, at=at, about=root, unit_id=unit_id, file=file, **counts
    )


def _require(root: Unit | None, scope: Scope) -> None:
    if root is not None:
        scope.require(words.IMPORT_REPORTS, root)
    elif not scope.everything:
        raise NotPermitted(words.IMPORT_REPORTS)


def _standing(form: Form | None, root: Unit | None) -> dict[Period, tuple[dict[str, Number], str]]:
    """Return what stands already: values by item code and where they came from."""
    if form is None or root is None:
        return {}
    below = {"report__unit__path__gte": root.path, "report__unit__path__lt": root.path + "~"}
    found = (
        Submission.objects.filter(report__form=form, **below)
        .order_by("number")
        .values_list("report__unit__code", "report__day", "version_id", "values", "source_note")
    )
    stands = {}
    for code, day, version_id, values, note in found.iterator(chunk_size=5_000):
        version = versions.plain_by_id(version_id)
        stands[code, day] = (filing.values_of(version, values), note)
    return stands


def _plan(
    table: Table,
    spec: MappingSpec,
    roster: Roster,
    standing: dict[Period, tuple[dict[str, Number], str]],
    outcome: Outcome,
    step: Step,
) -> _Plan:
    plan = _Plan()
    rows = list(read(table, spec, outcome, step))
    roster.learn(rows)
    for stated in rows:
        period = (roster.code_of(stated.id), figure_rules.period_start(spec.period, stated.day))
        earlier = plan.first.get(period)
        if earlier and stated.name and earlier[0].name != stated.name:
            outcome.warnings.append(rosters.name_twins(earlier[0], stated, spec.name_column))
        if refusal := roster.refusal(stated):
            outcome.refuse(stated.row, *refusal)
            continue
        if earlier:
            where = _("第 %(row)d 行") % {"row": earlier[0].row}
            _again(stated, earlier[0].values, where, spec, outcome)
            continue
        group = roster.place(stated)
        if group is None:
            outcome.refuse(
                stated.row, spec.group_column or "", "", _("没有填写所属，也没有已知的所属")
            )
            continue
        plan.first[period] = (stated, group)
        stands = standing.get(period)
        if stands:
            _again(stated, stands[0], stands[1] or _("已有的报表"), spec, outcome)
            continue
        roster.meet(stated, group)
        plan.new.append((stated, group))
        last = plan.latest.get(period[0])
        if last is None or stated.day >= last.day:
            plan.latest[period[0]] = stated
    return plan


def _again(
    stated: Stated, values: dict[str, Number], where: str, spec: MappingSpec, outcome: Outcome
) -> None:
    """Judge a second row of a unit and period: the same is repeated, another is refused."""
    if stated.values == values:
        outcome.repeated += 1
        return
    differing = sorted(
        c for c in {*stated.values, *values} if stated.values.get(c) != values.get(c)
    )
    column = next(i.column for i in spec.items if i.code == differing[0])
    outcome.refuse(
        stated.row,
        column,
        stated.values.get(differing[0], ""),
        _("第 %(row)d 行与%(where)s是同一机构同一期，数值不同（%(old)s），先到的保留")
        % {"row": stated.row, "where": where, "old": values.get(differing[0], _("未填"))},
    )


def _write(
    plan: _Plan,
    spec: MappingSpec,
    roster: Roster,
    outcome: Outcome,
    *,
    by: User,
    at: datetime,
    step: Step,
    file_name: str,
) -> None:
    first_day = min(stated.day for stated, _ in plan.new)
    roster.create_new(first_day, {group for _, group in plan.new}, by=by, at=at)
    root = roster.ensure_root(first_day, by=by, at=at)
    version = import_forms.version_for(spec, root, first_day, by=by, at=at)
    done = 0
    for start in range(0, len(plan.new), _BATCH):
        batch = plan.new[start : start + _BATCH]
        filing.insert_many(
            [_deed(s, g, roster, version, by=by, at=at, file_name=file_name) for s, g in batch]
        )
        done += len(batch)
        step(done, len(plan.new), _("写入"))
    rosters.rename(plan.latest, roster, outcome, by=by, at=at)
    seen: dict[str, dict[date, str]] = {}
    for (code, day), (_stated, group) in plan.first.items():
        seen.setdefault(code, {})[day] = group
    days = 1 if spec.period == figure_rules.DAILY else 7
    changed = {roster.code_of(stated.id) for stated, _ in plan.new}
    rosters.rehome({code: seen[code] for code in changed}, days, roster, outcome, by=by, at=at)


def _analyse(rows: int) -> None:
    """Tell the planner of a bulk of new rows now, not when autovacuum comes round: without it
    the roll-up of a fresh import was seen to take ten times as long."""
    if rows >= _BATCH:
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE figures_fact, orgs_unit, orgs_placement, reporting_report")


def _deed(
    stated: Stated,
    group: str,
    roster: Roster,
    version: PlainVersion,
    *,
    by: User,
    at: datetime,
    file_name: str,
) -> filing.Deed:
    sent = Filing(
        values=stated.values,
        client_id=uuid7(),
        source=Submission.Source.IMPORT,
        source_note=_("%(file)s 第 %(row)d 行") % {"file": file_name, "row": stated.row},
    )
    return filing.Deed(
        unit=roster.by_code[roster.code_of(stated.id)],
        version=version,
        day=figure_rules.period_start(version.period, stated.day),
        values=filing.by_key(version, stated.values),
        filing=sent,
        by=by,
        at=at,
        placed_in_id=_placed(group, roster).pk,
        is_late=False,
        stated_on=stated.day,
    )


def _placed(group: str, roster: Roster) -> Unit:
    unit = roster.by_code.get(group) or roster.root
    if unit is None:
        raise KeyError(group)
    return unit
