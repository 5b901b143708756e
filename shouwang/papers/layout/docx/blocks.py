"""Headings, paragraphs and what follows the text, as Word paragraphs."""

from __future__ import annotations

from collections.abc import Iterable

from .. import measures as m
from ..model import (
    Block,
    Chart,
    Fields,
    Heading,
    Imprint,
    PageBreak,
    PaperLayout,
    Paragraph,
    Runs,
    Signature,
    Table,
)
from ..parts import imprint_rows, signature_rows
from ..tables import FIELD_EM
from ..text import numbered, title_lines, width
from .comments import anchored
from .pictures import chart_block
from .table import data_table
from .xml import Element, blank, mark, paragraph, run, tab, twips, w

HEADING_ROLES = ("hei", "kai", "fang", "fang")


def title(text: str, per_line: int, *, keep: bool = False) -> list[Element]:
    """The title, a paragraph for all its lines so that Word takes it for one."""
    lines = title_lines(text, per_line)
    height = m.PITCH if len(lines) == 1 else m.PITCH_TITLE
    return [paragraph(run("\n".join(lines)), style="Title", line=height, keep=keep)]


def body(blocks: Iterable[Block], room: float, height: float | None = None) -> list[Element]:
    """Every block in order. A page break is a property of what follows, so no line is lost."""
    found: list[Element] = []
    broken = False
    for block, label in numbered(blocks):
        if isinstance(block, PageBreak):
            broken = True
            continue
        made = _block(block, label, room, height)
        if broken:
            if not made[0].tag.endswith("}p"):
                made.insert(0, paragraph(line=1))
            mark(made[0], "pageBreakBefore")
            broken = False
        found += made
    return found


def _block(block: Block, label: str, room: float, height: float | None) -> list[Element]:
    match block:
        case Heading():
            return [_heading(block, label)]
        case Paragraph():
            return [_paragraph(block)]
        case Table():
            return data_table(block, room, height)
        case Chart():
            return chart_block(block, room)
        case Fields():
            return _fields(block, room)
    return []


def _fields(block: Fields, room: float) -> list[Element]:
    """Lines of fields: spread by tabulators, or indented so that the widest ends at the edge."""
    line, keep = FIELD_EM * block.size, block.keep
    if block.place == "right":
        # Word sets a little room between Chinese and digits
        widest = (max(width(parts[-1]) for parts in block.lines) * 1.06 + 1) * block.size
        stops = [("left", max(0.0, room - widest))]
        lines = [parts if len(parts) > 1 else ("", *parts) for parts in block.lines]
        return [
            paragraph(*_spread(parts, block.size), line=line, keep=keep, tabs=stops)
            for parts in lines
        ]
    last = len(block.lines) - 1
    return [
        paragraph(
            *_spread(parts, block.size),
            line=line,
            keep=keep or at < last,
            tabs=_stops(len(parts), room),
        )
        for at, parts in enumerate(block.lines)
    ]


def _spread(parts: tuple[str, ...], size: float) -> list[Element]:
    found: list[Element] = []
    for at, part in enumerate(parts):
        found += [tab()] if at else []
        found.append(run(part, size=size))
    return found


def _stops(count: int, room: float) -> list[tuple[str, float]]:
    """Where the parts of a line stand: the last ends at the edge, those between are centred."""
    between = [("center", room * at / (count - 1)) for at in range(1, count - 1)]
    return [*between, ("right", room)] if count > 1 else []


def _heading(block: Heading, label: str) -> Element:
    """A heading on a line of its own has Word's heading style; one that runs on is body text."""
    if not block.tail:
        return paragraph(run(label + block.text), style=f"Heading{block.level}")
    head = run(label + block.text, HEADING_ROLES[block.level - 1], bold=block.level == 3)
    return paragraph(head, *_runs(block.tail), first=2)


def _paragraph(block: Paragraph) -> Element:
    first = 2 if block.indent and block.align == "justify" else None
    align = "" if block.align == "justify" else block.align
    return paragraph(*_runs(block.runs), first=first, align=align)


def _runs(runs: Runs) -> list[Element]:
    found: list[Element] = []
    for part in runs:
        made = run(part.text, bold=part.emphasis == "strong")
        found += [made] if part.note is None else anchored(made)
    return found


def attachments(names: tuple[str, ...], *, keep: bool) -> list[Element]:
    """附件说明, one line below the text; a name that runs over stands under its own beginning.

    `keep` holds it to the signature that follows.
    """
    if len(names) == 1:
        return [*blank(keep=True), paragraph(run(f"附件：{names[0]}"), left=5, first=-3, keep=keep)]
    found = blank(keep=True)
    for at, name in enumerate(names):
        lead = run(f"附件：{at + 1}." if at == 0 else f"{at + 1}.")
        hang = -4.2 if at == 0 else -1.2
        found.append(paragraph(lead, tab(), run(name), left=6.2, first=hang, keep=keep))
    return found


def signature(signed: Signature) -> list[Element]:
    """署名 and the day, kept together with the end of the text."""
    rows = signature_rows(signed)
    lines = [
        paragraph(run(text), align="right", right=gap, keep=at + 1 < len(rows))
        for at, (text, gap) in enumerate(rows)
    ]
    return [*blank(2 if signed.sealed else 1, keep=True), *lines]


def imprint(found: Imprint) -> Element:
    """版记 as a table that holds to the foot of the page it is anchored on."""
    small = m.SIZE_SMALL / m.CHAR
    sends = []
    for word, names in imprint_rows(found):
        line = run(f"{word}：{'，'.join(names)}。")
        sends.append(
            paragraph(line, style="Imprint", left=4 * small, right=small, first=-3 * small)
        )
    rows = [sends] if sends else []
    if found.printed_by or found.printed_on:
        printed = run(f"{found.printed_on}印发" if found.printed_on else "")
        line = paragraph(
            run(found.printed_by),
            tab(),
            printed,
            style="Imprint",
            left=small,
            tabs=(("right", m.TEXT_WIDTH - m.SIZE_SMALL),),
        )
        rows.append([line])
    return _foot_table(rows)


def _foot_table(rows: list[list[Element]]) -> Element:
    width = twips(m.TEXT_WIDTH)
    inner, outer = round(m.RULE_INNER * 8), round(m.RULE_OUTER * 8)
    rules = [
        w(side, val="single", sz=size, space=0, color="000000")
        for side, size in (("top", outer), ("bottom", outer), ("insideH", inner))
    ]
    # Across from the page, not from the margin: LibreOffice floats a full-width table only so.
    place = w(
        "tblpPr",
        leftFromText=0,
        rightFromText=0,
        vertAnchor="margin",
        horzAnchor="page",
        tblpX=twips(m.LEFT_MM * m.MM),
        tblpYSpec="bottom",
    )
    properties = w(
        "tblPr",
        place,
        w("tblOverlap", val="never"),
        w("tblW", w=width, type="dxa"),
        w("tblBorders", *rules),
        w("tblLayout", type="fixed"),
        w("tblCellMar", *(w(side, w=0, type="dxa") for side in ("left", "right"))),
    )
    lines = [
        w(
            "tr",
            w("trPr", w("cantSplit")),
            w("tc", w("tcPr", w("tcW", w=width, type="dxa")), *content),
        )
        for content in rows
    ]
    return w("tbl", properties, w("tblGrid", w("gridCol", w=width)), *lines)


def hold_last(elements: list[Element]) -> None:
    """Keep the last paragraph with what follows: a page must not carry a signature alone."""
    for element in reversed(elements):
        if element.tag.endswith("}p"):
            mark(element, "keepNext")
            return


def ending(layout: PaperLayout) -> list[Element]:
    """What follows the text, without 版记."""
    found: list[Element] = []
    if layout.attachments:
        found += attachments(layout.attachments, keep=layout.signature is not None)
    if layout.signature:
        found += signature(layout.signature)
    if layout.annotation:
        found.append(paragraph(run(f"（{layout.annotation}）"), first=2))
    return found
