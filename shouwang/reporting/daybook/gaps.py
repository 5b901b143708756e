"""Who has not filed, a page at a time, child by child."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import groupby
from typing import Any

from django.core.paginator import Page, Paginator

from shouwang.figures.evidence import Missing
from shouwang.figures.evidence import missing as missing_units
from shouwang.orgs.kinds import Kind
from shouwang.orgs.scope import Scope
from shouwang.reporting.daybook.page import DayPage

PER_PAGE = 200


@dataclass(frozen=True)
class Gap:
    """A unit that has not filed; ``is_long`` when something earlier is missing, too;
    ``is_returned`` when it filed and was told to mend it."""

    unit: Missing
    kind: Any
    is_long: bool
    is_returned: bool = False


@dataclass(frozen=True)
class Gaps:
    """One page of the list, grouped by the child they count in."""

    groups: list[tuple[str, list[Gap]]]
    page: Page[Any]

    @property
    def units(self) -> list[Missing]:
        """Return the units of the page."""
        return [gap.unit for _name, lines in self.groups for gap in lines]


class _Counted(list[Any]):
    """Stands for a list of known length of which one page was read."""

    def __init__(self, rows: list[Any], count: int) -> None:
        super().__init__(rows)
        self.count_ = count

    def __len__(self) -> int:
        return self.count_

    def __getitem__(self, part: Any) -> Any:
        return list(self)


def gaps(scope: Scope, page: DayPage, *, number: int) -> Gaps:
    """Return a page of the units that have not filed, in the order of the day's children."""
    count = page.total.missing
    number = min(max(1, number), max(1, -(-count // PER_PAGE)))
    start = (number - 1) * PER_PAGE
    found = missing_units(
        scope, page.unit, page.day, streams=page.series, offset=start, most=PER_PAGE
    )
    kinds = {k.value: k.label for k in Kind}
    lines = [
        Gap(m, kinds.get(m.kind, ""), m.since < page.day, m.unit_id in page.returned) for m in found
    ]
    groups = [
        (lines_[0].unit.child, lines_)
        for _key, part in groupby(lines, key=lambda g: g.unit.child_id)
        if (lines_ := list(part))
    ]
    return Gaps(groups, Paginator(_Counted(found, count), PER_PAGE).page(number))
