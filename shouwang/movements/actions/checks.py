"""Checks of an isolation: a temperature and symptoms, or why there was none."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from shouwang.accounts import audit
from shouwang.accounts.access import OutOfScope
from shouwang.accounts.models import User
from shouwang.health import rules as health
from shouwang.health.models import Temperature
from shouwang.health.readings import Reading
from shouwang.kit import clock
from shouwang.kit.ids import uuid7
from shouwang.kit.offline import Conflict
from shouwang.movements import rules, words
from shouwang.movements.actions import measuring
from shouwang.movements.models import Isolation, IsolationCheck
from shouwang.movements.refusals import unfit
from shouwang.orgs import records
from shouwang.orgs.models import Unit
from shouwang.orgs.scope import Scope, scope_of

LONGEST_REASON = 100


@dataclass(frozen=True)
class Check:
    """One check. ``id`` is the client's key; ``at`` when it was made, by our clock.

    Either ``tenths`` (365 is 36.5 ℃) with ``symptoms`` (codes of ``health``), or
    ``missed_because`` with the ``number`` of the day on which it was missed.
    """

    isolation_id: UUID
    at: datetime
    tenths: int | None = None
    symptoms: Sequence[str] = ()
    missed_because: str = ""
    number: int | None = None
    id: UUID = field(default_factory=uuid7)
    device_at: datetime | None = None


def check(
    *, unit: Unit, made: Check, by: User, at: datetime, scope: Scope | None = None
) -> IsolationCheck:
    """Enter one check; a second call with the same key answers the first.

    The temperature is one of ``health`` too, so a fever opens its steps. Raises ``Unfit``, or
    ``Conflict`` where the isolation had ended when it was made.
    """
    return check_many(unit=unit, checks=[made], by=by, at=at, scope=scope)[0]


@transaction.atomic
def check_many(
    *, unit: Unit, checks: Sequence[Check], by: User, at: datetime, scope: Scope | None = None
) -> list[IsolationCheck]:
    """Enter many checks of one unit, all or none; returns them in the order of ``checks``."""
    (scope or scope_of(by, at=at)).require(words.CHECK, unit)
    ids = [one.id for one in checks]
    records.hold(ids)
    known = {row.pk: row for row in IsolationCheck.objects.filter(pk__in=ids, unit=unit)}
    new = [one for one in checks if one.id not in known]
    watched = _watched(unit, {one.isolation_id for one in new})
    rows = [_row(unit, one, watched[one.isolation_id], by=by, at=at) for one in new]
    IsolationCheck.objects.bulk_create(rows, batch_size=1000)
    people = {key: isolation.person_id for key, isolation in watched.items()}
    measuring.enter(unit, [_reading(one, people) for one in new if one.tenths], by=by, at=at)
    _record(unit, rows, by=by, at=at)
    known |= {row.pk: row for row in rows}
    return [known[one.id] for one in checks]


def _reading(one: Check, people: Mapping[UUID, UUID]) -> Reading:
    return Reading(
        person_id=people[one.isolation_id],
        happened_at=one.at,
        tenths=one.tenths,
        symptoms=health.bits(one.symptoms),
        context=Temperature.Context.ISOLATION,
        device_at=one.device_at,
        id=one.id,
    )


def _watched(unit: Unit, ids: set[UUID]) -> dict[UUID, Isolation]:
    found = Isolation.objects.filter(unit=unit, pk__in=ids, voided_at=None).in_bulk()
    if missing := ids - set(found):
        raise OutOfScope(f"movements.isolation {min(missing)}")
    return found


def _row(unit: Unit, one: Check, isolation: Isolation, *, by: User, at: datetime) -> IsolationCheck:
    if isolation.ended_at and one.at > isolation.ended_at:
        label = str(isolation.get_ended_as_display())
        raise Conflict(
            _("登记的时间在隔离结束之后"),
            {label: f"{clock.local(isolation.ended_at):%Y-%m-%d %H:%M}"},
        )
    return IsolationCheck(
        id=one.id,
        unit=unit,
        isolation=isolation,
        number=_number(one, isolation, at),
        tenths=one.tenths,
        symptoms=health.bits(one.symptoms),
        missed_because=one.missed_because.strip()[:LONGEST_REASON],
        happened_at=one.at,
        device_at=one.device_at,
        recorded_at=at,
        recorded_by=by,
    )


def _number(one: Check, isolation: Isolation, at: datetime) -> int:
    """Return the day that a check belongs to; a miss names its own, in the past."""
    began = clock.local_day(isolation.happened_at)
    today = rules.day_number(began, clock.local_day(one.at))
    if one.at < isolation.happened_at:
        raise unfit("at", _("登记的时间在隔离开始之前"))
    if (one.tenths is None) == (not one.missed_because.strip()):
        raise unfit("temperature", _("请填体温，或写明漏查原因"))
    if one.missed_because and one.number is not None:
        if not 1 <= one.number <= today:
            raise unfit("number", _("只能说明已经过去的日子"))
        return one.number
    return today


def _record(unit: Unit, rows: Sequence[IsolationCheck], *, by: User, at: datetime) -> None:
    if not rows:
        return
    only = rows[0] if len(rows) == 1 else None
    missed = only is not None and bool(only.missed_because)
    word = words.MISS_EXPLAINED if missed else words.CHECKED
    audit.record(word, by=by, at=at, about=only, unit_id=unit.pk, rows=len(rows))
    days = {clock.local_day(row.happened_at) for row in rows}
    records.changed((unit.pk, day) for day in days)
