"""The Word file, read back: typefaces by name, the sheet's measures, real tables."""

from __future__ import annotations

import io
import zipfile
from dataclasses import replace

import docx
import pytest
from docx.enum.section import WD_ORIENT
from docx.oxml.ns import qn
from docx.shared import Mm

from shouwang.papers.layout.docx import to_docx
from shouwang.papers.layout.model import (
    Appendix,
    Mark,
    PageBreak,
    PaperLayout,
    Paragraph,
    RedHead,
    plain,
)

from . import samples

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
OFFICIAL = {"方正小标宋简体", "仿宋_GB2312", "黑体", "楷体_GB2312", "宋体"}


def reread(layout: PaperLayout):
    """The paper as Word would read it."""
    return docx.Document(io.BytesIO(to_docx(layout)))


def part(layout: PaperLayout, name: str) -> str:
    """The text of one part of the file."""
    with zipfile.ZipFile(io.BytesIO(to_docx(layout))) as archive:
        return archive.read(name).decode()


def test_every_typeface_is_official_and_named_for_chinese_text() -> None:
    document = reread(samples.bulletin())
    named = document.element.iter(f"{W}rFonts")
    used = {f.get(qn("w:eastAsia")) for f in named} - {None}
    assert used <= OFFICIAL
    assert {"方正小标宋简体", "黑体", "楷体_GB2312"} <= used
    normal = document.styles.element.find(f".//{W}docDefaults//{W}rFonts")
    assert normal.get(qn("w:eastAsia")) == "仿宋_GB2312"
    assert normal.get(qn("w:ascii")) == "Times New Roman"
    assert document.styles["Title"].element.rPr.rFonts.get(qn("w:eastAsia")) == "方正小标宋简体"


def test_a_pc_without_the_official_typefaces_is_told_what_to_take() -> None:
    table = part(samples.notice(), "word/fontTable.xml")
    assert 'w:name="仿宋_GB2312"><w:altName w:val="仿宋,' in table


def test_the_sheet_has_the_measures_of_the_standard() -> None:
    first = reread(samples.bulletin()).sections[0]
    assert first.page_width == pytest.approx(Mm(210), abs=1000)
    assert first.page_height == pytest.approx(Mm(297), abs=1000)
    for side, wanted in (("top", 37), ("bottom", 35), ("left", 28), ("right", 26)):
        assert getattr(first, f"{side}_margin") == pytest.approx(Mm(wanted), abs=1000)


def test_the_grid_has_22_lines_of_28_characters() -> None:
    document = reread(samples.bulletin())
    grid = document.sections[0]._sectPr.find(f"{W}docGrid")
    pitch = int(grid.get(qn("w:linePitch"))) / 20
    assert pitch == 28.95
    assert int(225 / 25.4 * 72 / pitch) == 22
    normal = document.styles["Normal"]
    assert normal.paragraph_format.line_spacing.pt == 28.95
    tracking = int(normal.element.rPr.find(f"{W}spacing").get(qn("w:val"))) / 20
    assert int(156 / 25.4 * 72 / (normal.font.size.pt + tracking)) == 28
    assert document.styles["Title"].font.size.pt == 22


def test_page_numbers_are_fields_right_on_odd_pages_and_left_on_even_ones() -> None:
    document = reread(samples.bulletin())
    assert document.settings.odd_and_even_pages_header_footer
    first = document.sections[0]
    for footer, side in ((first.footer, "right"), (first.even_page_footer, "left")):
        line = footer.paragraphs[0]
        assert line._p.pPr.find(f"{W}jc").get(qn("w:val")) == side
        assert "PAGE" in "".join(t.text for t in line._p.iter(f"{W}instrText"))
        assert "—" in line.text


def test_tables_are_real_and_repeat_their_heads() -> None:
    document = reread(samples.bulletin())
    table = document.tables[-1]
    assert len(table.columns) == 13
    heads = [row for row in table.rows if row._tr.trPr.find(f"{W}tblHeader") is not None]
    assert len(heads) == 2
    assert table.rows[0].cells[0].text == table.rows[1].cells[0].text == "县（市、区）"
    assert table.rows[0].cells[1].text == "报送情况（家）"
    assert [cell.text for cell in table.rows[-1].cells][:3] == ["合计", "213", "208"]
    assert document.sections[-1].orientation == WD_ORIENT.LANDSCAPE


def test_both_marks_stand_in_the_header_of_odd_and_even_pages() -> None:
    document = reread(samples.notice())
    first = document.sections[0]
    for header in (first.header, first.even_page_header):
        paths = header._element.iter("{urn:schemas-microsoft-com:vml}textpath")
        shape = next(path for path in paths if path.get("string"))
        assert shape.get("string").split() == [Mark.DRAFT, Mark.DEMONSTRATION]
        assert header.paragraphs[0].text == "草稿　演示数据"


def test_headings_on_their_own_line_are_words_headings_and_carry_their_numbers() -> None:
    document = reread(samples.notice())
    found = [(p.style.name, p.text) for p in document.paragraphs if "eading" in p.style.name]
    assert found == [
        ("Heading 1", "一、检查范围"),
        ("Heading 1", "二、工作要求"),
        ("Heading 2", "（一）压实责任"),
        ("Heading 4", "（1）逐院签字，问题清单当日录入。"),
        ("Heading 4", "（2）整改结果5日内报市局。"),
    ]


@pytest.mark.parametrize("typed", ['#import "x"', "<w:p/>&amp;", "*", "]]>", "甲\x00\x08\ufffe乙"])
def test_what_a_person_types_is_text_and_never_structure(typed: str) -> None:
    layout = PaperLayout(title=typed, body=(Paragraph((plain(typed),)),), dated=samples.DAY)
    wanted = typed if typed[0] != "甲" else "甲乙"
    shown = [p.text for p in reread(layout).paragraphs if p.text]
    assert shown == [wanted, wanted]


def test_a_page_break_leaves_no_empty_line_behind() -> None:
    body = (Paragraph((plain("甲"),)), PageBreak(), Paragraph((plain("乙"),)))
    document = reread(PaperLayout(title="", body=body, dated=samples.DAY))
    found = [(p.text, bool(p.paragraph_format.page_break_before)) for p in document.paragraphs]
    assert found == [("甲", False), ("乙", True)]


def test_a_table_may_follow_a_page_break() -> None:
    body = (Paragraph((plain("甲"),)), PageBreak(), replace(samples.county_table(), unit=""))
    document = reread(PaperLayout(title="", body=body, dated=samples.DAY))
    assert document.paragraphs[1].paragraph_format.page_break_before
    assert len(document.tables) == 1


def test_an_upright_appendix_carries_the_imprint_on_its_page() -> None:
    appendix = Appendix("名录", samples.long_table(3).body)
    document = reread(replace(samples.notice(), appendices=(appendix,)))
    texts = [element.tag.split("}")[1] for element in document.element.body]
    assert texts[-3:] == ["tbl", "p", "sectPr"]
    assert document.tables[-1].cell(0, 0).text == "抄送：市应急管理局，市消防救援支队。"
    assert [s.orientation for s in document.sections] == [WD_ORIENT.PORTRAIT] * 2


def test_a_note_in_the_footer_stands_below_the_number_at_the_inner_edge() -> None:
    document = reread(replace(samples.notice(), footer="统计时点：2月10日16:00"))
    first = document.sections[0]
    for footer, side in ((first.footer, "left"), (first.even_page_footer, "right")):
        number, note = footer.paragraphs
        assert "—" in number.text
        assert note.text == "统计时点：2月10日16:00"
        assert note._p.pPr.find(f"{W}jc").get(qn("w:val")) == side


def test_a_paper_to_a_superior_names_its_signers() -> None:
    head = RedHead("澜川市民政局文件", "澜民〔2020〕12号", signers=("方砚秋", "沈望岫"))
    document = reread(replace(samples.notice(), head=head))
    assert "　澜民〔2020〕12号\t签发人：方砚秋　沈望岫　" in [p.text for p in document.paragraphs]


def test_the_same_paper_gives_the_same_bytes_dated_by_the_paper() -> None:
    made = to_docx(samples.bulletin())
    assert made == to_docx(samples.bulletin())
    with zipfile.ZipFile(io.BytesIO(made)) as archive:
        assert {entry.date_time[:3] for entry in archive.infolist()} == {(1980, 1, 1)}
    told = docx.Document(io.BytesIO(made)).core_properties
    assert told.created.date() == told.modified.date() == samples.DAY
    assert told.author == "澜川市民政局"


def test_the_signature_is_kept_with_the_end_of_the_text() -> None:
    document = reread(samples.notice())
    texts = [p.text for p in document.paragraphs]
    last = texts.index("（2）整改结果5日内报市局。")
    organ = texts.index("澜川市民政局")
    for line in document.paragraphs[last:organ]:
        held = line.paragraph_format.keep_with_next or line.style.paragraph_format.keep_with_next
        assert held, line.text
