"""What the pages of tasks show, at a desk and on a phone."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.core.paginator import Paginator
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from shouwang.accounts.access import SignedInRequest
from shouwang.desk import task_queries, words
from shouwang.desk.models import Task, TaskStep
from shouwang.kit import clock

PER_PAGE = 30
_TABS = (
    (task_queries.MINE, _("待我办")),
    (task_queries.ALL, _("全部未办结")),
    (task_queries.CLOSED, _("已办结")),
)
_EMPTY = {
    task_queries.MINE: (
        _("没有等您办的任务"),
        _("交办给您或您单位的事会列在这里，逾期的在最前面。"),
    ),
    task_queries.ALL: (
        _("没有未办结的任务"),
        _("交办任务，或在审核报表时把需协调事项转为任务，会列在这里。"),
    ),
    task_queries.CLOSED: (_("还没有办结的任务"), _("写明结果办结之后，任务会移到这里。")),
}
_TONES = {
    TaskStep.Deed.CLOSED.value: "ok",
    TaskStep.Deed.RETURNED.value: "warn",
    TaskStep.Deed.ESCALATED.value: "warn",
}


@dataclass(frozen=True)
class Line:
    """A task as it is shown at a moment."""

    task: Task
    now: datetime

    @property
    def is_overdue(self) -> bool:
        """Return whether it is open past its due moment."""
        return self.task.state != Task.State.CLOSED and self.task.due_at < self.now

    @property
    def tone(self) -> str:
        """Return the tone of its tag."""
        if self.task.state == Task.State.CLOSED:
            return "ok"
        return "warn" if self.is_overdue else "info" if self.task.state == "started" else "none"

    @property
    def word(self) -> Any:
        """Return the word of its tag."""
        return _("逾期") if self.is_overdue else self.task.get_state_display()

    @property
    def owner(self) -> str:
        """Return who owes it."""
        return task_queries.owner_words(self.task)


def list_page(request: SignedInRequest, here: str, *, is_phone: bool) -> dict[str, Any]:
    """Return the context of the list; ``?show=`` chooses which."""
    scope, now = request.scope, clock.now()
    asked = request.GET.get("show", "")
    which = asked if asked in task_queries.LISTS else task_queries.MINE
    found = Paginator(task_queries.tasks(scope, which, now=now), PER_PAGE)
    page = found.get_page(request.GET.get("page"))
    return {
        "page": page,
        "lines": [Line(task, now) for task in page],
        "which": which,
        "tabs": [(word, f"{here}?show={key}", key == which, 0) for key, word in _TABS],
        "empty": _EMPTY[which],
        "may_assign": words.ASSIGN_TASKS in scope.permissions,
        "is_phone": is_phone,
        "labels": {"owner": _("承办"), "due": _("办结时限"), "state": _("状态"), "from": _("交办")},
    }


def task_page(request: SignedInRequest, task: Task, *, is_phone: bool) -> dict[str, Any]:
    """Return the context of one task: its facts, what was done, what may be done now."""
    scope, user, line = request.scope, request.user, Line(task, clock.now())
    is_closed = task.state == Task.State.CLOSED
    may_do = not is_closed and task_queries.may_do(scope, task, user)
    return {
        "line": line,
        "task": task,
        "events": [
            {
                "at": s.at,
                "text": f"{s.get_deed_display()}{'：' if s.note else ''}{s.note}",
                "by": s.by_name,
                "tone": _TONES.get(s.deed, ""),
            }
            for s in task_queries.steps(task)
        ],
        "may_start": may_do and task.state == Task.State.ASSIGNED,
        "may_close": may_do,
        "may_return": is_closed and task_queries.may_give(scope, task, user),
        "crumbs": [(_("任务督办"), reverse("desk:tasks")), (task.about[:30], "")],
        "is_phone": is_phone,
    }
