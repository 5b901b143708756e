"""What of temperatures somebody must look at now: fevers that cluster, rounds not done."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from datetime import date, datetime, timedelta

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from shouwang.alarms import rules as alarm_rules
from shouwang.alarms.rules import Finding
from shouwang.health import queries
from shouwang.health.actions.fevers import CLUSTER
from shouwang.health.models import Round
from shouwang.health.queries import MISSED, Standing
from shouwang.kit import clock
from shouwang.orgs.models import Unit
from shouwang.orgs.scope import SYSTEM
from shouwang.people import queries as people
from shouwang.response import measures

BATCH = 500
# fevers older than this are asked about by no measure
LOOK_BACK = timedelta(days=31)


def clusters(at: datetime, unit_ids: Collection[int] | None) -> Iterable[Finding]:
    """Find the houses with as many feverish persons as ``cluster_fevers`` in ``cluster_hours``."""
    houses = queries.with_fevers(unit_ids, at - LOOK_BACK, at)
    if not houses:
        return
    hours = measures.values_for("cluster_hours", unit_ids=houses, at=at)
    least = measures.values_for("cluster_fevers", unit_ids=houses, at=at)
    since = {unit: at - timedelta(hours=float(hours[unit])) for unit in houses}
    for unit, (count, first) in sorted(queries.feverish_persons(since, at=at).items()):
        if count >= least[unit]:
            why = _(
                "%(hours)d 小时内 %(count)d 人发热，首例 %(first)s，请立即核实并按聚集性发热处置"
            ) % {
                "hours": hours[unit],
                "count": count,
                "first": f"{clock.local(first):%m-%d %H:%M}",
            }
            yield Finding(unit, "cluster", why, _url(unit, clock.local_day(at)))


def undone(at: datetime, unit_ids: Collection[int] | None) -> Iterable[Finding]:
    """Find the rounds of today that were not done by their hour."""
    day = clock.local_day(at)
    for part in _houses(unit_ids):
        for standing in queries.board(SYSTEM, part, day, at=at):
            yield from _missed(standing, day)


def silent(at: datetime, unit_ids: Collection[int] | None) -> Iterable[Finding]:
    """Find the houses that recorded no round the whole day before."""
    day = clock.local_day(at) - timedelta(days=1)
    for part in _houses(unit_ids):
        told = set(
            Round.objects.filter(unit__in=part, day=day, voided_at=None).values_list(
                "unit_id", flat=True
            )
        )
        for unit in part:
            if unit.pk not in told and unit.opened_on <= day:
                why = _("%(month)d月%(day)d日全天没有测温记录") % {
                    "month": day.month,
                    "day": day.day,
                }
                yield Finding(unit.pk, day.isoformat(), why, _url(unit.pk, day))


def _missed(standing: Standing, day: date) -> Iterator[Finding]:
    for number, state in enumerate(standing.states, 1):
        if state == MISSED:
            why = _("今日第%(number)d轮测温未按时完成") % {"number": number}
            yield Finding(
                standing.unit.pk, f"{day.isoformat()}:{number}", why, _url(standing.unit.pk, day)
            )


def _houses(unit_ids: Collection[int] | None) -> Iterator[list[Unit]]:
    """Yield the houses with anybody on file, some at a time."""
    found = people.houses(SYSTEM).filter(closed_on=None)
    if unit_ids is not None:
        found = found.filter(pk__in=list(unit_ids))
    units = [unit for unit in found if unit.is_institution]
    for first in range(0, len(units), BATCH):
        yield units[first : first + BATCH]


def _url(unit_id: int, day: date) -> str:
    return f"{reverse('health:house', args=[unit_id])}?day={day.isoformat()}"


alarm_rules.watch(CLUSTER, gettext_lazy("聚集性发热"), clusters)
alarm_rules.watch("health.round_missed", gettext_lazy("测温未按时完成"), undone)
alarm_rules.watch("health.silent", gettext_lazy("全天没有测温记录"), silent)
