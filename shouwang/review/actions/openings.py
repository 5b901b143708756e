"""Leave to file (补报) or to correct (更正) one report after the lock: given, taken back."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from shouwang.accounts import audit
from shouwang.accounts.models import User
from shouwang.desk.actions import inbox
from shouwang.figures import rules as figure_rules
from shouwang.kit.templatetags.shouwang import moment
from shouwang.orgs.models import Unit
from shouwang.orgs.scope import Scope, scope_of
from shouwang.reporting import lock, versions
from shouwang.reporting import words as report_words
from shouwang.reporting.actions.openings import opening_key
from shouwang.reporting.models import Form, Opening, Report, Submission
from shouwang.review import words
from shouwang.review.actions.telling import tell_opened

# how long a leave stands where nobody says otherwise
LASTS = timedelta(hours=24)


@transaction.atomic
def open_report(
    *,
    unit: Unit,
    form: Form,
    day: date,
    reason: str,
    by: User,
    at: datetime,
    until_at: datetime | None = None,
    scope: Scope | None = None,
) -> Opening:
    """Let a unit file, or correct, one locked report; which of both follows from what stands.

    Raises ``ValidationError`` without a reason, before the lock, when a leave stands already.
    """
    known = scope or scope_of(by, at=at)
    known.require(report_words.OPEN_DAY, unit)
    why = reason.strip()[:200]
    if not why:
        raise ValidationError(_("请写明开放的原因"))
    version, start = _locked_period(unit, form, day, at=at)
    Unit.objects.select_for_update(no_key=True).get(pk=unit.pk)
    _clear_lapsed(unit, form, start, at=at)
    report = Report.objects.filter(unit=unit, form=form, day=start).first()
    stands = report is not None and report.returned_at is None
    made = Opening.objects.create(
        unit=unit,
        form=form,
        day=start,
        purpose=Opening.Purpose.CORRECTION if stands else Opening.Purpose.LATE,
        reason=why,
        by=by,
        by_name=by.name,
        at=at,
        until_at=until_at or at + LASTS,
    )
    _record(made)
    tell_opened(made, series_id=version.series_id, at=at)
    return made


def _record(made: Opening) -> None:
    audit.record(
        words.REPORT_OPENED,
        by=made.by,
        at=made.at,
        about=made,
        unit_id=made.unit_id,
        purpose=made.purpose,
        day=made.day.isoformat(),
        reason=made.reason,
        until=made.until_at.isoformat(),
    )


def _locked_period(
    unit: Unit, form: Form, day: date, *, at: datetime
) -> tuple[versions.PlainVersion, date]:
    """Return the version in force and the first day of its period, which must be locked."""
    version = versions.in_force(form.pk, day)
    if version is None or unit.kind not in version.kinds:
        raise ValidationError(_("%(unit)s不填此表") % {"unit": unit.name})
    start = figure_rules.period_start(version.period, day)
    if not lock.is_locked(version, start, source=Submission.Source.DESK, at=at):
        raise ValidationError(_("还没有锁定，机构可以直接填报或更正，不需要开放"))
    return version, start


def _clear_lapsed(unit: Unit, form: Form, start: date, *, at: datetime) -> None:
    """Close a leave that lapsed unused; one that still stands bars another."""
    held = Opening.objects.filter(unit=unit, form=form, day=start, used_at=None, closed_at=None)
    for opening in held.select_for_update():
        if opening.until_at > at:
            told = {"by": opening.by_name, "until": moment(opening.until_at)}
            raise ValidationError(_("%(by)s已开放，%(until)s 前有效") % told)
        opening.closed_at = opening.until_at
        opening.save(update_fields=["closed_at"])


@transaction.atomic
def close_opening(
    *, opening: Opening, by: User, at: datetime, scope: Scope | None = None
) -> Opening:
    """Take a leave back that was not used. Raises ``ValidationError`` when it is too late."""
    known = scope or scope_of(by, at=at)
    known.require(report_words.OPEN_DAY, opening.unit)
    held = Opening.objects.select_for_update().get(pk=opening.pk)
    if held.used_at is not None:
        raise ValidationError(_("机构已经报上，不能收回"))
    if held.closed_at is None:
        held.closed_at = at
        held.save(update_fields=["closed_at"])
        inbox.done(key=opening_key(held), at=at)
        audit.record(words.OPENING_CLOSED, by=by, at=at, about=held, unit_id=held.unit_id)
    return held
