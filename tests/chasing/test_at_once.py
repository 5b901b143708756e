"""Two clerks at once, and a worker killed in mid-chase: nobody chased twice, nobody left out."""

from __future__ import annotations

import random
import signal
from datetime import timedelta
from threading import Barrier, Thread

import pytest
from django.db import connection

from shouwang.accounts.models import User
from shouwang.accounts.roles import Role
from shouwang.chasing.actions import runs, steps
from shouwang.chasing.models import ChaseRun, Target, Told
from shouwang.chasing.works import REMIND_WORK
from shouwang.desk.models import Entry
from shouwang.jobs.actions import firing, works
from shouwang.jobs.models import Firing, Work
from shouwang.kit import clock
from shouwang.orgs.kinds import Kind
from shouwang.orgs.models import Holding, Post, Unit
from tests.cast import DAY, MORNING, START, at, make_unit, make_user
from tests.figures.test_kills import MANY, address, start, wait_until

WORKER = ("-m", "tests.chasing.worker")
# a stretch takes some fifteen statements; two kills of one run come before its last stretch
LATEST = 90
HOMES = 48


@pytest.fixture
def county(committed_db: str, prefecture: Unit, form: object) -> Unit:
    """A county of many homes, each with a reporter and a director."""
    found = make_unit("LC/BIG", "大县", Kind.COUNTY, prefecture)
    for n in range(HOMES):
        home = make_unit(f"LC/BIG/{n}", f"第{n}院", Kind.PUBLIC_RURAL_HOME, found)
        for role in (Role.REPORTER, Role.DIRECTOR):
            user = User.objects.create(username=f"{role}{n}", name=f"{n}", created_at=MORNING)
            post = Post.objects.create(unit=home, name=str(role), role=role)
            Holding.objects.create(post=post, user=user, from_at=MORNING)
    return found


@pytest.fixture
def db(committed_db: str) -> None:
    """The cast of these tests commits."""


def told_of_day() -> list[tuple[str, int]]:
    """Return who has something in the inbox, and how many things."""
    counts: dict[str, int] = {}
    for name in Entry.objects.values_list("to__username", flat=True):
        counts[name] = counts.get(name, 0) + 1
    return sorted(counts.items())


def reporters(times: int) -> list[tuple[str, int]]:
    """Return what ``told_of_day`` says when every reporter was told so often, and nobody else."""
    return sorted((f"reporter{n}", times) for n in range(HOMES))


def test_two_clerks_chase_at_once_and_everybody_hears_of_it_once(
    county: Unit, city: User, database_name: str
) -> None:
    clerks = [make_user("big", "大科员", county, Role.CLERK), city]
    moment, ready = at(DAY, 16, 31), Barrier(2)
    failed: list[Exception] = []

    def chase(by: User) -> None:
        try:
            run = runs.open_run(unit=county, day=DAY, by=by, at=moment)
            ready.wait(30)
            while steps.advance(run=run, at=moment, most=7):
                pass
            runs.close_run(run=run, at=moment)
        except Exception as problem:
            failed.append(problem)
        finally:
            connection.close()

    threads = [Thread(target=chase, args=(clerk,)) for clerk in clerks]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(120)
    assert failed == []
    assert told_of_day() == reporters(1)
    outcomes = Target.objects.values_list("outcome", flat=True)
    assert sorted(outcomes) == ["cooling"] * HOMES + ["told"] * HOMES
    assert ChaseRun.objects.filter(finished_at=None).count() == 0


@pytest.mark.parametrize("kills", [5, MANY])
def test_the_worker_is_killed_in_mid_chase_and_nobody_is_chased_twice_or_left_out(
    county: Unit, city: User, kills: int
) -> None:
    chance, opened, torn = random.Random(13), 0, 0
    for kill in range(kills):
        if kill % 2 == 0:  # a work is given up after its third attempt: two kills each
            day = START + timedelta(days=opened)
            run = runs.open_run(unit=county, day=day, by=city, at=clock.now())
            opened += 1
        torn += killed_in_mid_chase(run, before=chance.randint(1, LATEST))
    assert torn > kills // 2
    assert Work.objects.filter(attempts__gt=1).exists()
    worker = start(*WORKER, DATABASE_URL=address())
    try:
        wait_until(lambda: not Work.objects.exclude(state=Work.State.DONE).exists())
    finally:
        worker.terminate()
        worker.wait(30)
    assert told_of_day() == reporters(opened)
    steps_taken = Target.objects.values_list("outcome", "step").distinct()
    assert list(steps_taken) == [("told", 1)]
    assert Told.objects.count() == Target.objects.count() == HOMES * opened
    assert not ChaseRun.objects.filter(finished_at=None).exists()


def killed_in_mid_chase(run: ChaseRun, before: int) -> bool:
    """Have a worker killed before a statement of a run, give its lease back.

    Returns whether some had been told by then; others had not.
    """
    environment = {"KILLED_IN": str(run.pk), "KILLED_AT": str(before)}
    worker = start(*WORKER, DATABASE_URL=address(), **environment)
    try:
        assert worker.wait(120) == -signal.SIGKILL
    finally:
        worker.kill()
        worker.wait()
    assert run.targets.filter(outcome="pending").exists()
    Work.objects.filter(state=Work.State.RUNNING).update(
        lease_until=clock.now() - timedelta(seconds=1)
    )
    works.reap(at=clock.now())
    return run.targets.filter(outcome="told").exists()


def test_two_workers_who_see_it_at_once_start_it_once(form: object, qian: User) -> None:
    begun: list[int] = []

    def look() -> None:
        try:
            begun.append(firing.fire(at=at(DAY, 16, 5)))
        finally:
            connection.close()

    threads = [Thread(target=look) for _n in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    # other apps' plans are due at that hour too: each once
    assert sum(begun) == Firing.objects.count() == Work.objects.count()
    assert Work.objects.filter(kind=REMIND_WORK).count() == 1
