"""One report as its reviewer reads it: yesterday beside, what is doubtful, what was said of it."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from shouwang.desk import words as desk_words
from shouwang.desk.models import Task
from shouwang.orgs.models import Unit
from shouwang.orgs.scope import Scope
from shouwang.reporting import lock, pages, queries, versions
from shouwang.reporting import words as report_words
from shouwang.reporting.models import Form, Opening, Report, Review, Submission
from shouwang.reporting.versions import PlainVersion
from shouwang.review import words
from shouwang.review.actions import tasks

# reasons offered with one touch; any other is typed
USUAL = ("在院人数与名册不符", "与昨日相差较大，请核实", "缺少附表或说明", "健康数据请重新核对")


def context(scope: Scope, report: Report, *, now: datetime) -> dict[str, Any]:
    """Return what the report's page, or its part in the drawer, shows."""
    sheet = queries.standing(report)
    told = pages.receipt(sheet, may_correct=False)
    is_locked = _is_locked(sheet.version, report.day, now)
    return told | {
        "verdicts": list(Review.objects.filter(report=report).order_by("-at", "-pk")),
        "may_review": scope.allows(words.REVIEW_REPORTS, report.unit),
        "may_open": is_locked and scope.allows(report_words.OPEN_DAY, report.unit),
        "is_locked": is_locked,
        "opening": lock.waiting(report.unit, report.form_id, report.day, at=now),
        "usual": USUAL,
        **_problems(scope, report),
        "bad": [
            line
            for group in told["groups"]
            for line in group.lines
            if line.standing and line.item.zero_when_quiet
        ],
    }


def opening_context(unit: Unit, form: Form, day: date, *, at: datetime) -> dict[str, Any]:
    """Return what asks for the reason of an opening: which of 补报 and 更正 it would be."""
    report = Report.objects.filter(unit=unit, form=form, day=day).first()
    version = versions.in_force(form.pk, day)
    stands = report is not None and report.returned_at is None
    return {
        "unit": unit,
        "form": form,
        "day": day,
        "report": report,
        "purpose": Opening.Purpose.CORRECTION if stands else Opening.Purpose.LATE,
        "opening": lock.waiting(unit, form.pk, day, at=at),
        "is_locked": version is not None and _is_locked(version, day, at),
    }


def _problems(scope: Scope, report: Report) -> dict[str, Any]:
    """Return how many difficulties a report that stands states, and the task made of them."""
    count = 0 if report.returned_at else tasks.problems_of(report)
    key = tasks.key_of(report)
    return {
        "problems": count,
        "task": Task.objects.filter(source_key=key).first() if count else None,
        "may_assign": scope.allows(desk_words.ASSIGN_TASKS, report.unit),
    }


def _is_locked(version: PlainVersion, day: date, at: datetime) -> bool:
    return lock.is_locked(version, day, source=Submission.Source.DESK, at=at)
