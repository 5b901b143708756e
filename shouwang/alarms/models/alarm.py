"""Alarms: what somebody must look at now, open until somebody says how it ended."""

from __future__ import annotations

from django.db import models
from django.db.models import Q


class Alarm(models.Model):
    """One warning about one unit. ``code`` names the rule, ``key`` the occurrence: while one is
    open the same is not raised again, whoever finds it. ``why`` names nobody: those above the
    institution read it too."""

    code = models.CharField(max_length=40)
    unit = models.ForeignKey("orgs.Unit", on_delete=models.PROTECT, related_name="+")
    key = models.CharField(max_length=120)
    why = models.CharField(max_length=300)
    # where the cause is seen: a path of this site
    url = models.CharField(max_length=300)
    raised_at = models.DateTimeField()
    # when its rule no longer found it: it closed then by itself (the same moment), unless a
    # person is to say how it ended
    gone_at = models.DateTimeField(null=True)
    acknowledged_at = models.DateTimeField(null=True)
    acknowledged_by = models.ForeignKey(
        "accounts.User", on_delete=models.PROTECT, related_name="+", null=True
    )
    closed_at = models.DateTimeField(null=True)
    closed_by = models.ForeignKey(
        "accounts.User", on_delete=models.PROTECT, related_name="+", null=True
    )
    outcome = models.CharField(max_length=300, blank=True, db_default="")
    # closed by itself without having been seen done; records of its day have come since; when
    # these showed that it was done after all
    is_undone = models.BooleanField(default=False, db_default=False)
    is_asked_again = models.BooleanField(default=False, db_default=False)
    corrected_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["code", "unit", "key"],
                condition=Q(closed_at=None),
                name="alarm_once_while_open",
            ),
            models.CheckConstraint(
                condition=Q(closed_at=None, closed_by=None, outcome="")
                | (Q(closed_at__isnull=False, closed_by__isnull=False) & ~Q(outcome="")),
                name="alarm_closed_with_an_outcome",
            ),
            models.CheckConstraint(
                condition=Q(acknowledged_at=None, acknowledged_by=None)
                | Q(acknowledged_at__isnull=False, acknowledged_by__isnull=False),
                name="alarm_acknowledged_by_somebody",
            ),
        ]
        indexes = [
            models.Index(fields=["unit", "raised_at"], name="alarm_of_unit"),
            models.Index(fields=["code", "closed_at"], name="alarm_of_rule"),
            models.Index(
                fields=["unit", "raised_at"], condition=Q(is_undone=True), name="alarm_undone"
            ),
            models.Index(
                fields=["code"], condition=Q(is_asked_again=True), name="alarm_asked_again"
            ),
        ]

    def __str__(self) -> str:
        return self.why

    @property
    def is_closed_by_itself(self) -> bool:
        """Return whether it closed because its cause was gone."""
        return self.closed_at is not None and self.closed_at == self.gone_at

    @property
    def inbox_key(self) -> str:
        """Return the key of the entries that tell of it."""
        return f"alarm:{self.pk}"
