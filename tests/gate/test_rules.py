"""Plates, letters to find somebody by, and who cannot be let in whatever the measures say."""

from __future__ import annotations

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from shouwang.gate import rules
from shouwang.gate.packs import sounds


@pytest.mark.parametrize(
    "text",
    ["皖A12345", "皖a·12345", "皖 A1234挂", "皖AD12345", "皖AF12345", "皖A12345D", "京AD12345",
     "粤Z1234港", "沪A0023领", "012345使", "川A1234应急", "WJ皖12345", "ＺＡ12345"],
)  # fmt: skip
def test_a_plate_is_known_as_people_write_it(text):
    assert rules.is_plate(text)


@pytest.mark.parametrize(
    "text", ["", "皖A1234", "皖A123456", "皖AO1234", "A12345", "啊A12345", "皖A12345678"]
)
def test_what_is_no_plate_is_refused(text):
    assert not rules.is_plate(text)


def test_five_signs_with_a_d_are_an_ordinary_plate():
    assert rules.is_plate("皖AD1234")


@given(st.text(max_size=12))
@example("A¯")
def test_writing_a_plate_plainly_twice_changes_nothing(text):
    assert rules.plate(rules.plate(text)) == rules.plate(text)


@pytest.mark.parametrize(
    ("purpose", "first", "second", "history", "why"),
    [
        ("visit", 365, None, True, ""),
        ("visit", 373, None, True, "fever"),
        ("visit", 376, 368, True, ""),
        ("visit", 365, 374, True, "fever"),
        ("visit", 365, None, False, "history"),
        ("visit", 380, None, False, "fever"),
        ("visit", 365, None, None, ""),
        ("emergency", 390, None, False, ""),
    ],
)
def test_a_fever_or_a_history_stops_everybody_but_an_ambulance(
    purpose, first, second, history, why
):
    assert rules.stops(rules.Asked(purpose, first, second, history, 373)) == why


def test_a_visitor_is_found_by_letters_that_do_not_spell_the_hidden_name():
    assert sounds("欧阳建国") == "ou oyjg"
    assert sounds("张三") == "zhang zs"
    assert sounds("") == ""
