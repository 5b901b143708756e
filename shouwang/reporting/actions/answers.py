"""What comes of a filing: the receipt, or why there is none."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from shouwang.reporting.models import Report, Submission
from shouwang.reporting.rules import Finding


@dataclass(frozen=True)
class Receipt:
    """What the sender keeps: ``is_new`` is False where the same had been filed before."""

    number: str
    report_id: int
    submission_number: int
    filed_at: datetime
    is_late: bool
    is_new: bool
    findings: tuple[Finding, ...] = ()


class Refused(Exception):
    """A report that may not stand: ``findings`` name the items and say why."""

    def __init__(self, findings: list[Finding]) -> None:
        super().__init__("; ".join(f.message for f in findings))
        self.findings = findings


class Unsigned(Exception):
    """The form is signed before it is filed: it is handed over instead (``actions.signing``)."""


class AlreadyFiled(Exception):
    """Another report of the period stands with other values; ``submission`` is the one."""

    def __init__(self, report: Report, submission: Submission) -> None:
        super().__init__(report.receipt)
        self.report = report
        self.submission = submission


def receipt_of(
    report: Report, number: int, *, is_new: bool, findings: Sequence[Finding] = ()
) -> Receipt:
    """Return the receipt of one of a report's submissions."""
    return Receipt(
        report.receipt,
        report.pk,
        number,
        report.filed_at,
        report.is_late,
        is_new,
        tuple(findings),
    )
