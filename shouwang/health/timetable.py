"""Which rounds a day has and by when each is to be done."""

from __future__ import annotations

import tomllib
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from functools import cache
from pathlib import Path

from shouwang.health import rules
from shouwang.health.models import RoundHours
from shouwang.kit import clock
from shouwang.orgs.models import Unit
from shouwang.response import measures

ROUNDS = "temperature_rounds"


@dataclass(frozen=True)
class Due:
    """One round of a day: ``number`` from 1, ``until`` the moment by which it is to be done."""

    number: int
    until: datetime


@cache
def _told() -> tuple[tuple[int, ...], ...]:
    """Return the laid down hours as minutes of the day, by number of rounds from 1."""
    text = (Path(__file__).parent / "data" / "timetable.toml").read_text(encoding="utf-8")
    rounds = tomllib.loads(text)["rounds"]
    return tuple(
        tuple(_minutes(time.fromisoformat(hour)) for hour in rounds[str(n)])
        for n in range(1, len(rounds) + 1)
    )


def _minutes(hour: time) -> int:
    return hour.hour * 60 + hour.minute


def usual(rounds: int) -> list[int]:
    """Return the hours laid down for so many rounds, as minutes of the day."""
    return rules.spread(rounds, _told())


def of_day(rounds: int, day: date, minutes: Sequence[int] = ()) -> list[Due]:
    """Return the rounds of a day that has so many, by the hours given or those laid down."""
    return [
        Due(number, clock.at(day, time(minute // 60, minute % 60)))
        for number, minute in enumerate(minutes or usual(rounds), 1)
    ]


def rounds_of(unit: Unit, day: date, *, at: datetime) -> int:
    """Return how many rounds a day are in force for a house, by the end of a day or ``at``."""
    return int(measures.value(ROUNDS, unit=unit, at=min(at, clock.at(day, time.max))))


def of_unit(unit: Unit, day: date, *, at: datetime) -> list[Due]:
    """Return the rounds in force for a house on a day, as they stood by the end of it or ``at``."""
    rounds = rounds_of(unit, day, at=at)
    return of_day(rounds, day, _own([unit.pk], day).get((unit.pk, rounds), ()))


def of_units(unit_ids: Collection[int], day: date, *, at: datetime) -> dict[int, list[Due]]:
    """Return the same for many houses, in two statements."""
    moment = min(at, clock.at(day, time.max))
    values = measures.values_for(ROUNDS, unit_ids=unit_ids, at=moment) if unit_ids else {}
    by_number = {n: of_day(n, day) for n in {int(value) for value in values.values()}}
    own = _own(unit_ids, day) if unit_ids else {}
    return {
        unit_id: of_day(int(value), day, minutes) if (minutes := own.get((unit_id, int(value))))
        else by_number[int(value)]
        for unit_id, value in values.items()
    }  # fmt: skip


def _own(unit_ids: Collection[int], day: date) -> dict[tuple[int, int], list[int]]:
    """Return by house and number of rounds the hours that somebody set for it, as of a day."""
    found = RoundHours.objects.filter(unit__in=list(unit_ids), from_on__lte=day)
    rows = found.order_by("unit_id", "rounds", "-from_on", "-pk").distinct("unit_id", "rounds")
    return {(unit_id, rounds): told for unit_id, rounds, told in
            rows.values_list("unit_id", "rounds", "minutes")}  # fmt: skip


def current(dues: list[Due], at: datetime) -> int:
    """Return the number of the round that one who starts at a moment does."""
    local = clock.local(at)
    hours = [_minutes(clock.local(due.until).time()) for due in dues]
    return rules.due_number(_minutes(local.time()), hours)
