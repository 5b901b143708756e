"""What a person does from one moment until another, as it is entered, ended, corrected, voided."""

from __future__ import annotations

from datetime import datetime
from typing import TypeVar

from django.db import models
from django.db.models import F, Q

from shouwang.kit.ids import uuid7

Row = TypeVar("Row", bound=models.Model)


class PeriodManager(models.Manager[Row]):
    """Periods asked by time; a period holds its first moment and not its last."""

    def standing(self) -> models.QuerySet[Row]:
        """Leave out what was voided."""
        return self.filter(voided_at=None)

    def covering(self, at: datetime) -> models.QuerySet[Row]:
        """Keep the standing periods that a moment falls into."""
        then = Q(until_at=None) | Q(until_at__gt=at)
        return self.standing().filter(then, from_at__lte=at)


class Period(models.Model):
    """Common columns of a stay, an absence, an engagement and a presence; abstract.

    ``id`` is the client's key of the entry that began it, ``end_key`` that of the one that ended
    it: a second arrival of either finds it. ``corrections`` is only ever added to: moment, who,
    reason, what the dates were and became.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    unit = models.ForeignKey("orgs.Unit", on_delete=models.PROTECT, related_name="+")
    from_at = models.DateTimeField()
    until_at = models.DateTimeField(null=True, blank=True)
    recorded_at = models.DateTimeField()
    recorded_by = models.ForeignKey(
        "accounts.User", on_delete=models.PROTECT, related_name="+", null=True
    )
    end_key = models.UUIDField(null=True, blank=True, unique=True)
    ended_by = models.ForeignKey(
        "accounts.User", on_delete=models.PROTECT, related_name="+", null=True, blank=True
    )
    end_recorded_at = models.DateTimeField(null=True, blank=True)
    corrections = models.JSONField(default=list, blank=True)
    voided_at = models.DateTimeField(null=True, blank=True)
    voided_by = models.ForeignKey(
        "accounts.User", on_delete=models.PROTECT, related_name="+", null=True, blank=True
    )
    void_reason = models.CharField(max_length=200, blank=True, db_default="")

    class Meta:
        abstract = True


def ends_after_start(name: str) -> models.CheckConstraint:
    """Return the constraint that a period ends after it begins."""
    return models.CheckConstraint(
        condition=Q(until_at=None) | Q(until_at__gt=F("from_at")), name=name
    )
