"""Filing a report and correcting it: the one way in, for pages, API, imports and the demo alike.

A first filing is one statement after the checks: report, submission, fact, mark and audit line
together, so that the peak of the day costs few round trips. Whoever comes second, at once or
later, takes the slow way and finds the first.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from shouwang.accounts.models import User
from shouwang.figures import rules as figure_rules
from shouwang.figures.rules import Number
from shouwang.orgs.models import Unit
from shouwang.orgs.scope import Scope, scope_of
from shouwang.reporting import ledgered, lock, rules, versions, words
from shouwang.reporting.actions import filing, openings, refiling
from shouwang.reporting.actions.answers import AlreadyFiled, Receipt, Refused, Unsigned, receipt_of
from shouwang.reporting.actions.filing import Filing
from shouwang.reporting.actions.standing import Standing, standing
from shouwang.reporting.models import Form, Opening, Report, Submission
from shouwang.reporting.rules import Finding
from shouwang.reporting.versions import PlainVersion

_SIGNED_SOURCES = (Submission.Source.DESK, Submission.Source.PHONE)

__all__ = ["AlreadyFiled", "Filing", "Receipt", "Refused", "Unsigned", "file_report"]


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
    signed: bool = False,
) -> Receipt:
    """File a unit's report for the period of ``day``, or correct the one that stands.

    The same filing twice, or the same values from two devices, is one report with one receipt.
    Other values without ``correction_reason`` raise ``AlreadyFiled``; values that may not stand
    raise ``Refused``; a unit out of scope ``OutOfScope``, without permission ``NotPermitted``.
    A returned report is filed again as its next submission. After the lock it takes the leave
    that a superior opened (补报, 更正), else it is ``Refused``; imports are not bound by the lock.
    ``scope`` saves asking again for what the request knows of ``by``; another's is not believed.
    ``signed`` says that whoever the form asks for has signed: without, ``Unsigned`` for a page of
    such a form; another's system and a superior who files on behalf answer for their own signing.
    ``found`` saves asking what stands, where it was asked with the unit (``edge.filing``).

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
    if version.signing and not signed and filing_.source in _SIGNED_SOURCES:
        raise Unsigned
    start = version.start_of(day)
    findings = _examine(version, filing_, filing.values_of(version, found.previous))
    home_id = filing_.placed_in.pk if filing_.placed_in else _home(found, unit)
    deed = _deed(unit, version, start, filing_, home_id, by=by, at=at, doubts=len(findings))
    if lock.is_locked(version, start, source=filing_.source, at=at):
        return _after_lock(deed, findings)
    return _write(deed, findings)


def _deed(
    unit: Unit,
    version: PlainVersion,
    start: date,
    filing_: Filing,
    home_id: int,
    *,
    by: User,
    at: datetime,
    doubts: int,
) -> filing.Deed:
    """Return what is to be written of a filing, whichever way it goes in."""
    late = filing_.source != Submission.Source.IMPORT and rules.is_late(
        filed_at=at, due_at=version.due_at(start)
    )
    return filing.Deed(
        unit=unit,
        version=version,
        day=start,
        values=filing.by_key(version, filing_.values),
        filing=filing_,
        by=by,
        at=at,
        placed_in_id=home_id,
        is_late=late,
        stated_on=filing_.stated_on or start,
        doubts=doubts,
        counted=ledgered.differing(filing_.values, filing_.counted),
    )


def examine(
    *, unit: Unit, form: Form, day: date, filing_: Filing, by: User, at: datetime, scope: Scope
) -> PlainVersion:
    """Return the version that a filing would be made in, writing nothing; raises as that does."""
    _scope(by, at, scope).require(words.FILE_REPORT, unit)
    found = standing(
        unit_id=unit.pk, unit_path=unit.path, form_id=form.pk, day=day, client_id=filing_.client_id
    )
    version = _version(found, unit, day)
    start = version.start_of(day)
    _examine(version, filing_, filing.values_of(version, found.previous))
    if lock.is_locked(version, start, source=filing_.source, at=at) and not lock.waiting(
        unit, form.pk, start, at=at
    ):
        stands = Report.objects.filter(unit=unit, form=form, day=start).first()
        why = lock.why_not(unit, version, start, stands)
        raise Refused([Finding("", rules.ERROR, why)])
    return version


def _write(deed: filing.Deed, findings: list[Finding]) -> Receipt:
    first = filing.insert_first(deed)
    if first is None:
        return _second(deed, findings)
    report_id, receipt = first
    told = tuple(findings)
    return Receipt(receipt, report_id, 1, deed.at, deed.is_late, is_new=True, findings=told)


@transaction.atomic
def _after_lock(deed: filing.Deed, findings: list[Finding]) -> Receipt:
    """Use the leave that a superior gave; without one only what stands already is answered."""
    unit, form_id = deed.unit, deed.version.form_id
    found = lock.waiting(unit, form_id, deed.day, at=deed.at)
    opening: Opening | None = openings.take(found) if found else None
    if opening is None:
        return _locked(deed)
    receipt = _write(deed, findings)
    if receipt.is_new:
        openings.use(
            opening,
            report_id=receipt.report_id,
            number=receipt.submission_number,
            by=deed.by,
            at=deed.at,
        )
    return receipt


def _locked(deed: filing.Deed) -> Receipt:
    stands = Report.objects.filter(
        unit=deed.unit, form_id=deed.version.form_id, day=deed.day
    ).first()
    if stands is not None and stands.returned_at is None:
        current = Submission.objects.get(report=stands, number=stands.current_number)
        if _is_same(deed, current):
            return receipt_of(stands, stands.current_number, is_new=False)
    why = lock.why_not(deed.unit, deed.version, deed.day, stands)
    raise Refused([Finding("", rules.ERROR, why)])


@transaction.atomic
def _second(deed: filing.Deed, findings: list[Finding]) -> Receipt:
    """Meet a report that stands: the same is repeated, other values are a correction."""
    report = Report.objects.select_for_update().get(
        unit=deed.unit, form_id=deed.version.form_id, day=deed.day
    )
    if repeated := _same_client(deed.filing, deed.unit):
        return repeated
    current = Submission.objects.get(report=report, number=report.current_number)
    if report.returned_at is not None:
        again = refiling.file_again(deed, report, current)
        if isinstance(again, Finding):
            raise Refused([again])
        return receipt_of(report, again.number, is_new=True, findings=findings)
    if _is_same(deed, current):
        filing.clear_draft(deed)
        return receipt_of(report, report.current_number, is_new=False)
    seen = deed.filing.seen_number
    if not deed.filing.correction_reason or (seen and seen != report.current_number):
        raise AlreadyFiled(report, current)
    filing.append_correction(deed, report, current)
    return receipt_of(report, report.current_number, is_new=True, findings=findings)


def _is_same(deed: filing.Deed, current: Submission) -> bool:
    return (
        filing.same_values(current.values, deed.values) and current.is_zero == deed.filing.is_zero
    )


def _examine(
    version: PlainVersion, filing_: Filing, previous: Mapping[str, Number]
) -> list[Finding]:
    """Return what to tell the sender; raise ``Refused`` for what may not stand."""
    if unknown := sorted(set(filing_.values) - set(version.key_of)):
        raise Refused(_unknown(unknown, filing_.source))
    if filing_.source == Submission.Source.IMPORT:
        return []
    findings = rules.check(filing_.values, previous, version.items, version.rules, _)
    findings += ledgered.findings(filing_.values, filing_.counted, version.items)
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


def _unknown(codes: list[str], source: str) -> list[Finding]:
    """Say that items are not of this version: to a program their codes, to a person what happened
    while the page was open. What was typed stays on the page."""
    if source in (Submission.Source.API, Submission.Source.IMPORT):
        why = _("没有这个项目：%(code)s")
        return [Finding(code, rules.ERROR, why % {"code": code}) for code in codes]
    return [Finding("", rules.ERROR, _("表式刚刚换了新版本，请核对新的项目后再提交"))]


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
    return receipt_of(made.report, made.number, is_new=False)
