"""A statistical table: its head and foot, on its side when it is wide, the same in Word and PDF."""

from __future__ import annotations

import io
from datetime import date

import pdfplumber
import pytest
from docx import Document
from docx.enum.section import WD_ORIENT

from shouwang.papers.layout.docx import to_docx
from shouwang.papers.layout.model import Column, Fields, PaperLayout, Row, Table
from shouwang.papers.layout.pdf import to_pdf


def form(*, sideways: bool = False, rows: int = 6) -> PaperLayout:
    lines = tuple(Row((f"第{n}县", "1,234", "—")) for n in range(rows))
    head = (("表　　号：民防1表",), ("报：指挥部", "有效期至：2020年6月30日"))
    columns = (Column("单位", "left"), Column("在院", "right"), Column("在岗", "right"))
    return PaperLayout(
        title="疫情防控日报表",
        dated=date(2020, 2, 11),
        sideways=sideways,
        body=(
            Fields(head, "right", keep=True),
            Fields((("填报单位（盖章）：民政局", "2020年2月11日", "计量单位：人"),), keep=True),
            Table(columns=columns, rows=(Row(("报送情况",), "section"), *lines)),
            Fields((("负责人：", "审核人：", "填表人："),)),
        ),
    )  # fmt: skip


@pytest.mark.parametrize("sideways", [False, True])
def test_the_sheet_lies_as_asked_and_its_foot_stands_on_the_first_page(sideways: bool):
    section = Document(io.BytesIO(to_docx(form(sideways=sideways)))).sections[0]
    assert (section.orientation == WD_ORIENT.LANDSCAPE) == sideways
    with pdfplumber.open(io.BytesIO(to_pdf(form(sideways=sideways)))) as opened:
        (page,) = opened.pages
        assert (page.width > page.height) == sideways
        text = page.extract_text()
    for piece in ("表　　号：民防1表", "报：指挥部", "填报单位（盖章）：民政局", "填表人："):
        assert piece.replace("　", "") in text.replace("　", "").replace(" ", "")


def test_the_fields_at_the_right_begin_under_one_another_and_end_at_the_edge():
    with pdfplumber.open(io.BytesIO(to_pdf(form()))) as opened:
        page = opened.pages[0]
        words = {w["text"]: w for w in page.extract_words()}
        edge = max(line["x1"] for line in page.lines + page.rects)
    first = next(w for text, w in words.items() if text.startswith("表"))
    second = next(w for text, w in words.items() if text.startswith("有效期至"))
    assert first["x0"] == pytest.approx(second["x0"], abs=0.5)
    assert second["x1"] == pytest.approx(edge, abs=2)


def test_the_name_of_a_group_never_ends_a_page():
    for rows in range(20, 34):
        base = form(rows=rows)
        fields, table = base.body[:2], base.body[2]
        groups = (*table.rows[1:], Row(("物资",), "section"), Row(("口罩", "1", "2")))
        layout = PaperLayout(
            title=base.title, dated=base.dated,
            body=(*fields, Table(columns=table.columns, rows=groups)),
        )  # fmt: skip
        with pdfplumber.open(io.BytesIO(to_pdf(layout))) as opened:
            pages = [page.extract_text() for page in opened.pages]
        assert next(p for p in pages if "物资" in p) == next(p for p in pages if "口罩" in p)
