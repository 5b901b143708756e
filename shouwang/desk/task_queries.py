"""Reads of tasks, scope first: what I owe, what my units owe, what I gave."""

from __future__ import annotations

from datetime import datetime

from django.db.models import Q, QuerySet

from shouwang.accounts.access import OutOfScope
from shouwang.accounts.models import User
from shouwang.desk import words
from shouwang.desk.models import Task, TaskStep
from shouwang.orgs.scope import Scope

MINE, ALL, CLOSED = "mine", "all", "closed"
LISTS = (MINE, ALL, CLOSED)


def seen(scope: Scope) -> Q:
    """Return the condition on tasks that a scope may see: of or about its units, or one's own."""
    held = scope.narrowed(words.READ_TASKS)
    return held.q("owner_unit__") | held.q("unit__") | Q(owner_id=scope.user_id or 0)


def task(scope: Scope, task_id: int) -> Task:
    """Return one task; raises ``OutOfScope``."""
    found = Task.objects.filter(seen(scope), pk=task_id).select_related(*_WITH).first()
    if found is None:
        raise OutOfScope(f"task {task_id}")
    return found


def require_seen(scope: Scope, of: Task) -> None:
    """Raise ``OutOfScope`` for a task that a scope may not see."""
    if not Task.objects.filter(seen(scope), pk=of.pk).exists():
        raise OutOfScope(f"task {of.pk}")


def may_do(scope: Scope, of: Task, user: User) -> bool:
    """Return whether somebody may work on a task: its owner, or whoever may for its unit."""
    return of.owner_id == user.pk or scope.allows(words.DO_TASKS, of.owner_unit)


def may_give(scope: Scope, of: Task, user: User) -> bool:
    """Return whether somebody may return a task: who gave it, or whoever may for its unit."""
    return of.by_id == user.pk or scope.allows(words.ASSIGN_TASKS, of.unit)


def tasks(scope: Scope, which: str, *, now: datetime) -> QuerySet[Task]:
    """Return a list of tasks of ``LISTS``: open ones by their due moment, so that the overdue come
    first, closed ones the latest first.

    ``mine`` is what one owes in person or at the units of one's posts; ``all`` what the scope sees.
    """
    found = Task.objects.filter(seen(scope)).select_related(*_WITH)
    if which == CLOSED:
        return found.filter(state=Task.State.CLOSED).order_by("-closed_at", "-pk")
    found = found.exclude(state=Task.State.CLOSED)
    if which == MINE:
        units = [tree.unit_id for tree in scope.subtrees]
        found = found.filter(Q(owner_id=scope.user_id) | Q(owner=None, owner_unit_id__in=units))
    return found.order_by("due_at", "pk")


def steps(of: Task) -> list[TaskStep]:
    """Return what was done about a task, the first first."""
    return list(TaskStep.objects.filter(task=of).order_by("at", "pk"))


def overdue(now: datetime) -> QuerySet[Task]:
    """Return the open tasks whose due moment has passed and whose leaders were not told."""
    found = Task.objects.exclude(state=Task.State.CLOSED)
    return found.filter(due_at__lte=now, escalated_at=None)


def owner_words(of: Task) -> str:
    """Return who owes a task."""
    return f"{of.owner_unit.name} {of.owner.name}" if of.owner else of.owner_unit.name


_WITH = ("unit", "owner_unit", "owner", "by")
