"""P3: from a report's acceptance to the national total that shows it."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, timedelta
from typing import Any

from bench import build, client, filing, stage, world
from bench.arithmetic import median, percentile
from bench.filing import Sheet
from bench.result import Result, WrongAnswer, expect

SAMPLES = 40
FLOOD = 4_000
PATIENCE_S = 60.0
LOOK_EVERY_S = 0.002
MUST_S, AIM_S = 1.0, 0.3


class Nation:
    """The national total of a day, looked at over a connection of its own."""

    def __init__(self, database: str) -> None:
        self._connection = stage.connect(database)
        self._figure = str(build.figure_ids()[world.MARKER])

    def filed(self, day: date) -> int:
        """Return how many reports are counted in."""
        return self._look("filed", day)

    def marked(self, day: date) -> int:
        """Return the total of the figure that only samples state."""
        return self._look(f"(values ->> '{self._figure}')::int", day)

    def _look(self, what: str, day: date) -> int:
        found = self._connection.execute(
            f"SELECT {what} FROM figures_rollup r JOIN orgs_unit u ON u.id = r.unit_id "
            "WHERE u.code = 'CN' AND r.day = %s",
            [day],
            prepare=True,
        ).fetchone()
        return (found[0] or 0) if found else 0

    def await_marked(self, day: date, number: int) -> float:
        """Return the moment at which the total of ``marked`` is ``number``."""
        deadline = time.monotonic() + PATIENCE_S
        while (seen := self.marked(day)) != number:
            if seen > number or time.monotonic() > deadline:
                raise WrongAnswer(f"national total {seen} instead of {number}")
            time.sleep(LOOK_EVERY_S)
        return time.monotonic()


def measure(size: int, *, samples: int = SAMPLES, flood: int = FLOOD) -> dict[str, Any]:
    """Return the seconds from acceptance to total: one report on a day that all have filed, one
    amid others at full rate, and a whole day at once."""
    from shouwang.figures.actions import rollups

    build.ready(size)
    homes, keys = build.homes(), build.keys()
    samples = min(samples, len(homes) // 8)
    quiet_day, busy_day = world.LAST + timedelta(days=1), world.LAST + timedelta(days=2)
    name, lag = world.database(size), samples // 2
    with stage.site(name) as site:
        nation = Nation(name)
        counties, whole_day = _file_day_at_once(nation, quiet_day, homes[:samples], len(homes))
        quiet = [Sheet(*home, quiet_day) for home in homes[:samples]]
        alone = _samples(site.port, nation, quiet, keys)
        busy = [Sheet(*home, busy_day) for home in homes[:samples]]
        others = [Sheet(*home, busy_day) for home in homes[samples : samples + flood]]
        # as the loop does when the day begins; the first report would open it otherwise
        rollups.open_period(build.ids()[0], busy_day)
        with _flood(site.port, others, keys) as rates:
            amid = _samples(site.port, nation, busy[:lag], keys)
        build.settle()
        expect(nation.filed(quiet_day), len(homes), "reports of the quiet day")
        expect(nation.filed(busy_day), lag + len(others), "reports of the busy day")
    _verify_totals([h[0] for h in homes], quiet_day, marked=samples)
    build.clean()
    return {
        "alone": alone, "amid": amid, "whole_day": whole_day, "dirty_counties": counties,
        "flood_rate": rates[0], "alone_p50": median(alone), "alone_p95": percentile(alone, 0.95),
        "amid_p50": median(amid), "amid_p95": percentile(amid, 0.95),
    }  # fmt: skip


def run(size: int) -> Result:
    """Measure P3 at a size."""
    found = measure(size)
    worst = max(found["alone_p95"], found["amid_p95"])
    return Result(
        "P3",
        f"last report to national total, {size:,} × 30 values",
        f"p95 {found['alone_p95']:.3f} s alone, {found['amid_p95']:.3f} s amid "
        f"{found['flood_rate']:,.0f} filed/s",
        must=f"≤{MUST_S:g} s", aims=f"≤{AIM_S:g} s",
        met=worst <= MUST_S, aims_met=worst <= AIM_S, more=found,
    )  # fmt: skip


def _file_day_at_once(
    nation: Nation, day: date, without: list[tuple[int, str, int]], homes: int
) -> tuple[int, float]:
    """File a day of nearly all institutions in one go; return the counties and the seconds until
    the national total is whole."""
    from django.utils import timezone

    from shouwang.figures.actions import rollups

    counties = build.file_day(day, without=[home[0] for home in without])
    series = build.ids()[0]
    rollups.mark([(county, series, day) for county in counties], at=timezone.now())
    started = time.monotonic()
    while nation.filed(day) != homes - len(without):
        if time.monotonic() > started + PATIENCE_S:
            raise WrongAnswer(f"{nation.filed(day)} reports in the national total")
        time.sleep(LOOK_EVERY_S)
    return len(counties), time.monotonic() - started


def _samples(port: int, nation: Nation, sheets: list[Sheet], keys: list[str]) -> list[float]:
    """File reports one by one and return the seconds that each took into the national total."""
    _, form, _ = build.ids()
    connection = client.Connection(port)
    took = []
    for number, sheet in enumerate(sheets, 1):
        asked = filing.request(sheet, form, keys[0], port, **{world.MARKER: 1})
        status, body = connection.ask(asked.encode())
        accepted = time.monotonic()
        filing.check(sheet, client.Answer(status, body.decode(), 0, 0))
        took.append(nation.await_marked(sheet.day, number) - accepted)
    return took


@contextmanager
def _flood(port: int, sheets: list[Sheet], keys: list[str]) -> Iterator[list[float]]:
    """File many reports as fast as they are taken while something else is measured."""
    _, form, _ = build.ids()
    requests = [filing.request(s, form, keys[n % len(keys)], port) for n, s in enumerate(sheets)]
    load = client.Load(port, requests, connections=7)
    rates: list[float] = []
    load.go()
    time.sleep(0.5)
    yield rates
    answers = load.answers()
    for sheet, answer in zip(sheets, answers, strict=True):
        filing.check(sheet, answer)
    rates.append(client.rate(answers))


def _verify_totals(numbers: list[int], day: date, *, marked: int) -> None:
    """Compare the national totals of a day with those worked out here."""
    from shouwang.figures.models import Rollup

    figures = build.figure_ids()
    held = Rollup.objects.get(unit__code="CN", day=day).values
    right = {str(figures[code]): world.total(numbers, day, code) for code in world.CODES}
    right[str(figures[world.MARKER])] = marked
    expect({key: int(value) for key, value in held.items()}, right, f"national totals of {day}")
