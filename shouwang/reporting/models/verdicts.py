"""What a superior said of one report: verdicts, and the leave to file or correct after the lock."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class Review(models.Model):
    """What a superior said of one submission: passed, or returned with a reason. Never edited."""

    class Verdict(models.TextChoices):
        PASSED = "passed", _("通过")
        RETURNED = "returned", _("退回修改")

    report = models.ForeignKey("reporting.Report", on_delete=models.PROTECT, related_name="reviews")
    submission_number = models.PositiveIntegerField()
    verdict = models.CharField(max_length=8, choices=Verdict.choices)
    reason = models.CharField(max_length=200, blank=True)
    by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+")
    by_name = models.CharField(max_length=60)
    # the unit whose post let them say so: 砚宁县, 养老服务科
    on_behalf_of = models.CharField(max_length=80, blank=True)
    at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["report", "at"], name="review_report_at")]
        constraints = [
            models.CheckConstraint(
                condition=Q(verdict="passed") | ~Q(reason=""), name="review_return_has_reason"
            )
        ]

    def __str__(self) -> str:
        return f"{self.report_id}.{self.submission_number} {self.verdict}"


class Opening(models.Model):
    """Leave given after the lock for one report: to file it (补报) or to correct it (更正).

    Used once, by the submission ``used_number``; ``until_at`` is when it lapses. Never edited but
    for being used or taken back.
    """

    class Purpose(models.TextChoices):
        LATE = "late", _("补报")
        CORRECTION = "correction", _("更正")

    unit = models.ForeignKey("orgs.Unit", on_delete=models.PROTECT, related_name="+")
    form = models.ForeignKey("reporting.Form", on_delete=models.PROTECT, related_name="+")
    # the period's first day
    day = models.DateField()
    purpose = models.CharField(max_length=10, choices=Purpose.choices)
    reason = models.CharField(max_length=200)
    by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+")
    by_name = models.CharField(max_length=60)
    at = models.DateTimeField()
    until_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True, blank=True)
    used_by = models.ForeignKey(
        "accounts.User", on_delete=models.PROTECT, null=True, related_name="+"
    )
    used_number = models.PositiveIntegerField(null=True, blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["unit", "form", "day"],
                condition=Q(used_at__isnull=True, closed_at__isnull=True),
                name="opening_one_waits",
            ),
            models.CheckConstraint(condition=~Q(reason=""), name="opening_has_reason"),
        ]

    def __str__(self) -> str:
        return f"{self.unit_id} {self.day} {self.purpose}"
