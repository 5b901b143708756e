"""Permissions, audit sentences and kinds of entry of the desk."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from shouwang.accounts import wording
from shouwang.accounts.roles import AFTER_HOURS, BUREAU, BUSINESS, Role
from shouwang.desk import kinds
from shouwang.kit import registry

READ_TASKS = registry.permission("desk.read_tasks", _("查看任务"), roles=set(BUSINESS))
ASSIGN_TASKS = registry.permission("desk.assign_tasks", _("交办任务"), roles=set(BUREAU))
DO_TASKS = registry.permission(
    "desk.do_tasks",
    _("办理任务"),
    roles={Role.REPORTER, Role.DIRECTOR, *BUREAU},
    after_hours=AFTER_HOURS,
)

ENTRY_CLOSED = registry.word("desk.entry_closed", _("把待办标为已办"))
TASK_ASSIGNED = registry.word("desk.task_assigned", _("交办任务"))
TASK_STARTED = registry.word("desk.task_started", _("开始办理任务"))
TASK_CLOSED = registry.word("desk.task_closed", _("办结任务"))
TASK_RETURNED = registry.word("desk.task_returned", _("退回任务重办"))
TASK_ESCALATED = registry.word("desk.task_escalated", _("任务逾期上报"))

TASK = kinds.kind("task", _("任务"), tone="info")
TASK_OVERDUE = kinds.kind("task_overdue", _("任务逾期"), tone="warn")

wording.name({"due_at": _("办结时限"), "owner": _("承办"), "source": _("来源")})
wording.name_values("source", {"hand": _("交办"), "report": _("报表"), "dispatch": _("报送")})
wording.name_things(
    {"desk.entry": _("待办"), "desk.task": _("任务"), "task": _("任务"), "tasks": _("任务")}
)
