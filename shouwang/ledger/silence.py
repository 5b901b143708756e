"""The warning that a house which used to enter records entered none for a whole day.

Any kind of record tells that a house is there: a visit, a walk with disinfectant, a temperature. A
house that never used any, or gave them up, is not asked.
"""

from __future__ import annotations

import tomllib
from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cache
from pathlib import Path
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.db.models.functions import TruncDate
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from shouwang.alarms import rules as alarm_rules
from shouwang.alarms.rules import Finding
from shouwang.health.models import Temperature
from shouwang.health.rules import DEVICE_DAYS
from shouwang.kit import clock
from shouwang.orgs import records
from shouwang.orgs.kinds import INSTITUTIONS
from shouwang.orgs.models import Unit
from shouwang.orgs.records import Record

# the name under which it was raised when it looked at temperatures alone
SILENT = "health.silent"
# houses asked about in one statement
BATCH = 2_000


@dataclass(frozen=True)
class Used:
    """How many days before are looked at, and on how many of them a house entered something."""

    days: int
    used_on: int


@cache
def used() -> Used:
    """Return what makes a house one that enters records, from the data."""
    text = (Path(__file__).parent / "data" / "silence.toml").read_text(encoding="utf-8")
    told = tomllib.loads(text)
    return Used(int(told["days"]), int(told["used_on"]))


def silent(at: datetime, unit_ids: Collection[int] | None) -> Iterable[Finding]:
    """Find the houses that entered nothing the whole day before, having used to."""
    day, asked = clock.local_day(at) - timedelta(days=1), used()
    quiet = list(_quiet(day, unit_ids).values_list("pk", flat=True))
    for first in range(0, len(quiet), BATCH):
        before = days_used(quiet[first : first + BATCH], until=day, days=asked.days)
        for unit_id, count in sorted(before.items()):
            if count >= asked.used_on:
                why = _(
                    "%(month)d月%(day)d日全天没有任何记录，此前 %(days)d 天里有 %(count)d 天有记录"
                ) % {"month": day.month, "day": day.day, "days": asked.days, "count": count}
                url = reverse("ledger:day", args=[unit_id, day])
                yield Finding(unit_id, day.isoformat(), why, url)


def still_silent(gone: Collection[tuple[int, str]]) -> list[tuple[int, str]]:
    """Return the houses and days of which nothing stands to this hour: a phone without a network
    may send what was done days after."""
    days: dict[str, set[int]] = defaultdict(set)
    for unit_id, day in gone:
        days[day].add(unit_id)
    left = {
        (unit_id, day)
        for day, unit_ids in days.items()
        for unit_id in _without(date.fromisoformat(day), unit_ids)
    }
    return [one for one in gone if one in left]


def days_used(unit_ids: Collection[int], *, until: date, days: int) -> dict[int, int]:
    """Return by house on how many of the ``days`` before ``until`` anything was entered, of those
    on which anything was. One statement for each kind of record."""
    found: dict[int, set[date]] = defaultdict(set)
    for kind in records.kinds():
        rows = _made(kind, until - timedelta(days=days), until).filter(unit__in=list(unit_ids))
        on = TruncDate("happened_at", tzinfo=clock.SHANGHAI)
        for unit_id, day in rows.order_by().values_list("unit_id", on).distinct():
            found[unit_id].add(day)
    return {unit_id: len(told) for unit_id, told in found.items()}


def _quiet(day: date, unit_ids: Collection[int] | None) -> QuerySet[Unit]:
    """Return the institutions of which nothing stands on a day."""
    found = Unit.objects.filter(
        _nothing(day), kind__in=INSTITUTIONS, opened_on__lte=day, closed_on=None
    ).order_by("pk")
    return found if unit_ids is None else found.filter(pk__in=list(unit_ids))


def _without(day: date, unit_ids: Collection[int]) -> Iterable[int]:
    """Return those of some houses, closed ones too, of which nothing stands on a day."""
    return Unit.objects.filter(_nothing(day), pk__in=unit_ids).values_list("pk", flat=True)


def _nothing(day: date) -> Q:
    nothing = Q()
    for kind in records.kinds():
        made = _made(kind, day, day + timedelta(days=1)).filter(unit=OuterRef("pk"))
        nothing &= ~Q(Exists(made))
    return nothing


def _made(kind: type[Record], first: date, until: date) -> QuerySet[Any]:
    begin, end = clock.start_of(first), clock.start_of(until)
    found: QuerySet[Any] = kind._default_manager.filter(
        voided_at=None, happened_at__gte=begin, happened_at__lt=end
    )
    if kind is Temperature:
        # partitioned by the device's day: only the months concerned are looked at
        wider = timedelta(days=DEVICE_DAYS)
        found = found.filter(device_on__gte=first - wider, device_on__lte=until + wider)
    return found


alarm_rules.watch(
    SILENT,
    gettext_lazy("全天没有任何记录"),
    silent,
    every_min=60,
    of_a_day=True,
    undone=still_silent,
)
