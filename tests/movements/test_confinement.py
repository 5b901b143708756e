"""Who is isolated leaves only by the director's word."""

from __future__ import annotations

from uuid import UUID

import pytest
from django.core.exceptions import ValidationError

from shouwang.accounts.access import NotPermitted
from shouwang.accounts.models import AuditEvent, User
from shouwang.movements.actions import arrivals, decisions, isolation, outings, requests
from shouwang.movements.actions.isolation import Observed
from shouwang.movements.actions.outings import Passing
from shouwang.movements.models import Isolation
from shouwang.orgs.models import Unit
from tests.cast import at
from tests.movements.stage import ask, rooms


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
