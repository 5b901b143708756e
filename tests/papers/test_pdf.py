"""The PDF is measured on the page, in the terms of GB/T 9704-2012."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace
from itertools import pairwise

import pytest

from shouwang.papers.layout.model import (
    Heading,
    Mark,
    PageBreak,
    Paragraph,
    RedHead,
    Row,
    Signature,
    plain,
)

from . import samples
from .conftest import Opened
from .pages import paper, text

MM = 72 / 25.4
PITCH = 28.95


def lines_of(page) -> dict[float, list[dict]]:
    """The characters of body size on a page by the height they stand at."""
    found = defaultdict(list)
    for char in page.chars:
        if abs(char["size"] - 16) < 0.01:
            found[round(char["top"], 1)].append(char)
    return dict(sorted(found.items()))


def test_a_full_page_holds_22_lines_of_28_characters(opened: Opened) -> None:
    pages = opened(paper(text("守望相助" * 400, indent=False))).pages
    for page in pages[:-1]:
        lines = lines_of(page)
        assert len(lines) == 22
        assert {len(line) for line in lines.values()} == {28}


def test_the_text_keeps_the_margins_of_the_standard(opened: Opened) -> None:
    page = opened(paper(text("守望相助" * 400, indent=False))).pages[0]
    lines = lines_of(page)
    chars = [char for line in lines.values() for char in line]
    assert (page.width, page.height) == pytest.approx((210 * MM, 297 * MM), abs=0.5)
    assert min(c["x0"] for c in chars) == pytest.approx(28 * MM, abs=0.5)
    assert max(c["x1"] for c in chars) == pytest.approx((210 - 26) * MM, abs=0.5)
    half_gap = (PITCH - 16) / 2
    assert min(lines) - half_gap == pytest.approx(37 * MM, abs=1.5)
    assert max(c["bottom"] for c in chars) + half_gap <= (297 - 35) * MM + 1.5


def test_lines_stand_on_one_pitch_whatever_typefaces_they_mix(opened: Opened) -> None:
    page = opened(paper(*[Heading(level, "甲12—℃") for level in (1, 2, 3, 4)], text("乙"))).pages[0]
    tops = sorted({round(c["top"], 1) for c in page.chars if c["text"] in "甲乙"})
    gaps = [b - a for a, b in pairwise(tops)]
    assert gaps == pytest.approx([PITCH] * 4, abs=0.3)


def test_title_and_text_have_the_sizes_of_the_standard(opened: Opened) -> None:
    page = opened(samples.notice()).pages[0]
    sizes = {c["text"]: c for c in page.chars}
    assert sizes["检"]["size"] == pytest.approx(16)
    title = [c for c in page.chars if abs(c["size"] - 22) < 0.01]
    assert (
        "".join(c["text"] for c in title)
        == "关于在全市养老机构开展消防安全与疫情防控联合检查的通知"
    )
    first = [c for c in title if c["top"] < title[0]["top"] + 5]
    middle = (first[0]["x0"] + first[-1]["x1"]) / 2
    assert middle == pytest.approx((28 + 156 / 2) * MM, abs=1)


def test_paragraphs_and_headings_begin_two_characters_in(opened: Opened) -> None:
    page = opened(paper(Heading(1, "综述"), text("守望"))).pages[0]
    for first in ("一", "守"):
        char = next(c for c in page.chars if c["text"] == first)
        assert char["x0"] == pytest.approx(28 * MM + 2 * 15.79, abs=0.5)


def test_page_numbers_stand_right_on_odd_pages_and_left_on_even_ones(opened: Opened) -> None:
    pages = opened(paper(text("甲"), PageBreak(), text("乙"), PageBreak(), text("丙"))).pages
    assert len(pages) == 3
    for number, page in enumerate(pages, start=1):
        folio = [c for c in page.chars if abs(c["size"] - 14) < 0.01]
        assert "".join(c["text"] for c in folio).replace(" ", "") == f"—{number}—"
        if number % 2:
            assert folio[-1]["x1"] == pytest.approx((210 - 26) * MM - 14, abs=0.5)
        else:
            assert folio[0]["x0"] == pytest.approx(28 * MM + 14, abs=0.5)
        dash = (folio[0]["top"] + folio[0]["bottom"]) / 2
        assert dash == pytest.approx((297 - 35 + 7) * MM, abs=2)


def test_the_red_head_stands_35_mm_below_the_top_of_the_text(opened: Opened) -> None:
    page = opened(samples.notice()).pages[0]
    mark = [c for c in page.chars if c["size"] > 40]
    assert "".join(c["text"] for c in mark) == "澜川市民政局文件"
    assert mark[0]["top"] == pytest.approx((37 + 35) * MM, abs=3)
    rule = next(line for line in page.lines if line["width"] > 400)
    assert rule["width"] == pytest.approx(156 * MM, abs=0.5)
    number = next(c for c in page.chars if c["text"] == "〔")
    assert rule["top"] - number["bottom"] == pytest.approx(4 * MM, abs=1.5)
    red, green, blue = mark[0]["non_stroking_color"]
    assert red > 0.8
    assert green == blue == 0


def test_a_long_table_repeats_its_head_on_every_page(opened: Opened) -> None:
    pages = opened(samples.long_table(120)).pages
    assert len(pages) > 3
    shown = [page.extract_text() for page in pages]
    assert all("机构名称" in page for page in shown)
    assert sum(page.count("敬老院") for page in shown) == 120


@pytest.mark.parametrize("lines", range(2, 14))
def test_the_imprint_stands_at_the_foot_of_the_last_page_wherever_the_text_ends(
    opened: Opened, lines: int
) -> None:
    notice = samples.notice()
    body = tuple(Paragraph((plain("各地要严格落实。"),)) for _ in range(lines))
    last = opened(replace(notice, body=body, appendices=())).pages[-1]
    printed = [c for c in last.chars if c["text"] == "印"][-1]
    assert printed["bottom"] == pytest.approx((297 - 35) * MM, abs=9)


def test_the_bulletin_is_two_upright_pages_and_a_sideways_table(opened: Opened) -> None:
    pages = opened(samples.bulletin()).pages
    assert [page.width < page.height for page in pages] == [True, True, False]
    cells = [c for c in pages[2].chars if c["text"] in "0123456789"]
    assert min(c["size"] for c in cells) >= 9
    table = pages[2].extract_tables()[0]
    assert table[-1][0] == "合计"
    assert len(table[-1]) == 13
    foot = [c for c in pages[1].chars if c["text"] == "印"][-1]
    assert foot["bottom"] == pytest.approx((297 - 35) * MM, abs=9)


def test_the_masthead_stands_in_the_middle_of_the_text(opened: Opened) -> None:
    page = opened(samples.bulletin()).pages[0]
    name = [c for c in page.chars if c["size"] > 40]
    assert "".join(c["text"] for c in name) == "每日简报"
    assert (name[0]["x0"] + name[-1]["x1"]) / 2 == pytest.approx((28 + 156 / 2) * MM, abs=1)


def test_every_page_carries_its_marks_and_its_text_stays_searchable(opened: Opened) -> None:
    for page in opened(samples.notice()).pages:
        shown = page.extract_text()
        assert "草稿" in shown
        assert "演示数据" in shown
    shown = "".join(page.extract_text() for page in opened(samples.bulletin()).pages)
    assert "续报于今日14时20分报送市指挥部和省民政厅" in shown.replace("\n", "")


def test_a_paper_without_marks_carries_none(opened: Opened) -> None:
    shown = opened(samples.bulletin(marks=())).pages[0].extract_text()
    assert Mark.DEMONSTRATION not in shown


@pytest.mark.parametrize("lines", range(14, 24))
def test_a_signature_never_stands_on_a_page_without_text(opened: Opened, lines: int) -> None:
    body = (text("守" * 28 * (lines - 9), indent=False), text("望" * 28 * 9, indent=False))
    layout = paper(*body, signature=Signature(("澜川市民政局",), "2020年2月10日", sealed=True))
    last = opened(layout).pages[-1].extract_text()
    assert "澜川市民政局" in last
    assert "望" in last


def test_an_unsealed_day_begins_two_characters_right_of_the_organ(opened: Opened) -> None:
    layout = paper(text("甲"), signature=Signature(("澜川市民政局办公室",), "2020年2月10日"))
    page = opened(layout).pages[0]
    organ = next(c for c in page.chars if c["text"] == "澜")
    day = next(c for c in page.chars if c["text"] == "2")
    assert day["x0"] - organ["x0"] == pytest.approx(2 * 15.79, abs=3)


def test_a_section_row_spans_the_table(opened: Opened) -> None:
    table = samples.county_table()
    rows = (Row(("市辖区",), "section"), *table.rows)
    page = opened(paper(replace(table, rows=rows))).pages[0]
    assert "市辖区" in page.extract_text()


def test_a_paper_to_a_superior_names_its_signers_and_a_note_stands_at_the_inner_edge(
    opened: Opened,
) -> None:
    head = RedHead("澜川市民政局文件", "澜民〔2020〕12号", ("方砚秋", "沈望岫"), secrecy="内部")
    page = opened(replace(samples.notice(), head=head, footer="统计时点")).pages[0]
    shown = page.extract_text()
    assert "签发人：方砚秋 沈望岫" in shown.replace("　", " ")
    assert page.extract_text_lines()[1]["text"] == "内部"
    note = next(c for c in page.chars if c["text"] == "统")
    assert note["x0"] == pytest.approx(28 * MM, abs=0.5)
