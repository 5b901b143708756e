"""When a self-check is due, what a plan lacks, what a file is: decided without Django or clock."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

DONE, DUE, OVERDUE, COMING = "done", "due", "overdue", "coming"
MEGABYTE = 1024 * 1024
MOST_FILE_BYTES = 20 * MEGABYTE
MOST_PHOTO_BYTES = 5 * MEGABYTE
# periods looked back at: a fortnight of days, as many weeks as that is worth a look
_BACK = {"daily": 14, "weekly": 8}
_DAYS = {"daily": 1, "weekly": 7}
_DOCUMENTS = {b"%PDF-": "pdf", b"PK\x03\x04": "docx", b"\xff\xd8\xff": "jpg", b"\x89PNG": "png"}
_PHOTOS = {b"\xff\xd8\xff": "jpg", b"\x89PNG": "png"}


@dataclass(frozen=True)
class Standing:
    """How a list stands in a house: ``state`` of the present period, past ones not filled."""

    state: str
    period_on: date
    due_at: datetime
    missed: int = 0


def period_of(cadence: str, day: date) -> date:
    """Return the first day of the period of a day: the day itself, of a week the Monday."""
    return day - timedelta(days=day.weekday()) if cadence == "weekly" else day


def looks_back_to(cadence: str, today: date) -> date:
    """Return the first period that still counts as missed when it was not filled."""
    return period_of(cadence, today) - timedelta(days=_BACK[cadence] * _DAYS[cadence])


def standing(
    cadence: str, *, starts_on: date, due_time: time, filled: Collection[date], now: datetime
) -> Standing:
    """Return how a daily or weekly list stands at ``now`` (local); ``filled`` are periods.

    A weekly list is due by Sunday; what was missed before ``starts_on`` was never asked.
    """
    today, step = now.date(), timedelta(days=_DAYS[cadence])
    current, first = period_of(cadence, today), period_of(cadence, starts_on)
    last_day = current + step - timedelta(days=1)
    due_at = datetime.combine(last_day, due_time, tzinfo=now.tzinfo)
    if today < starts_on:
        return Standing(COMING, current, due_at)
    period, missed = max(first, looks_back_to(cadence, today)), 0
    while period < current:
        missed += period not in filled
        period += step
    if current in filled:
        return Standing(DONE, current, due_at, missed)
    return Standing(OVERDUE if now > due_at else DUE, current, due_at, missed)


def document_kind(head: bytes) -> str | None:
    """Return pdf, docx, jpg or png by how a file begins; None for others."""
    return next((kind for magic, kind in _DOCUMENTS.items() if head.startswith(magic)), None)


def photo_kind(head: bytes) -> str | None:
    """Return jpg or png by how a file begins; None for others."""
    return next((kind for magic, kind in _PHOTOS.items() if head.startswith(magic)), None)


def lacking(content: Mapping[str, str], required: Iterable[str]) -> list[str]:
    """Return the codes of required fields that say nothing."""
    return [code for code in required if not content.get(code, "").strip()]


def differing(one: Mapping[str, str], other: Mapping[str, str], codes: Iterable[str]) -> set[str]:
    """Return the codes of the fields that read otherwise; blanks at the ends do not count."""
    return {c for c in codes if _plain(one.get(c, "")) != _plain(other.get(c, ""))}


def _plain(text: str) -> str:
    return "\n".join(line.rstrip() for line in text.strip().splitlines())
