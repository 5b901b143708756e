"""A difficulty that a unit reports (需协调事项) becomes a task of whoever reads it."""

from __future__ import annotations

from datetime import datetime

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import override

from shouwang.accounts.models import User
from shouwang.desk import words as desk_words
from shouwang.desk.actions import tasks
from shouwang.desk.forms import usual_due
from shouwang.desk.models import Task
from shouwang.figures.rules import Number
from shouwang.kit.templatetags.shouwang import num, short_day
from shouwang.orgs.models import Unit
from shouwang.orgs.scope import Scope, scope_of
from shouwang.reporting import versions
from shouwang.reporting.actions import filing
from shouwang.reporting.models import Report, Submission

# the item of content.md whose count are difficulties
PROBLEMS = "problems"


def key_of(report: Report) -> str:
    """Return the key under which a report's difficulties became a task."""
    return f"report:{report.pk}:{PROBLEMS}"


def problems_of(report: Report) -> Number:
    """Return how many difficulties the report states, 0 where its form does not ask."""
    current = _current(report)
    version = versions.plain_by_id(current.version_id)
    return filing.values_of(version, current.values).get(PROBLEMS) or 0


@transaction.atomic
def make_task(*, report: Report, by: User, at: datetime, scope: Scope | None = None) -> Task:
    """Make the report's difficulties a task of ``by``, due the next day; twice is one task.

    Raises ``ValidationError`` where it states none, ``OutOfScope`` or ``NotPermitted``.
    """
    known = scope or scope_of(by, at=at)
    known.require(desk_words.ASSIGN_TASKS, report.unit)
    count = problems_of(report)
    if not count:
        raise ValidationError(_("这份报表没有需协调事项"))
    # others read it too: in the site's own language
    with override(settings.LANGUAGE_CODE):
        told = {"unit": report.unit.name, "day": short_day(report.day), "n": num(count)}
        about = _("%(unit)s %(day)s 上报需协调事项 %(n)s 件") % told
    why = _current(report).reasons.get(PROBLEMS, "")
    url = reverse("review:report", args=[report.pk])
    return tasks.assign(
        about=f"{about}：{why}" if why else about,
        unit=report.unit,
        owner_unit=_desk_over(known, report.unit),
        owner=by,
        due_at=usual_due(at),
        by=by,
        at=at,
        origin=tasks.Origin(Task.Source.REPORT, key_of(report), url),
        scope=known,
    )


def _current(report: Report) -> Submission:
    return Submission.objects.get(report=report, number=report.current_number)


def _desk_over(scope: Scope, unit: Unit) -> Unit:
    """Return the nearest unit over another at which the scope may give tasks."""
    held = scope.narrowed(desk_words.ASSIGN_TASKS)
    paths = [s.path for s in held.subtrees if s.covers(unit.path, unit.kind)]
    return Unit.objects.get(path=max(paths, key=len)) if paths else unit
