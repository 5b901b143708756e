"""What the drawer of a figure shows: definition, value, completeness, rows with who and when."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from django.urls import reverse

from shouwang.accounts.access import OutOfScope
from shouwang.briefs import labels, naming, queries, template_queries, tracing
from shouwang.briefs.content import Quote
from shouwang.briefs.models import Brief
from shouwang.figures.models import Figure
from shouwang.orgs.scope import Scope
from shouwang.reporting.models import Submission

MOST_ROWS = 50


@dataclass(frozen=True)
class Line:
    """A row: which unit, what it stated, who entered it and when."""

    unit: str
    value: Any
    by: str
    at: datetime | None
    url: str = ""


@dataclass(frozen=True)
class Elsewhere:
    """Another paper that states the figure with another value."""

    name: str
    shown: str
    url: str


@dataclass
class Proof:
    """Behind one figure of a paper. ``links`` lead to today's rows, part by part."""

    quote: Quote
    as_of_at: datetime
    expected: int
    filed: int
    row_count: int
    breakdown: list[dict[str, Any]]
    rows: list[Line]
    is_frozen: bool
    figures: tuple[Figure, ...] = ()
    now_shown: str = ""
    digest: str = ""
    links: list[tuple[str, str]] = field(default_factory=list)
    first: date | None = None
    formula: str = ""
    elsewhere: list[Elsewhere] = field(default_factory=list)

    @property
    def lines(self) -> list[dict[str, Any]]:
        """Return the children that state the figure, and those from which it is still to come."""
        return [
            one
            for one in self.breakdown
            if one["value"] is not None or one["filed"] < one["expected"]
        ]

    @property
    def has_changed(self) -> bool:
        """Return whether the figure reads otherwise now than the paper says."""
        said = self.quote.counted or self.quote.shown
        return bool(self.now_shown) and self.now_shown != said


def proof(scope: Scope, brief: Brief, key: str, *, at: datetime) -> Proof:
    """Return what stands behind a figure of a paper; raises ``OutOfScope`` for none of it."""
    draft = queries.content(brief)
    quote = draft.quotes.get(key)
    if quote is None or quote.sort == "word":
        raise OutOfScope(f"brief {brief.pk} figure {key}")
    found = _frozen(scope, brief, quote) if brief.is_final else _present(scope, brief, quote, at)
    found.first = brief.first_on
    found.formula = _formula(brief, key)
    found.elsewhere = _elsewhere(scope, brief, quote)
    return found


def _present(scope: Scope, brief: Brief, quote: Quote, at: datetime) -> Proof:
    source = queries.source(scope, brief, at)
    trace = tracing.trace(source, source.quote(quote.key))
    total = source.found.total
    return Proof(
        quote, brief.as_of_at, total.due, total.filed, trace.row_count,
        [{**one, "value": tracing.plain(one["value"])} for one in trace.breakdown],
        lines_of(trace.rows, trace.figures, trace.rows_are),
        is_frozen=False, figures=trace.figures, now_shown=trace.quote.shown, digest=trace.digest,
        links=_links(brief, trace.figures),
    )  # fmt: skip


def _formula(brief: Brief, key: str) -> str:
    """Return how a figure that is made of others comes about: 在岗 ÷ 职工; empty of a plain one."""
    read = template_queries.read(brief.version)
    named = labels.of(brief.unit, read)
    code = naming.bare(key)
    if share := read.shares.get(code):
        return " ÷ ".join(named.slot(c) for c in (share.part, share.whole))
    if made := read.sums.get(code):
        return " + ".join(named.slot(c) for c in made.parts)
    return "已报 ÷ 应报" if code == "rate" else ""


def _elsewhere(scope: Scope, brief: Brief, quote: Quote) -> list[Elsewhere]:
    """Return other papers about the same unit and days that state the figure otherwise."""
    others = queries.briefs(scope).filter(
        unit=brief.unit, day=brief.day, first_on=brief.first_on, about=brief.about
    )
    found = []
    for other in others.exclude(pk=brief.pk)[:MOST_ROWS]:
        said = other.content["quotes"].get(quote.key)
        if said and said["shown"] != quote.shown:
            url = reverse("briefs:brief", args=[other.pk])
            found.append(Elsewhere(other.name, said["shown"], url))
    return found


def _frozen(scope: Scope, brief: Brief, quote: Quote) -> Proof:
    kept = queries.frozen(scope, brief, quote.key)
    frozen = kept.frozen
    figures = figures_of(frozen.figure, quote.parts)
    return Proof(
        quote, frozen.as_of_at, frozen.expected, frozen.filed, frozen.row_count,
        [{**one, "value": tracing.plain(one["value"])} for one in frozen.breakdown],
        lines_of(frozen.rows, figures, kept.rows_are),
        is_frozen=True, figures=figures, digest=frozen.digest, links=_links(brief, figures),
    )  # fmt: skip


def figures_of(figure: Figure | None, parts: tuple[int, ...]) -> tuple[Figure, ...]:
    """Return what a frozen value is made of: one figure, or those that it is the sum of."""
    if figure:
        return (figure,)
    return tuple(Figure.objects.filter(pk__in=parts).order_by("order", "pk"))


def _links(brief: Brief, figures: tuple[Figure, ...]) -> list[tuple[str, str]]:
    """Return the addresses of the day's own evidence, for each part."""
    return [
        (f.zh, reverse("reporting:figure", args=[brief.day, brief.unit_id, f.pk])) for f in figures
    ]


def lines_of(ids: Any, figures: tuple[Figure, ...], rows_are: str) -> list[Line]:
    """Return the largest rows as they were handed in then: a submission is never edited."""
    if rows_are == tracing.UNITS:
        return []
    found = Submission.objects.filter(pk__in=list(ids))
    stated = {pk: _stated(values, figures) for pk, values in found.values_list("pk", "values")}
    first = sorted(stated, key=lambda pk: (-(stated[pk] or 0), pk))[:MOST_ROWS]
    told = found.filter(pk__in=first).select_related("report__unit").in_bulk()
    return [
        Line(
            told[pk].report.unit.name,
            stated[pk],
            told[pk].by_name,
            told[pk].at,
            reverse("reporting:history", args=[told[pk].report_id]),
        )
        for pk in first
    ]


def _stated(values: dict[str, Any], figures: tuple[Figure, ...]) -> Any:
    """Return what a submission states of a figure or of a sum of figures."""
    found = [values[f.key] for f in figures if f.key in values]
    return sum(found) if found else None
