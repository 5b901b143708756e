"""Handing in a grid: each row for itself, filed where it is complete and kept where it is not."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext as _

from shouwang.accounts.access import NotPermitted
from shouwang.accounts.models import User
from shouwang.intake import words
from shouwang.intake.behalf import plaintext
from shouwang.intake.behalf.grid import Result, Row
from shouwang.orgs.scope import Scope
from shouwang.reporting import handing, rules, sheets, typed
from shouwang.reporting.actions import drafts
from shouwang.reporting.actions.reports import Receipt
from shouwang.reporting.models import Submission
from shouwang.reporting.rules import Finding
from shouwang.reporting.typed import Typed

_WHY = "why"
_MOST_TOLD = 3


def posted(post: Mapping[str, str], row: Row) -> Row:
    """Return a row with what its fields hold; a row that the page did not show stays as it was."""
    own = {k[len(row.prefix) :]: v for k, v in post.items() if k.startswith(row.prefix)}
    if not own:
        return row
    filled = typed.from_post(own)
    reason = own.get(_WHY, "").strip()[: typed.LONGEST_WORDS]
    asked = {f.code for f in sheets.findings(row.sheet, filled) if f.severity == rules.REASON}
    filled = replace(
        filled,
        reasons={code: reason for code in asked if reason},
        note=plaintext.without_people(filled.note),
    )
    try:
        client_id = UUID(own.get("client_id", ""))
    except ValueError:
        client_id = row.client_id
    return replace(row, filled=filled, client_id=client_id)


def submit(
    rows: Sequence[Row], post: Mapping[str, str], *, scope: Scope, by: User, at: datetime
) -> list[Row]:
    """File every row that is complete, each in a transaction of its own; keep the others as drafts.

    A row in which nothing was typed here is passed over. Raises ``NotPermitted`` where a row's
    institution is not one that ``by`` may file for on its behalf.
    """
    done = []
    for row in rows:
        filled = posted(post, row)
        if not row.is_open or _is_untouched(filled, row, by):
            done.append(filled)
            continue
        if not scope.allows(words.FILE_ON_BEHALF, row.unit):
            raise NotPermitted(words.FILE_ON_BEHALF)
        done.append(_hand_in(filled, post, scope=scope, by=by, at=at))
    return done


def _is_untouched(row: Row, as_opened: Row, by: User) -> bool:
    """Return whether nothing was typed here: a draft that the institution itself is filling is
    theirs to hand in."""
    draft = as_opened.sheet.draft
    if draft is not None:
        same = dict(row.filled.texts) == dict(as_opened.filled.texts)
        return draft.by_id != by.pk and same and row.filled.is_zero == as_opened.filled.is_zero
    blank = not any(text for code, text in row.filled.texts.items() if not _carried(row, code))
    return blank and not row.filled.is_zero


def _carried(row: Row, code: str) -> bool:
    return row.filled.texts.get(code, "") == typed.write(row.sheet.previous.get(code))


def _hand_in(row: Row, post: Mapping[str, str], *, scope: Scope, by: User, at: datetime) -> Row:
    found = sheets.findings(row.sheet, row.filled)
    row = _marked(row, found)
    lacking = [f for f in found if f.severity == rules.ERROR]
    lacking += sheets.unanswered(found, row.filled)
    if lacking:
        return _kept(row, lacking, post, scope=scope, by=by, at=at)
    answer = handing.hand_in(
        _as_page(row),
        unit=row.unit,
        form=row.sheet.form,
        day=row.sheet.day,
        source=Submission.Source.ON_BEHALF,
        correcting=False,
        scope=scope,
        by=by,
        at=at,
    )
    if isinstance(answer, Receipt):
        return row.told(Result("ok", answer.number, answer.report_id))
    if isinstance(answer, handing.Trouble) and not answer.other_stands:
        return _kept(row, answer.said, post, scope=scope, by=by, at=at)
    said = _("别人刚刚报过，数值不同，没有覆盖；要改请走更正")
    return row.told(Result("warn", said))


def _as_page(row: Row) -> dict[str, str]:
    """Return the row as the fields of its own page."""
    filled: Typed = row.filled
    fields = {typed.ITEM + code: text for code, text in filled.texts.items()}
    fields |= {typed.REASON + code: text for code, text in filled.reasons.items()}
    fields |= {typed.NOTE: filled.note, "client_id": str(row.client_id)}
    return fields | ({typed.ZERO: "1"} if filled.is_zero else {})


def _marked(row: Row, found: Sequence[Finding]) -> Row:
    said = {
        severity: sheets.by_code([f for f in found if f.code and f.severity == severity], row.sheet)
        for severity in (rules.ERROR, rules.REASON)
    }
    return replace(row, errors=said[rules.ERROR], asks=said[rules.REASON])


def _kept(
    row: Row,
    lacking: Sequence[Finding],
    post: Mapping[str, str],
    *,
    scope: Scope,
    by: User,
    at: datetime,
) -> Row:
    """Keep a row that cannot be filed as a draft and say what it lacks."""
    messages = [f.message for f in lacking[:_MOST_TOLD]]
    if len(lacking) > _MOST_TOLD:
        messages.append(_("另有 %(n)d 项") % {"n": len(lacking) - _MOST_TOLD})
    result = Result(
        "warn", _("还差 %(n)d 项，已存草稿") % {"n": len(lacking)}, None, tuple(messages)
    )
    seen = typed.whole(post.get(f"{row.prefix}revision", ""))
    seen = row.revision if seen is None else seen
    try:
        draft = handing.keep(row.sheet, row.filled, seen, by=by, at=at, scope=scope)
    except drafts.Conflict as other:
        told = {"by": other.draft.by.name}
        why = _("%(by)s也在填这家，没有覆盖他的草稿；您填的还在本页")
        return row.told(Result("warn", why % told, None, tuple(messages)))
    return replace(row, sheet=replace(row.sheet, draft=draft), result=result)
