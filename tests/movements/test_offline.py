"""What comes from a phone, late or twice, and what the phone carries along."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest

from shouwang.accounts.access import NotPermitted, OutOfScope
from shouwang.accounts.models import User
from shouwang.kit import offline
from shouwang.kit.ids import uuid7
from shouwang.kit.offline import Conflict, Envelope, Taken, Unfit
from shouwang.movements.actions import decisions
from shouwang.movements.models import Isolation, IsolationCheck, Movement
from shouwang.orgs.models import Unit
from shouwang.orgs.scope import scope_of
from shouwang.people.actions import stays
from shouwang.people.models import Person, Stay
from shouwang.response.models import Order
from tests.cast import at
from tests.movements.stage import ask, begun, rooms, sent_out


def send(
    unit: Unit, by: User, what: str, when: datetime, *, key: UUID | None = None, **body: Any
) -> Taken:
    """Let an entry of a phone arrive, three hours after it was made."""
    envelope = Envelope(key or uuid7(), f"movements.{what}", unit.pk, body, when, when)
    now = when + timedelta(hours=3)
    receive = offline.kinds()[envelope.kind].receive
    return receive(envelope, by=by, scope=scope_of(by, at=now), at=now)


def test_a_request_an_outing_a_return_and_a_check_arrive_late_and_twice(
    zhao_home: Unit, carer: User, director: User, people: list[UUID]
) -> None:
    rooms(zhao_home, "隔离室1")
    keys = [uuid7() for _ in range(4)]
    answers = []
    for _turn in range(2):
        told = {"person": str(people[0]), "kind": "medical", "reason": "复查", "companion": "王强"}
        answers.append(send(zhao_home, carer, "request", at(hour=8), key=keys[0], **told))
        movement = Movement.objects.get()
        if movement.decided_at is None:
            decisions.decide(movement=movement, is_approved=True, by=director, at=at(hour=8))
        about = {"movement": str(movement.pk)}
        answers.append(send(zhao_home, carer, "out", at(hour=9), key=keys[1], **about))
        answers.append(send(zhao_home, carer, "back", at(hour=12), key=keys[2], **about))
        one = Isolation.objects.get()
        check = {"isolation": str(one.pk), "tenths": 366, "symptoms": ["cough"]}
        answers.append(send(zhao_home, carer, "check", at(hour=15), key=keys[3], **check))
    assert [answer.is_new for answer in answers] == [True] * 4 + [False] * 4
    movement.refresh_from_db()
    assert (movement.out_at, movement.back_at) == (at(hour=9), at(hour=12))
    assert (one.happened_at, one.cause) == (at(hour=12), "medical")
    assert IsolationCheck.objects.get().happened_at == at(hour=15)


def test_a_request_made_before_a_discharge_waits_for_a_person_with_both_versions(
    zhao_home: Unit, carer: User, director: User, people: list[UUID]
) -> None:
    stays.discharge(person_id=people[0], at=at(hour=9), by=director)
    told = {"person": str(people[0]), "kind": "leave", "reason": "回家"}
    with pytest.raises(Conflict) as conflict:
        send(zhao_home, carer, "request", at(hour=8), **told)
    assert conflict.value.held == {"退住": "2020-02-11 09:00"}


def test_an_admission_a_transfer_a_discharge_and_a_death_arrive_late_and_twice(
    zhao_home: Unit, carer: User, medic: User, director: User, people: list[UUID]
) -> None:
    rooms(zhao_home, "隔离室1")
    keys = [uuid7() for _ in range(7)]
    newcomer = {"name": "冯大爷", "id_number": "341202194501011236", "room": "105", "bed": "2"}
    newcomer |= {"care": "semi", "contact_name": "冯小妹", "contact_phone": "13855880000"}
    newcomer |= {"contact_relation": "女儿", "reason": "无人照料"}
    gone = [(people[0], "transfer"), (people[1], "discharge")]
    answers = []
    for _turn in range(2):
        answers.append(send(zhao_home, carer, "admission", at(hour=8), key=keys[0], **newcomer))
        for key, (person, kind) in zip(keys[1:3], gone, strict=True):
            told = {"person": str(person), "kind": kind, "reason": "家属安排"}
            answers.append(send(zhao_home, carer, "request", at(hour=8), key=key, **told))
        if not _turn:
            asked = list(Movement.objects.all())
            decisions.decide_many(
                unit=zhao_home, movements=asked, is_approved=True, by=director, at=at(hour=9)
            )
        for key, movement in zip(keys[3:6], keys[:3], strict=True):
            about = {"movement": str(movement)}
            # admitting is for those who keep the register of people
            by = director if movement == keys[0] else carer
            answers.append(send(zhao_home, by, "done", at(hour=10), key=key, **about))
        death = {"person": str(people[2]), "where": "hospital", "at": "2020-02-11T06:30:00+08:00"}
        answers.append(send(zhao_home, medic, "death", at(hour=10), key=keys[6], **death))
    assert [answer.is_new for answer in answers] == [True] * 7 + [False] * 7
    new = Isolation.objects.get()
    assert (new.cause, new.happened_at, new.person.name) == ("new", at(hour=10), "冯大爷")
    assert (new.person.sex, new.person.birth_year, new.person.place) == ("m", 1945, "105-2")
    assert new.person.contacts.get().relation == "女儿"
    ended = {stay.person_id: (stay.end, stay.until_at) for stay in Stay.objects.exclude(end="")}
    assert ended == {
        people[0]: ("transferred", at(hour=10)),
        people[1]: ("discharged", at(hour=10)),
        people[2]: ("deceased", at(hour=6, minute=30)),
    }


def test_who_left_for_good_is_offered_and_admitted_again_as_the_same_person(
    zhao_home: Unit, carer: User, medic: User, director: User, people: list[UUID]
) -> None:
    stays.discharge(person_id=people[0], at=at(hour=7), by=director)
    stays.die(person_id=people[1], at=at(hour=7), by=director)
    told = {"scope": scope_of(carer, at=at()), "unit": zhao_home, "at": at()}
    pack = offline.packs()["movements.house"].build(**told)
    assert pack["former"] == [{"id": str(people[0]), "name": "王秀英"}]
    assert "death" not in {kind["code"] for kind in pack["kinds"]}
    told["scope"] = scope_of(medic, at=at())
    kinds = offline.packs()["movements.house"].build(**told)["kinds"]
    assert [kind["code"] for kind in kinds][-1] == "death"
    back = {"person": str(people[0]), "room": "301", "bed": "1", "reason": "家中无人"}
    send(zhao_home, carer, "admission", at(hour=8), **back)
    asked = Movement.objects.get()
    assert (asked.kind, asked.person_id, asked.person.place) == ("admission", people[0], "301-1")


def test_a_newcomer_is_refused_at_the_field_that_is_wrong_and_leaves_nothing_behind(
    zhao_home: Unit, carer: User, people: list[UUID], suspend: Callable[..., Order]
) -> None:
    told = {"name": "冯大爷", "reason": "无人照料"}
    for more, field in (
        ({"id_number": "341202194501011230"}, "id_number"),
        ({"contact_name": "冯小妹", "contact_phone": "12"}, "contact_phone"),
        ({"name": ""}, "name"),
        ({"reason": " "}, "reason"),
    ):
        with pytest.raises(Unfit) as refused:
            send(zhao_home, carer, "admission", at(hour=8), **told | more)
        assert list(refused.value.findings) == [field]
    suspend("admission")
    with pytest.raises(Unfit) as refused:
        send(zhao_home, carer, "admission", at(hour=8), **told)
    assert "澜疫指〔2020〕3号" in refused.value.findings["kind"]
    assert Person.objects.count() == len(people)


def test_a_carer_records_no_death_and_a_second_one_waits_for_a_person(
    zhao_home: Unit, carer: User, medic: User, people: list[UUID]
) -> None:
    told = {"person": str(people[0]), "where": "house"}
    with pytest.raises(NotPermitted):
        send(zhao_home, carer, "death", at(hour=8), **told)
    send(zhao_home, medic, "death", at(hour=8), **told)
    with pytest.raises(Conflict):
        send(zhao_home, medic, "death", at(hour=9), **told)
    with pytest.raises(Unfit) as refused:
        send(
            zhao_home, medic, "death", at(hour=8), person=str(people[1]), cause="肺炎", where="way"
        )
    assert list(refused.value.findings) == ["cause_told_by"]


def test_a_leave_asked_for_in_the_midst_of_isolation_says_so_on_the_phone(
    zhao_home: Unit, carer: User, people: list[UUID]
) -> None:
    begun(zhao_home, people[0], carer)
    told = {"person": str(people[0]), "reason": "回家"}
    taken = send(zhao_home, carer, "request", at(hour=10), kind="leave", **told)
    assert "正在隔离观察，须机构负责人写明理由确认" in str(taken.text)
    taken = send(zhao_home, carer, "request", at(hour=10), kind="medical", **told)
    assert "隔离" not in str(taken.text)
    pack = offline.packs()["movements.house"].build(
        scope=scope_of(carer, at=at()), unit=zhao_home, at=at()
    )
    assert [bool(one["isolated"]) for one in pack["people"]] == [True, False, False, False]
    assert {one["kind"]: bool(one["isolated"]) for one in pack["open"]} == {
        "leave": True,
        "medical": False,
    }


def test_what_is_suspended_comes_back_with_the_paper(
    zhao_home: Unit, carer: User, people: list[UUID], suspend: Callable[..., Order]
) -> None:
    suspend("leave")
    told = {"person": str(people[0]), "kind": "leave", "reason": "回家"}
    with pytest.raises(Unfit) as refused:
        send(zhao_home, carer, "request", at(hour=8), **told)
    assert "澜疫指〔2020〕3号" in refused.value.findings["kind"]


@pytest.mark.parametrize(
    ("kind", "body"),
    [
        ("request", {"person": "", "kind": "medical", "reason": "复查"}),
        ("request", {"kind": "death", "reason": "x"}),
        ("request", {"kind": "medical", "reason": "x", "out_at": "tomorrow"}),
        ("out", {"movement": 7}),
        ("check", {"isolation": None}),
        ("admission", {"person": "7"}),
        ("admission", {"name": 7}),
        ("admission", {"name": "冯大爷", "in_at": "2020-02-11T08:00"}),
        ("admission", {"name": "冯大爷", "born_on": "2020-02-31"}),
        ("done", {}),
    ],
)
def test_what_no_page_of_ours_sends_is_unfit_and_no_fault(
    zhao_home: Unit, carer: User, people: list[UUID], kind: str, body: dict[str, Any]
) -> None:
    told = {"person": str(people[0])} | body if kind == "request" else body
    with pytest.raises(Unfit):
        send(zhao_home, carer, kind, at(hour=8), **told)


def test_the_packs_carry_names_and_papers_and_no_more_of_a_person(
    zhao_home: Unit,
    carer: User,
    director: User,
    people: list[UUID],
    suspend: Callable[..., Order],
) -> None:
    suspend("leave", starts_at=at(hour=10))
    asked = ask(people[0], "medical")
    sent_out(zhao_home, asked, carer=carer, director=director, when=at(hour=8))
    packs = offline.packs()
    told = {"scope": scope_of(carer, at=at()), "unit": zhao_home, "at": at()}
    house = json.loads(json.dumps(packs["movements.house"].build(**told)))
    assert [(one["name"], one["place"], one["out"]) for one in house["people"]][:2] == [
        ("王秀英", "201-1", "medical"),
        ("李建国", "201-2", ""),
    ]
    leave = next(kind for kind in house["kinds"] if kind["code"] == "leave")
    assert (leave["is_absolute"], "澜疫指〔2020〕3号" in leave["refusal"]) == (True, True)
    assert [(one["state"], one["kind"]) for one in house["open"]] == [("out", "medical")]
    assert {key for one in house["people"] for key in one} == {
        "id", "name", "place", "out", "told", "isolated",
    }  # fmt: skip
    assert json.dumps(packs["movements.isolation"].build(**told))


def test_a_movement_of_somebody_else_is_out_of_reach(
    zhao_home: Unit, qian_home: Unit, qian: User, people: list[UUID]
) -> None:
    with pytest.raises(OutOfScope):
        send(qian_home, qian, "out", at(hour=8), movement=str(uuid4()))
