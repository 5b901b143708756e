"""The clocks of an emergency report: pure, for whatever moments."""

from __future__ import annotations

from datetime import datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from shouwang.epidemic import rules
from shouwang.epidemic.rules import FINAL, FOLLOW_UP, PHONE_CDC, PHONE_SUPERIOR, WRITTEN, Limits
from shouwang.kit.clock import SHANGHAI

OPENED = datetime(2020, 2, 11, 7, 20, tzinfo=SHANGHAI)
LIMITS = Limits(10, 30, 24)
minutes = st.integers(0, 3000)


def after(count: int) -> datetime:
    return OPENED + timedelta(minutes=count)


def clocks(done=None, **more):
    found = rules.clocks(opened_at=OPENED, limits=LIMITS, done=done or {}, **more)
    return {clock.step: clock for clock in found}


def test_the_call_is_due_ten_minutes_after_the_sign_to_both_and_the_text_half_an_hour_later():
    found = clocks()
    assert found[PHONE_SUPERIOR].due_at == found[PHONE_CDC].due_at == after(10)
    assert found[WRITTEN].due_at == after(40)
    assert FOLLOW_UP not in found


def test_one_call_does_not_stop_the_clock_of_the_other():
    found = clocks({PHONE_SUPERIOR: [after(6)]})
    assert not found[PHONE_SUPERIOR].is_running()
    assert found[PHONE_CDC].is_running()
    assert found[PHONE_CDC].late(after(25)) == timedelta(minutes=15)


def test_the_text_is_due_from_the_call_that_was_made():
    assert clocks({PHONE_SUPERIOR: [after(6)]})[WRITTEN].due_at == after(36)


def test_a_follow_up_is_due_a_day_after_the_last_text_until_the_final_one():
    done = {WRITTEN: [after(28)], FOLLOW_UP: [after(600)]}
    assert clocks(done)[FOLLOW_UP].due_at == after(600 + 24 * 60)
    assert FOLLOW_UP not in clocks(done | {FINAL: [after(900)]})
    assert FOLLOW_UP not in clocks(done, closed_at=after(900))


def test_what_the_superior_asks_for_is_due_when_it_says_if_that_is_sooner():
    done = {WRITTEN: [after(28)]}
    assert clocks(done, asked_by=after(90))[FOLLOW_UP].due_at == after(90)
    assert clocks(done, asked_by=after(9000))[FOLLOW_UP].due_at == after(28 + 24 * 60)
    assert clocks({}, asked_by=after(90))[FOLLOW_UP].due_at == after(90)


@given(call=minutes, text=minutes, now=minutes)
def test_late_is_what_lies_beyond_the_limit_and_stops_when_it_is_done(call, text, now):
    found = clocks({PHONE_SUPERIOR: [after(call)], WRITTEN: [after(call + text)]})
    assert found[PHONE_SUPERIOR].late(after(now)) == timedelta(minutes=max(0, call - 10))
    assert found[WRITTEN].late(after(now)) == timedelta(minutes=max(0, text - 30))
    assert clocks()[PHONE_CDC].late(after(now)) == timedelta(minutes=max(0, now - 10))


@given(phone=st.integers(1, 600), written=st.integers(1, 600), closed=minutes)
def test_a_case_closed_in_time_owes_nothing_and_one_closed_late_still_shows_it(
    phone, written, closed
):
    found = rules.clocks(
        opened_at=OPENED, limits=Limits(phone, written, 24), done={}, closed_at=after(closed)
    )
    assert {c.step for c in found if c.step in rules.PHONES} == (
        set(rules.PHONES) if closed > phone else set()
    )
    assert (WRITTEN in {c.step for c in found}) == (closed > phone + written)


@given(calls=st.lists(minutes, max_size=5))
def test_the_first_call_counts_however_often_one_calls(calls):
    done = {PHONE_SUPERIOR: [after(n) for n in calls]}
    expected = after(min(calls)) if calls else None
    assert clocks(done)[PHONE_SUPERIOR].done_at == expected
