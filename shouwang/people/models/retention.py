"""How long personal data is kept here, and what was purged when (I7)."""

from __future__ import annotations

from django.db import models
from django.db.models import Q


class RetentionDays(models.Model):
    """The days that an administrator set for a kind of personal data, instead of its default."""

    code = models.CharField(max_length=60, unique=True)
    days = models.PositiveIntegerField()
    set_at = models.DateTimeField()
    set_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(days__gte=1), name="retention_at_least_a_day")
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.days}"


class PurgeRun(models.Model):
    """One purge of one kind: rows of days before ``before`` went, ``rows`` of them."""

    code = models.CharField(max_length=60)
    at = models.DateTimeField()
    before = models.DateField()
    rows = models.PositiveIntegerField()

    class Meta:
        indexes = [models.Index(fields=["code", "at"], name="purge_code_at")]

    def __str__(self) -> str:
        return f"{self.code} {self.before} {self.rows}"
