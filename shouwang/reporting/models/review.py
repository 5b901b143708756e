"""The superior's side of a day: verdicts on reports, signatures under days, openings after lock."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from shouwang.kit import exact


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
