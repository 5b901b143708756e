"""Two clerks whose pages save at the same moment."""

from __future__ import annotations

import threading
from collections.abc import Iterator

import pytest
from django.db import connection

from shouwang.accounts.models import User
from shouwang.orgs.models import Unit
from shouwang.reporting.actions.drafts import Conflict, save_draft
from shouwang.reporting.models import Draft, Form
from tests.cast import DAY, at


@pytest.fixture
def db(committed_db: str) -> Iterator[None]:
    """Let the cast be visible to both threads: its rows are committed."""
    return


def test_of_two_who_save_at_the_same_moment_one_is_told_of_the_other(
    zhao: User, tang: User, zhao_home: Unit, form: Form
) -> None:
    told: list[str] = []

    def write(by: User, beds: str) -> None:
        try:
            saved = save_draft(unit=zhao_home, form=form, day=DAY, values={"in_house": beds},
                               revision=0, by=by, at=at())  # fmt: skip
            told.append(f"kept {saved.values['in_house']}")
        except Conflict as conflict:
            told.append(f"told of {conflict.draft.values['in_house']}")
        finally:
            connection.close()

    both = [threading.Thread(target=write, args=a) for a in ((zhao, "46"), (tang, "44"))]
    for one in both:
        one.start()
    for one in both:
        one.join(timeout=30)
    stands = Draft.objects.get().values["in_house"]
    assert sorted(told) == [f"kept {stands}", f"told of {stands}"]
