"""What the records say of a reading: values of units and periods, read together."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db import connection

from shouwang.checking.matching_context import Span
from shouwang.checking.matching_reading import Op
from shouwang.checking.places import Places
from shouwang.checking.subjects import (
    CUMULATIVE,
    FLOW,
    RATE,
    SHARE,
    STATE,
    STOCK,
    UNITS,
    Target,
)
from shouwang.figures import comparable, rules
from shouwang.figures.models import Fact, Figure, Rollup, Series
from shouwang.figures.models.figure import Aggregate
from shouwang.figures.rules import Number, add_up
from shouwang.figures.streams import periods_of
from shouwang.figures.tally import Adder, Tally
from shouwang.figures.totals import unit_day
from shouwang.kit import numbers
from shouwang.orgs.kinds import INSTITUTIONS
from shouwang.orgs.models import Unit
from shouwang.orgs.placing import open_on
from shouwang.orgs.scope import Scope

_SUM = """
SELECT sum(v) FROM (
    SELECT (r.values -> %(figure)s #>> '{}')::numeric AS v FROM figures_rollup r
    WHERE r.unit_id = %(unit)s AND r.series_id = ANY(%(series)s) AND r.values ? %(figure)s
      AND r.day BETWEEN %(first)s AND %(last)s
    UNION ALL
    SELECT (f.values -> %(figure)s #>> '{}')::numeric FROM figures_fact f
    WHERE f.unit_id = %(unit)s AND f.series_id = ANY(%(series)s) AND f.values ? %(figure)s
      AND f.day BETWEEN %(first)s AND %(last)s
) AS rows
"""


@dataclass(frozen=True)
class Question:
    """One value asked of the records."""

    target: Target
    unit: int
    span: Span
    op: Op = "value"
    kinds: frozenset[str] | None = None
    whole: Target | None = None
    whole_unit: int | None = None

    @property
    def is_of_days(self) -> bool:
        """Return whether it sums several days."""
        return self.target.nature == FLOW and self.span[0] != self.span[1]


class Records:
    """The records in one scope, asked many questions with few statements."""

    def __init__(self, scope: Scope, places: Places, series: list[Series]) -> None:
        self.scope, self.places = scope, places
        self.series = {s.pk: s for s in series}
        self._rows: dict[tuple[int, int, date], list[Rollup | Fact]] = {}
        self._known: set[tuple[int, date]] = set()
        self._asked: dict[Question, Number | None] = {}
        self._minimums: frozenset[int] = frozenset()

    def prepare(self, asked: Iterable[Question]) -> None:
        """Read what questions need in one go."""
        listed = list(asked)
        self._minimums |= {
            pk for q in listed for pk in q.target.figures if q.target.aggregate == Aggregate.MIN
        }
        wanted: set[tuple[int, date]] = set()
        for question in listed:
            for unit in {question.unit, question.whole_unit or question.unit}:
                wanted.add((unit, question.span[1]))
                if question.op == "change":
                    wanted |= {(unit, day) for day in self._days_before(question.span[1])}
        wanted -= self._known
        by_day: dict[date, set[int]] = {}
        for unit, day in wanted:
            by_day.setdefault(day, set()).add(unit)
        for day, units in by_day.items():
            condition = periods_of(self.series.values(), day)
            for model in (Rollup, Fact):
                for row in model._default_manager.filter(condition, unit_id__in=units):
                    key = (row.unit_id, row.series_id, row.day)
                    kept = self._rows.setdefault(key, [])
                    if not any(type(one) is type(row) for one in kept):
                        kept.append(row)
        self._known |= wanted

    def _days_before(self, day: date) -> set[date]:
        return {
            rules.previous_start(s.period, rules.period_start(s.period, day))
            for s in self.series.values()
        }

    def value(self, question: Question) -> Number | None:
        """Return what the records say, None where nobody stated it; shares are parts of 1."""
        if question not in self._asked:
            if (question.unit, question.span[1]) not in self._known:
                self.prepare([question])
            self._asked[question] = self._value(question)
        return self._asked[question]

    def _value(self, question: Question) -> Number | None:
        target, unit, day = question.target, question.unit, question.span[1]
        if question.op == "change":
            return self._change(question)
        if target.nature == RATE:
            tally = self.tally(unit, day, self._series(target, question.kinds))
            return numbers.share(tally.filed, tally.due)
        if target.nature == SHARE:
            tally = self.tally(unit, day, self._series(target, question.kinds))
            half = len(target.figures) // 2
            return _share(
                _total(tally, target.figures[:half]), _total(tally, target.figures[half:])
            )
        if question.op == "share" and question.whole is not None:
            part = self._plain(target, unit, question)
            whole = self._plain(question.whole, question.whole_unit or unit, question)
            return _share(part, whole)
        return self._plain(target, unit, question)

    def _plain(self, target: Target, unit: int, question: Question) -> Number | None:
        series = self._series(target, question.kinds)
        if target.nature == UNITS:
            return self._units(unit, question)
        if target.nature == FLOW and question.span[0] != question.span[1]:
            return self._sum(target, unit, question.span, series)
        tally = self.tally(unit, question.span[1], series)
        if target.nature == STATE:
            return int(getattr(tally, target.code)) if tally.due or tally.filed else None
        return _total(tally, target.figures)

    def _series(self, target: Target, kinds: frozenset[str] | None) -> list[int]:
        return [
            pk for pk, owed in target.series.items()
            if pk in self.series and (kinds is None or owed <= kinds)
        ]  # fmt: skip

    def tally(self, unit: int, day: date, series: Iterable[int]) -> Tally:
        """Return a unit's totals of a day over some series."""
        adder = Adder(self.series, self._minimums)
        for pk in series:
            start = rules.period_start(self.series[pk].period, day)
            for row in self._rows.get((unit, pk, start), ()):
                if isinstance(row, Rollup):
                    adder.add_rollup(row)
                else:
                    adder.add_fact(row)
        return adder.tally

    def _units(self, unit: int, question: Question) -> int:
        top = self.places.units[unit]
        kinds = question.kinds or frozenset(map(str, INSTITUTIONS))
        found = Unit.objects.filter(
            self.scope.q(), open_on(question.span[1]), kind__in=sorted(kinds),
            path__gte=top.path, path__lt=top.path + "~",
        )  # fmt: skip
        return found.count()

    def _sum(self, target: Target, unit: int, span: Span, series: list[int]) -> Number | None:
        parts: list[Number | None] = []
        for figure in target.figures:
            with connection.cursor() as cursor:
                cursor.execute(
                    _SUM,
                    {
                        "figure": str(figure), "unit": unit, "series": series,
                        "first": span[0] or date.min, "last": span[1],
                    },
                )  # fmt: skip
                parts.append(cursor.fetchone()[0])
        return add_up(parts, Aggregate.SUM)

    def _change(self, question: Question) -> Number | None:
        """Return a change since the period before; unless as many filed, of those that filed both.

        The same as the desk's own papers state (``briefs.sourcing.Source.change``).
        """
        target, day = question.target, question.span[1]
        if target.nature not in (STOCK, CUMULATIVE, FLOW, STATE):
            return None
        series = self._series(target, question.kinds)
        now = self.tally(question.unit, day, series)
        before = self._before(question.unit, day, series)
        if target.nature == STATE:
            if not before.due or not now.due:
                return None
            return int(getattr(now, target.code)) - int(getattr(before, target.code))
        one, other = _total(now, target.figures), _total(before, target.figures)
        if one is None or other is None:
            return None
        if now.filed == before.filed or target.aggregate == Aggregate.MIN:
            return one - other
        return self._steps(target, question.unit, day, series)

    def is_other_step(self, question: Question, against: str) -> bool:
        """Return whether 较上周 is said of daily reports, or 较昨日 of weekly ones."""
        periods = {self.series[pk].period for pk in self._series(question.target, question.kinds)}
        if "周" in against:
            return periods != {"weekly"}
        return any(word in against for word in "日天") and "weekly" in periods

    def plain_change(self, question: Question) -> Number | None:
        """Return the difference of two periods' totals, whoever filed; None for no change."""
        target, day = question.target, question.span[1]
        if question.op != "change" or target.nature not in (STOCK, CUMULATIVE, FLOW):
            return None
        series = self._series(target, question.kinds)
        one = _total(self.tally(question.unit, day, series), target.figures)
        other = _total(self._before(question.unit, day, series), target.figures)
        return None if one is None or other is None else one - other

    def _before(self, unit: int, day: date, series: list[int]) -> Tally:
        adder = Adder(self.series, self._minimums)
        for pk in series:
            period = self.series[pk].period
            start = rules.previous_start(period, rules.period_start(period, day))
            for row in self._rows.get((unit, pk, start), ()):
                if isinstance(row, Rollup):
                    adder.add_rollup(row)
                else:
                    adder.add_fact(row)
        return adder.tally

    def _steps(self, target: Target, unit: int, day: date, series: list[int]) -> Number | None:
        found = unit_day(self.scope, self.places.units[unit], day, with_children=False)
        found.series = [one for one in found.series if one.pk in series]
        figures = list(Figure.objects.filter(pk__in=target.figures))
        steps = comparable.steps(found, figures)
        known = [steps[pk].change for pk in target.figures if pk in steps]
        return sum(known) if known else None


def _total(tally: Tally, figures: Iterable[int]) -> Number | None:
    return add_up((tally.values.get(pk) for pk in figures), Aggregate.SUM)


def _share(part: Number | None, whole: Number | None) -> Decimal | None:
    if part is None or whole is None:
        return None
    return numbers.share(part, whole)
