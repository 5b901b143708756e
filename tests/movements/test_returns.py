"""Coming back: refused while suspended, isolated on arrival, in conflict, told to wait."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from uuid import UUID

import pytest

from shouwang.accounts.models import User
from shouwang.kit.offline import Conflict
from shouwang.movements import queries
from shouwang.movements.actions import arrivals, decisions, deferrals, outings, requests
from shouwang.movements.actions.deferrals import Wait
from shouwang.movements.actions.outings import Passing
from shouwang.movements.models import Deferral, Isolation
from shouwang.movements.refusals import Suspended
from shouwang.orgs import records
from shouwang.orgs.models import Unit
from shouwang.orgs.scope import scope_of
from shouwang.people import queries as people_queries
from shouwang.people.actions import admissions, stays
from shouwang.people.models import Person
from shouwang.response.models import Order
from tests.cast import DAY, at
from tests.movements.stage import ask, rooms, sent_out


def test_a_return_from_leave_is_refused_while_suspended_and_one_from_a_physician_is_not(
    zhao_home: Unit,
    carer: User,
    director: User,
    people: list[UUID],
    suspend: Callable[..., Order],
) -> None:
    told = {"carer": carer, "director": director, "when": at(hour=8)}
    leave = sent_out(zhao_home, ask(people[0]), **told)
    medical = sent_out(zhao_home, ask(people[1], "medical"), **told)
    suspend("return", starts_at=at(hour=12))
    with pytest.raises(Suspended, match="kind") as refused:
        outings.come_back(passing=Passing(leave, at(hour=13)), by=carer, at=at(hour=13))
    assert "澜疫指〔2020〕3号" in refused.value.findings["kind"]
    back = outings.come_back(passing=Passing(medical, at(hour=13)), by=carer, at=at(hour=13))
    assert back.state == "done"
    assert Isolation.objects.get().cause == "medical"


def test_a_return_by_request_closes_the_outing_and_starts_isolation(
    zhao_home: Unit, carer: User, director: User, people: list[UUID]
) -> None:
    (room,) = rooms(zhao_home, "隔离室1")
    leave = sent_out(zhao_home, ask(people[0]), carer=carer, director=director, when=at(hour=8))
    asked = ask(people[0], "return", at(hour=10), reason="家中无人照料")
    wanted = requests.request(unit=zhao_home, ask=asked, by=carer, at=at(hour=10))
    decisions.decide(movement=wanted, is_approved=True, by=director, at=at(hour=10))
    arrivals.carry_out(passing=Passing(wanted, at(hour=15)), by=carer, at=at(hour=15))
    leave.refresh_from_db()
    assert (leave.state, leave.back_at) == ("done", at(hour=15))
    isolation = Isolation.objects.get()
    assert (isolation.cause, isolation.room, isolation.movement_id) == (
        "return",
        room,
        wanted.pk,
    )
    assert not people_queries.is_away(people[0], at(hour=16))


def test_who_was_discharged_meanwhile_is_a_conflict_with_both_versions(
    zhao_home: Unit, carer: User, director: User, people: list[UUID]
) -> None:
    stays.discharge(person_id=people[0], at=at(hour=12), by=director)
    late = ask(people[0], "medical", at(hour=9), device_at=at(hour=9))
    with pytest.raises(Conflict) as conflict:
        requests.request(unit=zhao_home, ask=late, by=carer, at=at(hour=18))
    assert "不在册" in conflict.value.why
    assert conflict.value.held == {"退住": "2020-02-11 12:00"}


def test_the_same_return_from_two_phones_waits_for_a_person(
    zhao_home: Unit, carer: User, director: User, people: list[UUID]
) -> None:
    told = {"carer": carer, "director": director, "when": at(hour=8)}
    gone = sent_out(zhao_home, ask(people[0], "medical"), **told)
    outings.come_back(passing=Passing(gone, at(hour=12)), by=carer, at=at(hour=12))
    with pytest.raises(Conflict) as conflict:
        outings.come_back(passing=Passing(gone, at(hour=13)), by=carer, at=at(hour=18))
    assert "已不在院外" in conflict.value.why
    assert Isolation.objects.get().happened_at == at(hour=12)


def test_who_moved_on_to_another_house_is_a_conflict_there_too(
    zhao_home: Unit, qian_home: Unit, carer: User, director: User, people: list[UUID]
) -> None:
    admissions.transfer(person_id=people[0], at=at(hour=9), by=director)
    Person.objects.filter(pk=people[0]).update(unit=qian_home)
    late = ask(people[0], "medical", at(hour=8))
    with pytest.raises(Conflict) as conflict:
        requests.request(unit=zhao_home, ask=late, by=carer, at=at(hour=18))
    assert conflict.value.held == {"转至其他机构": "2020-02-11 09:00"}


def test_a_late_entry_names_every_day_from_its_own_on(
    zhao_home: Unit, carer: User, director: User, people: list[UUID]
) -> None:
    heard: set[tuple[int, date]] = set()
    listener = records.on_change(heard.update)
    try:
        movement = requests.request(unit=zhao_home, ask=ask(people[0]), by=carer, at=at(hour=8))
        decisions.decide(movement=movement, is_approved=True, by=director, at=at(hour=8))
        heard.clear()
        three_days_on = at(hour=9) + timedelta(days=3)
        outings.go_out(passing=Passing(movement, at(hour=9)), by=carer, at=three_days_on)
    finally:
        records._listeners.remove(listener)
    assert heard == {(zhao_home.pk, DAY + timedelta(days=n)) for n in range(4)}


def test_who_is_outside_was_told_to_wait_by_somebody_at_some_hour(
    zhao_home: Unit,
    carer: User,
    director: User,
    people: list[UUID],
    suspend: Callable[..., Order],
) -> None:
    sent_out(zhao_home, ask(people[0]), carer=carer, director=director, when=at(hour=8))
    suspend("return", starts_at=at(hour=9))
    wait = Wait(people[0], at(hour=10), "王强（儿子）", told_by="周护理")
    for _turn in range(2):
        deferrals.tell(unit=zhao_home, wait=wait, by=carer, at=at(hour=10))
    (line,) = queries.outside(scope_of(carer, at=at()), zhao_home, at=at())
    assert line.deferral is not None
    assert (line.deferral.told_whom, line.deferral.told_by, line.deferral.happened_at) == (
        "王强（儿子）",
        "周护理",
        at(hour=10),
    )
    assert "澜疫指〔2020〕3号" in line.deferral.paper
    other = replace(wait, person_id=people[1], id=Deferral().pk)
    with pytest.raises(Conflict):
        deferrals.tell(unit=zhao_home, wait=other, by=carer, at=at(hour=10))
