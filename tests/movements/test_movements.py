"""Movements: asked for, refused with the paper, approved, gone, back; nothing is written twice."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from uuid import UUID

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext

from shouwang.accounts.access import NotPermitted, OutOfScope
from shouwang.accounts.models import AuditEvent, User
from shouwang.desk.models import Entry
from shouwang.kit.offline import Conflict
from shouwang.movements import queries
from shouwang.movements.actions import (
    arrivals,
    decisions,
    deferrals,
    isolation,
    outings,
    requests,
)
from shouwang.movements.actions.deferrals import Wait
from shouwang.movements.actions.isolation import Observed
from shouwang.movements.actions.outings import Passing
from shouwang.movements.models import Deferral, Isolation, Movement
from shouwang.movements.refusals import Suspended
from shouwang.orgs import records
from shouwang.orgs.models import Unit
from shouwang.orgs.scope import scope_of
from shouwang.people import queries as people_queries
from shouwang.people.actions import admissions, stays
from shouwang.people.models import Absence, Person
from shouwang.response.actions import exemptions
from shouwang.response.models import Order
from tests.cast import DAY, at
from tests.movements.stage import ask, rooms, sent_out


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


def test_who_is_isolated_leaves_only_by_the_directors_word_with_a_reason(
    zhao_home: Unit, carer: User, director: User, people: list[UUID]
) -> None:
    rooms(zhao_home, "隔离室1", "隔离室2", "隔离室3")
    for person in people[:3]:
        isolation.begin(
            unit=zhao_home, who=Observed(person, "contact", at(hour=7)), by=carer, at=at(hour=7)
        )
    kinds = ("leave", "transfer", "discharge")
    made = [
        requests.request(unit=zhao_home, ask=ask(person, kind), by=carer, at=at(hour=8))
        for person, kind in zip(people, kinds, strict=False)
    ]
    told = {"unit": zhao_home, "movements": made, "is_approved": True, "by": director}
    with pytest.raises(ValidationError, match="正在隔离观察（第 1/14 天）"):
        decisions.decide_many(**told, note="家中老伴病危", at=at(hour=9))
    with pytest.raises(ValidationError, match="要写明理由"):
        decisions.decide_many(**told, despite_isolation=True, at=at(hour=9))
    decisions.decide(
        movement=made[0], is_approved=True, note="老伴病危", despite_isolation=True,
        by=director, at=at(hour=9),
    )  # fmt: skip
    outings.go_out(passing=Passing(made[0], at(hour=10)), by=carer, at=at(hour=10))
    assert AuditEvent.objects.filter(word="movements.let_out").count() == 1
    assert Isolation.objects.get(person=people[0]).ended_as == "left"
    # a refusal needs no confirmation, a physician comes first always
    decisions.decide_many(
        **told | {"movements": made[1:], "is_approved": False}, note="期满再办", at=at(hour=9)
    )
    medical = requests.request(
        unit=zhao_home, ask=ask(people[1], "medical"), by=carer, at=at(hour=10)
    )
    decisions.decide(movement=medical, is_approved=True, by=director, at=at(hour=10))
    gone = outings.go_out(passing=Passing(medical, at(hour=11)), by=carer, at=at(hour=11))
    assert (gone.state, gone.despite_isolation) == ("out", False)


@pytest.mark.parametrize("kind", ["leave", "discharge"])
def test_who_was_isolated_after_the_approval_waits_for_the_directors_confirmation(
    zhao_home: Unit, carer: User, director: User, people: list[UUID], kind: str
) -> None:
    rooms(zhao_home, "隔离室1")
    asked = requests.request(unit=zhao_home, ask=ask(people[0], kind), by=carer, at=at(hour=7))
    decisions.decide(movement=asked, is_approved=True, by=director, at=at(hour=7))
    isolation.begin(
        unit=zhao_home, who=Observed(people[0], "contact", at(hour=8)), by=carer, at=at(hour=8)
    )
    deed = outings.go_out if kind == "leave" else arrivals.carry_out
    with pytest.raises(ValidationError, match="须机构负责人写明理由"):
        deed(passing=Passing(asked, at(hour=9)), by=carer, at=at(hour=9))
    with pytest.raises(NotPermitted):
        decisions.let_out(movement=asked, note="家属坚持", by=carer, at=at(hour=9))
    decisions.let_out(movement=asked, note="家属坚持", by=director, at=at(hour=9))
    deed(passing=Passing(asked, at(hour=10)), by=carer, at=at(hour=10))
    assert Isolation.objects.get(person=people[0]).ended_as == "left"
