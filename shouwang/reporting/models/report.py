"""Reports: one per unit, form and period, with every submission that was ever made of it."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from shouwang.kit import exact


class Report(models.Model):
    """What a unit owes for one form and period, once filed.

    ``day`` is the period's first day; ``placed_in`` the unit it counts under. The values that
    stand are those of the submission ``current_number``; ``figures.Fact`` mirrors them for the
    roll-up.
    """

    unit = models.ForeignKey("orgs.Unit", on_delete=models.PROTECT, related_name="+")
    form = models.ForeignKey("reporting.Form", on_delete=models.PROTECT, related_name="+")
    day = models.DateField()
    placed_in = models.ForeignKey("orgs.Unit", on_delete=models.PROTECT, related_name="+")
    # the number of the submission that stands
    current_number = models.PositiveIntegerField(default=1)
    receipt = models.CharField(max_length=24, unique=True)
    filed_at = models.DateTimeField()
    is_late = models.BooleanField()
    is_zero = models.BooleanField(default=False)
    # returned to be mended (退回修改): no fact stands for it until it is filed again
    returned_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["unit", "form", "day"], name="report_once_a_period")
        ]
        indexes = [
            models.Index(fields=["placed_in", "day"], name="report_placed_day"),
            models.Index(
                fields=["day"], condition=Q(returned_at__isnull=False), name="report_returned"
            ),
        ]

    def __str__(self) -> str:
        return self.receipt


class Submission(models.Model):
    """One set of values handed in: the first, a correction, or an import's row. Never edited.

    ``client_id`` is made by whoever sends it: a second arrival answers the first result.
    """

    class Source(models.TextChoices):
        DESK = "desk", _("电脑填报")
        PHONE = "phone", _("手机填报")
        API = "api", _("接口")
        IMPORT = "import", _("导入")
        ON_BEHALF = "on_behalf", _("代报")

    client_id = models.UUIDField(unique=True)
    report = models.ForeignKey(
        "reporting.Report", on_delete=models.PROTECT, related_name="submissions"
    )
    number = models.PositiveIntegerField()
    version = models.ForeignKey("reporting.FormVersion", on_delete=models.PROTECT, related_name="+")
    values = models.JSONField(encoder=exact.Encoder, decoder=exact.Decoder)
    reasons = models.JSONField(default=dict)
    correction_reason = models.CharField(max_length=200, blank=True)
    is_zero = models.BooleanField(default=False)
    by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+")
    by_name = models.CharField(max_length=60)
    at = models.DateTimeField()
    device_at = models.DateTimeField(null=True)
    stated_on = models.DateField()
    source = models.CharField(max_length=10, choices=Source.choices)
    source_note = models.CharField(max_length=200, blank=True)
    # how many checks warned or asked for a reason when it was filed (数据待核)
    doubts = models.PositiveSmallIntegerField(default=0, db_default=0)
    # what the ledger said otherwise when it was filed, by item code (填 43，台账 41)
    counted = models.JSONField(
        encoder=exact.Encoder, decoder=exact.Decoder, default=dict, db_default={}
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["report", "number"], name="submission_number_once"),
            models.CheckConstraint(
                condition=Q(number=1) | ~Q(correction_reason=""),
                name="submission_correction_has_reason",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.report_id}.{self.number}"


class Draft(models.Model):
    """Values being typed: shared by everyone who files for the unit, saved as they go.

    ``revision`` grows with every save; a save that names an older one is a conflict, shown to
    the person with the other's values, never merged silently.
    """

    unit = models.ForeignKey("orgs.Unit", on_delete=models.PROTECT, related_name="+")
    form = models.ForeignKey("reporting.Form", on_delete=models.PROTECT, related_name="+")
    day = models.DateField()
    # as typed: text by item code, so that a slip is kept and can be mended
    values = models.JSONField()
    revision = models.PositiveIntegerField(default=1)
    by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+")
    saved_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["unit", "form", "day"], name="draft_once_a_period")
        ]

    def __str__(self) -> str:
        return f"{self.unit_id} {self.day} r{self.revision}"
