"""Filing a report and correcting it: the one way in, for pages, API, imports and the demo alike.

A first filing is one statement after the checks: report, submission, fact, mark and audit line
together, so that the peak of the day costs few round trips. Whoever comes second, at once or
later, takes the slow way and finds the first.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from shouwang.accounts.models import User
from shouwang.figures import rules as figure_rules
from shouwang.figures.rules import Number
from shouwang.orgs.models import Unit
from shouwang.orgs.scope import Scope, scope_of
from shouwang.reporting import rules, versions, words
from shouwang.reporting.actions import filing
from shouwang.reporting.actions.filing import Filing
from shouwang.reporting.actions.standing import Standing, standing
from shouwang.reporting.models import Form, Report, Submission
from shouwang.reporting.rules import Finding
from shouwang.reporting.versions import PlainVersion

__all__ = ["AlreadyFiled", "Filing", "Receipt", "Refused", "file_report"]


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


class AlreadyFiled(Exception):
    """Another report of the period stands with other values; ``submission`` is the one."""

    def __init__(self, report: Report, submission: Submission) -> None:
        super().__init__(report.receipt)
        self.report = report
        self.submission = submission


def file_report(
    *,
    unit: Unit,
    form: Form,
    day: date,
    filing_: Filing,
    by: User,
    at: datetime,
    scope: Scope | None = None,
    found: Standing | None = None,
) -> Receipt:
    """File a unit's report for the period of ``day``, or correct the one that stands.

    The same filing twice, or the same values from two devices, is one report with one receipt.
    Other values without ``correction_reason`` raise ``AlreadyFiled``; values that may not stand
    raise ``Refused``; a unit out of scope ``OutOfScope``, without permission ``NotPermitted``.
    ``scope`` saves asking again for what the request knows of ``by``; another's is not believed.
    ``found`` saves asking what stands, where ``standing_of_code`` told it with the unit.

    A first report is one statement, so a transaction of its own: BEGIN and COMMIT would be two
    more round trips at the peak of the day. Whoever comes second gets a transaction with a lock.
    """
    _scope(by, at, scope).require(words.FILE_REPORT, unit)
    found = found or standing(
        unit_id=unit.pk, unit_path=unit.path, form_id=form.pk, day=day, client_id=filing_.client_id
    )
    version = _version(found, unit, day)
    if found.repeats:
        return _repeated(filing_, unit)
    start = figure_rules.period_start(version.period, day)
    findings = _examine(version, filing_, filing.values_of(version, found.previous))
    late = filing_.source != Submission.Source.IMPORT and rules.is_late(
        filed_at=at, due_at=version.due_at(start)
    )
    deed = filing.Deed(
        unit=unit,
        version=version,
        day=start,
        values=filing.by_key(version, filing_.values),
        filing=filing_,
        by=by,
        at=at,
        placed_in_id=filing_.placed_in.pk if filing_.placed_in else _home(found, unit),
        is_late=late,
        stated_on=filing_.stated_on or start,
    )
    first = filing.insert_first(deed)
    if first is not None:
        report_id, receipt = first
        return Receipt(receipt, report_id, 1, at, late, is_new=True, findings=tuple(findings))
    return _second(deed, findings)


@transaction.atomic
def _second(deed: filing.Deed, findings: list[Finding]) -> Receipt:
    """Meet a report that stands: the same is repeated, other values are a correction."""
    report = Report.objects.select_for_update().get(
        unit=deed.unit, form_id=deed.version.form_id, day=deed.day
    )
    if repeated := _same_client(deed.filing, deed.unit):
        return repeated
    current = Submission.objects.get(report=report, number=report.current_number)
    same = (
        filing.same_values(current.values, deed.values) and current.is_zero == deed.filing.is_zero
    )
    if same:
        filing.clear_draft(deed)
        return _receipt(report, report.current_number, is_new=False)
    seen = deed.filing.seen_number
    if not deed.filing.correction_reason or (seen and seen != report.current_number):
        raise AlreadyFiled(report, current)
    filing.append_correction(deed, report, current)
    return _receipt(report, report.current_number, is_new=True, findings=findings)


def _examine(
    version: PlainVersion, filing_: Filing, previous: Mapping[str, Number]
) -> list[Finding]:
    """Return what to tell the sender; raise ``Refused`` for what may not stand."""
    if unknown := sorted(set(filing_.values) - set(version.key_of)):
        why = _("没有这个项目：%(code)s")
        raise Refused([Finding(code, rules.ERROR, why % {"code": code}) for code in unknown])
    if filing_.source == Submission.Source.IMPORT:
        return []
    findings = rules.check(filing_.values, previous, version.items, version.rules, _)
    if filing_.is_zero:
        findings += [
            Finding(i.code, rules.ERROR, _("%(item)s不为 0，不能零报告") % {"item": i.zh})
            for i in rules.forbids_zero(filing_.values, version.items)
        ]
    open_ = [
        f
        for f in findings
        if f.severity == rules.ERROR
        or (f.severity == rules.REASON and not filing_.reasons.get(f.code, "").strip())
    ]
    if open_:
        raise Refused(open_)
    return findings


def _scope(by: User, at: datetime, known: Scope | None) -> Scope:
    return known if known is not None and known.user_id == by.pk else scope_of(by, at=at)


def _version(found: Standing, unit: Unit, day: date) -> PlainVersion:
    if found.version_id is None:
        raise Refused([Finding("", rules.ERROR, _("%(day)s 没有生效的表式") % {"day": day})])
    version = versions.plain_by_id(found.version_id)
    if not found.is_owed or unit.kind not in version.kinds:
        raise Refused([Finding("", rules.ERROR, _("%(unit)s不填此表") % {"unit": unit.name})])
    if not unit.opened_on <= figure_rules.period_end(version.period, day) or (
        unit.closed_on and unit.closed_on <= day
    ):
        raise Refused(
            [Finding("", rules.ERROR, _("%(unit)s当日未开办或已关闭") % {"unit": unit.name})]
        )
    return version


def _home(found: Standing, unit: Unit) -> int:
    if found.home_id is None:
        raise Refused([Finding("", rules.ERROR, _("%(unit)s没有上级单位") % {"unit": unit.name})])
    return found.home_id


def _repeated(filing_: Filing, unit: Unit) -> Receipt:
    receipt = _same_client(filing_, unit)
    if receipt is None:
        raise LookupError(filing_.client_id)
    return receipt


def _same_client(filing_: Filing, unit: Unit) -> Receipt | None:
    made = Submission.objects.filter(client_id=filing_.client_id).select_related("report").first()
    if made is None:
        return None
    if made.report.unit_id != unit.pk:
        raise Refused([Finding("", rules.ERROR, _("提交编号已用于另一机构"))])
    return _receipt(made.report, made.number, is_new=False)


def _receipt(
    report: Report, number: int, *, is_new: bool, findings: list[Finding] | None = None
) -> Receipt:
    return Receipt(
        report.receipt,
        report.pk,
        number,
        report.filed_at,
        report.is_late,
        is_new,
        tuple(findings or ()),
    )
