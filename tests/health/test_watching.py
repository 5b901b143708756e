from __future__ import annotations

from datetime import timedelta

from shouwang.alarms.actions import watching as looking
from shouwang.alarms.models import Alarm
from shouwang.health import watching
from tests.cast import DAY, at


def test_two_feverish_persons_in_a_house_are_a_cluster_and_told_at_once(house, carer) -> None:
    house.round(carer, day=DAY - timedelta(days=1), 王秀英=376)
    house.round(carer, 王秀英=377)
    assert Alarm.objects.count() == 0
    house.round(carer, hour=9, 李桂兰=374)
    alarm = Alarm.objects.get()
    assert (alarm.code, alarm.unit_id) == ("health.fever_cluster", house.unit.pk)
    assert "48 小时内 2 人发热" in alarm.why
    assert "王" not in alarm.why


def test_fevers_too_far_apart_or_in_two_houses_are_none(house, carer) -> None:
    house.round(carer, day=DAY - timedelta(days=3), 王秀英=376)
    house.round(carer, 李桂兰=376)
    assert list(watching.clusters(at(DAY, 10), None)) == []


def test_a_round_not_done_by_its_hour_is_found_once_it_is_past(house, carer, qian_home) -> None:
    assert list(watching.undone(at(DAY, 8, 59), None)) == []
    found = list(watching.undone(at(DAY, 9, 1), None))
    assert [(one.unit_id, one.key) for one in found] == [(house.unit.pk, "2020-02-11:1")]
    house.round(carer)
    assert list(watching.undone(at(DAY, 9, 30), None)) == []


def test_a_look_at_all_houses_takes_a_bounded_number_of_statements(
    house, carer, qian_home, django_assert_max_num_queries
) -> None:
    """A few for each two thousand."""
    with django_assert_max_num_queries(4):
        assert len(list(watching.undone(at(DAY, 9, 1), None))) == 1


def test_a_round_that_a_phone_sends_after_midnight_corrects_what_was_called_undone(
    house, carer
) -> None:
    rounds = ["health.round_missed"]
    looking.look(at=at(DAY, 9, 15), codes=rounds)
    night = at(DAY + timedelta(days=1), 0, 15)
    looking.look(at=night, codes=rounds)
    assert "未见补做" in Alarm.objects.get().outcome
    house.round(carer)
    looking.look(at=night + timedelta(hours=1), codes=rounds)
    alarm = Alarm.objects.get(key=f"{DAY}:1")
    assert (alarm.corrected_at, alarm.is_undone) == (night + timedelta(hours=1), False)
    assert "后据补传的记录更正：已做" in alarm.outcome
