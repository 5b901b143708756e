"""The warning that a house has missed a routine."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from datetime import date, datetime, timedelta

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from shouwang.alarms import rules as alarm_rules
from shouwang.alarms.rules import Finding
from shouwang.kit import clock
from shouwang.orgs.models import Unit
from shouwang.orgs.scope import SYSTEM
from shouwang.routines import queries, rules
from shouwang.routines.kinds import RoutineKind

# houses asked about in one statement
BATCH = 2_000


def missed(at: datetime, unit_ids: Collection[int] | None) -> Iterable[Finding]:
    """Find the houses that have missed a disinfection or ventilation today, one finding for each
    house and kind; houses that keep no places are not asked."""
    asked = queries.with_places(SYSTEM)
    if unit_ids is not None:
        asked = asked.filter(pk__in=unit_ids)
    yield from _of_units(list(asked.values_list("pk", flat=True)), clock.local_day(at), at)


def still_missed(gone: Collection[tuple[int, str]]) -> list[tuple[int, str]]:
    """Return what was missed on days that are over, by house and key, and is to this hour: what
    was done in time may come from a phone without a network days after."""
    days: dict[str, set[int]] = {}
    for unit_id, key in gone:
        days.setdefault(key.partition(":")[2], set()).add(unit_id)
    left = set()
    for told, unit_ids in days.items():
        day = date.fromisoformat(told)
        end = clock.start_of(day + timedelta(days=1))
        left |= {(one.unit_id, one.key) for one in _of_units(sorted(unit_ids), day, end)}
    return [one for one in gone if one in left]


def _of_units(ids: Sequence[int], day: date, at: datetime) -> Iterator[Finding]:
    for first in range(0, len(ids), BATCH):
        part = list(Unit.objects.filter(pk__in=ids[first : first + BATCH]).only("pk", "kind"))
        counted = queries.missed_of(part, day, at=at)
        for unit in part:
            yield from _of_unit(unit.pk, counted[unit.pk], day.isoformat())


def _of_unit(unit_id: int, counted: dict[str, int], day: str) -> Iterator[Finding]:
    for kind in RoutineKind:
        count = counted[f"{kind.value}_{rules.MISSED}"]
        if count:
            why = _("%(count)d 处今日%(kind)s未按次数完成") % {
                "count": count,
                "kind": str(kind.label),
            }
            url = reverse("routines:house", args=[unit_id])
            yield Finding(unit_id, f"{kind.value}:{day}", why, url)


alarm_rules.watch(
    "routine_missed",
    gettext_lazy("消毒通风未做"),
    missed,
    every_min=30,
    of_a_day=True,
    undone=still_missed,
)
