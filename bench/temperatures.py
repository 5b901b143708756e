"""P7 and P5: a round of a hundred from a phone, a nation's day of rounds, and the rows behind a
number in the midst of them.

A database of its own: the institutions of a size, each with 55 residents, so that two rounds of
40,000 are the 4.4 M readings of a national day, and one house of a hundred. Run alone:
``python -m bench P7 P5 --size 4000`` is a tenth of that day.
"""

from __future__ import annotations

import time
from datetime import datetime, timedelta
from typing import Any

from bench import client, stage, world
from bench.arithmetic import median, percentile
from bench.day_of_rounds import PROCESSES, whole_day
from bench.residents import (
    BIG,
    DAY,
    RESIDENTS,
    clean,
    database,
    database_name,
    readings,
    ready,
)
from bench.result import Result, expect
from bench.round_of_hundred import one_round

WARM, PAGES = 5, 40
ROUND_MS, DAY_S, PAGE_MS = 50.0, 600.0, 100.0


def evidence() -> dict[str, Any]:
    """Return the milliseconds of the page of rows behind 测温 of houses here and there, and of
    reading those rows alone."""
    from bench.overview import sign_in
    from shouwang.ledger import spans
    from shouwang.orgs.models import Unit

    homes = list(Unit.objects.filter(kind__endswith="_home").order_by("path"))
    asked = [homes[n * len(homes) // (PAGES + WARM)] for n in range(PAGES + WARM)]
    since, until = world.at(DAY - timedelta(days=1), 16), world.at(DAY, 16)
    cookie = sign_in("lead")
    with stage.site(database_name(), rollup=False) as site:
        requests = [
            client.request(
                "GET", spans.rows_url(unit.pk, since, until, "temp_done"), site.port, Cookie=cookie
            )
            for unit in asked
        ]
        answers = client.send(site.port, requests, connections=1)
    for unit, answer in zip(asked, answers, strict=True):
        expect(answer.status, 200, f"status of the rows of {unit.code}")
        expect("36.5" in answer.body, True, f"readings on the page of {unit.code}")
        expect("王秀英" in answer.body, False, f"names in full on the page of {unit.code}")
    took = [1000 * a.took for a in answers[WARM:]]
    alone = [_alone(unit.pk, since, until) for unit in asked][WARM:]
    return {
        "p50_ms": median(took), "p95_ms": percentile(took, 0.95),
        "floor_p50_ms": median(alone), "floor_p95_ms": percentile(alone, 0.95),
        "rows_in_the_day": readings(),
    }  # fmt: skip


def _alone(unit: int, since: datetime, until: datetime) -> float:
    from shouwang.figures.counting import Span
    from shouwang.health.figures import measured

    started = time.perf_counter()
    rows = list(measured(Span((unit,), since, until)).values_list("happened_at", "tenths")[:500])
    expect(len(rows) >= RESIDENTS, True, f"rows of unit {unit}")
    return 1000 * (time.perf_counter() - started)


def run(size: int) -> Result:
    """Measure P7 at a size; what a national day takes is told at 40,000 and reckoned below."""
    ready(size)
    one = one_round()
    clean(database(size))
    day = whole_day()
    is_met = one["http_p95_ms"] <= ROUND_MS and day["nation_seconds"] <= DAY_S
    return Result(
        "P7",
        f"a round of {BIG} from a phone; {day['rows']:,} readings, {PROCESSES} processes",
        f"p95 {one['http_p95_ms']:.0f} ms; {day['seconds']:.0f} s ({day['rate']:,.0f}/s), "
        f"{day['bytes'] / 1e9:.2f} GB; 4.4 M: {day['nation_seconds'] / 60:.1f} min, "
        f"{day['nation_gb']:.2f} GB",
        f"{one['floor_p95_ms']:.1f} ms; {day['floor_rate']:,.0f}/s",
        f"{day['rate'] / day['floor_rate']:.0%}",
        f"round ≤{ROUND_MS:g} ms, 4.4 M ≤{DAY_S / 60:g} min", "–", is_met, None,
        {"round": one, "day": day},
    )  # fmt: skip


def run_evidence(size: int) -> Result:
    """Measure P5 at a size, in the day that P7 left; it is made where there is none."""
    stage.use(database(size)) if stage.exists(database(size)) else ready(size)
    if not readings():
        whole_day()
    found = evidence()
    return Result(
        "P5",
        f"rows behind 测温, first page, {found['rows_in_the_day']:,} readings in the day",
        f"p95 {found['p95_ms']:.0f} ms", f"{found['floor_p95_ms']:.1f} ms",
        f"{found['p95_ms'] / found['floor_p95_ms']:.1f}×", f"p95 ≤{PAGE_MS:g} ms", "–",
        found["p95_ms"] <= PAGE_MS, None, found,
    )  # fmt: skip
