"""What was typed, and what is said of it."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from decimal import Decimal

import pytest

from shouwang.reporting import rules, typed
from shouwang.reporting.rules import ItemSpec, RuleSpec

HOUSE = ItemSpec("in_house", "在院", "人", "stock")
NEW = ItemSpec("admitted", "新入住", "人", "flow")
NOON = datetime(2020, 2, 11, 4, tzinfo=UTC)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("46", 46),
        ("４６", 46),
        (" 1,234 ", 1234),
        ("１，２３４", 1234),
        ("1 234", 1234),
        ("12.5", Decimal("12.5")),
        ("12.0", 12),
    ],
)
def test_numbers_are_read_as_people_type_them(text: str, value: object) -> None:
    assert typed.read({"x": text}) == ({"x": value}, {})


def test_a_blank_is_no_value_and_no_slip() -> None:
    assert typed.read({"a": "", "b": "　"}) == ({}, {})


def test_a_slip_is_no_value_and_says_why() -> None:
    values, slips = typed.read({"a": "四十六", "b": "7"})
    assert values == {"b": 7}
    assert list(slips) == ["a"]


def test_a_draft_gives_back_what_was_typed() -> None:
    filled = typed.from_post(
        {"item-a": "x1", "item-b": "", "reason-a": "有人出院", "is_zero": "1", "csrf": "no"}
    )
    assert typed.from_draft(typed.to_draft(filled)) == filled
    assert typed.to_fields(filled)["reason-a"] == "有人出院"


def test_a_check_with_a_blank_in_it_is_passed_over() -> None:
    rule = RuleSpec("in_house >= admitted", "error", "新入住不能多于在院", "admitted")
    assert rules.check({"in_house": 3}, {}, [HOUSE], [rule]) == []
    found = rules.check({"in_house": 3, "admitted": 4}, {}, [HOUSE, NEW], [rule])
    assert [f.code for f in found] == ["admitted"]


def test_a_jump_of_a_stock_asks_for_a_reason_and_a_small_one_does_not() -> None:
    asked = rules.check({"in_house": 20}, {"in_house": 46}, [HOUSE], [])
    assert [f.severity for f in asked] == [rules.REASON]
    assert rules.check({"in_house": 40}, {"in_house": 46}, [HOUSE], []) == []


@pytest.mark.parametrize(
    ("filed", "late", "drafted", "minutes", "state"),
    [
        (True, False, False, 5, rules.FILED),
        (True, True, True, 5, rules.FILED_LATE),
        (False, False, True, 5, rules.DRAFTED),
        (False, False, False, -5, rules.DUE),
        (False, False, False, 5, rules.MISSING),
    ],
)
def test_the_state_of_what_is_owed(
    filed: bool, late: bool, drafted: bool, minutes: int, state: str
) -> None:
    now = NOON + timedelta(minutes=minutes)
    assert state == rules.state_of(
        is_filed=filed, was_late=late, is_drafted=drafted, due_at=NOON, now=now
    )


@pytest.mark.parametrize("text", ["in_house", "a1"])
def test_a_code_may_stand_in_a_check(text: str) -> None:
    assert rules.is_code(text)


@pytest.mark.parametrize("text", ["", "1a", "在院", "prev", "In", "a-b", "a b"])
def test_what_could_not_stand_in_a_check_is_no_code(text: str) -> None:
    assert not rules.is_code(text)
