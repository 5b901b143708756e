"""Numbers and days as officials write them."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shouwang.kit import numbers, words_zh


@pytest.mark.parametrize(
    ("value", "places", "rounded"),
    [("0.5", 0, "1"), ("2.5", 0, "3"), ("-2.5", 0, "-3"), ("1.005", 2, "1.01"), ("0.05", 1, "0.1")],
)
def test_halves_are_rounded_up_as_at_school(value, places, rounded):
    assert numbers.round_half_up(Decimal(value), places) == Decimal(rounded)


def test_a_table_shows_zero_as_zero_and_the_absent_as_nothing():
    assert numbers.in_table(0) == "0"
    assert numbers.in_table(None) == ""
    assert numbers.in_table(1234567) == "1,234,567"
    assert numbers.in_table(Decimal("1234.5"), 2) == "1,234.50"
    assert numbers.in_table(Decimal("-0.4")) == "0"


def test_a_sentence_says_none_for_zero_and_admits_what_nobody_stated():
    assert numbers.in_sentence(0, "人") == "无"
    assert numbers.in_sentence(1234, "人次") == "1234人次"
    assert numbers.in_sentence(None, "人") == "（无数据）"
    assert numbers.in_sentence(Decimal("153000"), "元") == "15.3万元"


@pytest.mark.parametrize(
    ("yuan", "text"),
    [
        ("0", "0元"),
        ("8500", "8500元"),
        ("8500.50", "8500.5元"),
        ("10000", "1万元"),
        ("153000", "15.3万元"),
        ("9999.999", "1万元"),
        ("123456", "12.35万元"),
        ("-153000", "-15.3万元"),
        ("99999999", "1亿元"),
        ("102000000", "1.02亿元"),
    ],
)
def test_sums_of_money_take_their_unit(yuan, text):
    assert numbers.money(Decimal(yuan)) == text


@pytest.mark.parametrize(
    ("part", "whole", "text"),
    [
        (157, 179, "87.7%"),
        (179, 179, "100%"),
        (0, 179, "0%"),
        (9999, 10_000, "99.9%"),
        (1, 10_000, "0.1%"),
        (0, 0, "（无数据）"),
        (3, 2, "150.0%"),
    ],
)
def test_only_all_is_a_hundred_percent_and_only_none_is_zero(part, whole, text):
    assert numbers.rate(part, whole) == text


@pytest.mark.parametrize(
    ("now", "before", "text"),
    [
        (45, 42, "较昨日增加3人"),
        (42, 45, "较昨日减少3人"),
        (45, 45, "与昨日持平"),
        (None, 45, "（昨日无可比数据）"),
        (45, None, "（昨日无可比数据）"),
    ],
)
def test_change_is_said_in_words(now, before, text):
    assert numbers.change(now, before, measure="人") == text


def test_change_of_money_and_against_another_period():
    text = numbers.change(Decimal(250_000), Decimal(97_000), measure="元", since="上周", places=2)
    assert text == "较上周增加15.3万元"


@pytest.mark.parametrize(
    ("listed", "total", "text"),
    [
        ([], None, "无"),
        (["甲"], None, "甲"),
        (list("甲乙丙丁戊"), None, "甲、乙、丙、丁、戊"),
        (list("甲乙丙丁戊己庚"), None, "甲、乙、丙、丁、戊等7家"),
        (list("甲乙"), 22, "甲、乙等22家"),
        ([], 22, "22家"),
    ],
)
def test_at_most_five_names_are_listed_then_how_many_in_all(listed, total, text):
    assert numbers.names(listed, total=total) == text


def test_clauses_that_say_nothing_are_left_out():
    assert numbers.clauses(["甲", None, "", "乙"]) == "甲，乙。"
    assert numbers.clauses([None, ""]) == ""


@given(st.decimals(-(10**12), 10**12, places=5), st.integers(0, 4))
def test_rounding_moves_a_number_by_half_a_step_at_most(value, places):
    rounded = numbers.round_half_up(value, places)
    assert abs(rounded - value) * 2 <= Decimal(1).scaleb(-places)
    assert Decimal(numbers.in_table(value, places).replace(",", "")) == rounded
    assert Decimal(numbers.plain(value, places)) == rounded


@given(st.integers(0, 10**6), st.integers(1, 10**6))
def test_a_rate_is_a_hundred_percent_exactly_when_nothing_is_missing(part, whole):
    part = min(part, whole)
    assert (numbers.rate(part, whole) == "100%") == (part == whole)
    assert (numbers.rate(part, whole) == "0%") == (part == 0)


# --- in words ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("number", "text"),
    [(0, "零"), (10, "十"), (12, "十二"), (20, "二十"), (110, "一百一十"), (179, "一百七十九"),
     (1010, "一千零一十"), (100_000, "十万"), (-12, "负十二")],
)  # fmt: skip
def test_numerals_are_written_as_they_are_said(number, text):
    assert words_zh.numeral(number) == text


@pytest.mark.parametrize(
    ("text", "number"),
    [("一百七十九", 179), ("两百", 200), ("15.3万", 153_000), ("１２", 12), ("3亿", 300_000_000),
     ("一百八", 180), ("廿", 20), ("1,234", 1234), ("三点五", Decimal("3.5")), ("x", None),
     ("", None), ("一盘棋", None), ("3 4", None)],
)  # fmt: skip
def test_numerals_are_read_in_chinese_and_arabic(text, number):
    assert words_zh.number_in(text) == number


@given(st.integers(0, 10**12))
def test_any_numeral_written_is_read_back(number):
    assert words_zh.number_in(words_zh.numeral(number)) == number


def test_headings_and_points_are_numbered_as_in_a_public_document():
    assert [words_zh.heading(level, 3) for level in (1, 2, 3, 4)] == [
        "三、",
        "（三）",
        "3.",
        "（3）",
    ]
    assert words_zh.point(2) == "二是"
    with pytest.raises(ValueError, match="levels"):
        words_zh.heading(5, 1)


def test_days_are_written_without_padding():
    day = dt.date(2020, 1, 6)
    assert words_zh.full_day(day) == "2020年1月6日"
    assert words_zh.short_day(day) == "1月6日"


def test_moments_are_in_shanghai_and_midnight_closes_its_day():
    assert words_zh.moment(dt.datetime(2020, 1, 26, 8, tzinfo=dt.UTC)) == "1月26日16时"
    assert words_zh.moment(dt.datetime(2020, 1, 26, 8, 5, tzinfo=dt.UTC)) == "1月26日16时5分"
    midnight = dt.datetime(2020, 12, 31, 16, tzinfo=dt.UTC)
    assert words_zh.moment(midnight, with_year=True) == "2020年12月31日24时"
    with pytest.raises(ValueError, match="zone"):
        words_zh.moment(dt.datetime(2020, 1, 26))  # noqa: DTZ001


def test_a_span_of_days_names_the_years_only_where_they_differ():
    assert words_zh.span(dt.date(2020, 1, 22), dt.date(2020, 2, 11)) == "1月22日至2月11日"
    assert words_zh.span(dt.date(2020, 1, 22), dt.date(2020, 1, 22)) == "1月22日"
    assert (
        words_zh.span(dt.date(2019, 12, 31), dt.date(2020, 1, 1)) == "2019年12月31日至2020年1月1日"
    )
