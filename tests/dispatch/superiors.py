"""A superior's sheet as it comes by post: merged title, two rows of heads, formulas, a foot."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable

import openpyxl
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.worksheet.worksheet import Worksheet

from shouwang.accounts.models import User
from shouwang.dispatch.actions import books
from shouwang.dispatch.books.mapping import BookMapping
from shouwang.dispatch.models import Layout, Recipient
from tests.cast import at

NINE = at(hour=9)
_THIN = Side(style="thin")
HEADS = {
    "A3:A4": "单位", "B3:C3": "老年人情况（人）", "B4:B4": "在院", "C4:C4": "当日新入住",
    "D3:D4": "在册职工（人）", "E3:E4": "发热服务对象", "F3:F4": "应报机构", "G3:G4": "备注",
}  # fmt: skip


def sheet_of(change: Callable[[Worksheet], None] | None = None) -> bytes:
    """Return the province's daily sheet for 澜川市; ``change`` makes another edition of it."""
    book = openpyxl.Workbook()
    page = book.active
    page.title = "日报"
    page["A1"] = "全省养老机构疫情防控日报表（    年  月  日）"
    page.merge_cells("A1:G1")
    page["A1"].font = Font(name="黑体", size=18, bold=True)
    page["A2"] = "填报单位（盖章）："
    page.merge_cells("A2:D2")
    page["F2"] = "联系电话："
    for place, text in HEADS.items():
        page[place.split(":")[0]] = text
        if place.split(":")[0] != place.split(":")[1]:
            page.merge_cells(place)
    for row, name in enumerate(("棠宁区", "砚宁", "高新区"), 5):
        page[f"A{row}"] = name
    page["A8"] = "合计"
    for column in "BCDEF":
        page[f"{column}8"] = f"=SUM({column}5:{column}7)"
        page[f"{column}8"].fill = PatternFill("solid", fgColor="FFF2CC")
    for line in page["A3:G8"]:
        for cell in line:
            cell.border = Border(_THIN, _THIN, _THIN, _THIN)
            cell.alignment = Alignment(horizontal="center", vertical="center", wrap_text=True)
    page["B5"].number_format = "#,##0"
    page["A9"] = "单位负责人：            审核人：            填表人："
    page.merge_cells("A9:G9")
    page.column_dimensions["A"].width = 22
    page.row_dimensions[1].height = 36
    page.page_setup.orientation, page.page_setup.paperSize = "landscape", 9
    page.print_area, page.freeze_panes, page.print_title_rows = "A1:G9", "B5", "3:4"
    page.oddFooter.center.text = "第 &P 页"
    if change:
        change(page)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def opened(content: bytes, *, data_only: bool = False) -> Worksheet:
    """Return the first sheet of a workbook."""
    return openpyxl.load_workbook(io.BytesIO(content), data_only=data_only).worksheets[0]


def damaged(name: str, content: bytes = b"x") -> bytes:
    """Return the sheet with one more part inside."""
    out = io.BytesIO(sheet_of())
    with zipfile.ZipFile(out, "a", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(name, content)
    return out.getvalue()


def upload(
    recipient: Recipient, by: User, content: bytes | None = None, name: str = "省厅日报.xlsx"
) -> Layout:
    """Upload a sheet for a recipient."""
    content = content or sheet_of()
    return books.upload_book(recipient=recipient, content=content, file_name=name, by=by, at=NINE)


def told(layout: Layout) -> BookMapping:
    """Return what is kept of a sheet's cells."""
    return BookMapping.from_json(Layout.objects.get(pk=layout.pk).design)


def said(layout: Layout, cell: str) -> tuple[str, str, str]:
    """Return how a cell is filled, by what, for which place."""
    fill = told(layout).find(f"日报!{cell}")
    assert fill is not None
    return fill.how, fill.ref, fill.place_name
