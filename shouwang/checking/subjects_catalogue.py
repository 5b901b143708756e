"""The targets of a check: figures of the forms in scope, their sums, states of the reports."""

from __future__ import annotations

from collections import defaultdict

from shouwang.checking import aliases, offered
from shouwang.checking.states import HOMES, STATES
from shouwang.checking.subjects import (
    RATE,
    SHARE,
    STATE,
    UNITS,
    Subjects,
    Target,
)
from shouwang.checking.subjects_words import ALL_KINDS, RESIDENT, STAFF
from shouwang.figures.models import Figure, Series
from shouwang.figures.streams import series_in
from shouwang.orgs.models import Unit
from shouwang.orgs.scope import Scope
from shouwang.reporting.models import FormVersion, Item

_IMPLIED = {"服务对象": frozenset({RESIDENT}), "职工": frozenset({STAFF})}


def subjects_of(scope: Scope, unit: Unit) -> tuple[Subjects, list[Series]]:
    """Return what numbers of a text about a unit may be of, and the series that are counted."""
    series = [
        s for s in series_in(scope, unit=unit)
        if s.owner.path.startswith(unit.path) or unit.path.startswith(s.owner.path)
    ]  # fmt: skip
    own = aliases.of(unit)
    targets = _figures(unit, series, own)
    targets += _sums(targets, own)
    targets += _states(series, own) + _shares(targets)
    return Subjects(targets), series


def _figures(unit: Unit, series: list[Series], own: dict[str, list[str]]) -> list[Target]:
    asked = Item.objects.filter(
        version__state=FormVersion.State.PUBLISHED, version__form__series__in=series
    ).values_list("figure_id", "version__form__series_id", "group")
    by_series = {s.pk: frozenset(map(str, s.kinds)) for s in series}
    where: dict[int, dict[int, frozenset[str]]] = defaultdict(dict)
    groups: dict[int, str] = {}
    for figure_id, series_id, group in asked:
        where[figure_id][series_id] = by_series[series_id]
        groups[figure_id] = group
    nearest: dict[str, Figure] = {}
    found = Figure.objects.filter(pk__in=where).select_related("owner").order_by("order", "pk")
    for figure in found:
        other = nearest.get(figure.code)
        if other is None or _nearness(unit, figure) > _nearness(unit, other):
            nearest[figure.code] = figure
    return [
        Target(
            f.code, f.zh, f.measure, f.nature, (f.pk,), where[f.pk],
            (f.zh, *f.aliases, *own.get(f.code, ())),
            _IMPLIED.get(groups[f.pk], frozenset()), f.decimals, f.aggregate,
        )
        for f in nearest.values()
    ]  # fmt: skip


def _nearness(unit: Unit, figure: Figure) -> int:
    path = figure.owner.path
    return len(path) if unit.path.startswith(path) else 0


def _sums(targets: list[Target], own: dict[str, list[str]]) -> list[Target]:
    """Return the sums that the daily paper prints (今日新发发热 of residents and staff)."""
    by_code = {target.code: target for target in targets}
    made = []
    for code, told in offered.sums().items():
        parts = [by_code[part] for part in told.parts if part in by_code]
        if len(parts) != len(told.parts) or code in by_code:
            continue
        common = frozenset[int]().union(*(frozenset(p.series) for p in parts))
        kept = {s: k for p in parts for s, k in p.series.items() if s in common}
        figures = tuple(pk for p in parts for pk in p.figures)
        labels = (told.zh, *own.get(code, ()))
        made.append(Target(code, told.zh, told.measure, parts[0].nature, figures, kept, labels))
    return made


def _states(series: list[Series], own: dict[str, list[str]]) -> list[Target]:
    counted = {s.pk: frozenset(map(str, s.kinds)) for s in series if s.completes}
    told = {**STATES, "rate": "报送率"}
    return [
        Target(
            code, zh, "%" if code == "rate" else HOMES, RATE if code == "rate" else STATE, (),
            counted, (zh, *own.get(code, ())), decimals=1 if code == "rate" else 0,
        )
        for code, zh in told.items()
    ] + [
        Target("units", "机构数", HOMES, UNITS, (), {0: ALL_KINDS}, ()),
    ]  # fmt: skip


def _shares(targets: list[Target]) -> list[Target]:
    """Return the rates that are asked for by name: 在岗率."""
    by_code = {target.code: target for target in targets}
    part, whole = by_code.get("on_post"), by_code.get("staff")
    if part is None or whole is None:
        return []
    return [
        Target(
            "on_post/staff", "在岗率", "%", SHARE, (*part.figures, *whole.figures), part.series,
            ("在岗率",), implied=frozenset({STAFF}), decimals=1,
        )
    ]  # fmt: skip
