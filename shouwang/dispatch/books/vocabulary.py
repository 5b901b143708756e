"""What a unit's sheet may speak of: figures, report states, units, each by its names. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from shouwang.dispatch.books import labels
from shouwang.dispatch.books.mapping import WHOLE
from shouwang.dispatch.tables.design import ref_of
from shouwang.figures.matching import Asked, Binding, Known, bind, parts_of, plain


@dataclass(frozen=True)
class Vocabulary:
    """The names that a sheet is read with.

    ``figures`` by id, report states under negative ones (``states``); ``flows`` are the ids that
    may be summed over days; ``units`` are (place, name) by plain name, and ``whole`` the plain
    names of the unit itself.
    """

    figures: Sequence[Known]
    states: Mapping[int, str] = field(default_factory=dict)
    flows: frozenset[int] = frozenset()
    units: Mapping[str, tuple[str, str]] = field(default_factory=dict)
    whole: frozenset[str] = frozenset()
    _asked: dict[tuple[str, str], Binding] = field(default_factory=dict)

    @cached_property
    def measures(self) -> frozenset[str]:
        """Return the measure words that may stand alone in a cell."""
        return frozenset({k.measure for k in self.figures if k.measure} | {"人", "家", "个", "元"})

    @cached_property
    def by_id(self) -> dict[int, Known]:
        """Return the figures by id."""
        return {known.id: known for known in self.figures}

    def ref(self, number: int) -> str:
        """Return the reference of a figure or report state."""
        state = self.states.get(number)
        return f"state:{state}" if state else ref_of([number])

    def ask(self, label: str, measure: str) -> Binding:
        """Return what a label is, asked once for all the cells under it."""
        key = (plain(label), measure)
        if key not in self._asked:
            self._asked[key] = bind(Asked(label, measure), self.figures)
        return self._asked[key]

    def parts_of(self, label: str) -> tuple[int, ...]:
        """Return the figures that a head names together: 今日新发发热 of 服务对象 and of 职工."""
        return parts_of(label, self.figures)

    def place_of(self, label: str) -> tuple[str, str] | None:
        """Return (place, name) of the unit that a head names, None of another head."""
        if plain(label) in self.whole or labels.is_total(label):
            return WHOLE, ""
        return self.units.get(plain(label))
