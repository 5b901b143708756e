from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.utils.translation import gettext, override
from django_tasks_db.models import DBTaskResult

from shouwang.accounts.access import OutOfScope
from shouwang.accounts.models import User
from shouwang.jobs import kinds, queries
from shouwang.jobs.actions import works
from shouwang.jobs.models import Work
from shouwang.jobs.progress import Progress
from tests.cast import at

pytestmark = pytest.mark.django_db


@kinds.kind("tests.count")
def count(work: Work, progress: Progress) -> dict[str, Any]:
    return {"counted": work.params["to"]}


@kinds.kind("tests.break")
def fall_over(work: Work, progress: Progress) -> dict[str, Any]:
    raise RuntimeError("a fault in the program")


@kinds.kind("tests.say")
def say(work: Work, progress: Progress) -> dict[str, Any]:
    return {"said": gettext("取消")}


def test_a_work_answers_in_the_language_of_who_asked(zhao: User) -> None:
    with override("en"):
        work = works.start(kind="tests.say", title="Say", by=zhao, at=at())
    queued = DBTaskResult.objects.get().args_kwargs["args"]
    works.run_work.call(*queued)
    work.refresh_from_db()
    assert work.result == {"said": "Cancel"}


def test_a_work_runs_once_and_keeps_its_result(zhao: User) -> None:
    work = works.start(kind="tests.count", title="数数", params={"to": 7}, by=zhao, at=at())
    works.run(work.pk)
    works.run(work.pk)
    work.refresh_from_db()
    assert (work.state, work.result, work.attempts) == ("done", {"counted": 7}, 1)


def test_a_fault_is_kept_as_a_failure_without_personal_data(zhao: User) -> None:
    work = works.start(kind="tests.break", title="出错", by=zhao, at=at())
    works.run(work.pk)
    work.refresh_from_db()
    assert (work.state, work.result) == ("failed", {"error": "RuntimeError"})


def test_the_work_of_a_dead_worker_is_queued_again_and_given_up_after_three_attempts(
    zhao: User,
) -> None:
    work = works.start(kind="tests.count", title="数数", params={"to": 7}, by=zhao, at=at())
    for attempts, state in ((1, "queued"), (2, "queued"), (3, "failed")):
        Work.objects.filter(pk=work.pk).update(state="running", lease_until=at(), attempts=attempts)
        works.reap(at=at() + timedelta(seconds=1))
        work.refresh_from_db()
        assert work.state == state


def test_queued_work_can_be_cancelled_and_then_never_runs(zhao: User) -> None:
    work = works.start(kind="tests.count", title="数数", params={"to": 7}, by=zhao, at=at())
    works.cancel(work=work, by=zhao, at=at())
    works.run(work.pk)
    work.refresh_from_db()
    assert (work.state, work.result) == ("cancelled", {})


def test_nobody_sees_the_work_of_another(zhao: User, qian: User) -> None:
    work = works.start(kind="tests.count", title="数数", params={"to": 7}, by=zhao, at=at())
    with pytest.raises(OutOfScope):
        queries.work(qian, work.pk)
