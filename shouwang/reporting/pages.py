"""What the pages of a report show, made once for the desk and for the phone."""

from __future__ import annotations

from typing import Any

from shouwang.kit import clock
from shouwang.kit.ids import uuid7
from shouwang.reporting import handing, rules, sheets, typed
from shouwang.reporting.handing import Trouble
from shouwang.reporting.models import Draft, Submission
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
    return {
        "sheet": sheet,
        "groups": groups,
        "filled": filled,
        "errors": _summary(found, filled) if trouble and not trouble.other_stands else [],
        "correcting": correcting or bool(trouble and trouble.other_stands),
        "other_stands": bool(trouble and trouble.other_stands),
        "why_error": _why_error(found),
        "client_id": trouble.client_id if trouble else uuid7(),
        "revision": sheet.draft.revision if sheet.draft else 0,
        "due_at": sheet.version.due_at(sheet.day),
        "statistics_at": sheet.version.time_of("statistics"),
        "on_behalf": source == Submission.Source.ON_BEHALF,
        "before_word": sheets.before_word(sheet.version.period),
        "now_word": sheets.now_word(sheet.version.period),
        "bars_zero": [i.zh for i in sheet.version.items if i.zero_when_quiet],
        "carried": sum(line.is_carried for group in groups for line in group.lines),
        "args": (sheet.unit.pk, sheet.form.pk, sheet.day),
    }


def _of_opening(sheet: Sheet, filled: Typed) -> list[rules.Finding]:
    return sheets.of_draft(sheet, filled) if sheet.draft else []


def _summary(found: list[rules.Finding], filled: Typed) -> list[tuple[str, str]]:
    return [
        (typed.CORRECTION if where == f"{typed.ITEM}:correction" else where, words)
        for where, words in sheets.summary(found, filled)
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
    return {
        "sheet": sheet,
        "report": sheet.report,
        "current": sheet.current,
        "groups": sheets.groups(sheet, filled, found),
        "warnings": [f.message for f in found if f.severity == rules.WARNING],
        "due_at": sheet.version.due_at(sheet.day),
        "before_word": sheets.before_word(sheet.version.period),
        "now_word": sheets.now_word(sheet.version.period),
        "may_correct": may_correct,
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
