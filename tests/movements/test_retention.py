"""What is held about a person is told to them, and goes when its purpose has ended."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from uuid import UUID

from shouwang.accounts.models import User
from shouwang.kit import retention
from shouwang.movements.actions import checks, decisions, outings, requests
from shouwang.movements.actions.checks import Check
from shouwang.movements.actions.outings import Passing
from shouwang.movements.models import Isolation, IsolationCheck, Movement
from shouwang.orgs.models import Unit
from shouwang.response.actions import exemptions
from shouwang.response.models import Exemption, Order
from tests.cast import at
from tests.movements.stage import ask, sent_out


def test_words_and_readings_are_purged_and_the_rows_stay_for_the_counts(
    zhao_home: Unit, carer: User, director: User, people: list[UUID]
) -> None:
    asked = ask(people[0], "medical", reason="左腿复查", companion="王强（儿子）")
    gone = sent_out(zhao_home, asked, carer=carer, director=director, when=at(hour=8))
    outings.come_back(passing=Passing(gone, at(hour=12)), by=carer, at=at(hour=12))
    one = Isolation.objects.get()
    made = Check(one.pk, at(hour=15), tenths=368, symptoms=["cough"])
    checks.check(unit=zhao_home, made=made, by=carer, at=at(hour=15))
    Isolation.objects.update(ended_at=at(hour=16), ended_as="left")
    moves, isolation = (
        retention.kept()[f"movements.{code}"] for code in ("movements", "isolation")
    )
    assert moves.about is not None
    assert isolation.about is not None
    assert "左腿复查，王强（儿子）" in moves.about(people[0])[0][1]
    assert any("36.8，咳嗽" in line for _at, line in isolation.about(people[0]))

    later = at() + timedelta(days=200)
    today = later.date()
    kept = retention.limit(moves, today=at().date())
    assert moves.purge(before=kept, at=at()) == 0
    for kind in (moves, isolation):
        limit = retention.limit(kind, today=today)
        assert kind.purge(before=limit, at=later) >= 1
        assert kind.purge(before=limit, at=later) == 0
    assert (Movement.objects.get().reason, Movement.objects.get().companion) == ("", "")
    row = IsolationCheck.objects.get()
    assert (row.tenths, row.symptoms) == (None, 0)
    assert Isolation.objects.count() == 1


def test_what_a_superior_wrote_about_one_case_goes_with_its_movement(
    zhao_home: Unit,
    carer: User,
    city: User,
    people: list[UUID],
    suspend: Callable[..., Order],
) -> None:
    suspend("leave", strength="principle")
    asked = requests.request(unit=zhao_home, ask=ask(people[0]), by=carer, at=at(hour=8))
    assert asked.exemption is not None
    told = {"terms": ["mask"], "conditions": "王秀英由儿子陪同"}
    exemptions.approve(exemption=asked.exemption, by=city, at=at(hour=8, minute=20), **told)
    decisions.withdraw(movement=asked, by=carer, at=at(hour=8, minute=30))
    later = at() + timedelta(days=200)
    kept = retention.kept()["movements.movements"]
    limit = retention.limit(kept, today=later.date())
    assert kept.purge(before=limit, at=later) == 2
    assert kept.purge(before=limit, at=later) == 0
    assert Exemption.objects.get().conditions == ""
