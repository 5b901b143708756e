"""How a bureau reminds and chases: its own times, or those of the bureau above."""

from __future__ import annotations

from django.db import models
from django.db.models import Q


class Policy(models.Model):
    """A bureau's times: minutes of reminder before the filing time, minutes between two chases.

    The nearest one at or above a unit holds for it; without any, ``rules.USUAL``.
    """

    unit = models.OneToOneField("orgs.Unit", on_delete=models.PROTECT, related_name="+")
    remind_minutes = models.PositiveSmallIntegerField()
    cooldown_minutes = models.PositiveSmallIntegerField()
    by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+")
    changed_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(remind_minutes__lte=240, cooldown_minutes__gte=5)
                & Q(cooldown_minutes__lte=240),
                name="policy_within_reason",
            )
        ]

    def __str__(self) -> str:
        return f"{self.unit_id} {self.remind_minutes}/{self.cooldown_minutes}"
