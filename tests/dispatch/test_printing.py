"""A paper as Excel: nothing that stands on it is cut off, whoever prints it."""

from __future__ import annotations

import io
from dataclasses import replace
from decimal import Decimal

import openpyxl
import pytest
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from shouwang.dispatch.printing import room
from shouwang.dispatch.printing.paper import Foot, Paper
from shouwang.dispatch.printing.workbook import as_xlsx
from shouwang.dispatch.tables.design import ITEMS
from shouwang.dispatch.tables.table import Cell, Change, Column, Gap, Row, Table

STATES = {"due": 231, "filed": 229, "zero": 141, "late": 2, "missing": 2}
FOOT = Foot(
    "欧阳副局长", "养老服务科科长", "办公室值班主任", "0999-2012349", "2020年2月10日18时52分"
)


def narrow(**more: object) -> Paper:
    """Return a table by items with two narrow columns, as a superior likes it."""
    rows = tuple(
        Row(f"figures:{n}", name, (Cell(Decimal(n)), Cell(None)), measure="人")
        for n, name in enumerate(("在院", "今日新入住", "在岗"))
    )
    table = Table(
        title="全省养老机构新冠肺炎疫情防控工作情况日报表",
        reporter="澜川市民政局", day="2020-02-10", as_of="2020年2月10日18时52分",
        head=(("表　　号", "民防统2表"), ("批准机关", "澜川市新冠肺炎疫情防控工作领导小组办公室")),
        rows_are=ITEMS, first="指标", columns=(Column("today", "当日"), Column("before", "前一日")),
        rows=rows, states=STATES,
    )  # fmt: skip
    return replace(Paper(table, "省民政厅", "2020年第2号", FOOT), **more)


def opened(paper: Paper) -> openpyxl.Workbook:
    return openpyxl.load_workbook(io.BytesIO(as_xlsx(paper)))


def room_of(page: Worksheet, ref: str) -> float:
    """Return the width that the cell has, with the cells that are merged into it."""
    span = next((m for m in page.merged_cells.ranges if ref in m), None)
    first, last = (span.min_col, span.max_col) if span else (page[ref].column, page[ref].column)
    widths = {}
    for held in page.column_dimensions.values():
        widths |= dict.fromkeys(range(held.min, held.max + 1), held.width)
    return sum(widths[column] for column in range(first, last + 1))


def lines_of(page: Worksheet, ref: str) -> int:
    """Return how many lines of its letters a cell is high."""
    cell = page[ref]
    return int((page.row_dimensions[cell.row].height or 15) // (cell.font.size * 1.2))


def test_every_word_around_a_narrow_table_has_its_room() -> None:
    page = opened(narrow()).worksheets[0]
    told = []
    for line in page.iter_rows():
        for cell in line:
            if isinstance(cell.value, str):
                told.append(cell.value)
                wide = room_of(page, f"{get_column_letter(cell.column)}{cell.row}")
                lines = room.lines(cell.value.split("\n")[0], wide + 1, cell.font.size)
                assert lines <= lines_of(page, cell.coordinate), cell.value
    for piece in (
        "负责人：欧阳副局长", "审核人：养老服务科科长", "填表人：办公室值班主任",
        "电话：0999-2012349", "报出时间：2020年2月10日18时52分",
        "填报单位（盖章）：澜川市民政局", "2020年2月10日",
    ):  # fmt: skip
        assert piece in told


def test_who_signs_a_table_stands_on_its_page_and_a_long_table_stays_readable() -> None:
    assert opened(narrow()).worksheets[0].page_setup.fitToHeight is None  # one page
    paper = narrow()
    rows = tuple(replace(paper.table.rows[0], key=f"figures:{n}") for n in range(200))
    long = replace(paper, table=replace(paper.table, rows=rows))
    assert opened(long).worksheets[0].page_setup.fitToHeight == 0


def test_hundreds_of_missing_units_are_all_named_in_rows_that_excel_can_show() -> None:
    names = tuple(f"第{n}乡镇中心敬老院" for n in range(280))
    paper = narrow()
    missing = replace(paper.table, gaps=(Gap("砚宁县", names),))
    page = opened(replace(paper, table=missing)).worksheets[0]
    told = "".join(str(c.value) for line in page.iter_rows() for c in line if c.value is not None)
    assert all(name in told for name in names)
    heights = [held.height or 15 for held in page.row_dimensions.values()]
    assert max(heights) < 409


def test_names_in_the_list_of_an_amendment_have_their_lines() -> None:
    names = "、".join(f"第{n}乡镇中心敬老院" for n in range(12))
    changed = (Change("报送情况", "未报单位", names, "无"),)
    page = opened(narrow(changes=changed, reason="补报")).worksheets[1]
    assert page["C3"].value == names
    assert lines_of(page, "C3") >= room.lines(names, room_of(page, "C3"))


@pytest.mark.parametrize(
    ("parts", "spans"),
    [
        (("甲", "乙", "丙"), [(0, 0), (1, 2), (3, 4)]),
        (("电话：1", "报出时间：2020年2月10日18时52分"), [(0, 0), (1, 4)]),
        (("字" * 40, "字" * 40), None),
    ],
)
def test_the_parts_of_a_line_take_the_columns_they_need(
    parts: tuple[str, ...], spans: list[tuple[int, int]] | None
) -> None:
    assert room.parted([32, 9, 9, 9, 9], parts) == spans
