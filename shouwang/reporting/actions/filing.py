"""Writing a filing: the first of a period in one statement, a correction beside what stood."""

from __future__ import annotations

import base64
import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from uuid import UUID

from shouwang.accounts import audit
from shouwang.accounts.models import User
from shouwang.figures.actions import rollups
from shouwang.figures.models import Fact
from shouwang.figures.rules import Number
from shouwang.kit import clock, exact, prepared
from shouwang.orgs.models import Unit
from shouwang.reporting import words
from shouwang.reporting.models import Draft, Report, Submission
from shouwang.reporting.versions import PlainVersion

# base 32 without O and I: receipts are read out over the telephone
_CLEAR = str.maketrans("OI", "89")


@dataclass(frozen=True)
class Filing:
    """What is handed in: values by item code (a blank is absent), and how it came."""

    values: Mapping[str, Number]
    client_id: UUID
    reasons: Mapping[str, str] = field(default_factory=dict)
    is_zero: bool = False
    source: str = Submission.Source.DESK
    source_note: str = ""
    device_at: datetime | None = None
    correction_reason: str = ""
    # the day that the values state, where it is not the period's first
    stated_on: date | None = None
    # the unit it counts under, where the row of an import names another than its home
    placed_in: Unit | None = None
    # the number of the submission that the sender saw, when it corrects one
    seen_number: int | None = None
    # what the ledger counts, by item code: whoever types is asked why it is not so
    counted: Mapping[str, Number] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """Forget what a phone says where no clock can mean it: a moment that the database takes
        and nobody can read again would shut the report to everybody."""
        if self.device_at and not clock.is_known(self.device_at.date()):
            object.__setattr__(self, "device_at", None)


@dataclass(frozen=True)
class Deed:
    """A filing with everything that was decided about it; ``values`` are by figure key."""

    unit: Unit
    version: PlainVersion
    day: date
    values: Mapping[str, Number]
    filing: Filing
    by: User
    at: datetime
    placed_in_id: int
    is_late: bool
    stated_on: date
    # how many checks warned or asked for a reason (数据待核)
    doubts: int = 0
    # what the ledger said otherwise, by item code
    counted: Mapping[str, Number] = field(default_factory=dict)


def by_key(version: PlainVersion, values: Mapping[str, Number]) -> dict[str, Number]:
    """Return values by figure key; codes that are no item of the version raise ``KeyError``."""
    return {version.key_of[code]: value for code, value in values.items()}


def values_of(version: PlainVersion, values: Mapping[str, Number]) -> dict[str, Number]:
    """Return values by item code, leaving out figures that the version does not have."""
    code_of = version.code_of
    return {code_of[key]: value for key, value in values.items() if key in code_of}


def same_values(one: Mapping[str, Number], other: Mapping[str, Number]) -> bool:
    """Return whether two sets of values are equal as numbers: 12 is 12.0."""
    return dict(one) == dict(other)


def new_receipt(day: date) -> str:
    """Return a receipt number: the day and eight signs, e.g. ``20200211-7KQ3MZ4P``."""
    signs = base64.b32encode(secrets.token_bytes(5)).decode()
    return f"{day:%Y%m%d}-{signs.translate(_CLEAR)}"


# the columns of ``given``, in the order of ``_row``
_COLUMNS = {
    "unit_id": "bigint",
    "form_id": "bigint",
    "series_id": "bigint",
    "version_id": "bigint",
    "day": "date",
    "placed_in_id": "bigint",
    "receipt": "text",
    "at": "timestamptz",
    "late": "boolean",
    "zero": "boolean",
    "client_id": "uuid",
    "values": "jsonb",
    "reasons": "jsonb",
    "by_id": "bigint",
    "by_name": "text",
    "device_at": "timestamptz",
    "stated_on": "date",
    "source": "text",
    "note": "text",
    "detail": "jsonb",
    "doubts": "smallint",
    "counted": "jsonb",
}
# arrays serve one as well, but writing and reading twenty of them costs more than the insert
_ONE = "SELECT " + ", ".join(f"%s::{kind} AS {name}" for name, kind in _COLUMNS.items())
_MANY = "SELECT * FROM unnest({}) AS g({})".format(  # noqa: S608 - names of ours
    ", ".join(f"%s::{kind}[]" for kind in _COLUMNS.values()), ", ".join(_COLUMNS)
)

_INSERT = """
, report AS (
    INSERT INTO reporting_report (unit_id, form_id, day, placed_in_id, current_number, receipt,
                                  filed_at, is_late, is_zero)
    SELECT unit_id, form_id, day, placed_in_id, 1, receipt, at, late, zero FROM given
    ON CONFLICT (unit_id, form_id, day) DO NOTHING
    RETURNING id, unit_id, form_id, day, receipt
), submission AS (
    INSERT INTO reporting_submission (client_id, report_id, number, version_id, values, reasons,
        correction_reason, is_zero, by_id, by_name, at, device_at, stated_on, source, source_note,
        doubts, counted)
    SELECT g.client_id, report.id, 1, g.version_id, g.values, g.reasons, '', g.zero, g.by_id,
           g.by_name, g.at, g.device_at, g.stated_on, g.source, g.note, g.doubts, g.counted
    FROM report JOIN given g USING (receipt)
    RETURNING id, client_id
), fact AS (
    INSERT INTO figures_fact (unit_id, series_id, day, placed_in_id, values, is_zero, is_late,
                              filed_at, source_id)
    SELECT g.unit_id, g.series_id, g.day, g.placed_in_id, g.values, g.zero, g.late, g.at,
           submission.id
    FROM submission JOIN given g USING (client_id)
), marked AS (
    INSERT INTO figures_dirtymark (unit_id, series_id, day, marked_at)
    SELECT g.placed_in_id, g.series_id, g.day, max(g.at)
    FROM report JOIN given g USING (receipt) GROUP BY g.placed_in_id, g.series_id, g.day
), cleared AS (
    DELETE FROM reporting_draft d USING report r
    WHERE d.unit_id = r.unit_id AND d.form_id = r.form_id AND d.day = r.day
), audited AS (
    INSERT INTO accounts_auditevent (at, word, by_id, by_name, about_kind, about_id, about_text,
                                     unit_id, detail, ip)
    SELECT g.at, %s::text, g.by_id, g.by_name, 'reporting.report', report.id::text, report.receipt,
           g.unit_id, g.detail, %s::inet
    FROM report JOIN given g USING (receipt)
)
SELECT id, receipt FROM report
"""
_INSERT_ONE = f"WITH given AS ({_ONE}){_INSERT}"
_INSERT_MANY = f"WITH given AS ({_MANY}){_INSERT}"


def insert_first(deed: Deed) -> tuple[int, str] | None:
    """Insert the first report of a period; None when one stands already."""
    made = prepared.fetch(_INSERT_ONE, [*_row(deed), *_told()])
    return (made[0][0], made[0][1]) if made else None


def insert_many(deeds: Sequence[Deed]) -> list[tuple[int, str]]:
    """Insert first reports, all in one statement; return the number and receipt of each made.

    A deed whose period has a report already is passed over. No two deeds may be of one period.
    """
    columns = [list(column) for column in zip(*map(_row, deeds), strict=True)]
    return [(row[0], row[1]) for row in prepared.fetch(_INSERT_MANY, [*columns, *_told()])]


def _told() -> tuple[str, str | None]:
    """Return what the audit line says beside the deed: the word and the address."""
    return words.REPORT_FILED.code, audit.client_ip.get()


def _row(deed: Deed) -> tuple[object, ...]:
    """Return a deed as one row of ``given``."""
    version, filing = deed.version, deed.filing
    detail = {"form": version.zh, "day": deed.day.isoformat(), "late": deed.is_late}
    return (
        deed.unit.pk,
        version.form_id,
        version.series_id,
        version.id,
        deed.day,
        deed.placed_in_id,
        new_receipt(deed.day),
        deed.at,
        deed.is_late,
        filing.is_zero,
        filing.client_id,
        exact.dumps(deed.values),
        exact.dumps(dict(filing.reasons)),
        deed.by.pk,
        deed.by.name,
        filing.device_at,
        deed.stated_on,
        str(filing.source),
        filing.source_note[:200],
        exact.dumps(detail),
        deed.doubts,
        exact.dumps(dict(deed.counted)),
    )


def append_correction(deed: Deed, report: Report, current: Submission) -> Submission:
    """Add a submission that corrects ``current`` and let it stand; totals follow by the mark.

    The report keeps its receipt, the moment it was first filed and whether that was late.
    """
    made = _next(deed, report)
    report.current_number, report.is_zero = made.number, made.is_zero
    report.save(update_fields=["current_number", "is_zero"])
    Fact.objects.filter(unit=deed.unit, series_id=deed.version.series_id, day=deed.day).update(
        values=dict(deed.values), is_zero=made.is_zero, source_id=made.pk
    )
    rollups.mark([(report.placed_in_id, deed.version.series_id, deed.day)], at=deed.at)
    clear_draft(deed)
    audit.record(
        words.REPORT_CORRECTED,
        by=deed.by,
        at=deed.at,
        about=report,
        unit_id=deed.unit.pk,
        number=made.number,
        changed=_changed(deed, current),
        reason=made.correction_reason,
    )
    return made


def _next(deed: Deed, report: Report) -> Submission:
    """Write what a deed says as the next submission of a report."""
    filing = deed.filing
    return Submission.objects.create(
        client_id=filing.client_id,
        report=report,
        number=report.current_number + 1,
        version_id=deed.version.id,
        values=dict(deed.values),
        reasons=dict(filing.reasons),
        correction_reason=filing.correction_reason,
        is_zero=filing.is_zero,
        by=deed.by,
        by_name=deed.by.name,
        at=deed.at,
        device_at=filing.device_at,
        stated_on=deed.stated_on,
        source=filing.source,
        source_note=filing.source_note[:200],
        doubts=deed.doubts,
        counted=dict(deed.counted),
    )


def _changed(deed: Deed, current: Submission) -> dict[str, list[str | None]]:
    """Return what a correction changes, by code: what stood and what stands now."""
    codes = deed.version.code_of
    return {
        codes.get(key, key): [_plain(current.values.get(key)), _plain(deed.values.get(key))]
        for key in {*current.values, *deed.values}
        if current.values.get(key) != deed.values.get(key)
    }


def clear_draft(deed: Deed) -> None:
    """Throw away the draft that a filing came from."""
    Draft.objects.filter(unit=deed.unit, form_id=deed.version.form_id, day=deed.day).delete()


def _plain(value: Number | None) -> str | None:
    return None if value is None else str(value)
