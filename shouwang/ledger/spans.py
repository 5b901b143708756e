"""Moments in an address: a span is named by the two moments that it lies between."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.urls import reverse

from shouwang.kit import clock

_FORM = "%Y%m%d%H%M"
_FIRST_YEAR, _LAST_YEAR = 2000, 2999


def written(moment: datetime) -> str:
    """Return a moment as an address writes it, in Asia/Shanghai: 202002111600."""
    return clock.local(moment).strftime(_FORM)


def read(text: str) -> datetime:
    """Return the moment that an address names; raises ``ValueError`` for anything else."""
    moment = datetime.strptime(text, _FORM).replace(tzinfo=clock.SHANGHAI)
    if not _FIRST_YEAR <= moment.year <= _LAST_YEAR:
        raise ValueError(text)
    return moment


def rows_url(unit_id: int, since: datetime, until: datetime, code: str) -> str:
    """Return where the rows behind a number are shown."""
    args: list[Any] = [unit_id, written(since), written(until), code]
    return reverse("ledger:rows", args=args)
