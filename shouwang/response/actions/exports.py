"""Handing out the door notice, on record."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from shouwang.accounts import audit
from shouwang.accounts.models import User
from shouwang.orgs.models import Unit
from shouwang.papers.actions.exports import Handed
from shouwang.papers.layout.docx import to_docx
from shouwang.papers.layout.pdf import to_pdf
from shouwang.response import notices, words
from shouwang.response.house import house

FORMS = {
    "docx": (
        to_docx,
        "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    ),
    "pdf": (to_pdf, "application/pdf"),
}


@transaction.atomic
def hand_out_notice(*, unit: Unit, form: str, by: User, at: datetime) -> Handed:
    """Return a house's notice as it stands at ``at``, Word or PDF. Raises ``KeyError`` for another
    form; whoever calls asked whether the unit may be seen."""
    make, media_type = FORMS[form]
    layout = notices.layout_of(house(unit, at))
    audit.record(words.NOTICE_EXPORTED, by=by, at=at, about=unit, unit_id=unit.pk, form=form)
    return Handed(f"{unit.name}{layout.title}.{form}", media_type, make(layout))
