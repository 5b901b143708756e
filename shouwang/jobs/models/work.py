"""Long work: what was asked, how far it is, what came of it."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class Work(models.Model):
    """One piece of long work: an import, an export, a chase.

    At-least-once: a worker that dies leaves its lease, the reaper gives the work to another, and
    the work itself must bear being begun twice.
    """

    class State(models.TextChoices):
        QUEUED = "queued", _("等待处理")
        RUNNING = "running", _("处理中")
        DONE = "done", _("已完成")
        REFUSED = "refused", _("未完成")  # the input would not do: ``result`` says why
        FAILED = "failed", _("出错")
        CANCELLED = "cancelled", _("已取消")

    kind = models.CharField(max_length=60)
    title = models.CharField(max_length=120)
    params = models.JSONField(default=dict)
    file = models.CharField(max_length=200, blank=True)
    file_name = models.CharField(max_length=200, blank=True)
    state = models.CharField(max_length=10, choices=State.choices, default=State.QUEUED)
    done = models.PositiveIntegerField(default=0)
    total = models.PositiveIntegerField(default=0)
    message = models.CharField(max_length=200, blank=True)
    result = models.JSONField(default=dict)
    by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    started_at = models.DateTimeField(null=True, blank=True)
    finished_at = models.DateTimeField(null=True, blank=True)
    lease_until = models.DateTimeField(null=True, blank=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    cancel_asked = models.BooleanField(default=False)

    class Meta:
        indexes = [
            models.Index(fields=["state", "lease_until"], name="work_lease"),
            models.Index(fields=["by", "asked_at"], name="work_by"),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def is_over(self) -> bool:
        """Return whether nothing more will happen."""
        return self.state not in {self.State.QUEUED, self.State.RUNNING}
