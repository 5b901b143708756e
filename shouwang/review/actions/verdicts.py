"""Verdicts on reports: passing them, and returning them to be mended (退回修改)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from shouwang.accounts import audit
from shouwang.accounts.models import User
from shouwang.figures.actions import rollups
from shouwang.figures.models import Fact
from shouwang.kit.templatetags.shouwang import moment
from shouwang.orgs.models import Unit
from shouwang.orgs.scope import Scope, scope_of
from shouwang.reporting import versions
from shouwang.reporting.actions.refiling import places
from shouwang.reporting.models import Report, Review, Submission
from shouwang.review import words
from shouwang.review.actions.telling import tell_returned

LONGEST_REASON = 200


@transaction.atomic
def return_report(
    *,
    report: Report,
    reason: str,
    by: User,
    at: datetime,
    seen_number: int | None = None,
    scope: Scope | None = None,
) -> Review:
    """Return a report to be mended: until it is filed again it counts as 未报.

    Its fact goes, its submissions stay. ``seen_number`` is the submission that the reviewer read.
    Raises ``ValidationError`` without a reason, when it was returned or filed again meanwhile, and
    after the lock: then a correction (更正) is opened, and the report stands until it comes.
    """
    known = scope or scope_of(by, at=at)
    known.require(words.REVIEW_REPORTS, report.unit)
    why = reason.strip()[:LONGEST_REASON]
    if not why:
        raise ValidationError(_("请写明退回原因，机构会看到"))
    held = Report.objects.select_for_update().get(pk=report.pk)
    _still_so(held, seen_number)
    version = _version(held)
    _refuse_locked(version.lock_at(held.day), at)
    review = _verdict(held, Review.Verdict.RETURNED, why, known, report.unit, by, at)
    review.save(force_insert=True)
    _uncount(held, version.series_id, at=at)
    audit.record(
        words.REPORT_RETURNED,
        by=by,
        at=at,
        about=held,
        unit_id=held.unit_id,
        number=held.current_number,
        reason=why,
    )
    report.returned_at = at
    tell_returned(report, review, series_id=version.series_id, at=at)
    return review


def _uncount(held: Report, series_id: int, *, at: datetime) -> None:
    """Mark a report as returned and take its fact away; its submissions stay."""
    held.returned_at = at
    held.save(update_fields=["returned_at"])
    Fact.objects.filter(unit_id=held.unit_id, series_id=series_id, day=held.day).delete()
    rollups.mark(places(held, series_id), at=at)


def _refuse_locked(locked_at: datetime | None, at: datetime) -> None:
    if locked_at and at >= locked_at:
        told = {"at": moment(locked_at)}
        raise ValidationError(_("已于 %(at)s 锁定，不能退回；请改为开放更正") % told)


@transaction.atomic
def pass_reports(
    *,
    reports: Iterable[Report],
    by: User,
    at: datetime,
    scope: Scope | None = None,
    seen: Mapping[int, int] | None = None,
) -> int:
    """Say of reports that their present submission is in order; return of how many it was new.

    One that was returned, or that the same person passed before, is left as it is; so is one
    filed again since the reviewer read it, where ``seen`` tells by id which submission that was.
    """
    known = scope or scope_of(by, at=at)
    wanted = {r.pk: r for r in reports}
    for report in wanted.values():
        known.require(words.REVIEW_REPORTS, report.unit)
    rows = Report.objects.select_for_update(no_key=True).filter(pk__in=wanted).order_by("pk")
    # locked before what was said is read: whoever presses twice at once waits here
    locked = list(rows)
    read = seen or {}
    said = set(
        Review.objects.filter(
            report_id__in=wanted, verdict=Review.Verdict.PASSED, by=by
        ).values_list("report_id", "submission_number")
    )
    fresh = [
        held
        for held in locked
        if held.returned_at is None
        and (held.pk, held.current_number) not in said
        and read.get(held.pk, held.current_number) == held.current_number
    ]
    Review.objects.bulk_create(
        _verdict(held, Review.Verdict.PASSED, "", known, wanted[held.pk].unit, by, at)
        for held in fresh
    )
    if fresh:
        _tell_passed(fresh, by, at)
    return len(fresh)


def _tell_passed(fresh: list[Report], by: User, at: datetime) -> None:
    """Write one line for all that were passed in one go, naming their receipts."""
    first = fresh[0] if len(fresh) == 1 else None
    audit.record(
        words.REPORTS_PASSED,
        by=by,
        at=at,
        about=first,
        unit_id=first.unit_id if first else None,
        reports=len(fresh),
        receipt=[r.receipt for r in fresh[:200]],
    )


def _still_so(held: Report, seen_number: int | None) -> None:
    if held.returned_at is not None:
        last = Review.objects.filter(report=held).order_by("-at", "-pk").first()
        who = {"by": last.by_name if last else "", "at": moment(held.returned_at)}
        raise ValidationError(_("%(by)s已于 %(at)s 退回，机构还没有重报") % who)
    if seen_number is not None and seen_number != held.current_number:
        raise ValidationError(_("机构刚刚重新报送，请看过新的数字再决定"))


def _version(held: Report) -> versions.PlainVersion:
    number = Submission.objects.values_list("version_id", flat=True).get(
        report=held, number=held.current_number
    )
    return versions.plain_by_id(number)


def _verdict(
    held: Report, verdict: str, reason: str, scope: Scope, unit: Unit, by: User, at: datetime
) -> Review:
    return Review(
        report=held,
        submission_number=held.current_number,
        verdict=verdict,
        reason=reason,
        by=by,
        by_name=by.name,
        on_behalf_of=_post_of(scope, unit)[:80],
        at=at,
    )


def _post_of(scope: Scope, unit: Unit) -> str:
    """Return where the reviewer sits: the lowest of their units that covers the institution."""
    over = [
        s
        for s in scope.subtrees
        if words.REVIEW_REPORTS in s.permissions and s.covers(unit.path, unit.kind)
    ]
    return max(over, key=lambda s: len(s.path)).unit_name if over else ""
