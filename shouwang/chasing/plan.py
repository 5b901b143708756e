"""What the next chase would do about each report: the preview before the button."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta

from shouwang.chasing import ladder, rules
from shouwang.chasing.debts import Debt
from shouwang.chasing.models import Target, Told
from shouwang.chasing.rules import Decision, History
from shouwang.orgs.models import Unit

Key = tuple[int, int, date]


def plans(
    owed: Sequence[Debt],
    taken: Mapping[Key, Target],
    kind: str,
    *,
    above: Unit,
    now: datetime,
) -> dict[Key, Decision]:
    """Return by report whom a chase would tell: the same decision that the run will take.

    A report that was chased a moment ago is looked at as though its rest were over: where nobody
    is left, waiting helps nothing. ``taken`` is the last step taken about each report that has
    one. Six statements, however many reports are owed.
    """
    units = list(Unit.objects.filter(pk__in={d.unit_id for d in owed}).order_by("path"))
    found = ladder.ladders(units, above=above, at=now)
    told = _told(owed, kind)
    decided = {}
    for debt in owed:
        key = (debt.unit_id, debt.series_id, debt.period_on)
        last = taken.get(key)
        history = History(last.step or 0, last.at, told[key]) if last else History()
        steps = found.get(debt.unit_id, {})
        decided[key] = rules.decide(
            kind, steps, history, is_filed=False, now=now, cooldown=timedelta()
        )
    return decided


def _told(owed: Sequence[Debt], kind: str) -> defaultdict[Key, frozenset[str]]:
    people = Told.objects.filter(
        unit_id__in={d.unit_id for d in owed}, day__in={d.period_on for d in owed}, kind=kind
    )
    gathered: dict[Key, set[str]] = defaultdict(set)
    for unit_id, series_id, day, who in people.values_list("unit_id", "series_id", "day", "who"):
        gathered[unit_id, series_id, day].add(who)
    return defaultdict(frozenset, {key: frozenset(who) for key, who in gathered.items()})
