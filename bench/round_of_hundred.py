"""One round of a hundred: over HTTP as a phone sends it, by the action, by the floor."""

from __future__ import annotations

import json
import time
from collections.abc import Sequence
from typing import Any
from urllib.parse import urlencode
from uuid import UUID, uuid4

from bench import client, stage, world
from bench.arithmetic import median, percentile
from bench.residents import (
    BIG,
    DAY,
    database_name,
    readings,
    walk,
)
from bench.result import expect

ROUNDS, WARM = 40, 5

# what the work is for the database alone: the same rows, their keys and indexes
_FLOOR_ROUND = """
INSERT INTO health_temperature (id, unit_id, person_id, happened_at, device_on, recorded_at,
                                recorded_by_id, tenths, fever_from, number, context)
SELECT gen_random_uuid(), s.unit_id, s.person_id, %s, %s, now(), %s, 365, 373, 1, 'round'
FROM people_stay s WHERE s.unit_id = %s
"""


def one_round() -> dict[str, Any]:
    """Return the milliseconds of a round of a hundred: over HTTP, by the action, by the floor."""
    from django.urls import reverse

    from bench.overview import sign_in
    from shouwang.accounts.models import User
    from shouwang.kit.context import person_of

    carer = User.objects.get(username="carer")
    unit, people = _big()
    cookie = sign_in("carer")
    told = {"path": reverse("edge:envelopes"), "user": person_of(carer.pk), "cookie": cookie}
    with stage.site(database_name()) as site:
        requests = [_request(site.port, unit.pk, people, **told) for _ in range(WARM + ROUNDS)]
        answers = client.send(site.port, requests, connections=1)
    for answer in answers:
        expect(answer.status, 200, f"status of a round ({answer.body[:300]})")
        expect(json.loads(answer.body)["answers"][0]["state"], "taken", "state of a round")
    took = [1000 * a.took for a in answers[WARM:]]
    acted = [_acted(unit, people, carer) for _ in range(WARM + ROUNDS)][WARM:]
    floor = [_floored(unit, carer.pk) for _ in range(WARM + ROUNDS)][WARM:]
    expect(readings(), 3 * (WARM + ROUNDS) * BIG, "readings of all rounds")
    return {
        "http_p50_ms": median(took), "http_p95_ms": percentile(took, 0.95),
        "action_p50_ms": median(acted), "action_p95_ms": percentile(acted, 0.95),
        "floor_p50_ms": median(floor), "floor_p95_ms": percentile(floor, 0.95),
    }  # fmt: skip


def _big() -> tuple[Any, list[UUID]]:
    from shouwang.accounts.models import User
    from shouwang.orgs.models import Holding
    from shouwang.people.models import Stay

    user = User.objects.get(username="carer")
    unit = Holding.objects.get(user=user).post.unit
    return unit, list(Stay.objects.filter(unit=unit).values_list("person_id", flat=True))


def _request(
    port: int, unit: int, people: Sequence[UUID], *, path: str, user: str, cookie: str
) -> str:
    """Return what a phone sends of a round: one envelope, a hundred rows."""
    from shouwang.kit import clock

    now = clock.now()
    rows = [
        {"id": str(uuid4()), "person": str(one), "t": 365, "absent": "", "symptoms": [],
         "at": now.isoformat()}
        for one in people
    ]  # fmt: skip
    body = {"number": 1, "started": now.isoformat(), "finished": True, "site": "forehead"}
    entry = {"id": str(uuid4()), "kind": "health.round", "unit": unit, "text": "第1轮",
             "device_at": now.isoformat(), "body": body | {"rows": rows}}  # fmt: skip
    token = "b" * 32
    content = urlencode(
        {"user": user, "device_now": now.isoformat(), "entries": json.dumps([entry])}
    )
    heads = {
        "Host": f"127.0.0.1:{port}", "Cookie": f"{cookie}; csrftoken={token}",
        "X-CSRFToken": token, "Content-Type": "application/x-www-form-urlencoded",
        "Content-Length": str(len(content)),
    }  # fmt: skip
    head = "".join(f"{name}: {value}\r\n" for name, value in heads.items())
    return f"POST {path} HTTP/1.1\r\n{head}\r\n{content}"


def _acted(unit: Any, people: Sequence[UUID], by: Any) -> float:
    from shouwang.health.actions import rounds

    done = walk(unit, people, world.at(DAY, 8))
    started = time.perf_counter()
    rounds.record_round(walk=done, by=by, at=world.at(DAY, 9))
    return 1000 * (time.perf_counter() - started)


def _floored(unit: Any, by: int) -> float:
    from django.db import connection

    started = time.perf_counter()
    with connection.cursor() as cursor:
        cursor.execute(_FLOOR_ROUND, [world.at(DAY, 8), DAY, by, unit.pk])
    return 1000 * (time.perf_counter() - started)
