"""Written reports handed out as files, on record."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from shouwang.accounts import audit
from shouwang.accounts.models import User
from shouwang.epidemic import facts, layouts, reach, words
from shouwang.epidemic.facts import Facts
from shouwang.epidemic.models import CaseStep
from shouwang.papers.actions.exports import Handed
from shouwang.papers.layout.docx import to_docx
from shouwang.papers.layout.model import PaperLayout
from shouwang.papers.layout.pdf import to_pdf

_MADE = {
    "docx": (
        to_docx,
        "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    ),
    "pdf": (to_pdf, "application/pdf"),
}


def laid_out(known: Facts, report: CaseStep) -> PaperLayout:
    """Return a report as it prints."""
    return layouts.layout(known, report, addressee=reach.superior_name(report.unit))


@transaction.atomic
def hand_out(*, report: CaseStep, form: str, by: User, at: datetime) -> Handed:
    """Return a report as Word or PDF; raises ``KeyError`` for another form."""
    make, media_type = _MADE[form]
    paper = laid_out(facts.gather(report.case, at=report.happened_at), report)
    audit.record(
        words.REPORT_EXPORTED, by=by, at=at, about=report.case, unit_id=report.unit_id, form=form
    )
    return Handed(f"{paper.title}.{form}", media_type, make(paper))
