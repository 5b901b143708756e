"""Reads of temperatures and rounds, scope first."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from uuid import UUID

from django.db.models import F, QuerySet

from shouwang.accounts.access import OutOfScope
from shouwang.health import roster, rules, timetable, words
from shouwang.health.models import Round, Temperature
from shouwang.health.roster import Reach
from shouwang.health.timetable import Due
from shouwang.kit import clock, prepared
from shouwang.orgs.models import Unit
from shouwang.orgs.scope import Scope

WIDER = timedelta(days=rules.DEVICE_DAYS)
DONE, DUE, MISSED = "done", "due", "missed"


def between(unit_ids: Iterable[int], since: datetime, until: datetime) -> QuerySet[Temperature]:
    """Return the standing readings of units after ``since`` up to and including ``until``.

    Names the days by the device as well, widened by what a device may be wrong, so that only the
    months concerned are looked at.
    """
    return Temperature.objects.filter(
        unit__in=list(unit_ids),
        device_on__gte=clock.local_day(since) - WIDER,
        device_on__lte=clock.local_day(until) + WIDER,
        happened_at__gt=since,
        happened_at__lte=until,
        voided_at=None,
    )


def on_day(unit_id: int, day: date) -> QuerySet[Temperature]:
    """Return the standing readings of a house on a day of Asia/Shanghai, in order of time."""
    begin = clock.start_of(day)
    found = between([unit_id], begin - timedelta(microseconds=1), begin + timedelta(days=1))
    return found.filter(happened_at__lt=begin + timedelta(days=1)).order_by("happened_at", "id")


@dataclass(frozen=True)
class Progress:
    """How a house's round stands: persons by state; a tally stands for numbers without names.

    ``should``, ``measured`` and ``absent`` are of those whom the round had to reach (``reach``, as
    the house was when it began); ``besides`` were measured with it without being asked for: staff
    who do not live in. A round that was finished is done only if nobody is missing.
    """

    due: Due
    state: str
    should: int
    measured: int = 0
    absent: int = 0
    fevers: int = 0
    is_tally: bool = False
    by: str = ""
    missing: frozenset[UUID] = frozenset()
    reach: Reach | None = None
    besides: int = 0

    @property
    def is_whole(self) -> bool:
        """Return whether it is done and nobody is missing."""
        return self.state == DONE and not self.missing


@dataclass
class HouseDay:
    """A house's day: the latest reading of each person in each round, what came besides."""

    due: list[Due]
    progress: list[Progress] = field(default_factory=list)
    cells: dict[tuple[UUID, int], Temperature] = field(default_factory=dict)
    besides: dict[UUID, list[Temperature]] = field(default_factory=dict)
    tallies: list[Round] = field(default_factory=list)


def house_day(scope: Scope, unit: Unit, day: date, *, at: datetime) -> HouseDay:
    """Return a house's day with every person's readings; for the house itself."""
    scope.require(words.READ_HOUSE, unit)
    found = HouseDay(timetable.of_unit(unit, day, at=at))
    for one in on_day(unit.pk, day):
        if one.number is not None and one.context != Temperature.Context.RECHECK:
            found.cells[one.person_id, one.number] = one
        else:
            found.besides.setdefault(one.person_id, []).append(one)
    rounds = list(
        Round.objects.filter(unit=unit, day=day, voided_at=None)
        .select_related("recorded_by")
        .order_by("happened_at")
    )
    found.tallies = [one for one in rounds if one.is_tally]
    found.progress = [_progress(found, due, rounds, unit, at) for due in found.due]
    return found


def _progress(
    day: HouseDay, due: Due, rounds: Sequence[Round], unit: Unit, at: datetime
) -> Progress:
    ours = [one for one in rounds if one.number == due.number]
    tally = next((one for one in ours if one.is_tally), None)
    finished = [one for one in ours if one.finished_at is not None]
    state = DONE if finished else MISSED if at > due.until else DUE
    if tally is not None:
        return Progress(
            due, DONE, tally.should, tally.measured, tally.should - tally.measured,
            tally.abnormal, is_tally=True, by=tally.signer,
        )  # fmt: skip
    readings = {person: one for (person, number), one in day.cells.items() if number == due.number}
    then = min(at, due.until) if not ours else ours[0].started_at
    reach = roster.reach(unit.pk, then)
    asked = [one for person, one in readings.items() if person in reach.persons]
    return Progress(
        due,
        state,
        should=len(reach.persons),
        measured=sum(one.tenths is not None for one in asked),
        absent=sum(one.tenths is None for one in asked),
        fevers=sum(one.is_fever for one in readings.values()),
        by=finished[-1].recorded_by.name if finished and finished[-1].recorded_by else "",
        missing=reach.persons - set(readings),
        reach=reach,
        besides=len(readings) - len(asked),
    )


def person_line(
    scope: Scope, unit: Unit, person_id: UUID, *, until: date, days: int
) -> list[Temperature]:
    """Return a person's readings in a house over some days, the earliest first."""
    scope.require(words.READ_HOUSE, unit)
    since = clock.start_of(until - timedelta(days=days - 1))
    found = between([unit.pk], since, clock.start_of(until + timedelta(days=1)))
    return list(found.filter(person_id=person_id).order_by("happened_at", "id"))


def round_(scope: Scope, round_id: UUID) -> Round:
    """Return a round or tally of a house; raises ``OutOfScope``."""
    within = scope.narrowed(words.READ_HOUSE).q("unit__")
    found = Round.objects.filter(within, pk=round_id).select_related("unit").first()
    if found is None:
        raise OutOfScope(f"round {round_id}")
    return found


@dataclass(frozen=True)
class Standing:
    """How a house stands with its rounds of a day, without names."""

    unit: Unit
    states: tuple[str, ...]
    measured: int
    tallied: int
    fevers: int
    last_at: datetime | None

    def count(self, state: str) -> int:
        """Return how many of its rounds are in a state."""
        return self.states.count(state)


_BOARD = """
SELECT r.unit_id, r.number, bool_or(r.finished_at IS NOT NULL),
       sum(r.measured) FILTER (WHERE NOT r.is_tally),
       sum(r.measured) FILTER (WHERE r.is_tally), sum(r.abnormal), max(r.happened_at)
FROM health_round r
WHERE r.unit_id = ANY(%s) AND r.day = %s AND r.voided_at IS NULL GROUP BY 1, 2
"""


def board(scope: Scope, units: Sequence[Unit], day: date, *, at: datetime) -> list[Standing]:
    """Return how many houses stand with their rounds, in two statements; counts, no names."""
    allowed = scope.narrowed(words.READ_COUNTS)
    seen = [unit for unit in units if allowed.covers(unit)]
    ids = [unit.pk for unit in seen]
    due = timetable.of_units(ids, day, at=at)
    rows: dict[int, dict[int, tuple]] = {}
    for unit_id, number, *told in prepared.fetch(_BOARD, [ids, day]):
        rows.setdefault(unit_id, {})[number] = tuple(told)
    return [_standing(unit, due[unit.pk], rows.get(unit.pk, {}), at) for unit in seen]


def _standing(unit: Unit, due: list[Due], rows: dict[int, tuple], at: datetime) -> Standing:
    states = tuple(
        DONE if rows.get(one.number, (False,))[0] else MISSED if at > one.until else DUE
        for one in due
    )
    return Standing(
        unit,
        states,
        measured=sum(int(row[1] or 0) for row in rows.values()),
        tallied=sum(int(row[2] or 0) for row in rows.values()),
        fevers=sum(int(row[3] or 0) for row in rows.values()),
        last_at=max((row[4] for row in rows.values()), default=None),
    )


_CLUSTERS = """
SELECT t.unit_id, count(DISTINCT t.person_id), min(t.happened_at)
FROM health_temperature t JOIN unnest(%s::bigint[], %s::timestamptz[]) AS asked(unit, since)
  ON asked.unit = t.unit_id AND t.happened_at > asked.since
WHERE t.tenths >= t.fever_from AND t.voided_at IS NULL AND t.happened_at <= %s
  AND t.device_on >= %s AND t.device_on <= %s
GROUP BY 1
"""


def feverish_persons(
    since: dict[int, datetime], *, at: datetime
) -> dict[int, tuple[int, datetime]]:
    """Return for houses how many persons were feverish after their moment, and the first of it."""
    if not since:
        return {}
    first = clock.local_day(min(since.values())) - WIDER
    last = clock.local_day(at) + WIDER
    params = [list(since), list(since.values()), at, first, last]
    return {u: (n, begun) for u, n, begun in prepared.fetch(_CLUSTERS, params)}


def with_fevers(unit_ids: Collection[int] | None, since: datetime, at: datetime) -> list[int]:
    """Return the houses that had any fever after a moment."""
    found = Temperature.objects.filter(
        tenths__gte=F("fever_from"),
        device_on__gte=clock.local_day(since) - WIDER,
        device_on__lte=clock.local_day(at) + WIDER,
        happened_at__gt=since,
        happened_at__lte=at,
        voided_at=None,
    )
    if unit_ids is not None:
        found = found.filter(unit__in=list(unit_ids))
    return sorted(set(found.values_list("unit_id", flat=True)))
