"""The figures of a unit and a day as papers ask for them: by code, read once.

Everything comes from ``figures.totals.unit_day`` and ``figures.evidence``; a figure that nobody
stated is None, never 0.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property

from shouwang.briefs import language
from shouwang.briefs.content import Number, Quote
from shouwang.briefs.language import Named, Sum, Template
from shouwang.figures import comparable, evidence
from shouwang.figures.models import Figure
from shouwang.figures.models.figure import Aggregate
from shouwang.figures.models.series import Period
from shouwang.figures.rules import add_up, period_end, period_start
from shouwang.figures.tally import Tally
from shouwang.figures.totals import UnitDay, unit_day
from shouwang.kit import clock, numbers, words_zh
from shouwang.orgs.models import Unit
from shouwang.orgs.scope import Scope

STATES = {
    "due": "应报",
    "filed": "已报",
    "zero": "零报告",
    "late": "迟报",
    "missing": "未报",
}
HOMES = "家"
_PAGE = 1_000
_NAMES_KEPT = 100


@dataclass(frozen=True)
class Known:
    """A figure or a sum of figures, looked up by its code."""

    code: str
    zh: str
    measure: str
    figures: tuple[Figure, ...]

    @property
    def places(self) -> int:
        """Return the decimals it is printed with."""
        return max(figure.decimals for figure in self.figures)

    @property
    def aggregate(self) -> str:
        """Return how the units' values make the total."""
        return self.figures[0].aggregate if len(self.figures) == 1 else Aggregate.SUM

    def value_in(self, tally: Tally) -> Number | None:
        """Return its value in a tally, None where no part was stated."""
        return add_up((tally.values.get(f.pk) for f in self.figures), Aggregate.SUM)


class Source:
    """The figures of one unit and day at one moment, for one template."""

    def __init__(
        self, scope: Scope, unit: Unit, day: date, at: datetime, template: Template
    ) -> None:
        self.scope, self.unit, self.day, self.at = scope, unit, day, at
        self.template = template
        self.found: UnitDay = unit_day(scope, unit, day)
        self._lists: dict[str, Quote] = {}

    @cached_property
    def is_weekly(self) -> bool:
        """Return whether everything reported is weekly."""
        periods = {s.period for s in self.found.series if s.pk in self._stated_series}
        return periods == {Period.WEEKLY}

    @cached_property
    def _stated_series(self) -> set[int]:
        under_way = [s for s in self.found.series if self.unit.path.startswith(s.owner.path)]
        below = [s for s in self.found.series if s.owner.path.startswith(self.unit.path)]
        return {s.pk for s in (under_way or below)}

    @cached_property
    def gaps(self) -> list[evidence.Missing]:
        """Return the units that owe a report and have not filed."""
        return evidence.missing(self.scope, self.unit, self.day)

    @cached_property
    def ends_on(self) -> date:
        """Return the last day of the period."""
        period = Period.WEEKLY if self.is_weekly else Period.DAILY
        return period_end(period, period_start(period, self.day))

    @property
    def is_under_way(self) -> bool:
        """Return whether the period is still going on."""
        return clock.local_day(self.at) <= self.ends_on

    @property
    def now_word(self) -> str:
        """Return 今日, 当日, 本周."""
        if self.is_weekly:
            return "本周"
        return "今日" if self.is_under_way else "当日"

    @property
    def before_word(self) -> str:
        """Return 昨日, 前一日, 上周."""
        if self.is_weekly:
            return "上周"
        return "昨日" if self.is_under_way else "前一日"

    @property
    def until(self) -> str:
        """Return until when the figures count: now, or 24时 of a day that is over."""
        if clock.local_day(self.at) <= self.day:
            return words_zh.moment(self.at)
        return f"{words_zh.short_day(self.day)}24时"

    @property
    def span(self) -> str:
        """Return the days of a weekly period in brackets; nothing for a day."""
        if not self.is_weekly:
            return ""
        first = period_start(Period.WEEKLY, self.day)
        return f"（{words_zh.span(first, self.ends_on)}一周）"

    @cached_property
    def _by_code(self) -> dict[str, Figure]:
        """Return each code's figure: of two owners the nearest above the unit."""
        found: dict[str, Figure] = {}
        paths = {s.owner_id: s.owner.path for s in self.found.series}
        for figure in self.found.figures:
            other = found.get(figure.code)
            if other is None or self._nearness(paths, figure) > self._nearness(paths, other):
                found[figure.code] = figure
        return found

    def _nearness(self, paths: dict[int, str], figure: Figure) -> int:
        path = paths.get(figure.owner_id, "")
        return len(path) if path and self.unit.path.startswith(path) else 0

    def known(self, code: str) -> Known | None:
        """Return a figure by its code, or the template's sum; None where the day has none of it."""
        made: Sum | None = self.template.sums.get(code)
        if made is None:
            figure = self._by_code.get(code)
            return Known(code, figure.zh, figure.measure, (figure,)) if figure else None
        parts = tuple(self._by_code[part] for part in made.parts if part in self._by_code)
        return Known(code, made.zh, made.measure, parts) if parts else None

    def number(self, code: str) -> Number | None:
        """Return the value of a code in a condition: figure, state, list's length."""
        total, before = self.found.total, self.found.before
        if code in STATES:
            return int(getattr(total, code))
        if code in ("filed_before", "missing_before"):
            return before.filed if before.due else None
        if code == "today":
            return int(self.is_under_way)
        if code in self.template.lists:
            return self.listed(code).value
        known = self.known(code)
        return known.value_in(total) if known else None

    def quote(self, key: str) -> Quote:
        """Return a slot as it is printed; a code that the day does not have prints （无数据）."""
        if key.startswith("list:"):
            return self.listed(key.removeprefix("list:"))
        if key == "as_of":
            return Quote(key, "word", "截至", self.until)
        if key == "rate":
            total = self.found.total
            shown = numbers.rate(total.filed, total.due)
            return Quote(key, "rate", "报送率", shown, "", numbers.share(total.filed, total.due))
        code = key.removeprefix("Δ")
        if code in STATES or code == "filed_before":
            value = self.number(code)
            zh = STATES.get(code, "上期已报")
            return Quote(key, "state", zh, numbers.in_sentence(value, HOMES), HOMES, value)
        if code in self.template.lists:
            made = self.listed(code)
            shown = numbers.in_sentence(made.value, HOMES)
            return Quote(key, "list", made.zh, shown, HOMES, made.value, names=made.names)
        return self._figure(key, code)

    def _figure(self, key: str, code: str) -> Quote:
        known = self.known(code)
        if known is None:
            zh = self.template.absent.get(code, code)
            return Quote(key, "figure", zh, numbers.in_sentence(None, ""))
        now, before = known.value_in(self.found.total), known.value_in(self.found.before)
        parts = tuple(f.pk for f in known.figures)
        if not key.startswith("Δ"):
            shown = numbers.in_sentence(now, known.measure, known.places)
            return Quote(key, "figure", known.zh, shown, known.measure, now, before, parts)
        change = self.change(known)
        shown = numbers.change(
            change, None if change is None else 0,
            measure=known.measure, since=self.before_word, places=known.places,
        )  # fmt: skip
        shown = shown.strip("（）")  # the template's own brackets stand around it
        zh = f"{known.zh}增减"
        return Quote(key, "change", zh, shown, known.measure, change, before, parts)

    @property
    def is_comparable(self) -> bool:
        """Return whether as many units filed as in the period before: totals may be compared."""
        return self.found.total.filed == self.found.before.filed

    @cached_property
    def _steps(self) -> dict[int, tuple[Number, int]]:
        return comparable.steps(self.found, self.found.figures)

    def change(self, known: Known) -> Number | None:
        """Return a figure's change since the period before.

        Unless as many units filed then, only those count that stated it in both periods.
        """
        now, before = known.value_in(self.found.total), known.value_in(self.found.before)
        if now is None or before is None:
            return None
        if self.is_comparable or known.aggregate == Aggregate.MIN:
            return now - before
        found = [self._steps[f.pk][0] for f in known.figures if f.pk in self._steps]
        return sum(found) if found else None

    def listed(self, name: str) -> Quote:
        """Return a list of units: at most five names, then how many there are."""
        if name not in self._lists:
            self._lists[name] = self._list(name)
        return self._lists[name]

    def _list(self, name: str) -> Quote:
        if name == "missing":
            found = [gap.name for gap in self.gaps]
            zh, parts = "未报单位", tuple[int, ...]()
        else:
            told = self.template.lists[name]
            known = self.known(told.code)
            found = self._units(told, known) if known else []
            zh = f"{known.zh if known else told.code}{told.operator}{told.limit}"
            parts = tuple(f.pk for f in known.figures) if known else ()
        shown = numbers.names(found, measure=HOMES)
        kept = tuple(found[:_NAMES_KEPT])
        return Quote(f"list:{name}", "list", zh, shown, HOMES, len(found), None, parts, kept)

    def _units(self, told: Named, known: Known) -> list[str]:
        """Return the units for which a comparison holds: the furthest from the limit first."""
        values: dict[int, Number] = {}
        names: dict[int, str] = {}
        for row in self._rows(known.figures, nonzero=told.operator == ">" and told.limit >= 0):
            values[row.unit_id] = values.get(row.unit_id, 0) + row.value
            names[row.unit_id] = row.unit
        kept = [pk for pk, v in values.items() if language.compare(v, told.operator, told.limit)]
        sign = 1 if told.operator.startswith("<") else -1
        return [names[pk] for pk in sorted(kept, key=lambda pk: sign * values[pk])]

    def _rows(self, figures: Iterable[Figure], *, nonzero: bool) -> Iterable[evidence.Row]:
        for figure in figures:
            offset = 0
            full = True
            while full:
                asked = evidence.evidence(
                    self.scope, self.unit, figure, self.day,
                    offset=offset, most=_PAGE, nonzero=nonzero,
                )  # fmt: skip
                yield from asked.rows
                full = len(asked.rows) == _PAGE
                offset += _PAGE
