"""The rows behind a final paper's charts, kept for good."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from datetime import date, datetime

from shouwang.briefs.charts.tracing import PointTrace
from shouwang.briefs.models import Brief, BriefFigure
from shouwang.figures.actions import freezing


def freeze(held: Brief, traced: Iterable[PointTrace], *, at: datetime) -> None:
    """Keep every value of a paper's charts with its rows, each under its own day."""
    by_day: dict[date, list[PointTrace]] = defaultdict(list)
    for one in traced:
        by_day[one.day].append(one)
    for day, found in by_day.items():
        counted = [
            freezing.Counted(
                code=one.key,
                value=one.point.value,
                expected=one.point.due,
                filed=one.point.filed,
                row_count=one.row_count,
                digest=one.digest,
                rows=one.rows,
                figure=one.figures[0] if len(one.figures) == 1 else None,
            )
            for one in found
        ]
        kept = freezing.freeze(
            counted, unit=held.source_unit, day=day, as_of_at=held.as_of_at, at=at
        )
        BriefFigure.objects.bulk_create(
            BriefFigure(brief=held, key=one.key, rows_are=one.rows_are, frozen=frozen)
            for one, frozen in zip(found, kept, strict=True)
        )
