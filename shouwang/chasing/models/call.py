"""Calls made about a report that is owed, and what came of them."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class Call(models.Model):
    """One call to an institution about a day's report: who called, when, with what outcome."""

    class Outcome(models.TextChoices):
        PROMISED = "promised", _("接通，已承诺报送")
        NO_ANSWER = "no_answer", _("无人接听")
        WRONG_NUMBER = "wrong_number", _("号码错误")
        ON_BEHALF = "on_behalf", _("已代报")
        OTHER = "other", _("其他")

    unit = models.ForeignKey("orgs.Unit", on_delete=models.PROTECT, related_name="+")
    day = models.DateField()
    outcome = models.CharField(max_length=12, choices=Outcome.choices)
    # until when the report was promised
    promised_at = models.DateTimeField(null=True)
    note = models.CharField(max_length=100, blank=True)
    by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(promised_at=None) | Q(outcome="promised"),
                name="call_promise_when_promised",
            )
        ]
        indexes = [models.Index(fields=["unit", "day"], name="call_unit_day")]

    def __str__(self) -> str:
        return f"{self.unit_id} {self.day} {self.outcome}"
