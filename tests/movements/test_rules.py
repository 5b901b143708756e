"""Decisions about movements and isolation, as sentences."""

from __future__ import annotations

from datetime import date, datetime

import pytest

from shouwang.movements import rules

MORNING = datetime(2020, 2, 1, 8, 0)  # noqa: DTZ001 (wall time of the house)
EVENING = datetime(2020, 2, 1, 20, 0)  # noqa: DTZ001


@pytest.mark.parametrize(
    ("strength", "exempt", "emergency", "verdict"),
    [
        (None, False, False, "free"),
        ("absolute", False, False, "refused"),
        ("principle", False, False, "special"),
        ("principle", True, False, "free"),
        ("absolute", False, True, "free"),
    ],
)
def test_what_a_measure_lets_through(
    strength: str | None, exempt: bool, emergency: bool, verdict: str
) -> None:
    assert rules.at_entry(strength, is_exempt=exempt, is_emergency=emergency) == verdict


def test_only_a_way_to_the_physician_goes_first_and_is_never_suspended() -> None:
    assert rules.may_go_first("medical")
    assert not rules.may_go_first("leave")
    assert "medical" not in rules.MEASURES


def test_fourteen_days_are_whole_days_and_the_release_is_on_the_day_after() -> None:
    began = date(2020, 2, 1)
    assert rules.day_number(began, date(2020, 2, 14)) == 14
    assert rules.standing(started_on=began, days=14, today=date(2020, 2, 14)) == "running"
    assert rules.standing(started_on=began, days=14, today=date(2020, 2, 15)) == "due"
    assert rules.standing(started_on=began, days=14, today=date(2020, 2, 16)) == "overdue"


@pytest.mark.parametrize(("started", "first"), [(MORNING, 2), (EVENING, 1)])
def test_the_first_day_needs_what_fits_into_the_rest_of_it(started: datetime, first: int) -> None:
    due = [rules.due_on(n, days=3, checks=2, started=started) for n in range(5)]
    assert due == [0, first, 2, 2, 0]


def test_a_day_with_a_check_missing_is_named_and_today_is_not_judged_yet() -> None:
    made = {1: 1, 2: 1, 3: 2}
    found = rules.gaps(days=3, checks=2, started=EVENING, made=made, before=4)
    assert found == [rules.Gap(2, 2, 1)]
    assert rules.gaps(days=3, checks=2, started=EVENING, made={1: 1}, before=2) == []


def test_a_release_waits_for_the_last_day_then_for_the_checks_then_for_a_second_person() -> None:
    def why(standing: str, missing: int, medic: int | None, signer: int) -> str:
        return rules.why_not_released(
            standing_now=standing, missing=missing, medic=medic, director=None, signer=signer
        )

    assert why("running", 0, None, 1) == "early"
    assert why("due", 2, None, 1) == "gaps"
    assert why("due", 0, 1, 1) == "same_person"
    assert why("overdue", 0, 1, 2) == ""


@pytest.mark.parametrize(
    ("kind", "state", "deed", "after"),
    [
        ("medical", "approved", "out", "out"),
        ("medical", "waiting", "out", None),
        ("leave", "out", "back", "done"),
        ("admission", "approved", "carry_out", "done"),
        ("leave", "approved", "carry_out", None),
        ("return", "waiting", "withdraw", "withdrawn"),
        ("leave", "out", "withdraw", None),
    ],
)
def test_a_movement_goes_its_way_and_no_other(
    kind: str, state: str, deed: str, after: str | None
) -> None:
    assert rules.next_state(kind, state, deed) == after
