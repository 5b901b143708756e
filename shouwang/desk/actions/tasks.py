"""Tasks: assigning, starting, closing with evidence, returning, telling of overdue ones."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from shouwang.accounts import audit
from shouwang.accounts.access import NotPermitted, OutOfScope
from shouwang.accounts.actions.users import system_user
from shouwang.accounts.models import User
from shouwang.desk import task_queries, words
from shouwang.desk.actions import task_telling
from shouwang.desk.models import Task, TaskStep
from shouwang.kit.registry import Word
from shouwang.orgs.models import Unit
from shouwang.orgs.scope import Scope, scope_of

LONGEST_ABOUT = 300
LONGEST_NOTE = 500
Deed = TaskStep.Deed


@dataclass(frozen=True)
class Origin:
    """What a task was made from: a word of ``Task.Source``, its key, a path of this site."""

    source: str
    key: str
    url: str


@transaction.atomic
def assign(
    *,
    about: str,
    unit: Unit,
    owner_unit: Unit,
    due_at: datetime,
    by: User,
    at: datetime,
    owner: User | None = None,
    origin: Origin | None = None,
    scope: Scope | None = None,
) -> Task:
    """Give somebody a task and tell them. The same origin twice is one task, the first.

    Raises ``ValidationError`` without words, or with a due moment that has passed; ``OutOfScope``
    or ``NotPermitted`` for a unit that ``by`` may not give tasks to.
    """
    known = scope or scope_of(by, at=at)
    for one in (unit, owner_unit):
        known.require(words.ASSIGN_TASKS, one)
    told = about.strip()[:LONGEST_ABOUT]
    if not told:
        raise ValidationError(_("请写明要办什么"), code="about")
    if due_at <= at:
        raise ValidationError(_("办结时限要在现在之后"), code="due_at")
    made, is_new = _made(
        origin,
        about=told,
        unit=unit,
        owner_unit=owner_unit,
        owner=owner,
        due_at=due_at,
        by=by,
        at=at,
    )
    if is_new:
        _step(made, Deed.ASSIGNED, words.TASK_ASSIGNED, "", by=by, at=at)
        task_telling.tell_owner(made, told, but=by, at=at)
    return made


@transaction.atomic
def start(*, task: Task, by: User, at: datetime, scope: Scope | None = None) -> Task:
    """Say that somebody works on a task. Raises ``ValidationError`` for one already under way."""
    held = _held(task, by, scope or scope_of(by, at=at))
    if held.state != Task.State.ASSIGNED:
        raise ValidationError(_("这项任务已经在办理或已办结"))
    _change(held, state=Task.State.STARTED)
    _step(held, Deed.STARTED, words.TASK_STARTED, "", by=by, at=at)
    return held


@transaction.atomic
def close(*, task: Task, evidence: str, by: User, at: datetime, scope: Scope | None = None) -> Task:
    """Close a task, saying what was done and by which proof; who gave it is told.

    Raises ``ValidationError`` without evidence, or for one that is closed.
    """
    held = _held(task, by, scope or scope_of(by, at=at))
    note = evidence.strip()[:LONGEST_NOTE]
    if not note:
        raise ValidationError(_("请写明办理结果和依据"), code="evidence")
    if held.state == Task.State.CLOSED:
        raise ValidationError(_("这项任务已经办结"))
    _change(held, state=Task.State.CLOSED, closed_at=at)
    step = _step(held, Deed.CLOSED, words.TASK_CLOSED, note, by=by, at=at)
    task_telling.done(held, at=at)
    task_telling.tell_giver(held, step, at=at)
    return held


@transaction.atomic
def give_back(
    *, task: Task, reason: str, by: User, at: datetime, scope: Scope | None = None
) -> Task:
    """Return a closed task that is not done: it is under way again, by the same due moment."""
    known = scope or scope_of(by, at=at)
    task_queries.require_seen(known, task)
    if by.pk != task.by_id:
        known.require(words.ASSIGN_TASKS, task.unit)
    why = reason.strip()[:LONGEST_NOTE]
    if not why:
        raise ValidationError(_("请写明退回原因"), code="reason")
    held = Task.objects.select_for_update().get(pk=task.pk)
    if held.state != Task.State.CLOSED:
        raise ValidationError(_("还没有办结，不用退回"))
    _change(held, state=Task.State.STARTED, closed_at=None)
    step = _step(held, Deed.RETURNED, words.TASK_RETURNED, why, by=by, at=at)
    task_telling.tell_returned(held, step, but=by, at=at)
    return held


@transaction.atomic
def escalate(*, task_id: int, at: datetime) -> bool:
    """Tell the giver and the leaders who answer for the owner that a task is overdue, once.

    Returns False where it was closed meanwhile, is not overdue, or was told before.
    """
    held = Task.objects.select_for_update().get(pk=task_id)
    if held.state == Task.State.CLOSED or held.escalated_at or held.due_at > at:
        return False
    _change(held, escalated_at=at)
    _step(held, Deed.ESCALATED, words.TASK_ESCALATED, "", by=system_user(), at=at)
    task_telling.tell_overdue(held, at=at)
    return True


def _made(origin: Origin | None, **fields: object) -> tuple[Task, bool]:
    if origin is None:
        return Task.objects.create(**fields), True
    defaults = fields | {"source": origin.source, "source_url": origin.url}
    return Task.objects.get_or_create(source_key=origin.key, defaults=defaults)


def _held(task: Task, by: User, scope: Scope) -> Task:
    """Return the task, locked, for somebody who may work on it: its owner, or who may for the
    unit that owes it."""
    task_queries.require_seen(scope, task)
    if not task_queries.may_do(scope, task, by):
        raise NotPermitted(words.DO_TASKS)
    found = Task.objects.select_for_update().filter(pk=task.pk).first()
    if found is None:
        raise OutOfScope(f"task {task.pk}")
    return found


def _change(task: Task, **fields: object) -> None:
    for name, value in fields.items():
        setattr(task, name, value)
    task.save(update_fields=list(fields))


def _step(task: Task, deed: str, word: Word, note: str, *, by: User, at: datetime) -> TaskStep:
    step = TaskStep.objects.create(task=task, deed=deed, note=note, by=by, by_name=by.name, at=at)
    audit.record(
        word,
        by=by,
        at=at,
        about=task,
        unit_id=task.unit_id,
        owner=task_queries.owner_words(task),
        due_at=task.due_at.isoformat(),
        source=task.source,
        reason=note,
    )
    return step
