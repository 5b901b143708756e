"""Charts in a Word file: the drawing as a picture, its caption and notes below it."""

from __future__ import annotations

from io import BytesIO

from docx.document import Document as WordDocument
from docx.oxml import parse_xml

from .. import measures as m
from ..charts import drawn
from ..model import Chart, PaperLayout
from ..pdf import picture
from .xml import Element, paragraph, run

EMU = 12_700  # in a point
NOTE_SIZE = 10.5
_A = "http://schemas.openxmlformats.org/drawingml/2006/main"
_PIC = "http://schemas.openxmlformats.org/drawingml/2006/picture"
_R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_NAMES = (
    'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" '
    'xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing" '
    f'xmlns:a="{_A}" xmlns:pic="{_PIC}" xmlns:r="{_R}"'
)
_DRAWING = f"""<w:r {_NAMES}><w:drawing><wp:inline distT="0" distB="0" distL="0" distR="0">
<wp:extent cx="%(wide)d" cy="%(high)d"/><wp:docPr id="0" name=""/>
<a:graphic><a:graphicData uri="{_PIC}"><pic:pic><pic:nvPicPr><pic:cNvPr id="0" name=""/>
<pic:cNvPicPr/></pic:nvPicPr><pic:blipFill><a:blip/><a:stretch><a:fillRect/></a:stretch>
</pic:blipFill><pic:spPr><a:xfrm><a:off x="0" y="0"/><a:ext cx="%(wide)d" cy="%(high)d"/></a:xfrm>
<a:prstGeom prst="rect"><a:avLst/></a:prstGeom></pic:spPr></pic:pic></a:graphicData></a:graphic>
</wp:inline></w:drawing></w:r>"""


def chart_block(chart: Chart, room: float) -> list[Element]:
    """The picture's place, caption and notes; ``place`` puts the pictures in afterwards."""
    drawing = drawn(chart)
    share = min(1.0, room / drawing.width)
    size = {"wide": round(drawing.width * share * EMU), "high": round(drawing.height * share * EMU)}
    holder = paragraph(parse_xml(_DRAWING % size), align="center", keep=True)
    _single(holder)
    caption = run(chart.caption, "hei", size=m.SIZE_SMALL)
    found = [holder, paragraph(caption, align="center", keep=bool(chart.notes))]
    hang = 2 * NOTE_SIZE / m.CHAR
    for at, note in enumerate(chart.notes):
        found.append(
            paragraph(
                run(f"注：{note}" if at == 0 else note, size=NOTE_SIZE),
                left=hang,
                first=-hang if at == 0 else None,
                line=1.45 * NOTE_SIZE,
                after=0.6 * NOTE_SIZE if at + 1 == len(chart.notes) else 0,
            )
        )
    return found


def _single(holder: Element) -> None:
    """Let the line be as high as its picture: the style's fixed height would cut it off."""
    properties = holder[0]
    for child in list(properties):
        if child.tag.endswith("}spacing"):
            properties.remove(child)
    spacing = parse_xml(f'<w:spacing {_NAMES} w:line="240" w:lineRule="auto"/>')
    indent = parse_xml(f'<w:ind {_NAMES} w:firstLineChars="0" w:firstLine="0"/>')
    at = next(n for n, child in enumerate(properties) if child.tag.endswith("}jc"))
    properties.insert(at, spacing)
    properties.insert(at + 1, indent)


def place(document: WordDocument, layout: PaperLayout) -> None:
    """Put the charts' pictures into their places, in the layout's order."""
    blocks = [*layout.body, *(block for one in layout.appendices for block in one.blocks)]
    charts = [block for block in blocks if isinstance(block, Chart)]
    places = [e for e in document.element.body.iter() if e.tag.endswith("}inline")]
    for number, (inline, chart) in enumerate(zip(places, charts, strict=True), 1):
        link, _image = document.part.get_or_add_image(BytesIO(picture(chart)))
        for element in inline.iter():
            if element.tag.endswith("}blip"):
                element.set(f"{{{_R}}}embed", link)
            elif element.tag.endswith(("}docPr", "}cNvPr")):
                element.set("id", str(number))
                element.set("name", f"图{number}")
                element.set("descr", chart.alt)
