"""Tables that people take away: what they hold, how they print, and that nothing in them runs."""

from __future__ import annotations

import csv
import datetime as dt
import io
import zipfile
from decimal import Decimal

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from shouwang.kit.sheets.read import open_table, parse_date, parse_int, parse_number, text_of
from shouwang.kit.sheets.write import (
    Column,
    Kind,
    csv_bytes,
    guarded,
    sheet_name,
    workbook,
    write_workbook,
)

COLUMNS = [
    Column("unit", "机构", width=24),
    Column("people", "在院", Kind.INT),
    Column("stock", "均值", Kind.DECIMAL),
    Column("rate", "报送率", Kind.PERCENT),
    Column("on", "日期", Kind.DATE),
    Column("at", "报送时间", Kind.MOMENT),
]
MOMENT = dt.datetime(2020, 1, 26, 8, 30, tzinfo=dt.UTC)
ROWS = [
    {
        "unit": "棠汀敬老院",
        "people": 1234,
        "stock": Decimal("2.50"),
        "rate": Decimal("0.987"),
        "on": dt.date(2020, 1, 26),
        "at": MOMENT,
    },
    {"unit": "=1+1", "people": 0, "rate": None},
]


def made(**options: object) -> openpyxl.Workbook:
    content = workbook(**{"columns": COLUMNS, "rows": ROWS, "title": "日报汇总表", **options})
    return openpyxl.load_workbook(io.BytesIO(content))


def test_title_marks_notes_head_rows_and_total_stand_in_their_places():
    page = made(
        marks=["演示数据"],
        notes=["截至 2020-01-26 16:00，已报 2/2"],
        total=["合计", 1234] + [None] * 4,
    ).active
    first = [[cell.value for cell in row][:3] for row in page.iter_rows()]
    assert first[0][0] == "日报汇总表"
    assert [line[0] for line in first[1:3]] == ["演示数据", "截至 2020-01-26 16:00，已报 2/2"]
    assert first[3] == ["机构", "在院", "均值"]
    assert first[4] == ["棠汀敬老院", 1234, 2.5]
    assert first[6] == ["合计", 1234, None]
    assert page["B7"].font.bold


def test_numbers_stay_numbers_with_their_formats_and_a_blank_is_not_zero():
    page = made().active
    line = page[3]
    assert [cell.number_format for cell in line] == [
        "@",
        "#,##0",
        "#,##0.00",
        "0.0%",
        "yyyy-mm-dd",
        "yyyy-mm-dd hh:mm",
    ]
    assert line[3].value == 0.987
    assert line[4].value == dt.datetime(2020, 1, 26)  # noqa: DTZ001 (Excel knows no zones)
    assert page["B4"].value == 0
    assert page["D4"].value is None


def test_moments_print_in_shanghai_time():
    assert made().active["F3"].value == dt.datetime(2020, 1, 26, 16, 30)  # noqa: DTZ001


def test_it_prints_on_a4_across_one_page_wide_with_its_head_on_every_page():
    page = made(marks=["演示数据"]).active
    assert (page.page_setup.paperSize, page.page_setup.orientation) == (9, "landscape")
    assert page.sheet_properties.pageSetUpPr.fitToPage
    assert page.page_setup.fitToWidth in (None, 1)  # 1 is what an absent value means
    assert page.page_setup.fitToHeight == 0
    assert page.print_title_rows == "$3:$3"
    assert page.freeze_panes == "B4"
    assert page.oddFooter.left.text == "演示数据"


@pytest.mark.parametrize(
    "text", ["=1+1", "+8613800000000", "-2+3", "@SUM(A1)", '=HYPERLINK("http://x")', "http://x"]
)
def test_what_a_person_typed_is_text_and_never_a_formula(text):
    columns = [Column("a", "甲"), Column("b", "乙", Kind.INT)]
    content = workbook(columns=columns, rows=[[text, text]], title=text)
    page = openpyxl.load_workbook(io.BytesIO(content)).active
    assert [cell.data_type for cell in page[3]] == ["s", "s"]
    assert page["A3"].value == text
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        sheet = archive.read("xl/worksheets/sheet1.xml")
    assert b"<f>" not in sheet
    assert b"hyperlink" not in sheet


def test_csv_opens_in_excel_as_chinese_with_active_text_held_down():
    raw = csv_bytes(columns=COLUMNS, rows=[*ROWS, ["-", -5, None, None, None, None]])
    assert raw.startswith(b"\xef\xbb\xbf")
    lines = list(csv.reader(io.StringIO(raw.decode("utf-8-sig"))))
    assert lines[0] == ["机构", "在院", "均值", "报送率", "日期", "报送时间"]
    assert lines[1] == ["棠汀敬老院", "1234", "2.50", "0.987", "2020-01-26", "2020-01-26 16:30"]
    assert lines[2][:4] == ["'=1+1", "0", "", ""]
    assert lines[3][:2] == ["'-", "-5"]


@pytest.mark.parametrize("text", [" =1+1", "\t=1+1", "＝1+1", "\u00a0@x", "\n+1", "\x00=1+1"])
def test_no_disguise_lets_a_formula_through_to_csv(text):
    assert guarded(text).startswith("'")


@pytest.mark.parametrize(
    ("wanted", "name"),
    [
        ("各县[市]区*汇总?/\\:表", "各县 市 区 汇总 表"),
        ("'引号'", "引号"),
        ("长" * 40, "长" * 31),
        ("", "表格"),
        ("History", "表格"),
    ],
)
def test_sheet_names_are_ones_excel_accepts(wanted, name):
    assert sheet_name(wanted) == name


def test_numbers_too_long_for_excel_keep_every_digit_as_text():
    columns = [Column("n", "编号", Kind.INT), Column("m", "乙", Kind.INT)]
    page = openpyxl.load_workbook(
        io.BytesIO(workbook(columns=columns, rows=[[34120219700101123, 7]], title="t"))
    ).active
    assert page["A3"].value == "34120219700101123"
    assert page["B3"].value == 7


def test_forty_thousand_rows_are_streamed_and_counted():
    stream = io.BytesIO()
    rows = ((f"机构{index}", index) for index in range(40_000))
    assert write_workbook(stream, columns=COLUMNS[:2], rows=rows, title="全国") == 40_000
    with open_table(stream, expected=["机构", "在院"]) as table:
        assert sum(parse_int(row.cells["在院"]) or 0 for row in table) == sum(range(40_000))


words = st.text(
    st.characters(codec="utf-8", exclude_categories=["Cs", "Cc", "Cn", "Zl", "Zp"]), max_size=20
)
lines = st.tuples(
    words,
    st.none() | st.integers(-(10**14), 10**14),
    st.none() | st.decimals(-(10**6), 10**6, places=4),
    st.none() | st.dates(dt.date(1901, 1, 1), dt.date(2199, 12, 31)),
)
ROUND = [
    Column("a", "甲"),
    Column("b", "乙", Kind.INT),
    Column("c", "丙", Kind.DECIMAL),
    Column("d", "丁", Kind.DATE),
]


@given(st.lists(lines, min_size=1, max_size=5), st.sampled_from(["xlsx", "csv"]))
def test_what_is_written_is_read_back(rows, kind):
    raw = (
        workbook(columns=ROUND, rows=rows, title="往返")
        if kind == "xlsx"
        else csv_bytes(columns=ROUND, rows=rows)
    )
    with open_table(io.BytesIO(raw), expected=["甲", "乙", "丙", "丁"]) as table:
        back = [
            (
                text_of(row.cells["甲"]),
                parse_int(row.cells["乙"]),
                parse_number(row.cells["丙"]),
                parse_date(row.cells["丁"]),
            )
            for row in table
        ]
    kept = [(text_of(a), b, c, d) for a, b, c, d in rows]
    assert back == [row for row in kept if row != ("", None, None, None)]
