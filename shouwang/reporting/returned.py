"""Reports that were returned (退回修改) and not filed again: part of 未报, told apart from it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from datetime import date

from django.db.models import Q, QuerySet

from shouwang.figures import rules as figure_rules
from shouwang.figures.models import Series
from shouwang.orgs.models import Unit
from shouwang.reporting.models import Report


def returned(unit: Unit, day: date, series: Iterable[Series]) -> QuerySet[Report]:
    """Return the reports of a day's periods counted below a unit that were returned and not filed
    again; of series that do not complete the day, none."""
    starts: dict[date, list[int]] = defaultdict(list)
    for one in series:
        if one.completes:
            starts[figure_rules.period_start(one.period, day)].append(one.pk)
    # each series with its own day: Monday's daily report is no part of the week's other days
    due = Q(pk__in=[])
    for start, ids in starts.items():
        due |= Q(form__series_id__in=ids, day=start)
    return Report.objects.filter(
        due,
        returned_at__isnull=False,
        placed_in__path__gte=unit.path,
        placed_in__path__lt=unit.path + "~",
    )
