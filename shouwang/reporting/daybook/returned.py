"""The returned reports of a day (退回，待重报): part of what is missing, told apart from it."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.utils.translation import gettext_lazy as _

from shouwang.figures.models import Series
from shouwang.orgs.models import Unit
from shouwang.orgs.scope import Scope
from shouwang.reporting.returned import returned

RETURNED_WORD = _("退回（待重报）")


def returned_below(
    scope: Scope, unit: Unit, day: date, streams: Iterable[Series]
) -> dict[int, str]:
    """Return where the returned reports of a day count: the path of the unit it is placed in, by
    the institution's id. Those of series that do not complete the day are left out."""
    found = returned(unit, day, streams).filter(scope.q("unit__"))
    return dict(found.values_list("unit_id", "placed_in__path"))


def returned_of(child: Unit, returned: dict[int, str]) -> int:
    """Return how many of the returned reports count in a child of the day's table."""
    if child.pk in returned:
        return 1
    return sum(path.startswith(child.path) for path in returned.values())


def words_of(count: int) -> Any:
    """Return what is said of a child of whose missing reports some were returned."""
    return _("其中退回 %(n)d") % {"n": count} if count else ""
