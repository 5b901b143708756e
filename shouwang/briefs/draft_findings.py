"""The desk's own drafts under the same check: figures placed are trusted, typed numbers are not."""

from __future__ import annotations

from shouwang.briefs.content import Draft
from shouwang.briefs.models import Brief
from shouwang.checking.answers_marks import Checked
from shouwang.checking.answers_page import Entry, entries_of
from shouwang.checking.answers_whole import check_alone
from shouwang.checking.find import Found
from shouwang.orgs.scope import Scope

Span = tuple[int, int]


def laid_out(draft: Draft) -> tuple[str, list[Span]]:
    """Return a draft's text, a line for each block, and where its figures stand in it."""
    text, spans = "", list[Span]()
    for block in draft.printed():
        text += block.get("text", "")
        for run in block.get("runs", ()):
            if "ref" not in run:
                text += run["text"]
                continue
            shown = draft.quotes[run["ref"]].shown
            spans.append((len(text), len(text) + len(shown)))
            text += shown
        text += "\n"
    return text, spans


def findings(scope: Scope, brief: Brief, draft: Draft) -> list[Entry]:
    """Return what is to be looked at in a draft before it is final, the gravest first.

    A number is left out where it is a placed figure or the template's own words (不足3天).
    """
    text, spans = laid_out(draft)
    checked = check_alone(scope, brief.unit, brief.day, text)
    return [
        entry
        for entry in entries_of(_typed(checked, spans, draft.given))
        if entry.status != "equal" and not _is_phrase(entry)
    ]


def _is_phrase(entry: Entry) -> bool:
    """Return whether a number without a record is a word of the language: 两期, 八个方面."""
    text = entry.mark.found.text if entry.mark else ""
    return entry.status == "unbacked" and not any(c.isdigit() and c.isascii() for c in text)


def _as_written(found: Found) -> str:
    """Return a number with its measure once: the text of 100% already ends with it."""
    measure = found.measure or ""
    return found.text if found.text.endswith(measure) else f"{found.text}{measure}"


def _typed(checked: Checked, spans: list[Span], given: list[str]) -> Checked:
    """Return a check without what figures and templates say."""

    def is_placed(start: int, end: int) -> bool:
        return any(first <= start and end <= last for first, last in spans)

    checked.marks = [
        mark
        for mark in checked.marks
        if not is_placed(mark.found.start, mark.found.end) and _as_written(mark.found) not in given
    ]
    checked.lint = [r for r in checked.lint if not is_placed(r.start, r.end)]
    return checked
