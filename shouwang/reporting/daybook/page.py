"""The day of a unit, put together: head, tiles, table, and what wants attention."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from zlib import crc32

from django.utils.translation import gettext as _

from shouwang.figures import rules as figure_rules
from shouwang.figures import totals
from shouwang.figures.actions import periods
from shouwang.figures.models import Series
from shouwang.figures.models.series import Period
from shouwang.figures.rules import Number
from shouwang.figures.tally import Tally, merged
from shouwang.kit.templatetags.shouwang import delta, num
from shouwang.orgs.models import Unit
from shouwang.orgs.scope import Scope
from shouwang.reporting.daybook import columns as choice
from shouwang.reporting.daybook import lines as spoken
from shouwang.reporting.daybook.columns import Column
from shouwang.reporting.daybook.lines import Cell, Line
from shouwang.reporting.daybook.returned import returned_below, returned_of
from shouwang.reporting.daybook.timing import Timing, level_of, timing

MOST_ATTENTION = 7


@dataclass(frozen=True)
class Attention:
    """One thing to look at: which child, what in a word, more of it, and where it leads."""

    unit: Unit
    tone: str
    word: str
    note: str
    href: str
    is_drawer: bool = False


@dataclass(frozen=True)
class Tile:
    """A big number: a value of the total with the words under it."""

    cell: Cell
    note: str


@dataclass(frozen=True)
class DayPage:
    """A unit's day as it is shown. ``total`` is the sum of ``lines``: both on one screen agree."""

    unit: Unit
    day: date
    timing: Timing
    total: Tally
    before: Tally
    every: list[Column]
    shown: list[Column]
    lines: list[Line]
    totals: list[Cell]
    is_weekly: bool
    is_chosen: bool
    series: list[Series] = field(default_factory=list)
    # where the returned reports count, by the institution's id
    returned: dict[int, str] = field(default_factory=dict)

    @property
    def is_today(self) -> bool:
        """Return whether the day is the present one."""
        return self.timing.is_today

    @property
    def previous(self) -> date:
        """Return the day, or the period's start, before."""
        return self.day - timedelta(days=7 if self.is_weekly else 1)

    @property
    def next(self) -> date | None:
        """Return the day after, None when it has not come."""
        day = self.day + timedelta(days=7 if self.is_weekly else 1)
        return day if day <= self.timing.now.date() else None

    @property
    def full(self) -> int:
        """Return how many filed something else than a zero report (其余已报)."""
        return self.total.filed - self.total.zero

    @property
    def share(self) -> float | None:
        """Return the completeness in percent, None where nothing is due."""
        return 100 * self.total.filed / self.total.due if self.total.due else None

    @property
    def updated_at(self) -> datetime | None:
        """Return the moment of the last change shown."""
        return self.total.computed_at

    @property
    def stamp(self) -> str:
        """Return what changes when the page does: a poll that finds it equal draws nothing."""
        total, cells = self.total, [c.value for c in self.totals]
        return "-".join(
            map(
                str,
                (
                    int(self.updated_at.timestamp() * 1000) if self.updated_at else 0,
                    total.due,
                    total.filed,
                    total.zero,
                    total.late,
                    int(self.timing.is_over()),
                    len(self.lines),
                    len(self.returned),
                    crc32(repr(cells).encode()),
                ),
            )
        )

    @property
    def bad(self) -> list[Cell]:
        """Return the abnormal figures above zero."""
        figures = [c for c in self.every if c.figure.abnormal]
        return [c for c in self._cells(figures) if c.value]

    @property
    def bad_sum(self) -> Number:
        """Return how many abnormal events the day has."""
        return sum(c.value or 0 for c in self.bad)

    @property
    def share_words(self) -> str:
        """Return the completeness as it is written: never 100 while something is missing."""
        share = self.share or 0
        if share >= 100:
            return "100"
        return f"{min(share, 99.9):.1f}"

    @property
    def has_below(self) -> bool:
        """Return whether any child stands for more than one report: then bars are worth drawing."""
        return any(x.tally.due > 1 or not x.unit.is_institution for x in self.lines)

    @property
    def asks_for_bad(self) -> bool:
        """Return whether any form has an abnormal figure."""
        return any(c.figure.abnormal for c in self.every)

    @property
    def stocks(self) -> list[Tile]:
        """Return the first figures for the tiles: stocks, else whatever comes first."""
        shown = self.shown if self.is_chosen else choice.main(self.every)
        plain = [c for c in shown if not c.figure.abnormal and not c.is_lowest]
        return self._tiles(([c for c in plain if c.is_stock] or plain)[:2])

    @property
    def is_to_come(self) -> bool:
        """Return whether the day has not come yet."""
        return self.day > self.timing.now.date()

    @property
    def lowest(self) -> Tile | None:
        """Return the first figure whose value is the lowest below."""
        found = [c for c in self.every if c.is_lowest]
        return self._tiles(found[:1])[0] if found else None

    def _cells(self, columns: list[Column]) -> list[Cell]:
        return spoken.total_cells(self.unit, self.total, self.day, columns)

    def _tiles(self, columns: list[Column]) -> list[Tile]:
        return [Tile(c, self._note(c)) for c in self._cells(columns)]

    def _note(self, cell: Cell) -> str:
        """Return the words under a tile: the change where both days are complete, else only what
        the day before said, because a gap is no change."""
        was = self.before.values.get(cell.column.id)
        lowest = _("各单位最低") if cell.column.is_lowest else ""
        if was is None or cell.value is None:
            return lowest
        words = {"before": _("上周") if self.is_weekly else _("昨日"), "was": num(was)}
        if self.total.is_complete and self.before.is_complete and not lowest:
            return _("较%(before)s %(delta)s") % (words | {"delta": delta(cell.value - was)})
        was_words = f"{words['before']} {words['was']}"
        if self.total.missing and not lowest:
            left_out = _("未报 %(n)d 家未计入") % {"n": self.total.missing}
            return f"{was_words} · {left_out}"
        return f"{_('最低')} · {was_words}" if lowest else was_words

    @property
    def own_due_at(self) -> datetime | None:
        """Return when the unit itself hands upward."""
        return self.timing.due_at(level_of(self.unit))


def day_page(
    scope: Scope,
    unit: Unit,
    day: date,
    *,
    now: datetime,
    wanted: Collection[int] = (),
    everything: bool = False,
    with_unstated: bool = True,
) -> DayPage:
    """Return a unit's day. ``wanted`` are the ids of the figures chosen as columns.

    ``with_unstated`` False leaves out figures that nobody stated: a list of names needs none.

    Opens the day's periods where nobody has yet. Raises ``OutOfScope``.
    """
    found = _opened(scope, unit, day, now=now)
    held = timing(found.series, day, now=now)
    every = _columns(found, held, with_unstated=with_unstated)
    shown = every if everything else choice.chosen(every, wanted)
    total = _total(found, every)
    back = returned_below(scope, unit, day, found.series) if total.missing else {}
    return DayPage(
        unit,
        day,
        held,
        total,
        found.before,
        every,
        shown,
        [
            spoken.line(child, day, held, shown, returned_of(child.unit, back))
            for child in found.children
        ],
        spoken.total_cells(unit, total, day, shown),
        is_weekly=bool(found.series) and all(s.period == Period.WEEKLY for s in found.series),
        is_chosen=bool({c.id for c in every} & set(wanted)),
        series=found.series,
        returned=back,
    )


def _opened(scope: Scope, unit: Unit, day: date, *, now: datetime) -> totals.UnitDay:
    """Return the totals of a day whose periods are open."""
    found = totals.unit_day(scope, unit, day)
    if found.unopened and periods.ensure_open(found.unopened, day, at=now):
        found = totals.unit_day(scope, unit, day)
    return found


def _total(found: totals.UnitDay, every: list[Column]) -> Tally:
    lowest = frozenset(c.id for c in every if c.is_lowest)
    total = merged([found.own, *(c.tally for c in found.children)], lowest)
    total.computed_at = _latest(found)
    return total


def _columns(found: totals.UnitDay, held: Timing, *, with_unstated: bool) -> list[Column]:
    """Return a column for each figure that was stated, and for those that are asked for."""
    known = {f.pk: f for f in found.figures}
    unstated = set(choice.asked_for(held.by_series)) - set(known) if with_unstated else set()
    return choice.columns(held.by_series, [*known.values(), *totals.figures_of(unstated)])


def _latest(found: totals.UnitDay) -> datetime | None:
    moments = [found.total.computed_at, *(c.filed_at for c in found.children)]
    return max((m for m in moments if m is not None), default=None)


def attention(page: DayPage) -> list[Attention]:
    """Return what wants attention: what is abnormal, then who is missing most."""
    abnormal = [c for c in page.every if c.figure.abnormal]
    found = []
    for one in page.lines:
        for cell in spoken.total_cells(one.unit, one.tally, page.day, abnormal):
            if cell.value:
                figure = cell.column.figure
                word = f"{num(cell.value)} {figure.measure}".strip()
                found.append(Attention(one.unit, "bad", word, figure.zh, cell.href, True))
    gaps = sorted((x for x in page.lines if x.tally.missing), key=lambda x: -x.tally.missing)
    found += [Attention(x.unit, x.state.tone, x.state.word, x.state.note, x.href) for x in gaps]
    return found[:MOST_ATTENTION]


def period_of(page: DayPage) -> tuple[date, date]:
    """Return the first and last day of the period that the page answers for."""
    period = Period.WEEKLY if page.is_weekly else Period.DAILY
    start = figure_rules.period_start(period, page.day)
    return start, figure_rules.period_end(period, start)
