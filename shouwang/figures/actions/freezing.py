"""Keeping figures for good, as they are counted at one moment."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from shouwang.figures.freezing import ROWS_KEPT
from shouwang.figures.models import Figure, FrozenFigure
from shouwang.figures.rules import Number
from shouwang.orgs.models import Unit


@dataclass(frozen=True)
class Counted:
    """A figure to be frozen; ``figure`` is None for a report state or a sum of figures."""

    code: str
    value: Number | None
    expected: int
    filed: int
    row_count: int
    digest: str
    rows: Sequence[int] = ()
    breakdown: Sequence[dict[str, Any]] = field(default_factory=tuple)
    figure: Figure | None = None


def freeze(
    counted: Iterable[Counted], *, unit: Unit, day: date, as_of_at: datetime, at: datetime
) -> list[FrozenFigure]:
    """Keep figures with their breakdown and the ids of their rows; the caller asked permission.

    Beyond ``ROWS_KEPT`` rows their number and digest stand for the ids.
    """
    return FrozenFigure.objects.bulk_create(
        FrozenFigure(
            figure=one.figure,
            code=one.code,
            unit=unit,
            day=day,
            as_of_at=as_of_at,
            value=None if one.value is None else Decimal(one.value),
            expected=one.expected,
            filed=one.filed,
            breakdown=list(one.breakdown),
            rows=list(one.rows) if one.row_count <= ROWS_KEPT else [],
            row_count=one.row_count,
            digest=one.digest,
            frozen_at=at,
        )
        for one in counted
    )
