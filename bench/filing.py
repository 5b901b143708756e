"""P1: reports filed over HTTP, beside the same rows by raw SQL."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import count, islice
from typing import Any
from uuid import uuid4

from bench import build, client, floor, stage, world
from bench.arithmetic import median, percentile
from bench.result import Result, expect

REPORTS, ROUNDS, WARM = 3_000, 3, 400
MUST, AIM = 500, 0.5


@dataclass(frozen=True)
class Sheet:
    """One report to be filed: the institution's number and code, its county's, the day."""

    unit: int
    code: str
    county: int
    day: date

    @property
    def values(self) -> dict[str, int]:
        """Return what it states."""
        return world.values(self.unit, self.day)


def sheets(homes: list[tuple[int, str, int]], since: date) -> Iterator[Sheet]:
    """Yield reports without end: all institutions on a day, then all on the next."""
    for n in count():
        for unit, code, county in homes:
            yield Sheet(unit, code, county, since + timedelta(days=n))


def request(sheet: Sheet, form: int, key: str, port: int, **changes: int) -> str:
    """Return the request that files a report."""
    body = {
        "client_id": str(uuid4()),
        "unit": sheet.code,
        "form": form,
        "day": sheet.day.isoformat(),
        "values": sheet.values | changes,
    }
    return client.request("POST", "/api/v1/reports", port, body=body, Authorization=f"Bearer {key}")


def file(port: int, sheets: list[Sheet], keys: list[str]) -> list[client.Answer]:
    """File reports over eight connections, each with a key of its own; check every answer."""
    _, form, _ = build.ids()
    requests = [request(s, form, keys[n % len(keys)], port) for n, s in enumerate(sheets)]
    answers = client.send(port, requests)
    for sheet, answer in zip(sheets, answers, strict=True):
        check(sheet, answer)
    return answers


def check(sheet: Sheet, answer: client.Answer) -> None:
    """Raise ``WrongAnswer`` unless the report was taken as new."""
    expect(answer.status, 201, f"status for {sheet.code} ({answer.body[:200]})")
    told = json.loads(answer.body)
    expect(told["receipt"][:9], f"{sheet.day:%Y%m%d}-", "day of the receipt")
    expect((told["number"], told["is_new"]), (1, True), "number of the submission")


def measure(
    size: int, *, reports: int = REPORTS, rounds: int = ROUNDS, floors: bool = True
) -> dict[str, Any]:
    """Return the rates of ours and of the floor in turns, all checked in the database after."""
    build.ready(size)
    homes, coming = build.homes(), []
    source = sheets(homes, world.LAST + timedelta(days=1))
    ours: list[float] = []
    waits: list[float] = []
    lowest: dict[str, list[float]] = {how: [] for how in floor.HOW} if floors else {}
    keys = build.keys()
    with stage.site(world.database(size)) as site:
        coming = list(islice(source, WARM))
        file(site.port, coming, keys)
        for _ in range(rounds):
            mine = list(islice(source, reports))
            answers = file(site.port, mine, keys)
            ours.append(client.rate(answers))
            waits += [a.took for a in answers]
            coming += mine
            for how, rates in lowest.items():
                mine = list(islice(source, reports))
                rates.append(_floor(size, mine, how))
                coming += mine
    _verify(coming)
    build.clean()
    found = {
        "rate": median(ours), "rates": ours,
        "p50_ms": 1000 * median(waits), "p95_ms": 1000 * percentile(waits, 0.95),
    }  # fmt: skip
    if floors:
        best = max(lowest, key=lambda how: median(lowest[how]))
        found |= {"floor": median(lowest[best]), "floor_is": best, "floors": lowest}
    return found


def run(size: int) -> Result:
    """Measure P1 at a size."""
    found = measure(size)
    ratio = found["rate"] / found["floor"]
    return Result(
        "P1",
        f"report of 30 values filed over HTTP, {size:,} institutions",
        f"{found['rate']:,.0f}/s",
        f"{found['floor']:,.0f}/s",
        f"{ratio:.0%}",
        f"≥{MUST}/s",
        f"{AIM:.0%} of the floor",
        found["rate"] >= MUST,
        ratio >= AIM,
        found,
    )


def _floor(size: int, mine: list[Sheet], how: str) -> float:
    from shouwang.accounts.models import User

    series, form, version = build.ids()
    figures = build.figure_ids()
    by = list(
        User.objects.filter(username__startswith="clerk")
        .order_by("username")
        .values_list("pk", "name")
    )
    reports = [
        {
            "unit": s.unit,
            "form": form,
            "day": s.day.isoformat(),
            "home": s.county,
            "version": version,
            "series": series,
            "receipt": f"{s.day:%Y%m%d}-{s.unit}",
            "client": str(uuid4()),
            "by": by[n % len(by)][0],
            "name": by[n % len(by)][1],
            "values": json.dumps({figures[c]: v for c, v in s.values.items()}),
            "detail": json.dumps({"form": "养老机构日报", "day": s.day.isoformat(), "late": False}),
        }
        for n, s in enumerate(mine)
    ]
    conninfo = f"host={stage.socket_dir()} port=5432 user=shouwang dbname={world.database(size)}"
    return floor.rate(conninfo, reports, how)


def _verify(filed: list[Sheet]) -> None:
    """Compare what the database holds with what was sent: rows of every table, totals by figure."""
    from django.db import connection

    build.settle()
    count, days = len(filed), sorted({s.day for s in filed})
    figures = build.figure_ids()
    with connection.cursor() as cursor:
        for table in ("reporting_report", "figures_fact"):
            cursor.execute(f"SELECT count(*) FROM {table} WHERE day > %s", [world.LAST])
            expect(cursor.fetchone()[0], count, f"rows of {table}")
        cursor.execute(
            "SELECT count(*) FROM reporting_submission s JOIN reporting_report r "
            "ON r.id = s.report_id WHERE r.day > %s",
            [world.LAST],
        )
        expect(cursor.fetchone()[0], count, "submissions")
        cursor.execute(
            "SELECT count(*) FROM accounts_auditevent "
            "WHERE word = 'reporting.report_filed' AND (detail ->> 'day')::date > %s",
            [world.LAST],
        )
        expect(cursor.fetchone()[0], count, "audit events")
        for day in days:
            numbers = [s.unit for s in filed if s.day == day]
            cursor.execute(
                "SELECT values::text, filed FROM figures_rollup r JOIN orgs_unit u "
                "ON u.id = r.unit_id WHERE u.code = 'CN' AND day = %s",
                [day],
            )
            told, number = cursor.fetchone()
            expect(number, len(numbers), f"reports of {day}")
            right = {str(figures[c]): world.total(numbers, day, c) for c in world.CODES}
            expect(json.loads(told), right, f"national totals of {day}")
