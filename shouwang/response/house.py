"""What applies to one institution at a moment: since when, by which paper."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Q

from shouwang.orgs.models import Unit
from shouwang.orgs.scope import Scope
from shouwang.response import areas, measures, saying, words
from shouwang.response.measures import Closure, InForce
from shouwang.response.models import Level, Measure, Reopening, Strength


@dataclass(frozen=True)
class HouseLine:
    """A measure as it stands for the house: by an order, or by its default."""

    measure: Measure
    order: InForce | None
    says: str

    @property
    def strength(self) -> str:
        """Return 一律 or 原则上; empty for a default."""
        return str(Strength(self.order.strength).label) if self.order else ""


@dataclass(frozen=True)
class House:
    """All that applies to a house at a moment."""

    unit: Unit
    at: datetime
    closure: Closure
    ordered: list[HouseLine]
    usual: list[HouseLine]
    reopened: list[Reopening]
    levels: list[tuple[Unit, Level]]

    @property
    def tone(self) -> str:
        """Return the tone of its closure."""
        return "ok" if self.closure == Closure.OPEN else "warn"

    @property
    def papers(self) -> list[str]:
        """Return the papers behind its orders, each once, as quoted with their giver."""
        return list(dict.fromkeys(line.order.source for line in self.ordered if line.order))

    @property
    def closing_papers(self) -> list[str]:
        """Return the papers of the orders that close it."""
        closing = [x for x in self.ordered if x.order and x.measure.pk in measures.CLOSING]
        return list(dict.fromkeys(line.order.source for line in closing if line.order))

    @property
    def since(self) -> datetime | None:
        """Return from when it has been as closed as it is: the last of the orders that close it."""
        closing = [
            line.order.since
            for line in self.ordered
            if line.order and line.measure.pk in measures.CLOSING
        ]
        return max(closing, default=None)

    def by_paper(self) -> list[tuple[InForce, list[HouseLine]]]:
        """Return the ordered lines under the paper and moment that they share."""
        found: dict[tuple[str, datetime], tuple[InForce, list[HouseLine]]] = {}
        for line in self.ordered:
            if line.order:
                key = (line.order.source, line.order.since)
                found.setdefault(key, (line.order, []))[1].append(line)
        return list(found.values())

    def groups(self) -> list[tuple[str, list[HouseLine]]]:
        """Return the ordered lines by group."""
        found: dict[str, list[HouseLine]] = {}
        for line in self.ordered:
            found.setdefault(str(line.measure.get_group_display()), []).append(line)
        return list(found.items())


def house(unit: Unit, at: datetime) -> House:
    """Return what applies to an institution at a moment, from three statements."""
    known = measures.known(kind=unit.kind)
    standing = measures.all_in_force([m.pk for m in known], unit=unit, at=at)
    lines = [_line(measure, standing[measure.pk]) for measure in known]
    flags = [line.measure.pk for line in lines if line.order and line.measure.is_flag]
    return House(
        unit=unit,
        at=at,
        closure=measures.closure_of(flags),
        ordered=[line for line in lines if line.order],
        usual=[line for line in lines if not line.order and not line.measure.is_flag],
        reopened=_reopened(unit, at),
        levels=areas.levels_over(unit, at),
    )


def house_page(scope: Scope, unit: Unit, at: datetime) -> dict[str, Any]:
    """Return what an institution's page shows."""
    found = house(unit, at)
    flags = [line for line in found.ordered if line.measure.is_flag and line.order]
    return {
        "house": found,
        "unit": unit,
        "may_ask": scope.allows(words.ASK_EXEMPTION, unit)
        and any(not line.order.is_absolute for line in flags if line.order),
        "may_reopen": bool(flags) and scope.allows(words.APPLY_REOPENING, unit),
        "may_give": scope.allows(words.GIVE_ORDERS, unit),
        "tabs": areas.tabs(scope, "home", unit),
    }


def _line(measure: Measure, order: InForce | None) -> HouseLine:
    value = order.value if order else measure.default
    strength = order.strength if order else Strength.ABSOLUTE
    return HouseLine(measure, order, saying.said(measure, value, strength))


def _reopened(unit: Unit, at: datetime) -> list[Reopening]:
    found = Reopening.objects.filter(
        Q(until_at=None) | Q(until_at__gt=at), unit=unit, from_at__lte=at
    )
    listed = list(found.select_related("granted_unit").order_by("from_at"))
    names = dict(Measure.objects.values_list("pk", "zh")) if listed else {}
    for one in listed:
        one.what = "、".join(names.get(code, code) for code in one.measures)  # type: ignore[attr-defined]
    return listed
