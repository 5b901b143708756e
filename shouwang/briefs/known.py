"""Which numbers a paper can state: figures by code, sums of them, report states, institutions."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import cached_property

from django.db.models import Q

from shouwang.briefs.content import Number
from shouwang.briefs.language import Sum, Template
from shouwang.briefs.places import Place
from shouwang.checking.states import HOMES, STATES
from shouwang.figures.models import Figure
from shouwang.figures.models.figure import Aggregate
from shouwang.figures.rules import add_up
from shouwang.figures.tally import Tally
from shouwang.figures.totals import UnitDay
from shouwang.orgs.kinds import ELDERLY_HOMES, INSTITUTIONS
from shouwang.orgs.models import Unit
from shouwang.orgs.scope import Scope

__all__ = ["HOMES", "REGISTRY", "STATES", "Catalogue", "Known"]

REGISTRY = {"units": "民政服务机构", "homes": "养老机构"}


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

    @property
    def source(self) -> str:
        """Return whose figure it is, where another organ's."""
        return "、".join(dict.fromkeys(f.source for f in self.figures if f.source))

    def value_in(self, tally: Tally) -> Number | None:
        """Return its value in a tally, None where no part was stated."""
        return add_up((tally.values.get(f.pk) for f in self.figures), self.aggregate)


class Catalogue:
    """The figures of a unit's period by code, with a template's own sums."""

    def __init__(self, unit: Unit, found: UnitDay, template: Template) -> None:
        self.unit, self.found, self.template = unit, found, template

    @cached_property
    def by_code(self) -> dict[str, Figure]:
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
        made = self.template.sums.get(code)
        if made is None:
            figure = self.by_code.get(code)
            return Known(code, figure.zh, figure.measure, (figure,)) if figure else None
        parts = tuple(self.by_code[p] for p in self._parts(made) if p in self.by_code)
        return Known(code, made.zh, made.measure, parts) if parts else None

    def named(self, code: str) -> Known | None:
        """Return a figure or sum also where the day has none of it, as the forms above ask it."""
        made = self.template.sums.get(code)
        codes = self._parts(made) if made else [code]
        figures = [self.by_code.get(c) or self._asked.get(c) for c in codes]
        parts = tuple(f for f in figures if f is not None)
        if not parts:
            return None
        if made:
            return Known(code, made.zh, made.measure, parts)
        return Known(code, parts[0].zh, parts[0].measure, parts)

    @cached_property
    def _asked(self) -> dict[str, Figure]:
        """Return the figures of the unit and of those above it by code, the nearest of two."""
        owners = [*self.unit.get_ancestors(), self.unit]
        found = Figure.objects.filter(owner__in=owners).order_by("owner__path", "pk")
        return {figure.code: figure for figure in found}

    def _parts(self, made: Sum, seen: frozenset[str] = frozenset()) -> list[str]:
        """Return the codes that a sum adds up, sums of sums resolved; a loop adds nothing twice."""
        found: list[str] = []
        seen |= {made.code}
        for part in made.parts:
            inner = self.template.sums.get(part)
            if inner is None:
                found.append(part)
            elif part not in seen:
                found += self._parts(inner, seen)
        return found

    def institutions(self, scope: Scope, code: str, place: Place | None, day: date) -> list[int]:
        """Return the ids of the institutions open on a day: all, or homes for the elderly."""
        kinds = ELDERLY_HOMES if code == "homes" else INSTITUTIONS
        if place is not None and place.unit_id is None:
            kind = place.key.removeprefix("k:")
            kinds = (kind,) if kind in kinds else ()  # type: ignore[assignment]
        path = self.unit.path
        if place is not None and place.unit_id is not None:
            path = next(c.unit.path for c in self.found.children if c.unit.pk == place.unit_id)
        open_then = Q(opened_on__lte=day) & (Q(closed_on=None) | Q(closed_on__gt=day))
        found = Unit.objects.filter(
            open_then, scope.q(), path__gte=path, path__lt=path + "~", kind__in=kinds
        )
        return list(found.order_by("pk").values_list("pk", flat=True))
