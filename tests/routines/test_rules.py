"""When a routine is due, and how a typed list of places is read."""

from __future__ import annotations

from datetime import datetime, timedelta
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from shouwang.routines import rules
from shouwang.routines.kinds import WORDS, PlaceKind
from tests.cast import at

TWICE = rules.Frequency(rounds=2)
EVERY_TWO_HOURS = rules.Frequency(hours=Decimal(2))
FROM, UNTIL = at(hour=6), at(hour=20)


def stands(done: list[datetime], often: rules.Frequency, now: datetime) -> rules.Standing:
    by = rules.deadlines(FROM, UNTIL, often)
    return rules.standing(done, by, often, now)


def test_twice_a_day_is_once_in_each_half_of_the_hours_of_use():
    assert rules.deadlines(FROM, UNTIL, TWICE) == [at(hour=13), at(hour=20)]


def test_nothing_is_due_where_nothing_is_asked_for():
    assert rules.deadlines(FROM, UNTIL, rules.Frequency()) == []
    assert stands([], rules.Frequency(), at(hour=23)).state == rules.NONE


def test_before_its_hour_a_round_is_due_and_after_it_missed():
    assert stands([], TWICE, at(hour=8)) == rules.Standing("due", 0, 2, 0, at(hour=13))
    assert stands([], TWICE, at(hour=13)).state == rules.MISSED
    assert stands([], TWICE, at(hour=21)).missed == 2


def test_a_late_round_makes_up_for_the_one_missed_of_so_many_a_day():
    assert stands([at(hour=14)], TWICE, at(hour=15)).state == rules.DUE
    assert stands([at(hour=14), at(hour=15)], TWICE, at(hour=15)).state == rules.DONE


def test_but_every_two_hours_asks_for_each_span_of_its_own():
    done = [at(hour=6, minute=30), at(hour=6, minute=40), at(hour=6, minute=50)]
    assert stands(done, EVERY_TWO_HOURS, at(hour=7)).state == rules.DONE
    later = stands(done, EVERY_TWO_HOURS, at(hour=11))
    assert (later.state, later.missed, later.due) == (rules.MISSED, 1, 7)


@given(
    minutes=st.lists(st.integers(0, 14 * 60), max_size=8),
    rounds=st.integers(1, 6),
    now=st.integers(0, 18 * 60),
)
def test_doing_more_never_makes_a_day_worse(minutes, rounds, now):
    often, moment = rules.Frequency(rounds=rounds), FROM + timedelta(minutes=now)
    done = sorted(FROM + timedelta(minutes=m) for m in minutes)
    counts = [stands(done[:n], often, moment).missed for n in range(len(done) + 1)]
    assert counts == sorted(counts, reverse=True)
    assert all(0 <= count <= rounds for count in counts)


def test_a_list_is_read_as_people_type_it():
    text = "二楼：201-203、走廊\n食堂\n一楼: 大厅 公共卫生间\n救护车 皖A12345\n\nA栋３层：12"
    found = rules.places_of(text, WORDS, PlaceKind.OTHER)
    assert [(one.floor, one.name, str(one.kind)) for one in found] == [
        ("二楼", "201", "room"),
        ("二楼", "202", "room"),
        ("二楼", "203", "room"),
        ("二楼", "走廊", "corridor"),
        ("", "食堂", "canteen"),
        ("一楼", "大厅", "hall"),
        ("一楼", "公共卫生间", "washroom"),
        ("", "救护车 皖A12345", "vehicle"),
        ("A栋３层", "12", "room"),
    ]


def test_what_is_typed_twice_stands_once_and_a_wild_run_is_no_thousand_rooms():
    found = rules.places_of("一楼：101、101、1-99999", WORDS, PlaceKind.OTHER)
    assert [one.name for one in found] == ["101", "1-99999"]
