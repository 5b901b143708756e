"""The file of a printed page: its typefaces, its words, its bytes."""

from __future__ import annotations

import io
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import date
from pathlib import Path

import pypdf
import pytest

from shouwang.papers import fonts
from shouwang.papers.layout.model import Heading
from shouwang.papers.layout.pdf import to_pdf, unshowable

from . import samples
from .conftest import Opened
from .pages import paper, text


def test_every_typeface_is_embedded_in_a_file_marked_pdf_a_2b() -> None:
    reader = pypdf.PdfReader(io.BytesIO(to_pdf(samples.bulletin())))
    names = set()
    for page in reader.pages:
        for font in page["/Resources"]["/Font"].values():
            descendant = font.get_object()["/DescendantFonts"][0].get_object()
            descriptor = descendant["/FontDescriptor"]
            assert {"/FontFile2", "/FontFile3"} & set(descriptor)
            names.add(descendant["/BaseFont"].split("+")[1])
    assert {"NotoSerifSC-Regular", "NotoSerifSC-Bold", "LXGWWenKai-Medium"} <= names
    told = reader.trailer["/Root"]["/Metadata"].get_object().get_data().decode()
    assert "<pdfaid:part>2</pdfaid:part>" in told
    assert "<pdfaid:conformance>B</pdfaid:conformance>" in told


@pytest.mark.parametrize(
    "typed",
    [
        '#import "x": *',
        "*粗* _斜_ `码`",
        "<标签> @引用 $x^2$",
        "= 不是标题",
        "- 不是列表",
        "\\ // /* 不是注释 */",
        "]#panic()[",
    ],
)
def test_what_a_person_types_comes_out_as_it_was_typed(opened: Opened, typed: str) -> None:
    page = opened(
        paper(Heading(1, typed), text(typed), title=typed[:18], addressee=typed, author=typed)
    ).pages[0]
    shown = page.extract_text().replace(" ", "")
    assert shown.count(typed.replace(" ", "")) >= 3


def test_controls_and_direction_marks_are_dropped_and_the_rest_stays(opened: Opened) -> None:
    page = opened(paper(text("发热\x00\x0b1\u202e2\u202c人\ud800"))).pages[0]
    assert "发热12人" in page.extract_text()


def test_a_character_without_type_is_shown_as_a_geta_mark_and_can_be_asked_for(
    opened: Opened,
) -> None:
    layout = paper(text("王镕喆囍珺〔2020〕—Ⅰ级37.3℃😀"))
    assert unshowable(layout) == {"😀"}
    shown = opened(layout).pages[0].extract_text()
    assert "王镕喆囍珺〔2020〕—Ⅰ级37.3℃〓" in shown


def test_the_same_paper_gives_the_same_bytes_and_another_day_does_not() -> None:
    layout = samples.bulletin()
    assert to_pdf(layout) == to_pdf(samples.bulletin())
    assert to_pdf(layout) != to_pdf(replace(layout, dated=date(2020, 2, 11)))
    made = pypdf.PdfReader(io.BytesIO(to_pdf(layout))).metadata
    assert made.creation_date.date() == samples.DAY
    assert made.title == "全市民政服务机构疫情防控情况"


def test_headings_make_the_outline_of_the_file() -> None:
    outline = pypdf.PdfReader(io.BytesIO(to_pdf(samples.notice()))).outline
    titles = [item.title for item in outline if not isinstance(item, list)]
    assert titles == ["一、检查范围", "二、工作要求"]


def test_a_licensed_typeface_of_the_site_goes_before_ours(tmp_path: Path) -> None:
    from fontTools.ttLib import TTFont

    font = TTFont(fonts.FONTS_DIR / "LXGWWenKai-Medium.ttf", recalcBBoxes=False)
    for record in font["name"].names:
        if record.nameID in (1, 4, 6):
            record.string = "FangSong"
    before = to_pdf(paper(text("守望")), site_fonts=tmp_path)
    font.save(tmp_path / "site.ttf", reorderTables=None)
    (tmp_path / "broken.ttf").write_bytes(b"not a font")
    assert to_pdf(paper(text("守望")), site_fonts=tmp_path) != before
    reader = pypdf.PdfReader(io.BytesIO(to_pdf(paper(text("守望")), site_fonts=tmp_path)))
    used = reader.pages[0]["/Resources"]["/Font"].values()
    bases = [font.get_object()["/BaseFont"] for font in used]
    assert any("FangSong" in base for base in bases)


def test_papers_printed_at_once_do_not_mix() -> None:
    layouts = [paper(text(f"第{number}份"), title=f"材料{number}") for number in range(12)]
    alone = [to_pdf(layout) for layout in layouts]
    with ThreadPoolExecutor(4) as pool:
        assert list(pool.map(to_pdf, layouts)) == alone
