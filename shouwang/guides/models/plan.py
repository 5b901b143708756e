"""An institution's own plan (一院一策), in versions."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class PlanVersion(models.Model):
    """A version of an institution's plan; the approved one with the highest number is in force.

    ``content`` holds the fields of ``plan_fields``: code to text. A returned one stays as it was
    sent; what is mended is the next version.
    """

    class State(models.TextChoices):
        DRAFT = "draft", _("起草中")
        SUBMITTED = "submitted", _("待审批")
        RETURNED = "returned", _("已退回")
        APPROVED = "approved", _("已批准")

    unit = models.ForeignKey("orgs.Unit", on_delete=models.PROTECT, related_name="+")
    number = models.PositiveIntegerField()
    content = models.JSONField(default=dict)
    state = models.CharField(max_length=10, choices=State.choices, default=State.DRAFT)
    # grows with each saving: two who write at once do not overwrite each other
    revision = models.PositiveIntegerField(default=1)
    saved_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+")
    saved_at = models.DateTimeField()
    submitted_by = models.ForeignKey(
        "accounts.User", on_delete=models.PROTECT, related_name="+", null=True
    )
    submitted_at = models.DateTimeField(null=True)
    decided_by = models.ForeignKey(
        "accounts.User", on_delete=models.PROTECT, related_name="+", null=True
    )
    decided_at = models.DateTimeField(null=True)
    # why it was returned
    reason = models.CharField(max_length=300, blank=True)
    # under which number the bureau filed it (备案号)
    filing_number = models.CharField(max_length=40, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["unit", "number"], name="plan_version_once"),
            models.UniqueConstraint(
                fields=["unit"],
                condition=Q(state__in=["draft", "submitted"]),
                name="plan_one_under_way",
            ),
            models.CheckConstraint(
                condition=~Q(state="returned") | ~Q(reason=""), name="plan_returned_says_why"
            ),
        ]

    def __str__(self) -> str:
        return f"第{self.number}版"
