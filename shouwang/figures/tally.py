"""A unit's report states and totals, added up from roll-ups and facts."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime

from shouwang.figures.models import Fact, Rollup, Series
from shouwang.figures.rules import Number


@dataclass
class Tally:
    """Report states and totals of one unit over some series.

    ``due`` = ``filed`` + ``missing``; ``zero`` and ``late`` are parts of ``filed``. ``values`` and
    ``stated`` (how many units stated it) are keyed by figure id.
    """

    due: int = 0
    filed: int = 0
    zero: int = 0
    late: int = 0
    values: dict[int, Number] = field(default_factory=dict)
    stated: dict[int, int] = field(default_factory=dict)
    computed_at: datetime | None = None

    @property
    def missing(self) -> int:
        """Return how many units have not filed."""
        return self.due - self.filed

    @property
    def ontime(self) -> int:
        """Return how many filed in time."""
        return self.filed - self.late

    @property
    def is_complete(self) -> bool:
        """Return whether every unit that owes has filed."""
        return self.filed >= self.due


class Adder:
    """Adds roll-ups and facts of several series into one tally.

    ``counted`` are the series that may be added, by id; ``minimums`` the ids of the figures whose
    aggregate is the lowest value.
    """

    def __init__(self, counted: Mapping[int, Series], minimums: Collection[int]) -> None:
        self.tally = Tally()
        self._counted = counted
        self._minimums = minimums

    def add_rollup(self, row: Rollup) -> None:
        """Add a unit's roll-up of one series."""
        tally = self.tally
        if self._counted[row.series_id].completes:
            tally.due += row.expected
            tally.filed += row.filed
            tally.zero += row.zero
            tally.late += row.late
        self._add(row.values, row.stated)
        if tally.computed_at is None or row.computed_at > tally.computed_at:
            tally.computed_at = row.computed_at

    def add_fact(self, fact: Fact) -> None:
        """Add what one unit filed itself."""
        tally = self.tally
        if self._counted[fact.series_id].completes:
            tally.due += 1
            tally.filed += 1
            tally.zero += fact.is_zero
            tally.late += fact.is_late
        self._add(fact.values, {})

    def add_tally(self, other: Tally) -> None:
        """Add a tally made before."""
        tally = self.tally
        tally.due += other.due
        tally.filed += other.filed
        tally.zero += other.zero
        tally.late += other.late
        stated = {str(figure): n for figure, n in other.stated.items()}
        self._add({str(figure): v for figure, v in other.values.items()}, stated)

    def _add(self, values: Mapping[str, Number], stated: Mapping[str, int]) -> None:
        tally = self.tally
        for key, value in values.items():
            figure = int(key)
            tally.stated[figure] = tally.stated.get(figure, 0) + stated.get(key, 1)
            if figure not in tally.values:
                tally.values[figure] = value
            elif figure in self._minimums:
                tally.values[figure] = min(tally.values[figure], value)
            else:
                tally.values[figure] += value


def merged(parts: Iterable[Tally], minimums: Collection[int]) -> Tally:
    """Return the tally of several: sums, and the lowest of figures in ``minimums``."""
    adder = Adder({}, minimums)
    for part in parts:
        adder.add_tally(part)
    return adder.tally
