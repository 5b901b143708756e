"""The sheet of an amendment: what each number was, what it is."""

from __future__ import annotations

from typing import Any

from shouwang.dispatch.printing import room
from shouwang.dispatch.printing.paper import CHANGE_HEADS, Paper
from shouwang.dispatch.printing.styles import NOTE, Styles

_A4 = 9
_WIDTHS = (30.0, 30.0, 20.0, 20.0)
_LINE, _HIGHEST = 15.0, 409.0


def write_changes(book: Any, paper: Paper) -> None:
    """Write the list of what an amendment changed, on a sheet after the table."""
    page, styles = book.add_worksheet("更正对照表"), Styles(book)
    page.merge_range(0, 0, 0, 3, f"更正对照表（{paper.label}）", styles.title)
    page.set_row(0, 28)
    for at, wide in enumerate(_WIDTHS):
        page.set_column(at, at, wide)
    for at, head in enumerate(CHANGE_HEADS):
        page.write_string(1, at, head, styles.head)
    for row, change in enumerate(paper.changes, 2):
        texts = (change.row, change.column, change.old, change.new)
        # who is missing may be many names long
        lines = max(room.lines(t, wide) for t, wide in zip(texts, _WIDTHS, strict=True))
        page.set_row(row, min(lines * _LINE, _HIGHEST))
        for at, text in enumerate(texts):
            page.write_string(row, at, text, styles.name(False, centred=at > 1))
    last, why = len(paper.changes) + 2, f"更正事由：{paper.reason}"
    page.merge_range(last, 0, last, 3, why, styles.note)
    page.set_row(last, room.lines(why, sum(_WIDTHS), NOTE) * _LINE)
    page.set_paper(_A4)
    page.fit_to_pages(1, 0)
    page.repeat_rows(1)
