"""Who answers for a unit: assigned, handed over without a gap, ended with a reason, on record."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, transaction

from shouwang.accounts.access import NotPermitted, OutOfScope
from shouwang.accounts.models import AuditEvent, User
from shouwang.orgs import responsible
from shouwang.orgs.actions.acts import note_act
from shouwang.orgs.actions.responsibility import Assigned, assign, end, hand_over, list_leader
from shouwang.orgs.models import Act, Leader, Responsibility, Unit
from tests.cast import at

NOON = at(hour=12)
LATER = at(hour=14)


@pytest.fixture
def li(prefecture: Unit, city: User, lead: User) -> Leader:
    """李局长, who signs in."""
    return list_leader(unit=prefecture, user=lead, post_name="分管副局长", by=city, at=NOON)


@pytest.fixture
def deputy(tangning: Unit, city: User) -> Leader:
    """A deputy head of 棠宁区, who does not sign in."""
    return list_leader(
        unit=tangning, name="韩副区长", post_name="副区长", phone="0550-3011201", by=city, at=NOON
    )


def _assign(leader: Leader, *units: Unit, by: User, when=NOON, **more: str) -> Assigned:
    return assign(leader=leader, units=units, by=by, at=when, **more)


def test_the_homes_own_leader_comes_before_the_countys(
    li: Leader, deputy: Leader, city: User, zhao_home: Unit, qian_home: Unit, tangning: Unit
) -> None:
    _assign(li, tangning, by=city)
    _assign(deputy, zhao_home, by=city)
    found = responsible.answering_for([zhao_home, qian_home], at=LATER)
    assert [(a.name, a.is_own) for a in found[zhao_home.pk]] == [
        ("韩副区长", True),
        ("李局长", False),
    ]
    assert [a.name for a in found[qian_home.pk]] == ["李局长"]
    assert (found[zhao_home.pk][0].phone, found[zhao_home.pk][0].user) == ("0550-3011201", None)
    assert responsible.leaders_of(zhao_home, at=LATER) == [li.user]
    assert responsible.leaders_of(zhao_home, at=NOON - timedelta(minutes=1)) == []


def test_many_are_assigned_at_once_and_who_has_a_leader_keeps_theirs(
    li: Leader, deputy: Leader, city: User, zhao_home: Unit, qian_home: Unit
) -> None:
    _assign(deputy, zhao_home, by=city)
    outcome = _assign(li, zhao_home, qian_home, by=city, when=LATER)
    assert [r.unit for r in outcome.made] == [qian_home]
    assert outcome.kept == [zhao_home]
    trail = AuditEvent.objects.filter(word="orgs.responsible_assigned")
    assert set(trail.values_list("unit_id", flat=True)) == {zhao_home.pk, qian_home.pk}


def test_a_hand_over_leaves_neither_gap_nor_overlap_and_keeps_the_past(
    li: Leader, deputy: Leader, city: User, zhao_home: Unit
) -> None:
    (first,) = _assign(deputy, zhao_home, by=city).made
    hand_over(responsibility=first, to=li, by=city, at=LATER)
    span = Responsibility.objects.order_by("from_at").values_list("leader__name", "from_at")
    assert list(span) == [("韩副区长", NOON), ("李局长", LATER)]
    for moment, name in ((NOON, "韩副区长"), (LATER, "李局长")):
        assert [a.name for a in _answering(zhao_home, moment)] == [name]
    with pytest.raises(ValidationError):
        hand_over(responsibility=first, to=li, by=city, at=LATER + timedelta(minutes=1))


def test_the_database_refuses_two_leaders_at_a_time_whoever_writes_them(
    li: Leader, deputy: Leader, city: User, zhao_home: Unit
) -> None:
    (first,) = _assign(deputy, zhao_home, by=city).made
    end(responsibility=first, reason="工作调整", by=city, at=LATER)
    between = {"from_at": NOON + timedelta(minutes=5), "until_at": LATER}

    @transaction.atomic
    def write_past_the_actions() -> None:
        Responsibility.objects.create(leader=li, unit=zhao_home, **between)
        connection.check_constraints()

    with pytest.raises(IntegrityError, match="two answer for unit"):
        write_past_the_actions()


def test_who_is_ended_needs_a_reason_and_leaves_the_home_unassigned(
    deputy: Leader, city: User, zhao_home: Unit
) -> None:
    (made,) = _assign(deputy, zhao_home, by=city).made
    with pytest.raises(ValidationError):
        end(responsibility=made, reason=" ", by=city, at=LATER)
    end(responsibility=made, reason="工作调整", by=city, at=LATER)
    assert _answering(zhao_home, LATER) == []


def test_each_building_has_its_manager_beside_the_homes_leader(
    li: Leader, deputy: Leader, city: User, zhao_home: Unit
) -> None:
    _assign(li, zhao_home, by=city)
    for area in ("一号楼", "二号楼"):
        assert _assign(deputy, zhao_home, by=city, kind="grid", area=area).made
    assert _assign(li, zhao_home, by=city, kind="grid", area="一号楼").kept == [zhao_home]
    with pytest.raises(ValidationError):
        _assign(li, zhao_home, by=city, kind="grid")
    assert [a.name for a in _answering(zhao_home, LATER)] == ["李局长"]


def test_only_office_and_leaders_assign_and_only_within_their_scope(
    li: Leader, deputy: Leader, city: User, tang: User, yan: User, zhao_home: Unit
) -> None:
    with pytest.raises(NotPermitted):
        _assign(deputy, zhao_home, by=tang)
    with pytest.raises(OutOfScope):
        _assign(deputy, zhao_home, by=yan)
    with pytest.raises(ValidationError):
        list_leader(unit=zhao_home, name="无电话", by=city, at=NOON)


def test_a_clerk_notes_what_the_leader_did_for_units_they_answer_for(
    li: Leader, deputy: Leader, city: User, tang: User, zhao_home: Unit, qian_home: Unit
) -> None:
    _assign(deputy, zhao_home, by=city)
    act = note_act(leader=deputy, unit=zhao_home, kind=Act.Kind.VISIT, by=tang, at=LATER)
    assert (act.unit, act.by, act.at) == (zhao_home, tang, LATER)
    with pytest.raises(ValidationError):
        note_act(leader=deputy, unit=qian_home, kind=Act.Kind.VISIT, by=tang, at=LATER)
    with pytest.raises(ValidationError):
        note_act(leader=deputy, unit=zhao_home, kind=Act.Kind.OTHER, by=tang, at=LATER)


def _answering(unit: Unit, moment) -> list[responsible.Answering]:
    return responsible.answering_for([unit], at=moment)[unit.pk]
