"""Tasks (任务督办): what somebody owes an answer to, until when, and all that was done about it."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class Task(models.Model):
    """One thing owed (交办→办理→办结). ``unit`` is the one it concerns; ``owner_unit`` owes it, in
    person ``owner`` where one is named. A closed one that was returned is under way again."""

    class State(models.TextChoices):
        ASSIGNED = "assigned", _("交办")
        STARTED = "started", _("办理")
        CLOSED = "closed", _("办结")

    class Source(models.TextChoices):
        HAND = "hand", _("交办")
        REPORT = "report", _("报表：需协调事项")
        DISPATCH = "dispatch", _("报送")

    about = models.CharField(max_length=300)
    unit = models.ForeignKey("orgs.Unit", on_delete=models.PROTECT, related_name="+")
    owner_unit = models.ForeignKey("orgs.Unit", on_delete=models.PROTECT, related_name="+")
    owner = models.ForeignKey(
        "accounts.User", on_delete=models.PROTECT, related_name="+", null=True
    )
    source = models.CharField(max_length=10, choices=Source.choices, default=Source.HAND)
    # what it was made from: the same thing becomes a task once; empty for one made by hand
    source_key = models.CharField(max_length=120, blank=True)
    # a path of this site
    source_url = models.CharField(max_length=300, blank=True)
    due_at = models.DateTimeField()
    state = models.CharField(max_length=10, choices=State.choices, default=State.ASSIGNED)
    by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True)
    # when it was overdue and its leaders were told, once
    escalated_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["source_key"], condition=~Q(source_key=""), name="task_once_a_source"
            ),
            models.CheckConstraint(
                condition=Q(state="closed", closed_at__isnull=False)
                | (~Q(state="closed") & Q(closed_at=None)),
                name="task_closed_has_moment",
            ),
        ]
        indexes = [
            models.Index(fields=["due_at"], condition=~Q(state="closed"), name="task_open_due"),
            models.Index(fields=["owner_unit", "state"], name="task_of_unit"),
        ]

    def __str__(self) -> str:
        return self.about


class TaskStep(models.Model):
    """One thing done about a task. Never changed or deleted: the database refuses it."""

    class Deed(models.TextChoices):
        ASSIGNED = "assigned", _("交办")
        STARTED = "started", _("开始办理")
        CLOSED = "closed", _("办结")
        RETURNED = "returned", _("退回重办")
        ESCALATED = "escalated", _("逾期上报")

    task = models.ForeignKey("desk.Task", on_delete=models.PROTECT, related_name="steps")
    deed = models.CharField(max_length=10, choices=Deed.choices)
    # what was done and by which proof, or why it was returned
    note = models.CharField(max_length=500, blank=True)
    by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+")
    by_name = models.CharField(max_length=60)
    at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.task_id} {self.deed}"
