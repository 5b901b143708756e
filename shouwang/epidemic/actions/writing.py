"""What every writer of a case does: hold it, judge the clocks, tell who counts."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from uuid import UUID

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from shouwang.accounts import audit
from shouwang.accounts.access import OutOfScope
from shouwang.accounts.models import User
from shouwang.epidemic import clocks, rules, words
from shouwang.epidemic.models import Case, CaseStep
from shouwang.kit import clock
from shouwang.kit.ids import uuid7
from shouwang.kit.registry import Word
from shouwang.kit.templatetags.shouwang import moment
from shouwang.orgs import records

# clocks of phones run apart by a little
AHEAD = timedelta(minutes=5)
LONGEST_DETAILS, LONGEST_TEXT, LONGEST_WHO = 500, 8000, 60


def lock(case: Case) -> Case:
    """Return the case, locked, with its unit and person. Raises ``OutOfScope``."""
    rows = Case.objects.select_for_update(of=("self",)).select_related("unit", "person")
    held = rows.filter(pk=case.pk, voided_at=None).first()
    if held is None:
        raise OutOfScope(f"case {case.pk}")
    return held


def again(held: Case, key: UUID | None) -> CaseStep | None:
    """Return the step of a case that a key wrote before, None for a new key."""
    return held.steps.filter(pk=key).first() if key else None


def write(
    held: Case,
    step: str,
    *,
    by: User,
    at: datetime,
    recorded_at: datetime,
    word: Word = words.STEP_NOTED,
    id: UUID | None = None,
    **told: object,
) -> CaseStep:
    """Write one step with what its clock says, and the audit line beside it.

    Raises ``ValidationError`` for a moment before the first sign or in the future.
    """
    _check_moment(held, at, recorded_at)
    due_at = rules.due_of(clocks.of(held), step)
    made = CaseStep.objects.create(
        id=id or uuid7(),
        unit=held.unit,
        case=held,
        step=step,
        happened_at=at,
        recorded_at=recorded_at,
        recorded_by=by,
        by_name=by.name,
        due_at=due_at,
        late_s=None if due_at is None else max(0, int((at - due_at).total_seconds())),
        **told,
    )
    late = {"late_s": made.late_s} if made.late_s else {}
    audit.record(word, by=by, at=recorded_at, about=held, unit_id=held.unit_id, step=step, **late)
    records.changed(days_of(held.unit_id, [at, recorded_at]))
    return made


def days_of(unit_id: int, moments: Iterable[datetime]) -> list[tuple[int, date]]:
    """Return the unit's days from the earliest to the latest of the moments: a stock that changed
    on one changed on all that follow."""
    days = sorted(clock.local_day(moment) for moment in moments)
    reach = (days[-1] - days[0]).days
    return [(unit_id, days[0] + timedelta(days=n)) for n in range(reach + 1)]


def _check_moment(held: Case, at: datetime, recorded_at: datetime) -> None:
    if at < held.happened_at:
        first = moment(held.happened_at)
        raise ValidationError(_("时间不能早于首次发现（%(first)s）") % {"first": first}, code="at")
    if at > recorded_at + AHEAD:
        raise ValidationError(_("时间不能晚于现在"), code="at")
