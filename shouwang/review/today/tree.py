"""The tree beside the list: the units on the way and below, with counts and signatures."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from shouwang.figures.models import Rollup, Series
from shouwang.figures.streams import periods_of
from shouwang.figures.tally import Tally
from shouwang.orgs.kinds import JURISDICTIONS
from shouwang.orgs.models import Unit
from shouwang.review.models import DaySign


class Below:
    """Who lies below a line of units on a day: counts of each, and which of them signed."""

    def __init__(self, line: Sequence[Unit], day: date, streams: Sequence[Series]) -> None:
        counting = [s for s in streams if s.completes]
        found = Rollup.objects.filter(
            periods_of(counting, day),
            placed_in__in=[u.pk for u in line],
            unit__kind__in=JURISDICTIONS,
        ).select_related("unit")
        self.units: dict[int, Unit] = {}
        self.children: dict[int, list[int]] = defaultdict(list)
        self.counts: dict[int, list[int]] = defaultdict(lambda: [0, 0])
        for row in found:
            if row.unit_id not in self.units:
                self.units[row.unit_id] = row.unit
                self.children[row.placed_in_id or 0].append(row.unit_id)
            self.counts[row.unit_id][0] += row.filed
            self.counts[row.unit_id][1] += row.expected
        signed = DaySign.objects.filter(
            unit_id__in=self.units, day=day, withdrawn_at=None
        ).values_list("unit_id", flat=True)
        self.signed = set(signed)

    def under(self, unit: Unit) -> list[Unit]:
        """Return the units directly below that have reports due, in their order."""
        due = [self.units[pk] for pk in self.children[unit.pk] if self.counts[pk][1]]
        return sorted(due, key=lambda u: (u.order, u.path))

    def unsigned(self, unit: Unit) -> list[Unit]:
        """Return those directly below whose day nobody has signed."""
        return [u for u in self.under(unit) if u.pk not in self.signed]


def nodes(
    below: Below, line: Sequence[Unit], total: Tally, url: Any, *, here: int
) -> list[dict[str, Any]]:
    """Return the nodes of the tree: each unit on the way open, the last with its children.

    ``url`` makes a unit's address; ``total`` are the counts of the last unit of the line.
    """
    last = line[-1]

    def node(unit: Unit, rest: Sequence[Unit]) -> dict[str, Any]:
        filed, due = below.counts.get(unit.pk, (0, 0))
        if unit.pk == last.pk:
            filed, due = total.filed, total.due
        told = f"{filed}/{due}" if due else ""
        if unit.pk in below.signed:
            told = f"{told} {_('已签')}"
        is_open = bool(rest) and rest[0].pk == unit.pk
        deeper = [node(u, rest[1:]) for u in below.under(unit)] if is_open else []
        if deeper and (direct := _direct(below, unit, filed, due)):
            deeper.append(direct | {"url": f"{url(unit)}#review-list"})
        return {
            "label": unit.name,
            "url": url(unit),
            "note": told,
            "is_here": unit.pk == here,
            "children": deeper,
        }

    return [node(line[0], line)]


def _direct(below: Below, unit: Unit, filed: int, due: int) -> dict[str, Any] | None:
    """Return the line of the institutions directly under a unit, so that the lines add up; None
    where there are none, and where the unit's own count is not known."""
    counts = [below.counts[u.pk] for u in below.under(unit)]
    filed, due = filed - sum(c[0] for c in counts), due - sum(c[1] for c in counts)
    if due <= 0:
        return None
    return {"label": _("直属机构"), "note": f"{filed}/{due}", "is_here": False, "children": []}
