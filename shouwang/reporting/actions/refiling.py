"""Filing a returned report again: the next submission, and the fact that counts it once more."""

from __future__ import annotations

from dataclasses import replace

from django.utils.translation import gettext as _

from shouwang.figures.actions import rollups
from shouwang.figures.models import Fact
from shouwang.orgs.models import Placement
from shouwang.reporting import rules
from shouwang.reporting.actions import filing
from shouwang.reporting.models import Report, Review, Submission
from shouwang.reporting.rules import Finding


def file_again(deed: filing.Deed, report: Report, current: Submission) -> Submission | Finding:
    """Let a returned report stand again with what is filed now, within the caller's transaction.

    It keeps the moment it was first filed, and whether that was late: the institution was in time.
    Unchanged figures need a reason, because the superior did not believe them; a ``Finding`` says
    so, and nothing is written.
    """
    sent = deed.filing
    same = filing.same_values(current.values, deed.values) and current.is_zero == sent.is_zero
    if same and sent.correction_reason in ("", usual_reason()):
        return unchanged(report)
    sent = replace(sent, correction_reason=sent.correction_reason or usual_reason())
    made = filing.append_correction(replace(deed, filing=sent), report, current)
    Fact.objects.create(
        unit_id=report.unit_id,
        series_id=deed.version.series_id,
        day=report.day,
        placed_in_id=report.placed_in_id,
        values=dict(deed.values),
        is_zero=sent.is_zero,
        is_late=report.is_late,
        filed_at=report.filed_at,
        source_id=made.pk,
    )
    rollups.mark(places(report, deed.version.series_id), at=deed.at)
    report.returned_at = None
    report.save(update_fields=["returned_at"])
    return made


def places(report: Report, series_id: int) -> list[rollups.Place]:
    """Return the totals that a report's coming and going changes: where it counts, and where the
    unit lies since it was moved, which owes it while none stands."""
    held = Placement.objects.filter(unit_id=report.unit_id, until_on=None, parent__isnull=False)
    parents = {report.placed_in_id, *held.values_list("parent_id", flat=True)}
    return [(parent, series_id, report.day) for parent in parents if parent is not None]


def usual_reason() -> str:
    """Return the reason that a page offers for mending what was returned."""
    return _("按退回意见修改")


def unchanged(report: Report) -> Finding:
    """Return what is said of a returned report that comes back as it was."""
    last = Review.objects.filter(report=report).order_by("-at", "-pk").first()
    told = {"by": last.by_name if last else "", "why": last.reason if last else ""}
    why = _("%(by)s退回：%(why)s。数字没有改动，请写明核实情况再报")
    return Finding(":correction", rules.ERROR, why % told)
