"""Reads of forms, reports and drafts, scope first."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

from django.db.models import QuerySet

from shouwang.accounts.access import OutOfScope
from shouwang.figures import rules as figure_rules
from shouwang.figures.models import Series
from shouwang.figures.rules import Number
from shouwang.kit import exact, prepared
from shouwang.orgs.models import Unit
from shouwang.orgs.scope import Scope
from shouwang.reporting import ledgered, versions
from shouwang.reporting.actions import filing
from shouwang.reporting.models import Draft, Form, Handover, Report, Submission
from shouwang.reporting.versions import PlainVersion


@dataclass(frozen=True)
class Sheet:
    """A report as its clerk meets it: the form, what stands, what was typed, the period before."""

    unit: Unit
    form: Form
    version: PlainVersion
    day: date
    previous: dict[str, Number]
    draft: Draft | None
    report: Report | None
    current: Submission | None
    # what the ledger counts, by item code
    counted: dict[str, Number] = field(default_factory=dict)

    @property
    def values(self) -> dict[str, Number]:
        """Return what stands, by item code."""
        return filing.values_of(self.version, self.current.values) if self.current else {}


_FORM = f"""
SELECT {prepared.columns(Form, "f")}, {prepared.columns(Series, "s")}, {prepared.columns(Unit, "o")}
FROM reporting_form f JOIN figures_series s ON s.id = f.series_id
JOIN orgs_unit o ON o.id = s.owner_id WHERE f.id = %s
"""  # noqa: S608


def form(scope: Scope, form_id: int) -> Form:
    """Return a form whose owner lies above or within the scope."""
    rows = prepared.fetch(_FORM, [form_id])
    if not rows:
        raise OutOfScope(f"form {form_id}")
    values, n, m = rows[0], prepared.width(Form), prepared.width(Series)
    found, owner = prepared.instance(Form, values[:n]), prepared.instance(Unit, values[n + m :])
    found.series = prepared.instance(Series, values[n : n + m])
    found.series.owner = owner
    inside = scope.covers(owner) or any(s.path.startswith(owner.path) for s in scope.subtrees)
    if not inside:
        raise OutOfScope(f"form {form_id}")
    return found


def sheet(scope: Scope, unit: Unit, form: Form, day: date) -> Sheet:
    """Return a unit's report of the period of ``day``, filed or not."""
    version = _asked(scope, unit, form, day)
    start = version.start_of(day)
    report = Report.objects.filter(unit=unit, form=form, day=start).first()
    draft = Draft.objects.filter(unit=unit, form=form, day=start).select_related("by").first()
    return Sheet(
        unit,
        form,
        version,
        start,
        _previous(unit, version, start),
        draft,
        report,
        _current(report) if report else None,
        ledgered.counted(unit.pk, version, start),
    )


def being_typed(scope: Scope, unit: Unit, form: Form, day: date) -> Sheet:
    """Return what values that are being typed are checked against, whatever draft or report
    stands: autosave asks for it every few seconds."""
    version = _asked(scope, unit, form, day)
    start = version.start_of(day)
    previous = _previous(unit, version, start)
    counted = ledgered.counted(unit.pk, version, start)
    return Sheet(unit, form, version, start, previous, None, None, None, counted)


def _asked(scope: Scope, unit: Unit, form: Form, day: date) -> PlainVersion:
    """Return the version that a unit in scope fills on a day; ``OutOfScope`` for none."""
    if not scope.covers(unit):
        raise OutOfScope(f"unit {unit.pk}")
    version = versions.in_force(form.pk, day)
    if version is None or unit.kind not in version.kinds:
        raise OutOfScope(f"form {form.pk} on {day}")
    return version


def of_handover(of: Handover, version: PlainVersion) -> Sheet:
    """Return the sheet that a handover's frozen values were typed into."""
    previous = _previous(of.unit, version, of.day)
    counted = ledgered.counted(of.unit_id, version, of.day)
    return Sheet(of.unit, of.form, version, of.day, previous, None, None, None, counted)


def standing(of: Report) -> Sheet:
    """Return a report as it stands, in the version that it was last filed in."""
    current = _current(of)
    version = versions.plain_by_id(current.version_id)
    previous = _previous(of.unit, version, of.day)
    counted = ledgered.counted(of.unit_id, version, of.day)
    return Sheet(of.unit, of.form, version, of.day, previous, None, of, current, counted)


def _current(of: Report) -> Submission:
    return Submission.objects.select_related("by").get(report=of, number=of.current_number)


_STATED = """
SELECT f.values::text FROM figures_fact f
WHERE f.unit_id = %s AND f.series_id = %s AND f.day = %s
"""


def _previous(unit: Unit, version: PlainVersion, start: date) -> dict[str, Number]:
    before = figure_rules.previous_start(version.period, start)
    rows = prepared.fetch(_STATED, [unit.pk, version.series_id, before])
    return filing.values_of(version, exact.loads(rows[0][0]) if rows else {})


def report(scope: Scope, report_id: int) -> Report:
    """Return a report by its number, for a scope that sees its unit or the unit it counts under;
    a section's only of the kinds that it reviews."""
    found = (
        Report.objects.select_related("unit", "placed_in", "form__series")
        .filter(pk=report_id)
        .filter(scope.q("unit__") | scope.q("placed_in__", of="unit__"))
        .first()
    )
    if found is None:
        raise OutOfScope(f"report {report_id}")
    return found


def history(scope: Scope, of: Report) -> QuerySet[Submission]:
    """Return every submission of a report, the latest first."""
    report(scope, of.pk)
    return Submission.objects.filter(report=of).select_related("by", "version").order_by("-number")


def values_standing(of: Report) -> dict[str, Number]:
    """Return the values of a report that stand now, by item code."""
    current = Submission.objects.get(report=of, number=of.current_number)
    return filing.values_of(versions.plain_by_id(current.version_id), current.values)
