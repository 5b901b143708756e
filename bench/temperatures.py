"""P7 and P5: a round of a hundred from a phone, a nation's day of rounds, and the rows behind a
number in the midst of them.

A database of its own: the institutions of a size, each with 55 residents, so that two rounds of
40,000 are the 4.4 M readings of a national day, and one house of a hundred. Run alone:
``python -m bench P7 P5 --size 4000`` is a tenth of that day.
"""

from __future__ import annotations

import json
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import urlencode
from uuid import UUID, uuid4

from bench import client, stage, world
from bench.arithmetic import median, percentile
from bench.result import Result, expect

VERSION = "1"
RESIDENTS, BIG = 55, 100
DAY = world.LAST
ROUNDS, WARM, PAGES = 40, 5, 40
PROCESSES = 2
# readings handed to the action at a time: what a worker of a busy minute would hold
CHUNK = 4_400
NATION = 4_400_000
ROUND_MS, DAY_S, PAGE_MS = 50.0, 600.0, 100.0

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

# what the work is for the database alone: the same rows, their keys and indexes
_FLOOR_ROUND = """
INSERT INTO health_temperature (id, unit_id, person_id, happened_at, device_on, recorded_at,
                                recorded_by_id, tenths, fever_from, number, context)
SELECT gen_random_uuid(), s.unit_id, s.person_id, %s, %s, now(), %s, 365, 373, 1, 'round'
FROM people_stay s WHERE s.unit_id = %s
"""
_FLOOR_DAY = """
INSERT INTO health_temperature (id, unit_id, person_id, happened_at, device_on, recorded_at,
                                recorded_by_id, tenths, fever_from, number, context)
SELECT gen_random_uuid(), s.unit_id, s.person_id, %s, %s, now(), %s, 365, 373, n, 'round'
FROM people_stay s, generate_series(1, 2) n
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
    _clean(name)


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


def _clean(name: str) -> None:
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


def _walk(unit: Any, people: Sequence[UUID], begun: datetime, number: int = 1) -> Any:
    from shouwang.health.actions.rounds import Walk
    from shouwang.health.readings import Reading

    readings = [Reading(one, begun, tenths=365) for one in people]
    return Walk(unit, number, readings, begun, begun + timedelta(minutes=20))


def _acted(unit: Any, people: Sequence[UUID], by: Any) -> float:
    from shouwang.health.actions import rounds

    walk = _walk(unit, people, world.at(DAY, 8))
    started = time.perf_counter()
    rounds.record_round(walk=walk, by=by, at=world.at(DAY, 9))
    return 1000 * (time.perf_counter() - started)


def _floored(unit: Any, by: int) -> float:
    from django.db import connection

    started = time.perf_counter()
    with connection.cursor() as cursor:
        cursor.execute(_FLOOR_ROUND, [world.at(DAY, 8), DAY, by, unit.pk])
    return 1000 * (time.perf_counter() - started)


def readings() -> int:
    from shouwang.health.models import Temperature

    return Temperature.objects.count()


def whole_day() -> dict[str, Any]:
    """Return the seconds and the bytes of every house's two rounds, ours and the floor's."""
    from shouwang.people.models import Stay

    due = 2 * Stay.objects.count()
    before = _bytes()
    name = database_name()
    workers = [
        subprocess.Popen(
            [sys.executable, "-m", "bench.temperatures", str(part), str(PROCESSES)],
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


def database_name() -> str:
    """Return the database that Django is on."""
    from django.db import connection

    return str(connection.settings_dict["NAME"])


def run(size: int) -> Result:
    """Measure P7 at a size; what a national day takes is told at 40,000 and reckoned below."""
    ready(size)
    one = one_round()
    _clean(database(size))
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
            _walk(unit, people[pk], world.at(DAY, hour), number)
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
