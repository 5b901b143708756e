"""Two clerks at the same moment, on a database that both see."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier

import pytest
from django.core.exceptions import ValidationError
from django.db import connection

from shouwang.accounts.roles import Role
from shouwang.dispatch.actions import dispatches, sendings
from shouwang.dispatch.models import Dispatch, DispatchFile, Sending
from shouwang.figures.models import FrozenFigure
from tests.cast import DAY, at, make_user
from tests.dispatch.conftest import EVENING, sign


@pytest.fixture
def db(committed_db: str) -> Iterator[None]:
    """Let the cast be visible to both threads: its rows are committed."""
    return


def at_once(*deeds):
    """Do all deeds at the same moment; return what each gave, or the refusal."""
    gate = Barrier(len(deeds))

    def do(deed):
        gate.wait()
        try:
            return deed()
        except ValidationError as refused:
            return refused
        finally:
            connection.close()

    with ThreadPoolExecutor(len(deeds)) as all_:
        return list(all_.map(do, deeds))


def test_two_clerks_at_once_make_one_paper_with_one_number_and_send_it_once(
    headquarters, department, signed, prefecture, city, lead
):
    other = make_user("city2", "成副主任", prefecture, Role.OFFICE)

    def making(by, recipient=headquarters):
        return lambda: dispatches.make(recipient=recipient, day=DAY, by=by, at=EVENING)

    made = at_once(making(city), making(other), making(city), making(other, department))
    assert len({one.pk for one in made[:3]}) == 1
    assert sorted(Dispatch.objects.values_list("recipient__name", "number")) == [
        ("市指挥部", 1), ("省民政厅", 1),
    ]  # fmt: skip
    assert DispatchFile.objects.count() == 6
    figures = {pk for one in Dispatch.objects.all() for pk in one.figures.values_list("frozen_id")}
    assert FrozenFigure.objects.count() == len(figures)

    when = at(hour=18, minute=39)
    paper = made[0]

    def sending(by):
        return lambda: sendings.mark_sent(
            dispatch=paper, sent_at=when, way="mail", by=by, at=when + timedelta(minutes=1)
        )

    told = at_once(sending(city), sending(other))
    assert Sending.objects.count() == 1
    assert sum(isinstance(one, ValidationError) for one in told) == 1


def test_two_clerks_at_once_make_one_amendment(paper, correct, prefecture, city, lead):
    correct(in_house=50)
    sign(prefecture, lead, minute=45)
    other = make_user("city2", "成副主任", prefecture, Role.OFFICE)
    when = at(hour=19, minute=30)
    told = at_once(
        *(
            lambda by=by: dispatches.amend(dispatch=paper, reason="漏计", by=by, at=when)
            for by in (city, other)
        )
    )
    assert sorted(Dispatch.objects.values_list("number", "amendment")) == [(1, 0), (1, 1)]
    assert sum(isinstance(one, ValidationError) for one in told) == 1
