"""Behind each figure of a paper: value, completeness, breakdown, rows, as in ``figures.json``."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from shouwang.briefs.content import Draft, Number, Quote
from shouwang.briefs.sourcing import STATES, Source
from shouwang.figures import freezing
from shouwang.figures.freezing import Behind
from shouwang.figures.models import Figure
from shouwang.kit import clock

UNITS, SUBMISSIONS = "units", "submissions"


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
    return quote.key.removeprefix("list:").removeprefix("Δ")


def traces(source: Source, draft: Draft) -> dict[str, Trace]:
    """Return what stands behind each figure that a paper quotes or whose column its tables hold."""
    by_id = {f.pk: f for f in source.found.figures}
    wanted = {pk for quote in draft.quotes.values() for pk in quote.parts}
    wanted |= {pk for annex in draft.annexes for column in annex.columns for pk in column.parts}
    rows = freezing.behind(source.found, [by_id[pk] for pk in wanted if pk in by_id])
    quotes = dict(draft.quotes)
    for code in (*STATES, "rate"):
        quotes.setdefault(code, source.quote(code))
    for figure in (by_id[pk] for pk in sorted(wanted) if pk in by_id):
        quotes.setdefault(figure.code, source.quote(figure.code))
    return {
        key: _trace(source, quote, tuple(by_id[pk] for pk in quote.parts if pk in by_id), rows)
        for key, quote in quotes.items()
        if quote.sort != "word"
    }


def trace(source: Source, quote: Quote) -> Trace:
    """Return what stands behind one figure."""
    by_id = {f.pk: f for f in source.found.figures}
    figures = tuple(by_id[pk] for pk in quote.parts if pk in by_id)
    return _trace(source, quote, figures, freezing.behind(source.found, figures))


def _trace(
    source: Source, quote: Quote, figures: tuple[Figure, ...], rows: dict[str, Behind]
) -> Trace:
    code = base_code(quote)
    if code in ("missing", "due"):
        filed = rows.get("units", freezing.NOTHING) if code == "due" else freezing.NOTHING
        return _of_units(source, quote, code, filed)
    if code == "filed_before":
        return Trace(quote, (), quote.value, [], (), 0, freezing.NOTHING.digest)
    if quote.sort in ("state", "rate"):
        state = code if code in STATES else "filed"
        parts = [rows.get(state, freezing.NOTHING)]
        spread = freezing.breakdown(source.found, (), state)
    else:
        parts = [rows.get(f.key, freezing.NOTHING) for f in figures]
        spread = freezing.breakdown(source.found, figures)
    ids = tuple(sorted({one for part in parts for one in part.ids}))
    count = max(len(ids), *(part.count for part in parts)) if parts else 0
    digest = parts[0].digest if len(parts) == 1 else freezing.digest_of(ids)
    return Trace(quote, figures, _sum(parts), spread, ids, count, digest)


def _of_units(source: Source, quote: Quote, code: str, filed: Behind) -> Trace:
    """Return the trace of 未报 and 应报: the units that have not filed, and those that have."""
    ids = tuple(sorted([*(gap.unit_id for gap in source.gaps), *filed.ids]))
    value = source.number(code)
    kept = ids if len(ids) <= freezing.ROWS_KEPT else ()
    spread = freezing.breakdown(source.found, (), code)
    return Trace(quote, (), value, spread, kept, len(ids), freezing.digest_of(ids), UNITS)


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
        "notes": draft.notes,
    }


def plain(value: Any) -> int | float | None:
    """Return a number for JSON: whole numbers as integers."""
    if value is None:
        return None
    number = float(value)
    return int(number) if number.is_integer() else number
