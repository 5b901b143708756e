"""A paper as a file: a draft as it stands, a final paper as it was made then."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import quote

from shouwang.accounts import audit
from shouwang.accounts.models import User
from shouwang.briefs import layouts, queries, tracing, words
from shouwang.briefs.models import Brief
from shouwang.orgs.scope import Scope
from shouwang.papers.layout.docx import to_docx
from shouwang.papers.layout.pdf import to_pdf

KINDS = {
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "pdf": "application/pdf",
    "json": "application/json",
}


@dataclass(frozen=True)
class Exported:
    """A file with the name it is saved under."""

    name: str
    content: bytes

    @property
    def disposition(self) -> str:
        """Return the header that names it."""
        return f"attachment; filename*=UTF-8''{quote(self.name)}"


def export(
    scope: Scope, brief: Brief, form: str, *, by: User, at: datetime, is_internal: bool = False
) -> Exported:
    """Return a paper as a file and record that it was taken; raises ``OutOfScope``.

    ``is_internal`` asks a final paper's internal copy, with the notes on figures changed by hand;
    a draft is always one.
    """
    kept = None if is_internal else queries.file(scope, brief, form)
    content = kept or _made(scope, brief, form, at)
    audit.record(words.BRIEF_EXPORTED, by=by, at=at, about=brief, unit_id=brief.unit_id, form=form)
    number = f"第{brief.issue}期" if brief.issue else "草稿"
    number += "内部稿" if is_internal and brief.issue else ""
    name = f"{brief.unit.name}{brief.name}{number}（{brief.day}）"
    return Exported(f"{name}.{form}", content)


def _made(scope: Scope, brief: Brief, form: str, at: datetime) -> bytes:
    draft = queries.content(brief)
    if form == "json":
        source = queries.source(scope, brief, at)
        return json.dumps(tracing.as_json(source, draft), ensure_ascii=False, indent=1).encode()
    signer = brief.signed_by.name if brief.signed_by else ""
    layout = layouts.layout_of(
        draft, issue=brief.issue, signer=signer, is_final=brief.is_final, is_internal=True
    )
    return to_docx(layout) if form == "docx" else to_pdf(layout)
