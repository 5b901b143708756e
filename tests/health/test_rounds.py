from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError

from shouwang.accounts.access import NotPermitted, OutOfScope
from shouwang.accounts.models import AuditEvent
from shouwang.accounts.roles import Role
from shouwang.epidemic.models import Case
from shouwang.health import queries, roster
from shouwang.health.actions import partitions, rounds, temperatures, writing
from shouwang.health.models import Round, Temperature
from shouwang.health.readings import NotOnRoll, Reading
from shouwang.kit.ids import uuid7
from shouwang.orgs import records
from shouwang.orgs.scope import scope_of
from shouwang.people.actions import stays
from tests.cast import DAY, at, make_user
from tests.health.conftest import AT_THE_GATE, AWAY, LIVES_IN, NAMES

EVENING = at(DAY, 20)


def day_of(house, user, day=DAY, when=EVENING):
    return queries.house_day(scope_of(user, at=when), house.unit, day, at=when)


def test_a_round_reaches_residents_in_the_house_and_staff_who_live_in(house) -> None:
    inside = roster.reach(house.unit.pk, at(DAY, 9)).persons
    assert inside == {house[name] for name in (*NAMES, LIVES_IN)}
    assert not inside & {house[AWAY], house[AT_THE_GATE]}


def test_a_whole_round_is_taken_with_one_line_on_the_trail(house, carer) -> None:
    made = house.round(carer, 王秀英=365, 李桂兰=368, 张玉珍="asleep")
    assert (made.is_new, made.new_rows, made.round.should) == (True, 3, 7)
    assert (made.round.measured, made.round.absent, made.round.abnormal) == (2, 1, 0)
    event = AuditEvent.objects.get(word="health.round_recorded")
    assert event.detail == {
        "day": "2020-02-11", "round": 1, "measured": 2, "absent": 1, "abnormal": 0
    }  # fmt: skip
    progress = day_of(house, carer).progress[0]
    assert (progress.state, progress.measured, progress.absent) == ("done", 2, 1)
    assert progress.missing == {house[n] for n in ("刘建国", "陈淑华", "杨德明", LIVES_IN)}


def test_a_round_sent_again_writes_nothing(house, carer) -> None:
    walk = house.walk(王秀英=376)
    first = rounds.record_round(walk=walk, by=carer, at=at(DAY, 9))
    again = rounds.record_round(walk=walk, by=carer, at=at(DAY, 10))
    assert (again.is_new, again.round.pk, again.new_rows) == (False, first.round.pk, 0)
    assert (Temperature.objects.count(), Case.objects.count()) == (1, 1)


def test_a_fever_that_went_ahead_is_not_doubled_by_its_round(house, carer) -> None:
    walk = house.walk(王秀英=376, 李桂兰=365)
    fever = walk.readings[0]
    temperatures.take(unit=house.unit, reading=fever, number=1, by=carer, at=at(DAY, 8, 5))
    made = rounds.record_round(walk=walk, by=carer, at=at(DAY, 9))
    assert (made.new_rows, Temperature.objects.count()) == (1, 2)
    assert Case.objects.get().happened_at == fever.happened_at


def test_of_two_phones_on_one_round_the_later_reading_shows_and_both_stay(house, carer) -> None:
    house.round(carer, 王秀英=365, 李桂兰=365)
    house.round(carer, hour=9, 王秀英=369, 张玉珍=366)
    found = day_of(house, carer)
    assert found.cells[house["王秀英"], 1].tenths == 369
    assert found.progress[0].measured == 3
    assert Temperature.objects.count() == 4


def test_an_old_entry_makes_the_month_it_needs_and_its_own_day_is_counted(house, carer) -> None:
    told: list[tuple[int, date]] = []
    records.on_change(told.extend)
    try:
        old = DAY - timedelta(days=14)
        house.round(carer, day=old, 王秀英=365, when=EVENING)
    finally:
        records._listeners.pop()
    assert [first for _, first in partitions.existing()] == [date(2020, 1, 1)]
    assert set(told) == {(house.unit.pk, old)}
    assert day_of(house, carer, old).progress[0].measured == 1


def test_a_device_a_day_ahead_keeps_its_day_and_the_moment_is_ours(house, carer) -> None:
    moment = at(DAY, 8)
    ahead = Reading(house["王秀英"], moment, tenths=365, device_at=moment + timedelta(days=1))
    astray = Reading(house["李桂兰"], moment, tenths=365, device_at=moment - timedelta(days=9000))
    for reading in (ahead, astray):
        temperatures.take(unit=house.unit, reading=reading, number=1, by=carer, at=at(DAY, 9))
    stored = dict(Temperature.objects.values_list("person_id", "device_on"))
    assert stored == {house["王秀英"]: DAY + timedelta(days=1), house["李桂兰"]: DAY}
    assert len(day_of(house, carer).cells) == 2


def test_who_left_before_is_not_measured_unless_somebody_settles_it(house, carer, system) -> None:
    stays.discharge(person_id=house["王秀英"], at=at(DAY, 7), by=system)
    walk = house.walk(王秀英=365, 李桂兰=365)
    with pytest.raises(NotOnRoll) as gone:
        rounds.record_round(walk=walk, by=carer, at=at(DAY, 9))
    assert gone.value.person_ids == [house["王秀英"]]
    assert Temperature.objects.count() == 0
    rounds.record_round(walk=walk, by=carer, at=at(DAY, 9), settled=True)
    assert Temperature.objects.count() == 2


def test_a_neighbour_neither_writes_nor_sees(house, qian_home, qian, carer) -> None:
    house.round(carer)
    with pytest.raises(OutOfScope):
        house.round(qian, hour=9)
    with pytest.raises(OutOfScope):
        day_of(house, qian)
    theirs = Reading(house["王秀英"], at(DAY, 8), tenths=365)
    with pytest.raises(OutOfScope):
        temperatures.take(unit=qian_home, reading=theirs, by=qian, at=at(DAY, 9))


def test_a_bureau_sees_counts_and_enters_nothing(house, carer, tang) -> None:
    house.round(carer, 王秀英=376, 李桂兰=365)
    scope = scope_of(tang, at=EVENING)
    standing = queries.board(scope, [house.unit], DAY, at=EVENING)[0]
    assert (standing.states, standing.measured, standing.fevers) == (("done", "missed"), 2, 1)
    with pytest.raises(NotPermitted):
        queries.house_day(scope, house.unit, DAY, at=EVENING)
    with pytest.raises(NotPermitted):
        house.round(tang, hour=9)


def test_a_correction_voids_the_old_and_keeps_both(house, carer) -> None:
    house.round(carer, 王秀英=396)
    wrong = Temperature.objects.get()
    key = uuid7()
    for _ in range(2):
        temperatures.correct(
            unit=house.unit, temperature_id=wrong.pk, tenths=366, reason="看错",
            by=carer, at=at(DAY, 10), id=key,
        )  # fmt: skip
    wrong.refresh_from_db()
    right = Temperature.objects.get(voided_at=None)
    assert (wrong.void_reason, right.pk, right.replaces_id) == ("看错", key, wrong.pk)
    assert right.happened_at == wrong.happened_at
    assert day_of(house, carer).cells[house["王秀英"], 1].tenths == 366


def test_what_cannot_be_is_refused(house, carer) -> None:
    for tenths in (339, 426, 979):
        with pytest.raises(ValidationError, match="34.0|华氏"):
            house.round(carer, 王秀英=tenths)
    with pytest.raises(ValidationError, match="不能晚于现在"):
        house.round(carer, when=at(DAY, 7), 王秀英=365)
    assert Round.objects.count() == 0


def test_a_gatekeeper_measures_at_the_gate_and_a_fever_opens_the_case(house, zhao_home) -> None:
    keeper = make_user("keeper", "门卫", zhao_home, Role.GATEKEEPER)
    reading = Reading(house[AT_THE_GATE], at(DAY, 7), tenths=378, context="gate")
    taken = temperatures.take(unit=zhao_home, reading=reading, by=keeper, at=at(DAY, 7))
    case = Case.objects.get()
    assert (taken.is_fever, taken.case_id, case.person_id) == (True, case.pk, house[AT_THE_GATE])
    assert "37.8" in case.why


def test_thousands_go_by_copy_and_come_out_as_the_few_do(house, carer, monkeypatch) -> None:
    first = house.walk(王秀英=365, 李桂兰=376)
    rounds.record_round(walk=first, by=carer, at=at(DAY, 9))
    monkeypatch.setattr(writing, "COPY_FROM", 2)
    walks = [house.walk(hour=hour, number=2) for hour in (13, 14)]
    made = rounds.record_rounds(walks=[first, *walks], by=carer, at=EVENING)
    assert [one.is_new for one in made] == [False, True, True]
    assert [one.new_rows for one in made[1:]] == [7, 7]
    again = [
        writing.Row(house.unit.pk, reading, 373, 2)
        for reading in [*walks[0].readings, Reading(house["王秀英"], at(DAY, 15), absent="out")]
    ]
    assert writing.write(again, by=carer, at=EVENING + timedelta(minutes=1)) == again[-1:]
    assert Temperature.objects.count() == 17
