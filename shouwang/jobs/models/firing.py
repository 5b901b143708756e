"""What the schedule has started: each due moment of a plan once."""

from __future__ import annotations

from django.db import models


class Firing(models.Model):
    """A plan's work of one moment was queued. ``name`` and ``due_at`` are unique: whichever
    worker sees first that something is due starts it, and nobody starts it again."""

    name = models.CharField(max_length=80)
    due_at = models.DateTimeField()
    work = models.ForeignKey("jobs.Work", on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["name", "due_at"], name="firing_once_a_moment")
        ]

    def __str__(self) -> str:
        return f"{self.name} {self.due_at}"
