"""A day's two rounds of every house, by as many processes as there are; one share when run."""

from __future__ import annotations

import json
import subprocess
import sys
import time
from collections.abc import Iterator
from datetime import timedelta
from typing import Any
from uuid import UUID

from bench import stage, world
from bench.residents import (
    DAY,
    RESIDENTS,
    database_name,
    readings,
    walk,
)
from bench.result import expect

PROCESSES = 2
# readings handed to the action at a time: what a worker of a busy minute would hold
CHUNK = 4_400
NATION = 4_400_000
_FLOOR_DAY = """
INSERT INTO health_temperature (id, unit_id, person_id, happened_at, device_on, recorded_at,
                                recorded_by_id, tenths, fever_from, number, context)
SELECT gen_random_uuid(), s.unit_id, s.person_id, %s, %s, now(), %s, 365, 373, n, 'round'
FROM people_stay s, generate_series(1, 2) n
"""


def whole_day() -> dict[str, Any]:
    """Return the seconds and the bytes of every house's two rounds, ours and the floor's."""
    from shouwang.people.models import Stay

    due = 2 * Stay.objects.count()
    before = _bytes()
    name = database_name()
    workers = [
        subprocess.Popen(
            [sys.executable, "-m", "bench.day_of_rounds", str(part), str(PROCESSES)],
            env=stage.surroundings(name), stdout=subprocess.PIPE, text=True,
        )
        for part in range(PROCESSES)
    ]  # fmt: skip
    told = [json.loads(worker.communicate()[0]) for worker in workers]
    # from the moment a worker stands ready, as it would: its start is not part of the work
    seconds = max(one["seconds"] for one in told)
    expect(readings(), due, "readings of the day")
    expect(sum(one["rows"] for one in told), due, "readings taken as new")
    bytes_ = _bytes() - before
    floor = _floor_day()
    return {
        "rows": due, "seconds": seconds, "rate": due / seconds, "bytes": bytes_,
        "bytes_a_row": bytes_ / due, "floor_seconds": floor, "floor_rate": due / floor,
        "nation_seconds": NATION * seconds / due, "nation_gb": NATION * bytes_ / due / 1e9,
        "peak_mb": max(one["peak_mb"] for one in told),
    }  # fmt: skip


def _bytes() -> int:
    """Return what readings, rounds and their trail take on disk, indexes and all."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT sum(pg_total_relation_size(oid)) FROM pg_class "
            "WHERE relkind = 'r' AND (relname LIKE 'health_%%' OR relname LIKE 'accounts_audit%%')"
        )
        return int(cursor.fetchone()[0])


def _floor_day() -> float:
    """Return the seconds of as many rows by one INSERT … SELECT, in a month of its own."""
    from django.db import connection

    from shouwang.accounts.actions.users import system_user
    from shouwang.health.actions import partitions

    day = DAY + timedelta(days=40)
    partitions.ensure([day])
    started = time.perf_counter()
    with connection.cursor() as cursor:
        cursor.execute(_FLOOR_DAY, [world.at(day, 8), day, system_user().pk])
    seconds = time.perf_counter() - started
    partitions.drop([partitions.name(day)])
    return seconds


def _chunks(part: int, parts: int) -> Iterator[list[Any]]:
    """Yield the walks of a share of the houses, as many as make a chunk."""
    from shouwang.orgs.models import Unit
    from shouwang.people.models import Stay

    homes = list(Unit.objects.filter(kind__endswith="_home").order_by("pk"))[part::parts]
    each = CHUNK // (2 * RESIDENTS)
    for first in range(0, len(homes), each):
        some = {unit.pk: unit for unit in homes[first : first + each]}
        people: dict[int, list[UUID]] = {pk: [] for pk in some}
        for unit, person in Stay.objects.filter(unit__in=some).values_list("unit_id", "person_id"):
            people[unit].append(person)
        yield [
            walk(unit, people[pk], world.at(DAY, hour), number)
            for pk, unit in some.items()
            for number, hour in ((1, 8), (2, 14))
        ]


def main() -> None:
    """Take one share of a day's rounds in this process; tell how many rows and how much memory."""
    import resource

    import django

    django.setup()
    from shouwang.accounts.actions.users import system_user
    from shouwang.health.actions import rounds

    part, parts = int(sys.argv[1]), int(sys.argv[2])
    by, at, rows = system_user(), world.at(DAY, 20), 0
    started = time.perf_counter()
    for walks in _chunks(part, parts):
        rows += sum(one.new_rows for one in rounds.record_rounds(walks=walks, by=by, at=at))
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    peak_mb = peak / (2**20 if sys.platform == "darwin" else 2**10)
    seconds = time.perf_counter() - started
    json.dump({"rows": rows, "seconds": seconds, "peak_mb": peak_mb}, sys.stdout)


if __name__ == "__main__":
    main()
