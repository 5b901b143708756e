"""A paper as Word and PDF, in the house's measures of paper (``papers.layout``)."""

from __future__ import annotations

from itertools import groupby

from shouwang.dispatch.printing.paper import CHANGE_HEADS, Paper, head_text, lead_cells
from shouwang.papers.layout.docx import to_docx
from shouwang.papers.layout.model import (
    Align,
    Appendix,
    Block,
    Column,
    Fields,
    Mark,
    PaperLayout,
    Row,
    Table,
)
from shouwang.papers.layout.pdf import to_pdf
from shouwang.papers.layout.tables import lies_down


def as_docx(paper: Paper) -> bytes:
    """Return the paper as .docx."""
    return to_docx(layout_of(paper))


def as_pdf(paper: Paper) -> bytes:
    """Return the paper as PDF/A."""
    return to_pdf(layout_of(paper))


def layout_of(paper: Paper) -> PaperLayout:
    """Return the layout: title, head of the table, the table, its notes, who stands under it."""
    table = _table(paper)
    told = Appendix("", (table,), orientation=paper.table.orientation)  # type: ignore[arg-type]
    body: list[Block] = []
    head = [f"{name}：{text}" for name, text in paper.table.head] or [""]
    lines = tuple((paper.sent_to, line) if line is head[-1] else (line,) for line in head)
    body.append(Fields(lines, place="right", keep=True))
    body.append(Fields((paper.line,), keep=True))
    body += [table, Fields(paper.foot.lines())]
    return PaperLayout(
        title=paper.table.title,
        dated=paper.day,
        body=tuple(body),
        appendices=_amendment(paper),
        marks=tuple(Mark(word) for word in paper.marks),
        footer=f"{paper.table.reporter}　{paper.label or '草稿'}　截至{paper.table.as_of}",
        author=paper.table.reporter,
        sideways=lies_down(told),
    )


def _table(paper: Paper) -> Table:
    lead = 2 if paper.has_measures else 1
    columns = tuple(
        Column(head_text(c), _align(at, lead), c.group) for at, c in enumerate(paper.columns)
    )
    return Table(columns=columns, rows=tuple(_rows(paper)), notes=paper.notes())


def _align(at: int, lead: int) -> Align:
    if at == 0:
        return "left"
    return "center" if at < lead else "right"


def _rows(paper: Paper) -> list[Row]:
    """Return the lines; a group of items begins with its name across the table."""
    found = []
    for group, members in groupby(paper.table.rows, key=lambda row: row.group):
        if group:
            found.append(Row((group,), "section"))
        for row in members:
            cells = (*lead_cells(paper, row), *(cell.shown for cell in row.cells))
            found.append(Row(cells, "total" if row.is_total else "body"))
    return found


def _amendment(paper: Paper) -> tuple[Appendix, ...]:
    """Return the list of what an amendment changed, on a page of its own."""
    if not paper.changes:
        return ()
    heads = CHANGE_HEADS
    aligns: tuple[Align, ...] = ("left", "left", "right", "right")
    columns = tuple(Column(head, align) for head, align in zip(heads, aligns, strict=True))
    rows = tuple(Row((c.row, c.column, c.old, c.new)) for c in paper.changes)
    notes = (f"更正事由：{paper.reason}。",)
    table = Table(columns=columns, rows=rows, notes=notes)
    return (Appendix("更正对照表", (table,), label="附表"),)
