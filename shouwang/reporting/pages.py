"""What the pages of a report show, made once for the desk and for the phone."""

from __future__ import annotations

import json
from typing import Any

from shouwang.kit import clock
from shouwang.kit.ids import uuid7
from shouwang.orgs.scope import Scope
from shouwang.reporting import (
    handing,
    ledgered,
    lock,
    moments,
    owing,
    queries,
    renewal,
    rules,
    sheets,
    signers,
    typed,
    versions,
    words,
)
from shouwang.reporting.actions import refiling
from shouwang.reporting.handing import Trouble
from shouwang.reporting.models import Draft, Handover, Step, Submission
from shouwang.reporting.queries import Sheet
from shouwang.reporting.typed import Typed


def entry(
    sheet: Sheet, *, correcting: bool, source: str, trouble: Trouble | None = None
) -> dict[str, Any]:
    """Return the context of the page that fills or corrects a report."""
    filled = trouble.filled if trouble else sheets.shown(sheet)
    found = handing.findings(sheet, trouble) if trouble else _of_opening(sheet, filled)
    if trouble and trouble.other_stands:
        found = [f for f in found if f.severity != rules.ERROR]
    groups = sheets.groups(sheet, filled, found)
    on_behalf = source == Submission.Source.ON_BEHALF
    returned = owing.return_of(sheet.report)
    return {
        "sheet": sheet,
        "groups": groups,
        "filled": filled,
        "errors": _summary(sheet, found, filled) if trouble and not trouble.other_stands else [],
        "correcting": correcting or bool(trouble and trouble.other_stands),
        "other_stands": bool(trouble and trouble.other_stands),
        "why_error": _why_error(found),
        "client_id": trouble.client_id if trouble else uuid7(),
        "revision": sheet.draft.revision if sheet.draft else 0,
        "due_at": sheet.version.due_at(sheet.day),
        "due_words": moments.due(sheet.version, sheet.day, today=clock.today()),
        "statistics_words": moments.statistics(sheet.version, sheet.day, today=clock.today()),
        "is_over": rules.is_late(filed_at=clock.now(), due_at=sheet.version.due_at(sheet.day)),
        "signs": [] if on_behalf else [step for step in Step if step in sheet.version.signing],
        "returned": returned,
        "usual_reason": refiling.usual_reason() if returned else "",
        "handed_back": _handed_back(sheet),
        "locked_why": locked_why(sheet),
        "on_behalf": on_behalf,
        "renewal": _renewal(sheet, trouble),
        "before_word": sheets.before_word(sheet.version.period),
        "now_word": sheets.now_word(sheet.version.period),
        "bars_zero": [i.zh for i in sheet.version.items if i.zero_when_quiet],
        "zero_bars": [*sheets.zero_bars(sheet, filled), *_loud(sheet)],
        "counts_packs": any(item.packs for item in sheet.version.items),
        "may_carry": sum(line.may_carry for group in groups for line in group.lines),
        "carried": sum(line.is_carried for group in groups for line in group.lines),
        "args": (sheet.unit.pk, sheet.form.pk, sheet.day),
    }


def _renewal(sheet: Sheet, trouble: Trouble | None) -> renewal.Renewal | None:
    if trouble:
        return renewal.renewal(sheet, trouble.filled)
    kept = sheet.draft
    return renewal.renewal(sheet, typed.from_draft(kept.values)) if kept else None


def _loud(sheet: Sheet) -> list[str]:
    found = ledgered.loud_since(sheet.unit.pk, sheet.version, sheet.day)
    return ledgered.loud_words(sheet.version, found)


def _handed_back(sheet: Sheet) -> Handover | None:
    """Return the handover that came back unsigned and was not handed over again."""
    if not sheet.version.signing:
        return None
    last = signers.last_of(sheet.unit, sheet.form.pk, sheet.day)
    return last if last and last.state == Handover.State.RETURNED else None


def locked_why(sheet: Sheet) -> str:
    """Return why the period takes nothing more without leave, empty where it does."""
    at, own = clock.now(), Submission.Source.DESK
    if not lock.is_locked(sheet.version, sheet.day, source=own, at=at):
        return ""
    if lock.waiting(sheet.unit, sheet.form.pk, sheet.day, at=at):
        return ""
    return lock.why_not(sheet.unit, sheet.version, sheet.day, sheet.report)


def handover(of: Handover, scope: Scope) -> dict[str, Any]:
    """Return the context of a report on its way: its values, who signed, what one may do."""
    version = versions.plain_by_id(of.version_id)
    sheet = queries.of_handover(of, version)
    filled = Typed({c: typed.write(v) for c, v in of.values.items()}, of.reasons, of.is_zero)
    following = next((s for s in of.signatures.order_by("order") if s.is_waiting), None)
    is_open, may_file = of.state == Handover.State.OPEN, scope.allows(words.FILE_REPORT, of.unit)
    turn = bool(is_open and following and signers.may_sign(scope, of.unit, following.step))
    owed = any(s.is_owed and signers.may_sign(scope, of.unit, s.step) for s in of.signatures.all())
    names = signers.holders(of.unit, following.step, at=clock.now()) if following else []
    return {
        "handover": of,
        "sheet": sheet,
        "version": version,
        "groups": sheets.groups(sheet, filled),
        "stands": json.dumps(typed.to_fields(filled)),
        "signers": signers.of_handover(of),
        "tone": {"open": "info", "filed": "ok"}.get(of.state, "warn"),
        "due_at": version.due_at(of.day),
        "due_words": moments.due(version, of.day, today=clock.today()),
        "statistics_words": moments.statistics(version, of.day, today=clock.today()),
        "is_over": is_open and rules.is_late(filed_at=clock.now(), due_at=version.due_at(of.day)),
        "before_word": sheets.before_word(version.period),
        "may_sign": turn or (owed and of.state in (Handover.State.OPEN, Handover.State.FILED)),
        "is_owed": owed and not turn,
        "may_give_back": turn,
        "may_note": is_open and may_file and following is not None and not turn,
        "may_withdraw": is_open and may_file,
        "next_post": Step(following.step).label if following else "",
        "next_names": [u.name for u in names],
    }


def _of_opening(sheet: Sheet, filled: Typed) -> list[rules.Finding]:
    return sheets.of_draft(sheet, filled) if sheet.draft else []


def _summary(sheet: Sheet, found: list[rules.Finding], filled: Typed) -> list[tuple[str, str]]:
    names = {i.code: i.zh for i in sheet.version.items}
    return [
        (typed.CORRECTION if where == f"{typed.ITEM}:correction" else where, words)
        for where, words in sheets.summary(found, filled, names)
    ]


def _why_error(found: list[rules.Finding]) -> str:
    return next((f.message for f in found if f.code == ":correction"), "")


def draft_saved(sheet: Sheet, filled: Typed, revision: int) -> dict[str, Any]:
    """Return what autosave tells the page: blanks are no errors of a draft."""
    found = sheets.of_draft(sheet, filled)
    said = {
        severity: sheets.by_code([f for f in found if f.code and f.severity == severity], sheet)
        for severity in (rules.ERROR, rules.REASON, rules.WARNING)
    }
    return {
        "revision": revision,
        "saved_at": f"{clock.now():%H:%M}",
        "errors": {typed.ITEM + code: why for code, why in said[rules.ERROR].items()},
        "asks": said[rules.REASON],
        "tells": said[rules.WARNING],
    }


def receipt(sheet: Sheet, *, may_correct: bool) -> dict[str, Any]:
    """Return the context of a receipt: number, moment, late or not, and what stands."""
    filled = sheets.stated(sheet)
    found = sheets.findings(sheet, filled)
    groups = sheets.groups(sheet, filled, found)
    shut_why = locked_why(sheet) if may_correct else ""
    return {
        "sheet": sheet,
        "report": sheet.report,
        "stands": json.dumps(typed.to_fields(filled)),
        "current": sheet.current,
        "groups": groups,
        "as_before": sum(line.is_as_before for group in groups for line in group.lines),
        "warnings": [f.message for f in found if f.severity == rules.WARNING],
        "due_at": sheet.version.due_at(sheet.day),
        "due_words": moments.due(sheet.version, sheet.day, today=clock.today()),
        "statistics_words": moments.statistics(sheet.version, sheet.day, today=clock.today()),
        "signers": signers.of_report(sheet.report)
        if sheet.report and sheet.version.signing
        else [],
        "returned": owing.return_of(sheet.report),
        "before_word": sheets.before_word(sheet.version.period),
        "now_word": sheets.now_word(sheet.version.period),
        "shut_why": shut_why,
        "may_file": may_correct,
        "may_correct": may_correct and not shut_why,
        "args": (sheet.unit.pk, sheet.form.pk, sheet.day),
    }


def draft_of_other(draft: Draft) -> dict[str, Any]:
    """Return what a conflict shows: whose draft it is, of when, and its values by field."""
    return {
        "revision": draft.revision,
        "by": draft.by.name,
        "at": f"{clock.local(draft.saved_at):%H:%M}",
        "values": typed.to_fields(typed.from_draft(draft.values)),
    }
