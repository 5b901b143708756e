"""Papers numbered by several people at the same moment."""

from __future__ import annotations

import threading
from collections.abc import Iterator

import pytest
from django.core.exceptions import ValidationError
from django.db import connection

from shouwang.accounts.models import User
from shouwang.orgs.models import Unit
from shouwang.papers.actions import chain
from shouwang.papers.models import Paper, PaperStep
from tests.papers.test_chain import NOON, due, signed


@pytest.fixture
def db(committed_db: str) -> Iterator[None]:
    """Let the cast be visible to every thread: its rows are committed."""
    return


def test_eight_who_number_at_once_leave_neither_gap_nor_double(
    prefecture: Unit, city: User, lead: User
) -> None:
    waiting = [due(signed(prefecture, city, lead)) for _ in range(8)]
    assert together(waiting, by=city) == []
    numbers = Paper.objects.values_list("serial", flat=True)
    assert sorted(n for n in numbers if n) == list(range(1, 9))


def test_a_step_done_by_two_at_once_is_done_once(prefecture: Unit, city: User, lead: User) -> None:
    step = due(signed(prefecture, city, lead))
    problems = together([step] * 4, by=city)
    assert [type(p) for p in problems] == [ValidationError] * 3
    assert Paper.objects.get().serial == 1


def together(steps: list[PaperStep], *, by: User) -> list[Exception]:
    """Do steps at the same moment; return what was refused."""
    gate, problems = threading.Barrier(len(steps)), []

    def run(step: PaperStep) -> None:
        gate.wait()
        try:
            chain.pass_step(step=step, by=by, at=NOON)
        except Exception as problem:
            problems.append(problem)
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=(step,)) for step in steps]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return problems
