from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shouwang.health import rules
from shouwang.health.rules import HIGHEST, LOWEST, NotATemperature

celsius = st.integers(LOWEST, HIGHEST)


@given(celsius, st.sampled_from(["{0}", "{1}", " {1} ℃", "{1}°C"]))
def test_every_temperature_reads_back_however_it_is_typed(tenths: int, form: str) -> None:
    assert rules.parse(form.format(tenths, rules.shown(tenths))) == tenths


@given(celsius)
def test_full_width_digits_and_stops_read_as_plain_ones(tenths: int) -> None:
    wide = rules.shown(tenths).translate(str.maketrans("0123456789.", "０１２３４５６７８９。"))
    assert rules.parse(wide) == tenths


@given(st.integers(0, 9_999).filter(lambda n: not LOWEST <= n <= HIGHEST and len(str(n)) != 2))
def test_what_no_thermometer_shows_is_refused(tenths: int) -> None:
    with pytest.raises(NotATemperature):
        rules.parse(str(tenths))


@given(st.text(max_size=8))
def test_any_text_is_a_temperature_in_range_or_refused(text: str) -> None:
    try:
        assert LOWEST <= rules.parse(text) <= HIGHEST
    except NotATemperature as refused:
        said = refused.reason
    else:
        return
    assert said in {"empty", "unclear", "fahrenheit", "range"}


@pytest.mark.parametrize("text", ["979", "97.9", "100.4", "932"])
def test_fahrenheit_is_told_apart_from_a_slip(text: str) -> None:
    with pytest.raises(NotATemperature) as refused:
        rules.parse(text)
    assert refused.value.reason == "fahrenheit"


@given(st.sets(st.sampled_from(rules.SYMPTOMS)))
def test_ticked_symptoms_come_back(ticked: set[str]) -> None:
    assert set(rules.codes(rules.bits(ticked))) == ticked


def test_a_mark_between_tenths_is_reached_by_the_next() -> None:
    assert [rules.tenths(mark) for mark in ("37.3", "37", "37.25")] == [373, 370, 373]


@given(st.integers(1, 8), st.integers(0, 24 * 60))
def test_the_round_under_way_is_one_of_the_day(count: int, minute: int) -> None:
    told = ((540,), (540, 900), (540, 900, 1200))
    hours = rules.spread(count, told)
    assert len(hours) == count
    assert hours == sorted(hours)
    assert 1 <= rules.due_number(minute, hours) <= count
