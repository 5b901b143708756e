"""Signatures under a unit's day."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from shouwang.kit import exact


class DaySign(models.Model):
    """One level's signature under a unit's day, with the figures as they were signed.

    ``unit`` is the jurisdiction, at the stage ``section`` the section itself. ``missing`` names
    the units that had not filed (带缺上报): ``[{"id": 7, "name": "…", "returned": false}, …]``, at
    most ``MOST_NAMED``; how many there were is ``due`` − ``filed``. Never edited but for being
    withdrawn: of a unit's day and stage one signature stands at a time.
    """

    MOST_NAMED = 2000

    class Stage(models.TextChoices):
        TOWNSHIP = "township", _("乡镇审核")
        COUNTY = "county", _("县级审核")
        SECTION = "section", _("科室审核")
        OFFICE = "office", _("办公室汇总")
        LEADER = "leader", _("领导签发")

    unit = models.ForeignKey("orgs.Unit", on_delete=models.PROTECT, related_name="+")
    day = models.DateField()
    stage = models.CharField(max_length=8, choices=Stage.choices)
    by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+")
    by_name = models.CharField(max_length=60)
    at = models.DateTimeField()
    due = models.PositiveIntegerField()
    filed = models.PositiveIntegerField()
    zero = models.PositiveIntegerField()
    late = models.PositiveIntegerField()
    # totals by figure id, as signed
    values = models.JSONField(encoder=exact.Encoder, decoder=exact.Decoder)
    missing = models.JSONField(default=list)
    note = models.CharField(max_length=200, blank=True)
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    withdrawn_by = models.ForeignKey(
        "accounts.User", on_delete=models.PROTECT, null=True, related_name="+"
    )
    withdrawn_reason = models.CharField(max_length=200, blank=True)

    class Meta:
        db_table = "reporting_daysign"
        constraints = [
            models.UniqueConstraint(
                fields=["unit", "day", "stage"],
                condition=Q(withdrawn_at__isnull=True),
                name="daysign_one_stands",
            ),
            models.CheckConstraint(
                condition=Q(withdrawn_at__isnull=True) | ~Q(withdrawn_reason=""),
                name="daysign_withdrawn_has_reason",
            ),
        ]
        indexes = [models.Index(fields=["day", "unit"], name="daysign_day_unit")]

    def __str__(self) -> str:
        return f"{self.unit_id} {self.day} {self.stage}"

    @property
    def missing_count(self) -> int:
        """Return how many units were missing when it was signed."""
        return self.due - self.filed

    @property
    def missing_names(self) -> list[str]:
        """Return the names of the units that were missing, as they were called then."""
        return [m["name"] for m in self.missing]
