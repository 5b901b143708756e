"""What the tests of chasing share: who stands above and beside the cast's homes, and the clock."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

import pytest

from shouwang.accounts.actions.users import system_user
from shouwang.accounts.models import User
from shouwang.accounts.roles import Role
from shouwang.chasing.actions import runs, steps
from shouwang.chasing.models import ChaseRun, Target
from shouwang.desk.models import Entry
from shouwang.orgs.actions.responsibility import assign, list_leader
from shouwang.orgs.kinds import Kind
from shouwang.orgs.models import Unit
from tests.cast import DAY, MORNING, at, make_unit, make_user


@pytest.fixture
def director(zhao_home: Unit) -> User:
    """The head of 赵家敬老院."""
    return make_user("director", "赵院长", zhao_home, Role.DIRECTOR)


@pytest.fixture
def leader(prefecture: Unit, lead: User, zhao_home: Unit) -> User:
    """李局长 answers for 赵家敬老院."""
    answer_for(zhao_home, prefecture, user=lead)
    return lead


def answer_for(home: Unit, listed_at: Unit, **person: object) -> None:
    """Make a person answer for a home."""
    by = system_user()
    found = list_leader(unit=listed_at, by=by, at=MORNING, **person)
    assign(leader=found, units=[home], by=by, at=MORNING)


@pytest.fixture
def township(tangning: Unit) -> Unit:
    """拾桥镇 in 棠宁区."""
    return make_unit("LC/TN/SQ", "拾桥镇", Kind.TOWNSHIP, tangning)


@pytest.fixture
def chase() -> Callable[..., ChaseRun | None]:
    """Chase and work it off: ``chase(tangning, tang, at(hour=16, minute=31))``."""

    def _chase(unit: Unit, by: User, when: datetime, **more: object) -> ChaseRun | None:
        run = runs.open_run(unit=unit, day=DAY, by=by, at=when, **more)
        if run is not None:
            while steps.advance(run=run, at=when):
                pass
            runs.close_run(run=run, at=when)
        return run

    return _chase


def after(hour: int, minute: int) -> datetime:
    """Return a moment of the story's day."""
    return at(hour=hour, minute=minute)


def told(user: User) -> list[str]:
    """Return what a person was told, the first first."""
    return list(Entry.objects.filter(to=user).order_by("pk").values_list("text", flat=True))


def outcome(run: ChaseRun | None, unit: Unit) -> tuple[str, int | None]:
    """Return what became of a unit in a run."""
    found = Target.objects.get(run=run, unit=unit)
    return found.outcome, found.step
