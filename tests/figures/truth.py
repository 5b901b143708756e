"""Everything said of a unit's day is one truth: totals, rows, children, states."""

from __future__ import annotations

from datetime import date

from shouwang.figures import rules
from shouwang.figures.evidence import evidence, missing
from shouwang.figures.totals import UnitDay, unit_day
from shouwang.orgs.models import Unit
from shouwang.orgs.scope import Scope


def agree(scope: Scope, unit: Unit, day: date) -> UnitDay:
    """Check that everything said of a unit's day is one truth; return the day."""
    found = unit_day(scope, unit, day)
    total = found.total
    assert total.due == total.filed + len(missing(scope, unit, day))
    assert sum(c.tally.due for c in found.children) + found.own.due == total.due
    assert sum(c.tally.filed for c in found.children) + found.own.filed == total.filed
    assert sum(c.tally.zero for c in found.children) + found.own.zero == total.zero
    assert sum(c.tally.late for c in found.children) + found.own.late == total.late
    for figure in found.figures:
        behind = evidence(scope, unit, figure, day, most=1000)
        assert behind.total == total.values.get(figure.pk), (unit, figure.code, day)
        assert behind.count == total.stated.get(figure.pk, 0)
        assert rules.add_up((r.value for r in behind.rows), figure.aggregate) == behind.total
        parts = [c.tally.values.get(figure.pk) for c in found.children]
        own = found.own.values.get(figure.pk)
        assert rules.add_up([*parts, own], figure.aggregate) == behind.total
    return found
