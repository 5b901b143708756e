"""The parts that a paper repeats a sentence for: units directly below, kinds of institution."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from shouwang.briefs.circumstances import kind_zh
from shouwang.figures import spans
from shouwang.figures.models import Figure
from shouwang.figures.models.figure import Aggregate
from shouwang.figures.rules import Number
from shouwang.figures.tally import Tally
from shouwang.figures.totals import UnitDay
from shouwang.orgs.kinds import INSTITUTIONS


@dataclass(frozen=True)
class Place:
    """A child unit (``u12``) or a kind of institution (``k:cemetery``) with its totals.

    ``before`` is None where nothing can be compared. Of a kind no report states are known, but
    the ``units`` that filed something.
    """

    key: str
    name: str
    total: Tally
    before: Tally | None = None
    unit_id: int | None = None
    units: tuple[int, ...] = ()

    @property
    def has_states(self) -> bool:
        """Return whether 应报 and 已报 are known of it."""
        return self.unit_id is not None


def children(found: UnitDay, first: date) -> list[Place]:
    """Return the units directly below that owe or stated something, in the tree's order."""
    old = spans.children_before(found, first)
    return [
        Place(f"u{c.unit.pk}", c.unit.name, c.tally, _alike(c.tally, old.get(c.unit.pk)), c.unit.pk)
        for c in found.children
    ]


def _alike(now: Tally, before: Tally | None) -> Tally | None:
    """Return the tally before where as many filed then: like is compared with like."""
    return before if before is not None and before.filed == now.filed else None


def kinds(found: UnitDay, figures: Iterable[Figure], first: date) -> list[Place]:
    """Return the kinds of institution that stated something, in their usual order."""
    named = list(figures)
    lowest = {f.pk for f in named if f.aggregate == Aggregate.MIN}
    values: dict[str, dict[int, Number]] = defaultdict(dict)
    units: dict[str, set[int]] = defaultdict(set)
    for row in spans.per_unit(found, named, first):
        held = values[row.kind]
        units[row.kind].add(row.unit_id)
        if row.figure not in held:
            held[row.figure] = row.value
        elif row.figure in lowest:
            held[row.figure] = min(held[row.figure], row.value)
        else:
            held[row.figure] += row.value
    return [
        Place(f"k:{k}", kind_zh(k), Tally(values=values[k]), None, None, tuple(units[k]))
        for k in INSTITUTIONS
        if k in values
    ]
