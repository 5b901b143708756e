"""What the writers of periods share: the person locked, one statement to end many, days told."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any, TypeVar
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import connection, models
from django.db.models.expressions import DatabaseDefault
from django.utils.translation import gettext as _

from shouwang.accounts.models import User
from shouwang.kit import clock
from shouwang.orgs import records
from shouwang.orgs.models import Unit
from shouwang.orgs.scope import scope_of
from shouwang.people.models import Person
from shouwang.people.models.period import Period

# how far back the ledger is told of a stock that changed: a report older than that is settled
DAYS_BACK = 92
COPY_FROM = 100  # fewer rows go in by INSERT

Row = TypeVar("Row", bound=Period)


@dataclass(frozen=True)
class Ending:
    """How one period ends. ``key`` is the client's of the entry that ended it."""

    period: Period
    at: datetime
    end: str = ""
    was_away: bool = False
    key: UUID | None = None


def require(permission: str, units: Iterable[Unit], *, by: User, now: datetime) -> None:
    """Ask for a permission over each unit once; raises ``OutOfScope`` or ``NotPermitted``."""
    scope = scope_of(by, at=now)
    for unit in {unit.pk: unit for unit in units}.values():
        scope.require(permission, unit)


def lock_people(person_ids: Iterable[UUID]) -> dict[UUID, Person]:
    """Return persons by key, locked in one order until the transaction ends.

    Raises ``ValidationError`` when one of them is unknown.
    """
    wanted = set(person_ids)
    found = Person.objects.select_for_update(of=("self",)).select_related("unit")
    locked = {one.pk: one for one in found.filter(pk__in=wanted).order_by("pk")}
    if wanted - locked.keys():
        raise ValidationError(_("没有找到这个人的档案"), code="person")
    return locked


def not_ahead(at: datetime, *, now: datetime) -> None:
    """Refuse a moment that has not come."""
    if at > now:
        raise ValidationError(_("时间不能晚于现在"), code="at")


def end_many(endings: Sequence[Ending], *, by: User, now: datetime) -> None:
    """End periods of one kind, in one statement, and the objects with them."""
    if not endings:
        return
    model = type(endings[0].period)
    named = {field.column for field in model._meta.concrete_fields}
    extra = [f'"{name}" = v."{name}"' for name in ("end", "was_away") if name in named]
    statement = f"""
        UPDATE {model._meta.db_table} t SET until_at = v.until_at, end_key = v.end_key,
            ended_by_id = %s, end_recorded_at = %s{"".join(f", {each}" for each in extra)}
        FROM unnest(%s::uuid[], %s::timestamptz[], %s::text[], %s::bool[], %s::uuid[])
            AS v(id, until_at, "end", was_away, end_key)
        WHERE t.id = v.id
    """  # noqa: S608 - names of ours
    columns: list[list[Any]] = [
        [one.period.pk for one in endings],
        [one.at for one in endings],
        [one.end for one in endings],
        [one.was_away for one in endings],
        [one.key for one in endings],
    ]
    with connection.cursor() as cursor:
        cursor.execute(statement, [by.pk, now, *columns])
    for one in endings:
        one.period.until_at, one.period.end_key = one.at, one.key
        for name in ("end", "was_away"):
            if name in named:
                setattr(one.period, name, getattr(one, name))


def write(rows: Sequence[models.Model]) -> None:
    """Write new rows of one model; many go in by COPY, which costs a third of an INSERT."""
    if not rows:
        return
    model = type(rows[0])
    if len(rows) < COPY_FROM:
        model._default_manager.bulk_create(rows)
        return
    fields = model._meta.concrete_fields
    columns = ", ".join(f'"{field.column}"' for field in fields)
    with connection.cursor() as cursor:
        statement = f"COPY {model._meta.db_table} ({columns}) FROM STDIN"
        with cursor.copy(statement) as copy:
            for row in rows:
                copy.write_row([_told(row, field) for field in fields])
    for row in rows:
        row._state.adding, row._state.db = False, connection.alias


def _told(row: models.Model, field: models.Field[Any, Any]) -> Any:
    """Return a column's value as it is sent; what the database would default to is said."""
    value = getattr(row, field.attname)
    if isinstance(value, DatabaseDefault):
        value = field.db_default  # a literal in all our models
        setattr(row, field.attname, value)
    return field.get_db_prep_save(value, connection)


def last_by(rows: Iterable[Row], key: str) -> dict[UUID, Row]:
    """Return of each person's (or stay's …) periods the one that began last."""
    found: dict[UUID, Row] = {}
    for row in rows:
        held = found.get(getattr(row, key))
        if held is None or row.from_at > held.from_at:
            found[getattr(row, key)] = row
    return found


def tell(since: Iterable[tuple[int, datetime]], *, now: datetime) -> None:
    """Tell the ledger that a stock changed at units from these moments on: each day up to now."""
    earliest: dict[int, date] = {}
    for unit, at in since:
        day = clock.local_day(at)
        earliest[unit] = min(day, earliest.get(unit, day))
    today = clock.local_day(now)
    first = today - timedelta(days=DAYS_BACK)
    records.changed(
        (unit, day + timedelta(days=n))
        for unit, begun in earliest.items()
        for day in (max(begun, first),)
        for n in range((max(today, day) - day).days + 1)
    )
