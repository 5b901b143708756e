"""Behind each figure of a paper: value, completeness, breakdown, rows, as in ``figures.json``."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from shouwang.briefs import naming
from shouwang.briefs.charts import tracing as charts
from shouwang.briefs.content import Draft, Number, Quote
from shouwang.briefs.known import REGISTRY, STATES
from shouwang.briefs.places import Place
from shouwang.briefs.rows import SUBMISSIONS, UNITS, plain
from shouwang.briefs.sourcing import Source
from shouwang.figures import freezing
from shouwang.figures.freezing import Behind
from shouwang.figures.models import Figure
from shouwang.kit import clock

__all__ = ["SUBMISSIONS", "UNITS", "Trace", "as_json", "base_code", "plain", "trace", "traces"]


@dataclass(frozen=True)
class Trace:
    """What stands behind a quoted figure; ``rows_are`` tells whose ids ``rows`` are."""

    quote: Quote
    figures: tuple[Figure, ...]
    value: Number | None
    breakdown: list[dict[str, Any]]
    rows: tuple[int, ...]
    row_count: int
    digest: str
    rows_are: str = SUBMISSIONS


def base_code(quote: Quote) -> str:
    """Return the code of the figure that a quote, a change or a list is about."""
    return naming.bare(quote.key)


def traces(source: Source, draft: Draft) -> dict[str, Trace]:
    """Return what stands behind each figure that a paper quotes or whose column its tables hold."""
    by_id = {f.pk: f for f in source.found.figures}
    wanted = {pk for quote in draft.quotes.values() for pk in quote.parts}
    wanted |= {pk for annex in draft.annexes for column in annex.columns for pk in column.parts}
    behind = _Behind(source, [by_id[pk] for pk in wanted if pk in by_id])
    quotes = dict(draft.quotes)
    for code in (*STATES, "rate"):
        quotes.setdefault(code, source.quote(code))
    for figure in (by_id[pk] for pk in sorted(wanted) if pk in by_id):
        quotes.setdefault(figure.code, source.quote(figure.code))
    return {
        key: _trace(source, quote, tuple(by_id[pk] for pk in quote.parts if pk in by_id), behind)
        for key, quote in quotes.items()
        if quote.sort != "word"
    }


def trace(source: Source, quote: Quote) -> Trace:
    """Return what stands behind one figure."""
    by_id = {f.pk: f for f in source.found.figures}
    figures = tuple(by_id[pk] for pk in quote.parts if pk in by_id)
    return _trace(source, quote, figures, _Behind(source, figures))


class _Behind:
    """The rows of a paper's figures: of the whole unit, of a unit below where a figure is its."""

    def __init__(self, source: Source, figures: Sequence[Figure]) -> None:
        self.source, self.figures = source, figures
        self._of: dict[int | None, dict[str, Behind]] = {}

    def of(self, unit_id: int | None) -> dict[str, Behind]:
        """Return the rows by figure, of a unit directly below or of all."""
        if unit_id not in self._of:
            found = self.source.found
            if unit_id is not None:
                below = next(c.unit for c in found.children if c.unit.pk == unit_id)
                found = replace(found, unit=below)
            self._of[unit_id] = freezing.behind(found, self.figures, self.source.first)
        return self._of[unit_id]


def _trace(source: Source, quote: Quote, figures: tuple[Figure, ...], behind: _Behind) -> Trace:
    code, place = base_code(quote), _place(source, quote)
    if code in REGISTRY:
        ids = tuple(source.institutions(code, place))
        return _of_ids(quote, source.number(code, place), ids, [])
    if place is not None and place.unit_id is None:
        return _of_ids(quote, quote.value, place.units, [], figures)
    rows = behind.of(place.unit_id if place else None)
    if code in ("missing", "due"):
        filed = rows.get("units", freezing.NOTHING) if code == "due" else freezing.NOTHING
        return _of_units(source, quote, code, place, filed)
    if code == "filed_before":
        return Trace(quote, (), quote.value, [], (), 0, freezing.NOTHING.digest)
    if quote.sort in ("state", "rate"):
        state = code if code in STATES else "filed"
        parts = [rows.get(state, freezing.NOTHING)]
        spread = [] if place else freezing.breakdown(source.found, (), state)
    else:
        parts = [rows.get(f.key, freezing.NOTHING) for f in figures]
        spread = [] if place else freezing.breakdown(source.found, figures)
    ids = tuple(sorted({one for part in parts for one in part.ids}))
    count = max(len(ids), *(part.count for part in parts)) if parts else 0
    digest = parts[0].digest if len(parts) == 1 else freezing.digest_of(ids)
    value = quote.value if quote.sort == "share" else _sum(parts)
    return Trace(quote, figures, value, spread, ids, count, digest)


def _place(source: Source, quote: Quote) -> Place | None:
    key = quote.key.partition("@")[2]
    return source.places.get(key) if key else None


def _of_units(source: Source, quote: Quote, code: str, place: Place | None, filed: Behind) -> Trace:
    """Return the trace of 未报 and 应报: the units that have not filed, and those that have."""
    child = place.unit_id if place else None
    gaps = [gap.unit_id for gap in source.gaps if child in (None, gap.child_id)]
    ids = tuple(sorted([*gaps, *filed.ids]))
    spread = [] if place else freezing.breakdown(source.found, (), code)
    return _of_ids(quote, source.number(code, place), ids, spread)


def _of_ids(
    quote: Quote,
    value: Number | None,
    ids: tuple[int, ...],
    spread: list[dict[str, Any]],
    figures: tuple[Figure, ...] = (),
) -> Trace:
    """Return a trace whose rows are units."""
    kept = tuple(sorted(ids)) if len(ids) <= freezing.ROWS_KEPT else ()
    digest = freezing.digest_of(ids)
    return Trace(quote, figures, value, spread, kept, len(ids), digest, UNITS)


def _sum(parts: list[Behind]) -> Number | None:
    stated = [part.total for part in parts if part.total is not None]
    return sum(stated) if stated else None


def as_json(source: Source, draft: Draft) -> dict[str, Any]:
    """Return ``figures.json``: every figure of the paper with what stands behind it."""
    total = source.found.total
    read_at = clock.local(source.at).isoformat(timespec="seconds")
    printed = {run["ref"] for block in draft.blocks for run in block["runs"] if "ref" in run}
    return {
        "unit": source.unit.code,
        "name": source.unit.name,
        "day": source.day.isoformat(),
        "from": source.first.isoformat(),
        "title": draft.title,
        "as_of": read_at,
        "until": source.until,
        "expected": total.due,
        "reported": total.filed,
        "figures": [
            {
                "code": key,
                "of": base_code(trace.quote),
                "zh": trace.quote.zh,
                "unit": source.unit.code,
                "day": source.day.isoformat(),
                "measure": trace.quote.measure,
                "value": plain(trace.quote.value),
                "shown": trace.quote.shown,
                "in_text": key in printed,
                "as_of": read_at,
                "completeness": {"expected": total.due, "reported": total.filed},
                "breakdown": [{**one, "value": plain(one["value"])} for one in trace.breakdown],
                "rows_are": trace.rows_are,
                "row_count": trace.row_count,
                "rows": list(trace.rows),
                "digest": trace.digest,
            }
            for key, trace in traces(source, draft).items()
        ],
        "charts": charts.as_json(source, draft.drawn()),
        "notes": draft.notes,
    }
