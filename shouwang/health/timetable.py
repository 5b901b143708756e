"""Which rounds a day has and by when each is to be done."""

from __future__ import annotations

import tomllib
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime, time
from functools import cache
from pathlib import Path

from shouwang.health import rules
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


def of_day(rounds: int, day: date) -> list[Due]:
    """Return the rounds of a day that has so many."""
    minutes = rules.spread(rounds, _told())
    return [
        Due(number, clock.at(day, time(minute // 60, minute % 60)))
        for number, minute in enumerate(minutes, 1)
    ]


def of_unit(unit: Unit, day: date, *, at: datetime) -> list[Due]:
    """Return the rounds in force for a house on a day, as they stood by the end of it or ``at``."""
    moment = min(at, clock.at(day, time.max))
    return of_day(int(measures.value(ROUNDS, unit=unit, at=moment)), day)


def of_units(unit_ids: Collection[int], day: date, *, at: datetime) -> dict[int, list[Due]]:
    """Return the same for many houses, in one statement."""
    moment = min(at, clock.at(day, time.max))
    values = measures.values_for(ROUNDS, unit_ids=unit_ids, at=moment) if unit_ids else {}
    by_number = {n: of_day(n, day) for n in {int(value) for value in values.values()}}
    return {unit_id: by_number[int(value)] for unit_id, value in values.items()}


def current(dues: list[Due], at: datetime) -> int:
    """Return the number of the round that one who starts at a moment does."""
    local = clock.local(at)
    hours = [_minutes(clock.local(due.until).time()) for due in dues]
    return rules.due_number(_minutes(local.time()), hours)
