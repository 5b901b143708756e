"""Writing a filing: the first of a period in one statement, corrections beside what they correct."""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING

from django.db import connection
from psycopg.types.json import Jsonb

from shouwang.accounts import audit
from shouwang.accounts.models import User
from shouwang.figures.actions import rollups
from shouwang.figures.models import Fact
from shouwang.figures.rules import Number
from shouwang.kit import exact
from shouwang.orgs.models import Unit
from shouwang.reporting import words
from shouwang.reporting.models import Report, Submission
from shouwang.reporting.versions import PlainVersion

if TYPE_CHECKING:
    from shouwang.reporting.actions.reports import Filing

# without 0/O, 1/I: receipts are read out over the telephone
_LETTERS = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"


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
    return f"{day:%Y%m%d}-" + "".join(secrets.choice(_LETTERS) for _ in range(8))


_INSERT = """
WITH report AS (
    INSERT INTO reporting_report (unit_id, form_id, day, placed_in_id, current_number, receipt,
                                  filed_at, is_late, is_zero)
    VALUES (%(unit)s, %(form)s, %(day)s, %(placed_in)s, 1, %(receipt)s, %(at)s, %(late)s, %(zero)s)
    ON CONFLICT (unit_id, form_id, day) DO NOTHING
    RETURNING id
), submission AS (
    INSERT INTO reporting_submission (client_id, report_id, number, version_id, values, reasons,
        correction_reason, is_zero, by_id, by_name, at, device_at, stated_on, source, source_note)
    SELECT %(client)s, report.id, 1, %(version)s, %(values)s, %(reasons)s, '', %(zero)s, %(by)s,
           %(by_name)s, %(at)s, %(device_at)s, %(stated_on)s, %(source)s, %(note)s
    FROM report
    RETURNING id
), fact AS (
    INSERT INTO figures_fact (unit_id, series_id, day, placed_in_id, values, is_zero, is_late,
                              filed_at, source_id)
    SELECT %(unit)s, %(series)s, %(day)s, %(placed_in)s, %(values)s, %(zero)s, %(late)s, %(at)s,
           submission.id FROM submission
), marked AS (
    INSERT INTO figures_dirtymark (unit_id, series_id, day, marked_at)
    SELECT %(placed_in)s, %(series)s, %(day)s, %(at)s FROM report
), cleared AS (
    DELETE FROM reporting_draft
    WHERE unit_id = %(unit)s AND form_id = %(form)s AND day = %(day)s
      AND EXISTS (SELECT 1 FROM report)
), audited AS (
    INSERT INTO accounts_auditevent (at, word, by_id, by_name, about_kind, about_id, about_text,
                                     unit_id, detail, ip)
    SELECT %(at)s, %(word)s, %(by)s, %(by_name)s, 'reporting.report', report.id::text, %(receipt)s,
           %(unit)s, %(detail)s, %(ip)s FROM report
)
SELECT id FROM report
"""


def insert_first(deed: Deed) -> tuple[int, str] | None:
    """Insert the first report of a period; None when one stands already."""
    receipt = new_receipt(deed.day)
    params = _params(deed) | {"receipt": receipt}
    with connection.cursor() as cursor:
        cursor.execute(_INSERT, params)
        row = cursor.fetchone()
    return (row[0], receipt) if row else None


def _params(deed: Deed) -> dict[str, object]:
    filing = deed.filing
    return {
        "unit": deed.unit.pk, "form": deed.version.form_id, "series": deed.version.series_id,
        "version": deed.version.id, "day": deed.day, "placed_in": deed.placed_in_id,
        "values": Jsonb(deed.values, dumps=exact.dumps), "reasons": Jsonb(dict(filing.reasons)),
        "zero": filing.is_zero, "late": deed.is_late, "client": filing.client_id,
        "by": deed.by.pk, "by_name": deed.by.name, "at": deed.at, "device_at": filing.device_at,
        "stated_on": deed.stated_on, "source": filing.source, "note": filing.source_note[:200],
        "word": words.REPORT_FILED.code, "ip": audit.client_ip.get(),
        "detail": Jsonb({"form": deed.version.zh, "day": deed.day.isoformat(), "late": deed.is_late}),
    }


def append_correction(deed: Deed, report: Report, current: Submission) -> Submission:
    """Add a submission that corrects ``current`` and let it stand; totals follow by the mark.

    The report keeps its receipt, the moment it was first filed and whether that was late.
    """
    filing = deed.filing
    made = Submission.objects.create(
        client_id=filing.client_id, report=report, number=report.current_number + 1,
        version_id=deed.version.id, values=dict(deed.values), reasons=dict(filing.reasons),
        correction_reason=filing.correction_reason, is_zero=filing.is_zero, by=deed.by,
        by_name=deed.by.name, at=deed.at, device_at=filing.device_at, stated_on=deed.stated_on,
        source=filing.source, source_note=filing.source_note[:200],
    )
    report.current_number, report.is_zero = made.number, filing.is_zero
    report.save(update_fields=["current_number", "is_zero"])
    Fact.objects.filter(unit=deed.unit, series_id=deed.version.series_id, day=deed.day).update(
        values=dict(deed.values), is_zero=filing.is_zero, source_id=made.pk
    )
    rollups.mark([(report.placed_in_id, deed.version.series_id, deed.day)], at=deed.at)
    codes = deed.version.code_of
    changed = {
        codes.get(key, key): [_plain(current.values.get(key)), _plain(deed.values.get(key))]
        for key in {*current.values, *deed.values}
        if current.values.get(key) != deed.values.get(key)
    }
    audit.record(
        words.REPORT_CORRECTED, by=deed.by, at=deed.at, about=report, unit_id=deed.unit.pk,
        number=made.number, changed=changed, reason=filing.correction_reason,
    )
    return made


def _plain(value: Number | None) -> str | None:
    return None if value is None else str(value)
