"""A chart's drawing: one for PDF, Word and browser, in black and grey, honest about gaps."""

from __future__ import annotations

import io
import re
from itertools import pairwise

import pytest
from docx import Document
from PIL import Image

from shouwang.papers.layout.charts import drawn
from shouwang.papers.layout.docx import to_docx
from shouwang.papers.layout.model import (
    Chart,
    ChartLine,
    ChartPoint,
    PaperLayout,
    Paragraph,
    plain,
)
from shouwang.papers.layout.pdf import picture, to_pdf

from . import samples
from .conftest import Opened

MM = 72 / 25.4
PITCH = 28.95
DAYS = ("2月8日", "9日", "10日", "11日")


def line(name: str, *values: float | None, partial: int = -1) -> ChartLine:
    """A figure's course; the point at ``partial`` has not all reports."""
    return ChartLine(
        name,
        tuple(
            ChartPoint(v, "" if v is None else f"{v:,}", at == partial)
            for at, v in enumerate(values)
        ),
    )


def course(*lines: ChartLine, **more) -> Chart:
    """A line chart over four days."""
    given = {"caption": "图1　全市在院（2月8日至2月11日）", "measure": "人", "alt": "四天的在院"}
    return Chart("line", labels=DAYS, lines=lines, **(given | more))


def bars(*units: tuple[str, float | None]) -> Chart:
    """A bar chart of some units."""
    points = tuple(ChartPoint(v, "" if v is None else f"{v:,}") for _name, v in units)
    names = tuple(name for name, _v in units)
    return Chart("bar", "图1　各县在院", names, (ChartLine("在院", points),), "人", alt="各县")


def paper(*blocks) -> PaperLayout:
    """A paper without a head."""
    return PaperLayout(title="", body=blocks, dated=samples.DAY)


def svg_of(chart: Chart) -> str:
    return drawn(chart).svg(name=chart.alt)


def test_a_gap_breaks_the_line_and_is_shaded_but_never_a_zero() -> None:
    made = svg_of(course(line("在院", 46, 40, None, 44)))
    assert made.count("<circle") == 3
    assert len(re.findall(r"<path ", made)) == 1  # the lone last day has a mark, no line
    assert made.count("<rect") == 1


def test_a_day_that_not_all_have_reported_is_joined_by_a_thin_dotted_line() -> None:
    made = svg_of(course(line("在院", 46, 40, 41, 12, partial=3)))
    paths = re.findall(r'<path d="([^"]*)"[^>]*stroke-width="([\d.]+)"[^>]*>', made)
    dotted = re.findall(r'<path [^>]*stroke-dasharray="0.8 2.2"', made)
    assert len(paths) == 2
    assert len(dotted) == 1
    between = svg_of(course(line("在院", 46, 40, 41, 44, partial=1)))
    assert between.count('stroke-dasharray="0.8 2.2"') == 2


def test_four_lines_differ_without_colour_and_carry_their_names() -> None:
    lines = [line(name, n, n + 1, n + 2, n + 3) for n, name in enumerate(("甲", "乙", "丙", "丁"))]
    made = svg_of(course(*lines))
    dashes = re.findall(r'<path [^>]*?(?:stroke-dasharray="([^"]*)" )?stroke-linejoin', made)
    assert len(set(dashes)) == 4
    colours = set(re.findall(r"#[0-9a-f]{6}", made))
    assert all(c[1:3] == c[3:5] == c[5:7] for c in colours)
    for name in ("甲3人", "乙4人", "丙5人", "丁6人"):
        assert name in made
    heights = sorted(float(y) for y in re.findall(r'y="([\d.]+)" font-size="10.5"', made))
    assert all(b - a >= 10 for a, b in pairwise(heights))


def test_a_day_not_all_reported_has_a_hollow_mark() -> None:
    made = svg_of(course(line("在院", 46, 40, 41, 44, partial=3)))
    assert re.findall(r'<circle [^>]*fill="(#\w+)"', made) == ["#000000"] * 3 + ["#ffffff"]


def test_bars_begin_at_zero_and_a_unit_that_said_nothing_has_no_bar() -> None:
    made = svg_of(bars(("唐宁区", 200), ("延平县", 100), ("孙桥区", 0), ("本级", None)))
    widths = [float(w) for w in re.findall(r'<rect [^>]*?width="([\d.]+)"', made)]
    assert len(widths) == 2
    assert widths[0] == pytest.approx(2 * widths[1], abs=0.02)
    assert "0人" in made
    assert "无单位填报" in made


def test_words_of_people_are_no_markup_and_the_drawing_has_no_styles_in_place() -> None:
    made = svg_of(bars(('<b>&"区', 5)))
    assert "&lt;b&gt;&amp;" in made
    assert "style" not in made


def test_the_pdf_shows_the_drawing_as_text_and_lines_within_the_type_area(opened: Opened) -> None:
    chart = course(line("在院", 46, None, 41, 44), notes=("灰底处无单位填报：2月9日。",))
    page = opened(paper(chart, Paragraph((plain("后文"),)))).pages[0]
    text = page.extract_text()
    for words in ("在院44人", "2月8日", "图1", "灰底处无单位填报"):
        assert words in text.replace(" ", "")
    edges = [c["x0"] for c in page.chars] + [c["x1"] for c in page.chars]
    assert min(edges) >= 28 * MM - 1
    assert max(edges) <= (210 - 26) * MM + 1
    after = next(c for c in page.chars if c["text"] == "后")
    lines = (after["top"] - 37 * MM) / PITCH
    assert abs(lines - round(lines, 0)) < 0.35  # whole lines: the text stays on the grid


def test_a_paper_with_a_chart_is_still_pdf_a_with_every_typeface_embedded() -> None:
    made = to_pdf(paper(course(line("在院", 46, 40, 41, 44))))
    assert b"<pdfaid:part>2</pdfaid:part>" in made
    assert made == to_pdf(paper(course(line("在院", 46, 40, 41, 44))))


def test_word_shows_the_same_drawing_at_300_dots_an_inch_with_its_words_behind() -> None:
    chart = course(line("在院", 46, 40, 41, 44))
    word = Document(io.BytesIO(to_docx(paper(chart, bars(("唐宁区", 9))))))
    shape = word.inline_shapes[0]
    assert shape.width.mm == pytest.approx(156, abs=0.2)
    descriptions = [e.get("descr") for e in word.element.body.iter() if e.tag.endswith("}docPr")]
    assert descriptions == ["四天的在院", "各县"]
    image = Image.open(io.BytesIO(picture(chart)))
    assert image.width == pytest.approx(156 / 25.4 * 300, abs=2)
    grey = image.convert("RGB").getcolors(1 << 20)
    assert grey is not None
    assert all(max(c) - min(c) < 12 for _count, c in grey)


def test_a_chart_that_cannot_be_is_refused() -> None:
    with pytest.raises(ValueError, match="point for each label"):
        course(line("在院", 46))
    with pytest.raises(ValueError, match="just one"):
        Chart("bar", "", ("甲",), (line("a", 1), line("b", 1)))
