"""P13: a day's report filled from the records, of one institution and of a nation's.

In the database of P7, with its day of readings: every declared counter over every house, against
reading the two largest tables once.
"""

from __future__ import annotations

import time
from datetime import datetime, timedelta
from typing import Any

from bench import stage, temperatures, world
from bench.arithmetic import percentile
from bench.result import Result, expect

ONE_MS, ALL_S = 50.0, 120.0
HOUSES, WARM = 60, 5

_FLOOR = """
SELECT unit_id, count(*) FROM health_temperature
WHERE voided_at IS NULL AND happened_at > %(since)s AND happened_at <= %(until)s GROUP BY unit_id
UNION ALL
SELECT unit_id, count(*) FROM people_stay WHERE from_at <= %(until)s AND until_at IS NULL
GROUP BY unit_id
"""


def run(size: int) -> Result:
    """Measure it at a size; each number must be what the rows say."""
    name = temperatures.database(size)
    stage.use(name) if stage.exists(name) else temperatures.ready(size)
    if not temperatures.readings():
        temperatures.whole_day()
    since, until = world.at(world.LAST - timedelta(days=1), 16), world.at(world.LAST, 16)
    one, every, floor = _one(since, until), _every(since, until), _floor(since, until)
    is_met = one["p95_ms"] <= ONE_MS and every["seconds"] <= ALL_S
    return Result(
        "P13",
        f"a report filled from the ledger; {every['houses']:,} institutions by the worker",
        f"p95 {one['p95_ms']:.0f} ms; all {every['seconds']:.0f} s",
        f"{floor:.1f} s",
        f"{every['seconds'] / floor:.1f}×",
        f"one ≤{ONE_MS:g} ms, all ≤{ALL_S / 60:g} min",
        "–",
        is_met,
        None,
        {"one": one, "all": every, "floor_s": floor},
    )


def _homes() -> list[int]:
    from shouwang.orgs.models import Unit

    found = Unit.objects.filter(kind__endswith="_home").order_by("path")
    return list(found.values_list("pk", flat=True))


def _one(since: datetime, until: datetime) -> dict[str, Any]:
    """Return the milliseconds until an institution's numbers stand, never counted before."""
    from shouwang.ledger import queries
    from shouwang.ledger.models import Count

    Count.objects.all().delete()
    homes = _homes()
    asked = [homes[n * len(homes) // (HOUSES + WARM)] for n in range(HOUSES + WARM)]
    took = []
    for unit_id in asked:
        started = time.perf_counter()
        found = queries.counted(unit_id, since=since, until=until, at=until)
        took.append(1000 * (time.perf_counter() - started))
        expect(found.values["temp_done"] >= 2 * temperatures.RESIDENTS, True, "测温 of a house")
    return {"p50_ms": percentile(took[WARM:], 0.5), "p95_ms": percentile(took[WARM:], 0.95)}


def _every(since: datetime, until: datetime) -> dict[str, Any]:
    """Return the seconds until everyone's numbers stand, as the worker counts them."""
    from shouwang.ledger.actions import counts
    from shouwang.ledger.models import Count

    Count.objects.all().delete()
    homes = _homes()
    started = time.perf_counter()
    for first in range(0, len(homes), counts.BATCH):
        batch = homes[first : first + counts.BATCH]
        counts.fill(batch, since=since, until=until, at=until)
    seconds = time.perf_counter() - started
    kept = Count.objects.values_list("values", flat=True)
    expect(sum(int(v["temp_done"]) for v in kept), temperatures.readings(), "测温 of all")
    return {"houses": len(homes), "seconds": seconds}


def _floor(since: datetime, until: datetime) -> float:
    from django.db import connection

    started = time.perf_counter()
    with connection.cursor() as cursor:
        cursor.execute(_FLOOR, {"since": since, "until": until})
        cursor.fetchall()
    return time.perf_counter() - started
