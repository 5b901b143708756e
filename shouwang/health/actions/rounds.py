"""Rounds: a whole walk in one statement, many walks by COPY. Tallies are in ``tallies``."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from shouwang.accounts import audit
from shouwang.accounts.access import OutOfScope
from shouwang.accounts.models import User
from shouwang.health import readings, roster, rules, words
from shouwang.health.actions import fevers, writing
from shouwang.health.actions.temperatures import FEVER_AT
from shouwang.health.models import Round
from shouwang.health.readings import Reading
from shouwang.kit import clock
from shouwang.kit.ids import uuid7
from shouwang.orgs import records
from shouwang.orgs.models import Unit
from shouwang.orgs.scope import Scope, scope_of
from shouwang.response import measures

# more rounds than this nobody walks in a day
MOST_ROUNDS = 12


@dataclass(frozen=True)
class Walk:
    """One phone's part of a round: ``number`` is which of its day, from 1; ``finished_at`` is
    given by whoever says that the round is done."""

    unit: Unit
    number: int
    readings: Sequence[Reading]
    started_at: datetime
    finished_at: datetime | None = None
    device_at: datetime | None = None
    id: UUID = field(default_factory=uuid7)

    @property
    def day(self) -> date:
        """Return the day of Asia/Shanghai that the round belongs to."""
        return clock.local_day(self.started_at)


@dataclass(frozen=True)
class Recorded:
    """What became of a walk: its round, how many readings were new, whose cases stand open."""

    round: Round
    is_new: bool
    new_rows: int = 0
    cases: tuple[UUID, ...] = ()


def record_round(
    *, walk: Walk, by: User, at: datetime, scope: Scope | None = None, settled: bool = False
) -> Recorded:
    """Enter one walk; the same id again answers the first and writes nothing.

    Readings that came before by themselves (a fever goes out at once) are found by their ids.
    Raises ``ValidationError``, ``readings.NotOnRoll``, ``OutOfScope``, ``NotPermitted``.
    """
    return record_rounds(walks=[walk], by=by, at=at, scope=scope, settled=settled)[0]


@transaction.atomic
def record_rounds(
    *,
    walks: Sequence[Walk],
    by: User,
    at: datetime,
    scope: Scope | None = None,
    settled: bool = False,
) -> list[Recorded]:
    """Enter many walks of many houses in few statements; one audit line for each walk."""
    scope = scope or scope_of(by, at=at)
    units = {walk.unit.pk: walk.unit for walk in walks}
    for unit in units.values():
        scope.require(words.MEASURE, unit)
    known = {r.pk: r for r in Round.objects.filter(pk__in=[walk.id for walk in walks])}
    for walk in walks:
        if walk.id in known and known[walk.id].unit_id != walk.unit.pk:
            raise OutOfScope(f"round {walk.id}")
    fresh = [walk for walk in walks if walk.id not in known]
    for walk in fresh:
        _check(walk, at)
    asked = [(walk.unit.pk, reading) for walk in fresh for reading in walk.readings]
    readings.require_on_roll(asked, settled=settled)
    marks = _marks(fresh)
    rows = [
        writing.Row(walk.unit.pk, reading, marks[walk.id], walk.number)
        for walk in fresh
        for reading in walk.readings
    ]
    new = writing.write(rows, by=by, at=at)
    made = {r.pk: r for r in _rounds(fresh, marks, by=by, at=at)}
    days = _days(fresh, by=by, at=at)
    opened = fevers.open_cases(new, units=units, by=by, at=at)
    tell(made.values(), by=by, at=at)
    records.changed(days)
    return _outcomes(walks, known | made, {walk.id for walk in fresh}, new, opened)


def _outcomes(
    walks: Sequence[Walk],
    standing: dict[UUID, Round],
    fresh: set[UUID],
    new: Sequence[writing.Row],
    opened: dict[UUID, UUID],
) -> list[Recorded]:
    """Return what became of each walk: how many of its readings were new, its cases."""
    walk_of = {r.id: walk.id for walk in walks if walk.id in fresh for r in walk.readings}
    counts = Counter(walk_of[row.reading.id] for row in new)
    cases: dict[UUID, list[UUID]] = defaultdict(list)
    for reading, case in opened.items():
        cases[walk_of[reading]].append(case)
    return [
        Recorded(
            standing[walk.id], walk.id in fresh, counts[walk.id], tuple(cases.get(walk.id, ()))
        )
        for walk in walks
    ]


def _check(walk: Walk, at: datetime) -> None:
    if not 1 <= walk.number <= MOST_ROUNDS:
        raise ValidationError(_("没有这一轮"), code="number")
    if walk.started_at > at + rules.CLOCK_SLACK:
        raise ValidationError(_("测量时间不能晚于现在"), code="moment")
    if walk.finished_at is not None and walk.finished_at < walk.started_at:
        raise ValidationError(_("结束时间不能早于开始时间"), code="moment")
    readings.check(walk.readings, at=at)


def _marks(walks: Sequence[Walk]) -> dict[UUID, int]:
    """Return the mark of fever in force at the start of each walk, in tenths."""
    by_moment: dict[datetime, list[Walk]] = {}
    for walk in walks:
        by_moment.setdefault(walk.started_at, []).append(walk)
    found: dict[UUID, int] = {}
    for moment, these in by_moment.items():
        values = measures.values_for(FEVER_AT, unit_ids={w.unit.pk for w in these}, at=moment)
        found |= {walk.id: rules.tenths(values[walk.unit.pk]) for walk in these}
    return found


def _rounds(
    walks: Sequence[Walk], marks: dict[UUID, int], *, by: User, at: datetime
) -> list[Round]:
    should = roster.counts([(walk.unit.pk, walk.started_at) for walk in walks]) if walks else []
    return Round.objects.bulk_create(
        Round(
            id=walk.id,
            unit=walk.unit,
            day=walk.day,
            number=walk.number,
            started_at=walk.started_at,
            finished_at=walk.finished_at,
            should=expected,
            measured=sum(r.tenths is not None for r in walk.readings),
            absent=sum(r.tenths is None for r in walk.readings),
            abnormal=sum(
                r.tenths is not None and r.tenths >= marks[walk.id] for r in walk.readings
            ),
            happened_at=walk.finished_at or walk.started_at,
            device_at=walk.device_at,
            recorded_at=at,
            recorded_by=by,
        )
        for walk, expected in zip(walks, should, strict=True)
    )


def _days(walks: Sequence[Walk], *, by: User, at: datetime) -> set[tuple[int, date]]:
    """Void what readings correct; return the days that must be counted again."""
    days = {(walk.unit.pk, walk.day) for walk in walks}
    for walk in walks:
        moments = [reading.happened_at for reading in walk.readings]
        moments += writing.replace(walk.readings, unit_id=walk.unit.pk, by=by, at=at)
        days |= {(walk.unit.pk, clock.local_day(moment)) for moment in moments}
    return days


def tell(made: Iterable[Round], *, by: User, at: datetime) -> None:
    """Write one audit line for each round or tally."""
    audit.record_many(
        (
            audit.Entry(
                words.TALLY if one.is_tally else words.ROUND,
                one,
                one.unit_id,
                {
                    "day": one.day.isoformat(),
                    "round": one.number,
                    "measured": one.measured,
                    "absent": one.absent,
                    "abnormal": one.abnormal,
                },
            )
            for one in made
        ),
        by=by,
        at=at,
    )
