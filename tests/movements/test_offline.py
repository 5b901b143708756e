"""What comes from a phone, late or twice, and what the phone carries along."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest

from shouwang.accounts.access import OutOfScope
from shouwang.accounts.models import User
from shouwang.kit import offline
from shouwang.kit.ids import uuid7
from shouwang.kit.offline import Conflict, Envelope, Taken, Unfit
from shouwang.movements.actions import decisions
from shouwang.movements.models import Isolation, IsolationCheck, Movement
from shouwang.orgs.models import Unit
from shouwang.orgs.scope import scope_of
from shouwang.people.actions import stays
from shouwang.response.models import Order
from tests.cast import at
from tests.movements.stage import ask, rooms, sent_out


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
        "id", "name", "place", "out", "told",
    }  # fmt: skip
    assert json.dumps(packs["movements.isolation"].build(**told))


def test_a_movement_of_somebody_else_is_out_of_reach(
    zhao_home: Unit, qian_home: Unit, qian: User, people: list[UUID]
) -> None:
    with pytest.raises(OutOfScope):
        send(qian_home, qian, "out", at(hour=8), movement=str(uuid4()))
