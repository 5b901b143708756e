"""A data table as a real Word table, whose head Word repeats on every page."""

from __future__ import annotations

from .. import measures as m
from ..model import Row, Table
from ..tables import INSET_EM, LINE_EM, UNIT_EM, HeadCell, TablePlan, plan
from .xml import Element, paragraph, run, twips, w

OUTER, INNER = 8, 4  # eighths of a point


def data_table(table: Table, room: float, height: float | None) -> list[Element]:
    """Caption, unit, table and notes, set as `plan` says."""
    planned = plan(table, room, height)
    size = planned.size
    found: list[Element] = []
    if table.caption:
        line = run(table.caption, "hei", size=m.SIZE_SMALL)
        found.append(paragraph(line, align="center", keep=True))
    if table.unit:
        line = run(table.unit, size=size)
        found.append(paragraph(line, align="right", line=UNIT_EM * size, keep=True))
    found.append(_table(table, planned))
    found += _notes(table.notes, size * m.TABLE_NOTE_RATIO)
    return found


def _notes(notes: tuple[str, ...], size: float) -> list[Element]:
    """Notes below; a thin line in any case, because two tables in a row would grow together."""
    if not notes:
        return [paragraph(line=6)]
    hang = 2 * size / m.CHAR
    return [
        paragraph(
            run(f"注：{note}" if at == 0 else note, size=size),
            left=hang,
            first=-hang if at == 0 else None,
            line=1.55 * size,
            before=0.5 * size if at == 0 else 0,
            after=0.5 * size if at + 1 == len(notes) else 0,
        )
        for at, note in enumerate(notes)
    ]


def _table(table: Table, planned: TablePlan) -> Element:
    widths = [twips(width) for width in planned.widths]
    inset = twips(INSET_EM * planned.size)
    sides = ("top", "left", "bottom", "right")
    rules = [w(side, val="single", sz=OUTER, space=0, color="000000") for side in sides]
    rules += [w(s, val="single", sz=INNER, space=0, color="000000") for s in ("insideH", "insideV")]
    return w(
        "tbl",
        w(
            "tblPr",
            w("tblW", w=sum(widths), type="dxa"),
            w("jc", val="center"),
            w("tblBorders", *rules),
            w("tblLayout", type="fixed"),
            w("tblCellMar", *(w(side, w=inset, type="dxa") for side in sides)),
        ),
        w("tblGrid", *(w("gridCol", w=width) for width in widths)),
        *_head(planned, widths),
        *(_row(row, table, planned, widths) for row in table.rows),
    )


def _head(planned: TablePlan, widths: list[int]) -> list[Element]:
    """Head rows; a cell over two rows goes on as an empty one in the second."""
    found = []
    deep = [cell for cell in planned.head[0] if cell.down > 1]
    for number, cells in enumerate(planned.head):
        made = [(cell.column, _head_cell(cell, planned, widths)) for cell in cells]
        if number:
            made += [(cell.column, _continued(cell, planned, widths)) for cell in deep]
        row = [element for _, element in sorted(made, key=lambda pair: pair[0])]
        found.append(w("tr", w("trPr", w("cantSplit"), w("tblHeader")), *row))
    return found


def _head_cell(cell: HeadCell, planned: TablePlan, widths: list[int]) -> Element:
    text = paragraph(
        run(cell.text, "hei", size=planned.size), align="center", line=LINE_EM * planned.size
    )
    return w("tc", _cell(cell, widths, "restart" if cell.down > 1 else ""), text)


def _continued(cell: HeadCell, planned: TablePlan, widths: list[int]) -> Element:
    return w("tc", _cell(cell, widths, "continue"), paragraph(line=LINE_EM * planned.size))


def _cell(cell: HeadCell, widths: list[int], merge: str) -> Element:
    width = sum(widths[cell.column : cell.column + cell.across])
    return w(
        "tcPr",
        w("tcW", w=width, type="dxa"),
        w("gridSpan", val=cell.across) if cell.across > 1 else None,
        w("vMerge", val=merge) if merge else None,
        w("vAlign", val="center"),
    )


def _row(row: Row, table: Table, planned: TablePlan, widths: list[int]) -> Element:
    line = LINE_EM * planned.size
    whole = w("trPr", w("cantSplit"))
    if row.kind == "section":
        across = _cell(HeadCell("", 0, len(widths), 1), widths, "")
        name = run(row.cells[0], "kai", size=planned.size)
        text = paragraph(name, align="left", line=line, keep=True)
        return w("tr", whole, w("tc", across, text))
    role = "hei" if row.kind == "total" else ""
    cells = []
    for at, (text_of, column) in enumerate(zip(row.cells, table.columns, strict=True)):
        text = paragraph(
            run(text_of, role, size=planned.size),
            align=column.align,
            right=planned.pads[at] / m.CHAR,
            line=line,
        )
        cells.append(w("tc", _cell(HeadCell("", at, 1, 1), widths, ""), text))
    return w("tr", whole, *cells)
