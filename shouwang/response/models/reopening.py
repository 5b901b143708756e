"""Reopening by stages: 申请→验收→批复 (C1)."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from shouwang.response.models.papered import Papered


class Reopening(Papered):
    """An institution's way out of closed management, one stage at a time.

    While it is granted and not withdrawn, orders on ``measures`` that began before it and were
    given at or below ``granted_unit`` do not stand for the unit; a new order closes it again.
    The paper is the reply (批复).
    """

    class State(models.TextChoices):
        APPLIED = "applied", _("待验收")
        ACCEPTED = "accepted", _("验收合格，待批复")
        FAILED = "failed", _("验收不合格")
        GRANTED = "granted", _("已批复")
        REFUSED = "refused", _("未批准")
        WITHDRAWN = "withdrawn", _("已撤销")

    unit = models.ForeignKey("orgs.Unit", on_delete=models.PROTECT, related_name="+")
    measures = models.JSONField(default=list)
    state = models.CharField(max_length=10, choices=State.choices, default=State.APPLIED)
    plan = models.CharField(max_length=500)
    applied_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+")
    applied_at = models.DateTimeField()
    # the check on the spot: [{"text": …, "ok": true, "note": …}]
    checklist = models.JSONField(default=list, blank=True)
    checked_by = models.ForeignKey(
        "accounts.User", on_delete=models.PROTECT, related_name="+", null=True
    )
    checked_at = models.DateTimeField(null=True)
    opinion = models.CharField(max_length=300, blank=True)
    replied_by = models.ForeignKey(
        "accounts.User", on_delete=models.PROTECT, related_name="+", null=True
    )
    replied_at = models.DateTimeField(null=True)
    granted_unit = models.ForeignKey(
        "orgs.Unit", on_delete=models.PROTECT, related_name="+", null=True
    )
    from_at = models.DateTimeField(null=True)
    until_at = models.DateTimeField(null=True)
    withdrawn_by = models.ForeignKey(
        "accounts.User", on_delete=models.PROTECT, related_name="+", null=True
    )
    withdraw_reason = models.CharField(max_length=200, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=~Q(state="granted")
                | Q(from_at__isnull=False, granted_unit__isnull=False, replied_by__isnull=False),
                name="reopening_granted_has_reply",
            )
        ]
        indexes = [models.Index(fields=["unit", "from_at"], name="reopening_unit")]

    def __str__(self) -> str:
        return f"{self.unit_id} {self.state}"
