"""P4: the superior's day as a whole page over HTTP, beside its rows read by SQL."""

from __future__ import annotations

import time
from datetime import timedelta
from typing import Any

from bench import build, client, stage, world
from bench.arithmetic import median, percentile
from bench.result import Result, expect

PAGES = 40  # of every level
WARM = 12
MUST_MS, FLOORS, MORE_MS = 80.0, 2, 20.0

# what the page adds up: the unit's own total, its children's, and the reports right below it
_ROLLUPS = "SELECT * FROM figures_rollup WHERE (unit_id = %s OR placed_in_id = %s) AND day = %s"
_FACTS = "SELECT * FROM figures_fact WHERE placed_in_id = %s AND series_id = %s AND day = %s"


def measure(size: int, *, pages: int = PAGES) -> dict[str, Any]:
    """Return the milliseconds of a page and of its rows, level by level and over all."""
    build.ready(size)
    asked = _asked(pages)
    cookie = sign_in("lead")
    with stage.site(world.database(size)) as site:
        requests = [
            client.request("GET", f"/day/{day}/{unit.pk}/", site.port, Cookie=cookie)
            for unit, day in asked
        ]
        client.send(site.port, [requests[n * pages] for n in range(4)] * (WARM // 4), connections=1)
        answers = client.send(site.port, requests, connections=1)
    for (unit, day), answer in zip(asked, answers, strict=True):
        _check(unit, day, answer)
    rows = _rows(size, asked)
    took = [1000 * a.took for a in answers]
    levels = {
        asked[first][0].kind: took[first : first + pages] for first in range(0, len(asked), pages)
    }
    return {
        "p50_ms": median(took), "p95_ms": percentile(took, 0.95),
        "levels_p50_ms": {level: median(times) for level, times in levels.items()},
        "levels_p95_ms": {level: percentile(times, 0.95) for level, times in levels.items()},
        "floor_p50_ms": median(rows), "floor_p95_ms": percentile(rows, 0.95),
        "bytes": max(len(a.body.encode()) for a in answers),
    }  # fmt: skip


def run(size: int) -> Result:
    """Measure P4 at a size."""
    found = measure(size)
    ours, floor = found["p95_ms"], found["floor_p95_ms"]
    return Result(
        "P4",
        f"day of a unit, whole page, any level, {size:,} × {world.HISTORY} days",
        f"p95 {ours:.0f} ms", f"{floor:.1f} ms", f"{ours / floor:.1f}×",
        f"p95 ≤{MUST_MS:g} ms", f"≤{FLOORS}× floor + {MORE_MS:g} ms",
        ours <= MUST_MS, ours <= FLOORS * floor + MORE_MS, found,
    )  # fmt: skip


def sign_in(username: str) -> str:
    """Return the cookie of a session of a user, as signing in leaves it."""
    from django.conf import settings
    from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
    from django.contrib.sessions.backends.db import SessionStore

    from shouwang.accounts.models import User
    from shouwang.kit import clock

    user = User.objects.get(username=username)
    session = SessionStore()
    session[SESSION_KEY] = str(user.pk)
    session[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[0]
    session[HASH_SESSION_KEY] = user.get_session_auth_hash()
    session["seen_at"] = clock.now().isoformat()
    session.create()
    return f"{settings.SESSION_COOKIE_NAME}={session.session_key}"


def _asked(pages: int) -> list[tuple[Any, Any]]:
    """Return units of every level, spread over the nation, each with one of the last ten days."""
    from shouwang.orgs.models import Unit

    asked = []
    for kind in ("nation", "province", "prefecture", "county"):
        found = list(Unit.objects.filter(kind=kind).order_by("path"))
        for n in range(pages):
            unit = found[n * len(found) // pages % len(found)]
            asked.append((unit, world.LAST - timedelta(days=n % 10)))
    return asked


def _check(unit: Any, day: Any, answer: client.Answer) -> None:
    """Raise ``WrongAnswer`` unless the page names the unit and how many filed."""
    from shouwang.figures.models import Rollup
    from shouwang.kit.numbers import in_table

    expect(answer.status, 200, f"status of {unit.code} {day}")
    expect(unit.name in answer.body, True, f"name on the page of {unit.code}")
    filed = Rollup.objects.get(unit=unit, day=day).filed
    expect(in_table(filed) in answer.body, True, f"{filed} filed on the page of {unit.code} {day}")


def _rows(size: int, asked: list[tuple[Any, Any]]) -> list[float]:
    """Return the milliseconds of reading the rows alone."""
    series, _, _ = build.ids()
    took = []
    with stage.connect(world.database(size)) as connection:
        for unit, day in asked:
            started = time.perf_counter()
            connection.execute(_ROLLUPS, [unit.pk, unit.pk, day], prepare=True).fetchall()
            connection.execute(_FACTS, [unit.pk, series, day], prepare=True).fetchall()
            took.append(1000 * (time.perf_counter() - started))
    return took
