"""What of temperatures somebody must look at now: fevers that cluster, rounds not done."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from datetime import date, datetime, timedelta

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from shouwang.alarms import rules as alarm_rules
from shouwang.alarms.rules import Finding
from shouwang.health import queries
from shouwang.health.actions.fevers import CLUSTER
from shouwang.health.queries import MISSED, Standing
from shouwang.kit import clock
from shouwang.orgs.kinds import INSTITUTIONS
from shouwang.orgs.models import Unit
from shouwang.orgs.scope import SYSTEM
from shouwang.people import queries as people
from shouwang.response import measures

# houses asked about in one statement
BATCH = 2_000
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


def still_undone(gone: Collection[tuple[int, str]]) -> list[tuple[int, str]]:
    """Return the rounds, by house and key, that nobody has finished to this hour: a round done in
    time on a phone without a network may come days after."""
    days: dict[str, set[int]] = {}
    for unit_id, key in gone:
        days.setdefault(key.partition(":")[0], set()).add(unit_id)
    left = set()
    for told, unit_ids in days.items():
        day = date.fromisoformat(told)
        end = clock.start_of(day + timedelta(days=1))
        part = list(Unit.objects.filter(pk__in=unit_ids))
        for standing in queries.board(SYSTEM, part, day, at=end):
            left |= {(one.unit_id, one.key) for one in _missed(standing, day)}
    return [one for one in gone if one in left]


def _missed(standing: Standing, day: date) -> Iterator[Finding]:
    for number, state in enumerate(standing.states, 1):
        if state == MISSED:
            why = _("今日第%(number)d轮测温未按时完成") % {"number": number}
            yield Finding(
                standing.unit.pk, f"{day.isoformat()}:{number}", why, _url(standing.unit.pk, day)
            )


def _houses(unit_ids: Collection[int] | None) -> Iterator[list[Unit]]:
    """Yield the houses with anybody on file, some at a time."""
    ids = list(_asked(unit_ids).values_list("pk", flat=True))
    for first in range(0, len(ids), BATCH):
        yield list(Unit.objects.filter(pk__in=ids[first : first + BATCH]))


def _asked(unit_ids: Collection[int] | None) -> QuerySet[Unit]:
    found = people.houses(SYSTEM).filter(closed_on=None, kind__in=INSTITUTIONS)
    return found if unit_ids is None else found.filter(pk__in=list(unit_ids))


def _url(unit_id: int, day: date) -> str:
    return f"{reverse('health:house', args=[unit_id])}?day={day.isoformat()}"


alarm_rules.watch(CLUSTER, gettext_lazy("聚集性发热"), clusters, needs_outcome=True)
alarm_rules.watch(
    "health.round_missed",
    gettext_lazy("测温未按时完成"),
    undone,
    every_min=15,
    of_a_day=True,
    undone=still_undone,
)
