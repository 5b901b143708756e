"""The same sheet over two lines at once."""

from __future__ import annotations

import pytest

from shouwang.accounts.models import AuditEvent
from shouwang.guides.actions import sheets
from shouwang.guides.models import Sheet
from tests.cast import at
from tests.guides.test_checks import daily, sheet
from tests.meanwhile import twice

__all__ = ["daily"]


@pytest.fixture
def db(committed_db: str) -> None:
    """Let everything commit: both lines are to see it."""
    return


def test_a_sheet_that_comes_again_while_it_is_written_answers_the_first(daily, zhao_home, zhao):
    new = sheet(zhao_home, daily, 0)
    answers = twice(lambda: sheets.fill(new=new, by=zhao, at=at(hour=9)))
    assert [one.pk for one in answers] == [new.id, new.id]
    assert Sheet.objects.count() == 1
    assert AuditEvent.objects.filter(word="guides.sheet_filled").count() == 1
