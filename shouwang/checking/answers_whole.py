"""The whole check of a text: numbers, remarks, and passages that stand in other texts too."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from django.utils.translation import gettext as _

from shouwang.checking.answers import check_numbers
from shouwang.checking.answers_marks import Checked, Mark
from shouwang.checking.answers_sources import sources
from shouwang.checking.answers_values import Question
from shouwang.checking.copies import copies
from shouwang.checking.lint import lint
from shouwang.checking.marks import Remark
from shouwang.orgs.models import Unit
from shouwang.orgs.scope import Scope


def _two_values(checked: Checked) -> list[Remark]:
    """Return numbers that state one figure, unit and period otherwise than the text did before."""
    told = {remark.start for remark in checked.lint if remark.rule == "two_values"}
    first: dict[Question, Mark] = {}
    found = []
    for mark in checked.marks:
        question, one = mark.question, mark.found
        if question is None or question.op != "value" or one.approx or one.value is None:
            continue
        before = first.setdefault(question, mark).found
        if min(before.step, one.step) != max(before.step, one.step) or one.start in told:
            continue
        if before.value != one.value:
            words = {
                "words": mark.of,
                "then": f"{before.text}{before.measure or ''}",
                "now": f"{one.text}{one.measure or ''}",
            }
            why = _("“%(words)s”前文为%(then)s，此处为%(now)s") % words
            found.append(Remark("two_values", one.start, one.end, one.text, why))
    return found


def check_alone(
    scope: Scope, unit: Unit, day: date, text: str, *, choices: Mapping[int, str] | None = None
) -> Checked:
    """Return a text's numbers and slips; it is compared with no other text."""
    checked = check_numbers(scope, unit, day, text, choices=choices)
    found = [mark.found for mark in checked.marks]
    checked.lint = lint(text, found=found, places=checked.places)
    checked.lint += _two_values(checked)
    return checked


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
    checked = check_alone(scope, unit, day, text, choices=choices)
    others = {name: one.text for name, one in sources(scope, day, but_not=text).items()}
    checked.copies = copies(text, others)
    checked.notes += notes or []
    return checked
