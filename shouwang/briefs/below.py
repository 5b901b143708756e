"""The lines below a unit, as its tables and charts list them."""

from __future__ import annotations

from shouwang.briefs.sourcing import Source
from shouwang.figures.models.figure import Aggregate
from shouwang.figures.tally import Tally, merged
from shouwang.orgs.kinds import JURISDICTIONS


def lines_of(source: Source) -> list[tuple[int | None, str, Tally]]:
    """Return each line below the unit: a jurisdiction, the unit's own institutions together.

    Institutions directly under a unit that also has jurisdictions make one line, 本级.
    """
    children = source.found.children
    places = [c for c in children if c.unit.kind in JURISDICTIONS]
    minimums = _minimums(source)
    if not places:
        lines = [(c.unit.pk, c.unit.name, c.tally) for c in children]
    else:
        own = [c.tally for c in children if c.unit.kind not in JURISDICTIONS]
        together = merged(own, minimums)
        lines = [(None, f"{source.unit.name[-1]}本级", together)] if own else []
        lines += [(c.unit.pk, c.unit.name, c.tally) for c in places]
    if source.found.own.filed or source.found.own.values:
        lines.insert(0, (None, "本单位", source.found.own))
    return lines


def _minimums(source: Source) -> set[int]:
    return {f.pk for f in source.found.figures if f.aggregate == Aggregate.MIN}
