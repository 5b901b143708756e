"""Who is told of a task: its owner when it comes, its giver when it is closed, leaders when it is
overdue. Each thing reaches a person once, in the site's own language."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _

from shouwang.accounts.models import User
from shouwang.accounts.roles import INSTITUTION, Role
from shouwang.desk import words
from shouwang.desk.actions import inbox
from shouwang.desk.models import Entry, Task, TaskStep
from shouwang.kit.language import for_others
from shouwang.orgs.models import Holding, Unit
from shouwang.orgs.responsible import leaders_of


def tell_owner(task: Task, text: str, *, but: User, at: datetime, turn: str = "") -> None:
    """Leave a task with its owner, else with everybody who works at the unit that owes it."""
    ids = {task.owner_id} if task.owner_id else set(_workers(task.owner_unit, at))
    _leave(task, ids - {but.pk, None}, f"{_key(task)}{turn}", words.TASK, text, at)


@for_others
def tell_returned(task: Task, step: TaskStep, *, but: User, at: datetime) -> None:
    """Leave a task that came back with those who owe it, with why it is not done."""
    told = {"about": task.about, "why": step.note}
    text = _("退回重办：%(about)s（%(why)s）") % told
    tell_owner(task, text, but=but, at=at, turn=f":{step.pk}")


@for_others
def tell_giver(task: Task, step: TaskStep, *, at: datetime) -> None:
    """Leave word with who gave a task that it is closed, and how."""
    told = {"about": task.about, "by": step.by_name, "note": step.note}
    text = _("已办结：%(about)s（%(by)s：%(note)s）") % told
    key = f"task-closed:{step.pk}"
    _leave(task, {task.by_id} - {step.by_id}, key, words.TASK, text, at)


@for_others
def tell_overdue(task: Task, *, at: datetime) -> None:
    """Leave word of an overdue task with its giver and the leaders of the unit that owes it."""
    ids = {task.by_id, *(user.pk for user in leaders_of(task.owner_unit, at=at))}
    told = {"unit": task.owner_unit.name, "about": task.about}
    text = _("逾期未办结：%(unit)s，%(about)s") % told
    _leave(task, ids, f"task-overdue:{task.pk}", words.TASK_OVERDUE, text, at)


def done(task: Task, *, at: datetime) -> None:
    """Close the entries that wait for a task."""
    keys = [_key(task), f"task-overdue:{task.pk}"]
    found = Entry.objects.filter(Q(key__in=keys) | Q(key__startswith=f"{_key(task)}:"))
    inbox.done_many(set(found.filter(done_at=None).values_list("key", flat=True)), at=at)


def _key(task: Task) -> str:
    return f"task:{task.pk}"


def _workers(unit: Unit, at: datetime) -> Iterable[int]:
    roles = {Role.REPORTER, Role.DIRECTOR} & INSTITUTION | {Role.CLERK, Role.OFFICE}
    held = Holding.objects.filter(
        Q(until_at=None) | Q(until_at__gt=at),
        post__unit=unit,
        post__role__in=roles,
        post__closed_on=None,
        from_at__lte=at,
        user__is_active=True,
    )
    return held.values_list("user_id", flat=True).distinct()


def _leave(
    task: Task, ids: Iterable[int | None], key: str, kind: str, text: str, at: datetime
) -> None:
    url = reverse("desk:task", args=[task.pk])
    phone = reverse("desk:phone_task", args=[task.pk])
    entries = [
        inbox.NewEntry(pk, key, text, url, kind, None, phone) for pk in sorted(filter(None, ids))
    ]
    inbox.leave_many(entries, at=at)
