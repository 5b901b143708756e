"""The whole check of a text: numbers, remarks, and passages that stand in other texts too."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from shouwang.briefs.checking.answers import check_numbers
from shouwang.briefs.checking.answers_marks import Checked
from shouwang.briefs.checking.answers_sources import sources
from shouwang.briefs.checking.copies import copies
from shouwang.briefs.checking.lint import lint
from shouwang.orgs.models import Unit
from shouwang.orgs.scope import Scope


def check(
    scope: Scope,
    unit: Unit,
    day: date,
    text: str,
    *,
    choices: Mapping[int, str] | None = None,
    notes: list[str] | None = None,
) -> Checked:
    """Return a text checked for a unit and a day, in one scope; nothing of it is kept.

    ``choices`` are candidates chosen by a person, by the start of the number; ``notes`` what the
    reading of the file left out. Raises ``OutOfScope``.
    """
    checked = check_numbers(scope, unit, day, text, choices=choices)
    found = [mark.found for mark in checked.marks]
    checked.lint = lint(text, found=found, places=checked.places)
    others = {name: one.text for name, one in sources(scope, day, but_not=text).items()}
    checked.copies = copies(text, others)
    checked.notes += notes or []
    return checked
