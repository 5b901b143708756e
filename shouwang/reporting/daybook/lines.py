"""What is said of one child on a day: its state, its counts, its figures."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

from django.utils.translation import gettext as _

from shouwang.figures.rules import Number
from shouwang.figures.tally import Tally
from shouwang.figures.totals import ChildTally
from shouwang.kit.templatetags.shouwang import hm, short_day
from shouwang.orgs.models import Unit
from shouwang.reporting.daybook.columns import Column
from shouwang.reporting.daybook.returned import RETURNED_WORD, words_of
from shouwang.reporting.daybook.timing import Timing


@dataclass(frozen=True)
class State:
    """A state as it is shown: tone gives the shape, word the rest."""

    tone: str
    word: str
    note: str = ""


@dataclass(slots=True)
class Cell:
    """One value; None is not stated, and ``is_asked`` tells whether it should have been."""

    column: Column
    value: Number | None
    href: str
    is_asked: bool = True

    @property
    def tone(self) -> str:
        """Return ``bad`` for an abnormal figure above zero."""
        return "bad" if self.column.figure.abnormal and self.value else ""


@dataclass(frozen=True)
class Line:
    """A child, or the total, as one line of the table."""

    unit: Unit
    tally: Tally
    state: State
    cells: list[Cell] = field(default_factory=list)
    href: str = ""

    @property
    def full(self) -> int:
        """Return how many filed something else than a zero report (其余已报)."""
        return self.tally.filed - self.tally.zero


def line(
    child: ChildTally, day: date, timing: Timing, shown: list[Column], returned: int = 0
) -> Line:
    """Return a child's line; ``returned`` of its missing reports were returned."""
    return Line(
        child.unit,
        child.tally,
        state_of(child, timing, returned),
        cells(child, day, shown),
        day_url(day, child.unit.pk),
    )


def cells(child: ChildTally, day: date, shown: list[Column]) -> list[Cell]:
    """Return a child's values under the columns shown."""
    single = child.series_id if child.unit.is_institution and not child.has_below else None
    values, unit_id = child.tally.values, child.unit.pk
    return [
        Cell(
            c,
            values.get(c.id),
            evidence_url(day, unit_id, c.id),
            is_asked=single is None or single in c.series_ids or c.id in values,
        )
        for c in shown
    ]


def total_cells(unit: Unit, tally: Tally, day: date, shown: list[Column]) -> list[Cell]:
    """Return the values of the total line."""
    return [Cell(c, tally.values.get(c.id), evidence_url(day, unit.pk, c.id)) for c in shown]


def day_url(day: date, unit_id: int) -> str:
    """Return the address of a unit's day; see ``evidence_url``."""
    return f"/day/{day.isoformat()}/{unit_id}/"


def evidence_url(day: date, unit_id: int, figure_id: int) -> str:
    """Return the address of what stands behind a number.

    Written out, because a page holds thousands of them; a test keeps it equal to the route.
    """
    return f"/day/{day.isoformat()}/{unit_id}/figure/{figure_id}/"


def state_of(child: ChildTally, timing: Timing, returned: int = 0) -> State:
    """Return a child's state: of one report when and whether late, of many what is missing."""
    tally = child.tally
    if child.unit.is_institution and not child.has_below:
        return _own_state(child, timing, returned)
    if tally.due == 0:
        return State("info", _("无应报"))
    if not tally.is_complete:
        word = _("%(word)s %(n)d 家") % {"word": timing.gap_word(), "n": tally.missing}
        return State("none", word, str(words_of(returned)))
    if tally.late:
        return State("warn", _("报齐，迟报 %(n)d 家") % {"n": tally.late})
    return State("ok", _("报齐"))


def _own_state(child: ChildTally, timing: Timing, returned: int) -> State:
    if child.filed_at is not None:
        tone, word = ("warn", _("迟报")) if child.is_late else ("ok", _("已报"))
        local = hm(child.filed_at)
        return State(tone, f"{word} {local}", _("零报") if child.is_zero else "")
    since = ""
    if child.since is not None and child.since < timing.day:
        since = _("%(day)s起未报") % {"day": short_day(child.since)}
    if returned:
        return State("warn", str(RETURNED_WORD), since)
    return State("none", str(timing.gap_word(child.series_id)), since)
