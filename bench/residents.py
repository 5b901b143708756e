"""Houses of residents to measure: each with its own, and one house of a hundred."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from bench import stage, world

VERSION = "1"
RESIDENTS, BIG = 55, 100
DAY = world.LAST
_PEOPLE = f"""
WITH house AS (SELECT id FROM orgs_unit WHERE kind LIKE '%%_home'),
who AS (
    SELECT gen_random_uuid() AS id, gen_random_uuid() AS stay, h.id AS unit, n
    FROM house h, generate_series(1, CASE WHEN h.id = %(big)s THEN {BIG} ELSE {RESIDENTS} END) n
), person AS (
    INSERT INTO people_person (id, unit_id, side, name, id_number, phone, room, bed, recorded_at)
    SELECT id, unit, 'resident', %(name)s, '', '', (200 + n / 3)::text, (n %% 3 + 1)::text, %(at)s
    FROM who
)
INSERT INTO people_stay (id, person_id, unit_id, from_at, recorded_at, corrections)
SELECT stay, id, unit, %(at)s, %(at)s, '[]' FROM who
"""


def database(size: int) -> str:
    """Return the name of the database of a size."""
    return f"bench_temperatures_{size}"


def ready(size: int) -> None:
    """Put Django on the database, built where it is missing; nobody has been measured yet."""
    name = database(size)
    if not (stage.exists(name) and _comment(name) == VERSION):
        print(f"building {name}: {size:,} institutions with {RESIDENTS} residents …")
        stage.copy_of_empty(name)
        stage.use(name)
        _build(size)
        stage.run_sql(f"COMMENT ON DATABASE \"{name}\" IS '{VERSION}'")
    stage.use(name)
    clean(name)


def _build(size: int) -> None:
    from django.db import connection

    from shouwang.accounts.actions.users import create_user, new_password, system_user
    from shouwang.accounts.roles import Role
    from shouwang.orgs.actions.many_units import create_units
    from shouwang.orgs.actions.posts import create_post, fill_post
    from shouwang.people.actions import admissions
    from shouwang.people.checks import NewPerson
    from shouwang.people.models import Person, Stay

    by, at = system_user(), world.at(world.OPENED_ON)
    made = create_units(world.units(size), by=by, at=at)
    big = next(unit for unit in made if unit.is_institution)
    told = [("carer", Role.CARER, big), ("head", Role.DIRECTOR, big), ("lead", Role.CLERK, made[0])]
    for username, role, unit in told:
        user = create_user(
            username=username, name=username, password=new_password(), by=by, at=at,
            must_change=False,
        )  # fmt: skip
        fill_post(
            post=create_post(unit=unit, name=username, role=role, by=by, at=at),
            user=user, by=by, at=at,
        )  # fmt: skip
    # one by the real action shows how a name is kept; the rest are its likes
    stay = admissions.admit(unit=big, person=NewPerson(name="王秀英"), at=at, by=by)
    with connection.cursor() as cursor:
        cursor.execute("SELECT name FROM people_person WHERE id = %s", [stay.person_id])
        (name,) = cursor.fetchone()
        Stay.objects.all().delete()
        Person.objects.all().delete()
        cursor.execute(_PEOPLE, {"big": big.pk, "name": name, "at": at})
        cursor.execute("VACUUM ANALYZE people_person, people_stay, orgs_unit")


def clean(name: str) -> None:
    """Take away every reading and what followed from it."""
    with stage.connect(name, user="postgres") as found:
        found.execute(
            "TRUNCATE health_temperature, health_round, ledger_mark, ledger_count, epidemic_case "
            "CASCADE"
        )
        found.execute("VACUUM")


def _comment(name: str) -> str | None:
    with stage.connect(name) as found:
        row = found.execute(
            "SELECT shobj_description(oid, 'pg_database') FROM pg_database WHERE datname = %s",
            [name],
        ).fetchone()
    return row[0] if row else None


def readings() -> int:
    """Return how many readings there are."""
    from shouwang.health.models import Temperature

    return Temperature.objects.count()


def database_name() -> str:
    """Return the database that Django is on."""
    from django.db import connection

    return str(connection.settings_dict["NAME"])


def walk(unit: Any, people: Sequence[UUID], begun: datetime, number: int = 1) -> Any:
    """Return a round of twenty minutes in which everybody has 36.5 ℃."""
    from shouwang.health.actions.rounds import Walk
    from shouwang.health.readings import Reading

    readings = [Reading(one, begun, tenths=365) for one in people]
    return Walk(unit, number, readings, begun, begun + timedelta(minutes=20))
