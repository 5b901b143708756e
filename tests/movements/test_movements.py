"""Movements: asked for, refused with the paper, approved, gone, back; nothing is written twice."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from uuid import UUID

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext

from shouwang.accounts.access import NotPermitted, OutOfScope
from shouwang.accounts.models import AuditEvent, User
from shouwang.desk.models import Entry
from shouwang.movements import queries
from shouwang.movements.actions import decisions, outings, requests
from shouwang.movements.actions.outings import Passing
from shouwang.movements.models import Isolation, Movement
from shouwang.movements.refusals import Suspended
from shouwang.orgs.models import Unit
from shouwang.orgs.scope import scope_of
from shouwang.people import queries as people_queries
from shouwang.people.models import Absence
from shouwang.response.actions import exemptions
from shouwang.response.models import Order
from tests.cast import at
from tests.movements.stage import ask, rooms


def test_a_carer_asks_the_director_is_told_and_approves_and_the_register_follows(
    zhao_home: Unit, carer: User, director: User, people: list[UUID]
) -> None:
    asked = ask(people[0], planned_out_at=at(hour=9), planned_back_at=at(hour=17))
    movement = requests.request(unit=zhao_home, ask=asked, by=carer, at=at(hour=8))
    assert list(Entry.objects.values_list("to__username", "text")) == [
        ("director", "请假外出申请等您审批")
    ]
    with pytest.raises(ValidationError, match="没有批准"):
        outings.go_out(passing=Passing(movement, at(hour=9)), by=carer, at=at(hour=9))
    decisions.decide(movement=movement, is_approved=True, by=director, at=at(hour=8, minute=30))
    outings.go_out(passing=Passing(movement, at(hour=9)), by=carer, at=at(hour=9))
    heads = people_queries.heads([zhao_home.pk], at(hour=10))[zhao_home.pk]
    assert (heads.registered, heads.in_house, heads.away) == (4, 3, 1)
    assert Entry.objects.filter(to=carer, text="请假外出申请已批准").exists()
    assert not Entry.objects.filter(to=director, done_at=None).exists()


def test_the_same_entries_twice_write_nothing_the_second_time(
    zhao_home: Unit, carer: User, director: User, people: list[UUID]
) -> None:
    rooms(zhao_home, "隔离室1")
    asked = ask(people[0])
    out = back = None
    for _turn in range(2):
        movement = requests.request(unit=zhao_home, ask=asked, by=carer, at=at(hour=8))
        if movement.decided_at is None:
            decisions.decide(movement=movement, is_approved=True, by=director, at=at(hour=8))
        out = out or Passing(movement, at(hour=9))
        outings.go_out(passing=out, by=carer, at=at(hour=9))
        back = back or Passing(movement, at(hour=15))
        outings.come_back(passing=back, by=carer, at=at(hour=15))
        if _turn == 0:
            written = AuditEvent.objects.count()
    assert AuditEvent.objects.count() == written
    assert (Movement.objects.count(), Absence.objects.count(), Isolation.objects.count()) == (
        1,
        1,
        1,
    )


def test_what_is_suspended_is_refused_with_the_paper_and_writes_nothing(
    zhao_home: Unit, carer: User, people: list[UUID], suspend: Callable[..., Order]
) -> None:
    suspend("leave")
    with pytest.raises(Suspended) as refused:
        requests.request(unit=zhao_home, ask=ask(people[0]), by=carer, at=at(hour=8))
    assert "澜疫指〔2020〕3号《关于加强养老机构防控的通知》" in refused.value.findings["kind"]
    assert refused.value.found.paper_url.startswith("/")
    assert not Movement.objects.exists()
    # a physician is never out of reach
    requests.request(unit=zhao_home, ask=ask(people[0], "medical"), by=carer, at=at(hour=8))


def test_in_principle_a_superior_lets_one_case_through_before_the_director_approves(
    zhao_home: Unit,
    carer: User,
    director: User,
    city: User,
    people: list[UUID],
    suspend: Callable[..., Order],
) -> None:
    suspend("leave", strength="principle")
    movement = requests.request(unit=zhao_home, ask=ask(people[0]), by=carer, at=at(hour=8))
    assert movement.needs_special
    with pytest.raises(ValidationError, match="须先经上级特批"):
        decisions.decide(movement=movement, is_approved=True, by=director, at=at(hour=8))
    assert movement.exemption is not None
    exemptions.approve(exemption=movement.exemption, by=city, at=at(hour=8, minute=20))
    decisions.decide(movement=movement, is_approved=True, by=director, at=at(hour=8, minute=30))
    gone = outings.go_out(passing=Passing(movement, at(hour=9)), by=carer, at=at(hour=9))
    assert (gone.state, gone.exemption_id) == ("out", movement.exemption.pk)


def test_an_emergency_goes_first_and_shows_until_it_is_approved_afterwards(
    zhao_home: Unit,
    carer: User,
    director: User,
    tang: User,
    people: list[UUID],
    suspend: Callable[..., Order],
) -> None:
    suspend("leave")
    asked = ask(people[0], "medical", reason="胸痛，120 送医", is_emergency=True)
    movement = requests.request(unit=zhao_home, ask=asked, by=carer, at=at(hour=8))
    assert movement.state == "out"
    assert people_queries.is_away(people[0], at(hour=8, minute=1))
    a_day_later = at(hour=9) + timedelta(days=1)
    standing = queries.standings([zhao_home], at=a_day_later)[0]
    assert (standing.undecided, standing.overdue, standing.medical) == (1, 1, 1)
    assert queries.waiting_for(scope_of(director, at=a_day_later)) == 1
    decisions.decide(movement=movement, is_approved=True, by=director, at=a_day_later)
    after = queries.standings([zhao_home], at=a_day_later)[0]
    assert (after.undecided, after.overdue, after.medical) == (0, 0, 1)
    with pytest.raises(ValidationError):
        decisions.decide(movement=movement, is_approved=True, by=director, at=a_day_later)
    with pytest.raises(OutOfScope):
        queries.movement(scope_of(tang, at=a_day_later), movement.pk)


def test_the_neighbour_sees_nothing_and_a_carer_does_not_approve(
    zhao_home: Unit, qian: User, carer: User, people: list[UUID]
) -> None:
    movement = requests.request(unit=zhao_home, ask=ask(people[0]), by=carer, at=at(hour=8))
    stranger = scope_of(qian, at=at(hour=8))
    assert list(queries.movements(stranger)) == []
    assert queries.outside(stranger, zhao_home, at=at()) == []
    with pytest.raises(OutOfScope):
        queries.movement(stranger, movement.pk)
    with pytest.raises(OutOfScope):
        requests.request(unit=zhao_home, ask=ask(people[1]), by=qian, at=at(hour=8))
    with pytest.raises(NotPermitted):
        decisions.decide(movement=movement, is_approved=True, by=carer, at=at(hour=8))


def test_many_go_in_as_many_statements_as_one(
    zhao_home: Unit, carer: User, director: User, people: list[UUID]
) -> None:
    def whole(who: list[UUID]) -> int:
        asks = [ask(person) for person in who]
        eight, nine = at(hour=8), at(hour=9)
        with CaptureQueriesContext(connection) as statements:
            asked = requests.request_many(unit=zhao_home, asks=asks, by=carer, at=eight)
            decisions.decide_many(
                unit=zhao_home, movements=asked, is_approved=True, by=director, at=eight
            )
            gone = [Passing(movement, nine) for movement in asked]
            outings.go_out_many(unit=zhao_home, passings=gone, by=carer, at=nine)
        return len(statements)

    one = whole(people[:1])
    assert whole(people[1:]) < one + 4  # three people, not one statement more for each
    assert queries.standings([zhao_home], at=at(hour=10))[0].leave == len(people)
    assert AuditEvent.objects.filter(word="movements.many_went_out").count() == 1
