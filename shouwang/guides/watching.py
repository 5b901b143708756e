"""The warning that a house has not filled a self-check by its hour."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from datetime import date, datetime, timedelta

from django.db.models import Exists, OuterRef
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from shouwang.alarms import rules as alarm_rules
from shouwang.alarms.rules import Finding
from shouwang.guides import check_queries, rules
from shouwang.guides.models import Checklist, Sheet
from shouwang.kit import clock
from shouwang.orgs.scope import SYSTEM

OVERDUE = "guides.check_overdue"


def overdue(at: datetime, unit_ids: Collection[int] | None) -> Iterable[Finding]:
    """Find the houses that owe a self-check of the present period, past its hour, or of the one
    before; one finding for each list and period. One statement for each of these."""
    asked = Checklist.objects.filter(closed_on=None).exclude(cadence=Checklist.Cadence.NONE)
    for one in asked.select_related("owner").order_by("pk"):
        for period_on, last_day in _owed(one, at):
            yield from _unfilled(one, period_on, last_day, at, unit_ids)


def unfilled(gone: Collection[tuple[int, str]]) -> list[tuple[int, str]]:
    """Return the houses and periods of which no sheet stands: a sheet may come days after."""
    filled = Sheet.objects.filter(
        unit__in={unit_id for unit_id, _key in gone},
        checklist__in={int(key.partition(":")[0]) for _unit_id, key in gone},
        period_on__in={key.partition(":")[2] for _unit_id, key in gone},
        purpose=check_queries.SELF,
        voided_at=None,
    )
    stand = {
        (unit_id, f"{checklist_id}:{period_on.isoformat()}")
        for unit_id, checklist_id, period_on in filled.values_list(
            "unit_id", "checklist_id", "period_on"
        )
    }
    return [one for one in gone if one not in stand]


def _owed(one: Checklist, at: datetime) -> Iterator[tuple[date, date]]:
    """Yield the periods, with their last days, of which a list is to be filled by now."""
    now = clock.local(at)
    told = rules.standing(
        one.cadence, starts_on=one.starts_on, due_time=one.due_time, filled=(), now=now
    )
    length = timedelta(days=7 if one.cadence == Checklist.Cadence.WEEKLY else 1)
    if told.missed:
        yield told.period_on - length, told.period_on - timedelta(days=1)
    if told.state == rules.OVERDUE:
        yield told.period_on, told.due_at.date()


def _unfilled(
    one: Checklist,
    period_on: date,
    last_day: date,
    at: datetime,
    unit_ids: Collection[int] | None,
) -> Iterator[Finding]:
    filled = Sheet.objects.filter(
        checklist=one,
        unit=OuterRef("pk"),
        purpose=check_queries.SELF,
        voided_at=None,
        period_on=period_on,
        happened_at__lte=at,
    )
    found = check_queries.targets(SYSTEM, one, day=last_day).filter(~Exists(filled), closed_on=None)
    if unit_ids is not None:
        found = found.filter(pk__in=list(unit_ids))
    due = f"{last_day.month}月{last_day.day}日 {one.due_time:%H:%M}"
    why = _("自查“%(title)s”应在 %(due)s 前填报，仍未填") % {"title": one.title, "due": due}
    for unit_id in found.values_list("pk", flat=True):
        url = reverse("guides:house", args=[unit_id])
        yield Finding(unit_id, f"{one.pk}:{period_on.isoformat()}", why, url)


alarm_rules.watch(OVERDUE, gettext_lazy("自查逾期未填"), overdue, every_min=30, undone=unfilled)
