"""The sheet of paper: size, margins, grid, page numbers, and the marks across it."""

from __future__ import annotations

from docx.oxml import parse_xml
from docx.section import Section

from .. import measures as m
from ..model import Mark
from .xml import Element, paragraph, run, twips, w

NOTE_LINE = 12.0
_NAMESPACES = (
    'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" '
    'xmlns:v="urn:schemas-microsoft-com:vml" xmlns:o="urn:schemas-microsoft-com:office:office"'
)
_WATERMARK = f"""<w:r {_NAMESPACES}><w:rPr><w:noProof/></w:rPr><w:pict>
<v:shapetype id="_x0000_t136" coordsize="21600,21600" o:spt="136" adj="10800"
 path="m@7,l@8,m@5,21600l@6,21600e"><v:formulas><v:f eqn="sum #0 0 10800"/>
<v:f eqn="prod #0 2 1"/><v:f eqn="sum 21600 0 @1"/><v:f eqn="sum 0 0 @2"/>
<v:f eqn="sum 21600 0 @3"/><v:f eqn="if @0 @3 0"/><v:f eqn="if @0 21600 @1"/>
<v:f eqn="if @0 0 @2"/><v:f eqn="if @0 @4 21600"/><v:f eqn="mid @5 @6"/>
<v:f eqn="mid @8 @5"/><v:f eqn="mid @7 @8"/><v:f eqn="mid @6 @7"/><v:f eqn="sum @6 0 @5"/>
</v:formulas><v:path textpathok="t" o:connecttype="custom"
 o:connectlocs="@9,0;@10,10800;@11,21600;@12,10800" o:connectangles="270,180,90,0"/>
<v:textpath on="t" fitshape="t"/><o:lock v:ext="edit" text="t" shapetype="t"/></v:shapetype>
<v:shape id="PowerPlusWaterMarkObject%(number)d" o:spid="_x0000_s%(spid)d" type="#_x0000_t136"
 style="position:absolute;margin-left:0;margin-top:0;width:%(width)dpt;height:66pt;rotation:325;\
z-index:-251658752;mso-position-horizontal:center;mso-position-horizontal-relative:margin;\
mso-position-vertical:center;mso-position-vertical-relative:margin" o:allowincell="f"
 fillcolor="%(grey)s" stroked="f"><v:textpath style="font-family:黑体;font-size:1pt"
 string="%(text)s"/></v:shape></w:pict></w:r>"""


def section(*, sideways: bool, note: bool = False, form: bool = False) -> Element:
    """A section's page: A4, the standard's margins, 22 lines of 28 characters.

    On a sideways page the text area is the same piece of the sheet, turned by a quarter. A
    statistical table (`form`) has narrower margins.
    """
    width, height = (twips(side * m.MM) for side in m.PAGE_MM)
    top, right, bottom, left = m.TOP_MM, m.RIGHT_MM, m.BOTTOM_MM, m.LEFT_MM
    if form:
        top, right = m.FORM_TOP_MM, m.FORM_RIGHT_MM
        bottom, left = m.FORM_BOTTOM_MM, m.FORM_LEFT_MM
    if sideways:
        width, height = height, width
        top, right, bottom, left = left, top, right, bottom
    size = w("pgSz", w=width, h=height)
    if sideways:
        size = w("pgSz", w=width, h=height, orient="landscape")
    # The number's line of 16 pt has its middle 7 mm under the text.
    foot = bottom * m.MM - m.FOLIO_DROP - 8 - (NOTE_LINE if note else 0)
    return w(
        "sectPr",
        size,
        w(
            "pgMar",
            top=twips(top * m.MM),
            right=twips(right * m.MM),
            bottom=twips(bottom * m.MM),
            left=twips(left * m.MM),
            header=twips((top - 14) * m.MM),
            footer=twips(foot),
            gutter=0,
        ),
        w("cols", space=425),
        # Lines only: LibreOffice gives a 16 pt letter two cells of a 15.79 pt grid. The 28
        # characters come from the tracking in the style Normal, in every program alike.
        w("docGrid", type="lines", linePitch=twips(m.PITCH), charSpace=round(m.TRACKING * 4096)),
    )


def footer(part: Element, *, odd: bool, note: str) -> None:
    """Fill a footer: —1— at the outer edge, one character in; a note below at the inner one."""
    number = [run("— ", "song", size=m.SIZE_SMALL), *_page_field()]
    number.append(run(" —", "song", size=m.SIZE_SMALL))
    shift = m.SIZE_SMALL / m.CHAR
    side, other = ("right", "left") if odd else ("left", "right")
    left, right = (0.0, shift) if odd else (shift, 0.0)
    lines = [paragraph(*number, style="Footer", align=side, left=left, right=right)]
    if note:
        small = run(note, size=9)
        lines.append(paragraph(small, style="Footer", align=other, line=NOTE_LINE))
    _refill(part, *lines)


def _page_field() -> list[Element]:
    """The number of the page, worked out by Word."""
    instruction = run("", "song", size=m.SIZE_SMALL)
    instruction.remove(instruction[-1])
    word = w("instrText")
    word.text = " PAGE "
    instruction.append(word)
    begin, middle, end = (
        w("r", w("fldChar", fldCharType=kind)) for kind in ("begin", "separate", "end")
    )
    return [begin, instruction, middle, run("1", "song", size=m.SIZE_SMALL), end]


def header(part: Element, marks: tuple[Mark, ...], number: int) -> None:
    """Fill a header: the marks in small letters at the corner, and large across the page."""
    if not marks:
        _refill(part, paragraph(style="Header"))
        return
    words = [str(mark) for mark in marks]
    text = "　".join(words)
    shape = _WATERMARK % {
        "number": number,
        "spid": 2048 + number,
        "width": min(430, 74 * len(text)),
        "grey": m.MARK_GREY,
        "text": text,
    }
    corner = run(text, "hei", size=10.5, color="595959")
    _refill(part, paragraph(corner, parse_xml(shape), style="Header", align="right"))


def _refill(part: Element, *content: Element) -> None:
    for child in list(part):
        part.remove(child)
    part.extend(content)


def furnish(first: Section, marks: tuple[Mark, ...], note: str) -> None:
    """Headers and footers of the first section; the others take them over."""
    headers = (first.header, first.even_page_header)
    footers = (first.footer, first.even_page_footer)
    for at, (above, below) in enumerate(zip(headers, footers, strict=True)):
        above.is_linked_to_previous = below.is_linked_to_previous = False
        header(above._element, marks, at + 1)
        footer(below._element, odd=at == 0, note=note)
