"""Which figures stand side by side: the form's key figures, or those that a person chose."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from functools import cached_property

from django.utils.html import escape
from django.utils.safestring import SafeString

from shouwang.figures.models import Figure
from shouwang.figures.models.figure import Aggregate, Nature
from shouwang.reporting.versions import PlainVersion

MOST_MAIN = 6
MOST_OF_A_SORT = 3
PEOPLE = "人"


@dataclass(frozen=True)
class Column:
    """One figure as a column; ``series_ids`` are the series whose forms ask for it."""

    figure: Figure
    group: str
    is_part: bool
    series_ids: frozenset[int]

    @property
    def id(self) -> int:
        """Return the figure's id."""
        return self.figure.pk

    @cached_property
    def zh(self) -> SafeString:
        """Return the figure's name, escaped once for all its cells."""
        return escape(self.figure.zh)

    @cached_property
    def is_lowest(self) -> bool:
        """Return whether a superior's value is the lowest below rather than the sum."""
        return self.figure.aggregate == Aggregate.MIN

    @property
    def is_stock(self) -> bool:
        """Return whether it is a stock that adds up."""
        return self.figure.nature == Nature.STOCK and not self.is_lowest


def asked_for(held: dict[int, PlainVersion]) -> dict[int, tuple[str, bool, set[int]]]:
    """Return, by figure id in the forms' order, its group, whether a part, who asks for it."""
    found: dict[int, tuple[str, bool, set[int]]] = {}
    for series_id, version in held.items():
        lines = zip(version.items, version.groups, version.figure_ids, strict=True)
        for item, group, figure_id in lines:
            found.setdefault(figure_id, (group, item.part, set()))[2].add(series_id)
    return found


def columns(held: dict[int, PlainVersion], figures: Iterable[Figure]) -> list[Column]:
    """Return every figure of the day: those of the forms in force, then what else was stated."""
    asked, known = asked_for(held), {f.pk: f for f in figures}
    ordered = [pk for pk in asked if pk in known] + [pk for pk in known if pk not in asked]
    nothing: tuple[str, bool, set[int]] = ("", False, set())
    made = []
    for pk in ordered:
        group, part, series_ids = asked.get(pk, nothing)
        made.append(Column(known[pk], group, part, frozenset(series_ids)))
    return made


def main(every: list[Column]) -> list[Column]:
    """Return the key figures in the form's order: stocks of people, what is abnormal, what runs
    short; then the first others, up to six."""
    whole = [c for c in every if not c.is_part]
    people = [c for c in whole if c.is_stock and c.figure.measure == PEOPLE]
    stocks = people or [c for c in whole if c.is_stock]
    bad = [c for c in every if c.figure.abnormal]
    lowest = [c for c in every if c.is_lowest]
    picked = [*bad[:MOST_OF_A_SORT], *lowest[:1], *stocks[:MOST_OF_A_SORT]]
    picked += [c for c in whole if c not in picked][: max(0, MOST_MAIN - len(picked))]
    return [c for c in every if c in picked]


def chosen(every: list[Column], ids: Collection[int]) -> list[Column]:
    """Return the columns a person chose, the key figures where none of them is there."""
    return [c for c in every if c.id in ids] or main(every)
