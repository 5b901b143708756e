"""The register of papers sent (发文登记簿) and single papers handed out, on record."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from urllib.parse import quote

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from shouwang.accounts import audit
from shouwang.accounts.models import User
from shouwang.kit import clock, registry
from shouwang.kit.sheets.write import Column, Kind, workbook
from shouwang.papers import composing, words
from shouwang.papers.layout.docx import to_docx
from shouwang.papers.layout.pdf import to_pdf
from shouwang.papers.models import Paper, PaperFile

MOST_ROWS = 20_000
_MADE = {
    PaperFile.Form.DOCX.value: (
        to_docx,
        "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    ),
    PaperFile.Form.PDF.value: (to_pdf, "application/pdf"),
}


@dataclass(frozen=True)
class Handed:
    """A file with its name and type."""

    name: str
    media_type: str
    content: bytes

    @property
    def disposition(self) -> str:
        """Return the header that names it."""
        return f"attachment; filename*=UTF-8''{quote(self.name)}"


@transaction.atomic
def hand_out(*, paper: Paper, form: str, by: User, at: datetime) -> Handed:
    """Return a paper as Word or PDF: as it was numbered, a draft as it stands now.

    Raises ``KeyError`` for another form.
    """
    make, media_type = _MADE[form]
    kept = paper.files.filter(form=form).first()
    content = bytes(kept.content) if kept else make(composing.layout_of(paper))
    state = paper.number or _("草稿")
    audit.record(words.PAPER_EXPORTED, by=by, at=at, about=paper, unit_id=paper.unit_id, form=form)
    return Handed(f"{state} {paper.title}.{form}", media_type, content)


@transaction.atomic
def hand_out_scan(*, kept: PaperFile, by: User, at: datetime) -> Handed:
    """Return a stamped scan as it was kept; that it was taken is on record like the paper."""
    of = kept.paper
    audit.record(
        words.PAPER_EXPORTED, by=by, at=at, about=of, unit_id=of.unit_id, form=str(kept.form)
    )
    return Handed(kept.name, kept.media_type, bytes(kept.content))


@transaction.atomic
def export_register(*, found: QuerySet[Any], by: User, at: datetime) -> bytes:
    """Return numbered papers (``queries.registered``) as a workbook, the latest first."""
    rows = list(_rows(found[:MOST_ROWS]))
    notes = [_("截至 %(at)s") % {"at": f"{clock.local(at):%Y-%m-%d %H:%M}"}]
    marks = [str(mark) for mark in registry.marks()]
    book = workbook(columns=_columns(), rows=rows, title=_("发文登记簿"), notes=notes, marks=marks)
    audit.record(words.PAPER_EXPORTED, by=by, at=at, rows=len(rows))
    return book


def _columns() -> list[Column]:
    return [
        Column("number", _("发文字号"), width=22),
        Column("title", _("标题"), width=44),
        Column("kind", _("文种"), width=10),
        Column("unit", _("发文单位"), width=16),
        Column("signer", _("签发人"), width=10),
        Column("signed_at", _("签发时间"), Kind.MOMENT),
        Column("issued_at", _("编号时间"), Kind.MOMENT),
        Column("handed", _("分发"), Kind.INT),
        Column("signed_for", _("签收"), Kind.INT),
        Column("state", _("状态"), width=10),
        Column("void", _("作废理由"), width=24),
    ]


def _rows(found: QuerySet[Any]) -> Iterator[dict[str, Any]]:
    for paper in found:
        yield {
            "number": paper.number,
            "title": paper.title,
            "kind": str(paper.get_kind_display()),
            "unit": paper.outside_organ or paper.unit.name,
            "signer": paper.signed_by.name if paper.signed_by else "",
            "signed_at": paper.signed_at,
            "issued_at": paper.issued_at,
            "handed": paper.handed,
            "signed_for": paper.signed_for,
            "state": str(paper.get_state_display()),
            "void": paper.void_reason,
        }
