"""What a report handed over to be signed would meet when it is filed: asked before anybody signs,
so that no superior's pen is spent on what cannot be filed."""

from __future__ import annotations

from datetime import date

from shouwang.orgs.models import Unit
from shouwang.reporting.actions import filing, refiling
from shouwang.reporting.actions.answers import AlreadyFiled, Receipt, Refused, receipt_of
from shouwang.reporting.actions.filing import Filing
from shouwang.reporting.models import Report, Submission
from shouwang.reporting.versions import PlainVersion


def meet(*, unit: Unit, version: PlainVersion, start: date, filing_: Filing) -> Receipt | None:
    """Return the receipt of what stands with the same values, None where the way is free.

    Raises ``AlreadyFiled`` for other values without a reason, or with one for another submission;
    ``Refused`` for a returned report whose figures are not mended and not explained.
    """
    report = Report.objects.filter(unit=unit, form_id=version.form_id, day=start).first()
    if report is None:
        return None
    current = Submission.objects.get(report=report, number=report.current_number)
    values = filing.by_key(version, filing_.values)
    same = filing.same_values(current.values, values) and current.is_zero == filing_.is_zero
    if report.returned_at is not None:
        if same and filing_.correction_reason in ("", refiling.usual_reason()):
            raise Refused([refiling.unchanged(report)])
        return None
    if same:
        return receipt_of(report, report.current_number, is_new=False)
    seen = filing_.seen_number
    if not filing_.correction_reason or (seen and seen != report.current_number):
        raise AlreadyFiled(report, current)
    return None
