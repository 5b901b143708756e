"""Numbers and days however they are dressed, and how all of it comes back."""

from __future__ import annotations

import csv
import datetime as dt
import io
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shouwang.kit.sheets.read import (
    BadValue,
    Problem,
    Table,
    open_table,
    parse_date,
    parse_int,
    parse_number,
)
from tests.kit.sheet_files import (
    read_all,
)


@pytest.mark.parametrize(
    ("cell", "number"),
    [
        ("12", "12"),
        (" １２ ", "12"),
        ("'12", "12"),
        ("‘12", "12"),
        ("1,234", "1234"),
        ("1，234，567", "1234567"),
        ("12,3456", "123456"),
        ("\u00a012\u3000", "12"),
        ("\ufeff3\u200b", "3"),
        ("－3.50", "-3.50"),
        ("98.7%", "0.987"),
        ("９８．７％", "0.987"),
        ("1.5e3", "1.5e3"),
        (12, "12"),
        (12.0, "12"),
        (0.1 + 0.2, "0.3"),
        (1e15, "1000000000000000"),
        ("0", "0"),
        (0, "0"),
    ],
)
def test_numbers_are_read_in_every_dress(cell, number):
    assert parse_number(cell) == Decimal(number)


@pytest.mark.parametrize("cell", [None, "", " ", "\u00a0", "\u3000", "'", "\u200b"])
def test_a_blank_is_absent_and_never_zero(cell):
    assert parse_number(cell) is None
    assert parse_int(cell) is None
    assert parse_date(cell) is None


@pytest.mark.parametrize(
    ("cell", "word"),
    [
        ("无", "不是数字"),
        ("-", "不是数字"),
        ("12人", "混有文字"),
        ("1,23", "千位"),
        ("1.2.3", "混有文字"),
        ("#REF!", "公式错误"),
        (True, "是/否"),
        (dt.date(2020, 1, 26), "日期"),
        ("1e99", "过大"),
        (float("nan"), "过大"),
        ("十二", "不是数字"),
        ("NaN", "不是数字"),
        ("1_000", "混有文字"),
    ],
)
def test_what_is_no_number_says_why(cell, word):
    with pytest.raises(BadValue, match=word) as bad:
        parse_number(cell)
    assert bad.value.why_zh


def test_a_part_of_a_person_is_refused():
    with pytest.raises(BadValue, match="整数"):
        parse_int("12.5")
    assert parse_int("12.0") == 12


@pytest.mark.parametrize(
    "cell",
    [
        dt.date(2020, 1, 26),
        dt.datetime(2020, 1, 26, 8, 30),  # noqa: DTZ001 (Excel knows no zones)
        "2020-01-26",
        "2020/1/26",
        "2020.1.26",
        "2020年1月26日",
        "２０２０年１月２６日",
        "2020 年 01 月 26 日",
        "20200126",
        20200126,
        20200126.0,
        "2020-01-26 08:30",
        "2020-01-26T08:30:00+08:00",
        43856,
        "43856",
        43856.354,
    ],
)
def test_days_are_read_in_every_dress(cell):
    assert parse_date(cell) == dt.date(2020, 1, 26)


@pytest.mark.parametrize(
    "cell", ["2020年2月30日", "20201301", "1月26日", "明天", "12", True, "5/6/20"]
)
def test_what_is_no_day_or_has_no_year_says_why(cell):
    with pytest.raises(BadValue) as bad:
        parse_date(cell)
    assert bad.value.why_zh


def test_a_mapping_may_say_how_its_days_are_written():
    assert parse_date("26.01.20", formats=("%d.%m.%y",)) == dt.date(2020, 1, 26)


def test_a_problem_prints_as_the_command_line_shows_it():
    problem = Problem(7, "在院", "abc", "不是数字")
    assert problem.as_dict() == {"row": 7, "column": "在院", "value": "abc", "why": "不是数字"}


@given(
    st.decimals(
        allow_nan=False, allow_infinity=False, min_value=-(10**12), max_value=10**12, places=4
    )
)
def test_any_number_comes_back_however_it_is_dressed(number):
    assert parse_number(str(number)) == number
    assert parse_number(f"{number:,}") == number
    wide = str.maketrans("0123456789.-", "０１２３４５６７８９．－")
    assert parse_number(str(number).translate(wide)) == number


@given(st.dates(min_value=dt.date(1901, 1, 1), max_value=dt.date(2199, 12, 31)))
def test_any_day_comes_back_however_it_is_written(day):
    for text in (
        day.isoformat(),
        f"{day:%Y%m%d}",
        f"{day.year}年{day.month}月{day.day}日",
        str((day - dt.date(1899, 12, 30)).days),
    ):
        assert parse_date(text) == day


cells = st.text(
    st.characters(codec="utf-8", exclude_characters="\x00\r\n", exclude_categories=["Cs", "Cc"]),
    max_size=12,
)


@given(st.lists(st.tuples(cells, cells), min_size=1, max_size=8))
def test_any_text_survives_csv(rows):
    stream = io.StringIO()
    csv.writer(stream).writerows([("左", "右"), *rows])
    columns, found = read_all(stream.getvalue())
    assert columns == ["左", "右"]
    kept = [row for row in rows if any(row)]
    assert [(cells["左"], cells["右"]) for _, cells in found] == kept


def test_table_is_what_open_table_returns():
    with open_table(io.BytesIO(b"a,b\n1,2\n")) as table:
        assert isinstance(table, Table)
