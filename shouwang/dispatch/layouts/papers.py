"""Papers from what is kept, and drafts from what is counted now."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from shouwang.dispatch.books.filling import as_book
from shouwang.dispatch.books.mapping import BookMapping
from shouwang.dispatch.models import Dispatch, Layout, Recipient
from shouwang.dispatch.printing.document import as_docx, as_pdf
from shouwang.dispatch.printing.paper import Foot, Paper
from shouwang.dispatch.printing.workbook import as_xlsx
from shouwang.dispatch.tables.table import Change, Table, amended
from shouwang.kit import words_zh

FORMS: dict[str, tuple[Callable[[Paper], bytes], str]] = {
    "xlsx": (as_xlsx, "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
    "docx": (as_docx, "application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
    "pdf": (as_pdf, "application/pdf"),
}


def paper_of(dispatch: Dispatch) -> Paper:
    """Return the paper that a dispatch is, from its frozen rows alone."""
    table = Table.from_json(dispatch.content)
    return Paper(
        table=amended(table, dispatch.amendment) if dispatch.amendment else table,
        recipient=dispatch.recipient.name,
        label=dispatch.label,
        foot=Foot(
            leader=dispatch.leader,
            reviewer=dispatch.reviewer,
            preparer=dispatch.preparer,
            phone=dispatch.phone,
            reported=words_zh.moment(dispatch.made_at, with_year=True),
        ),
        changes=tuple(Change(**change) for change in dispatch.changes),
        reason=dispatch.reason,
    )


def draft_of(table: Table, recipient: Recipient, *, preparer: str = "") -> Paper:
    """Return a table as a paper marked 草稿: no number, nobody's signature."""
    foot = Foot(reviewer=recipient.reviewer, preparer=preparer, phone=phone_of(recipient))
    return Paper(table=table, recipient=recipient.name, foot=foot, is_draft=True)


def phone_of(recipient: Recipient) -> str:
    """Return the phone at the foot: the recipient's own entry, else the unit's."""
    return recipient.phone or recipient.unit.phone


def forms_of(layout: Layout) -> tuple[str, ...]:
    """Return the forms that a layout's papers come in: a superior's workbook is Excel alone."""
    return ("xlsx",) if layout.book_id else tuple(FORMS)


def file_of(paper: Paper, layout: Layout, form: str) -> bytes:
    """Return the paper in one of its forms."""
    if layout.book is not None:
        return as_book(paper, bytes(layout.book.content), BookMapping.from_json(layout.design))
    return FORMS[form][0](paper)


def files_of(paper: Paper, layout: Layout) -> dict[str, bytes]:
    """Return the paper in each of its forms."""
    return {form: file_of(paper, layout, form) for form in forms_of(layout)}


def file_name(paper: Paper, form: str, *, at: datetime | None = None) -> str:
    """Return what a file is saved as: 棠宁区日报表（2020-02-11，2020年第20号）.xlsx."""
    told = paper.label or "草稿"
    if paper.is_draft and at:
        told = f"草稿{at:%H%M}"
    return f"{paper.table.title}（{paper.table.day}，{told}）.{form}"
