"""What left the house: frozen tables, their files, when and how they were sent, signed scans."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class Dispatch(models.Model):
    """One day's table for one recipient (报送), frozen: rows are only added, never changed.

    ``number`` runs without gaps for a recipient and year. ``amendment`` is 0 for the first paper
    and n for 更正 n, which carries the number of the first and the list of its ``changes``.
    ``content`` is ``dispatch.tables.table.Table`` as JSON: every cell, completeness, the missing
    by name.
    """

    unit = models.ForeignKey("orgs.Unit", on_delete=models.PROTECT, related_name="+")
    recipient = models.ForeignKey(
        "dispatch.Recipient", on_delete=models.PROTECT, related_name="dispatches"
    )
    layout = models.ForeignKey("dispatch.Layout", on_delete=models.PROTECT, related_name="+")
    day = models.DateField()
    year = models.PositiveSmallIntegerField()
    number = models.PositiveIntegerField()
    amendment = models.PositiveIntegerField(default=0)
    changes = models.JSONField(default=list)
    reason = models.CharField(max_length=200, blank=True)
    content = models.JSONField()
    as_of_at = models.DateTimeField()
    # who stands at the foot of the paper, as it was printed: 填表人, 审核人, 负责人, 电话
    preparer = models.CharField(max_length=60)
    reviewer = models.CharField(max_length=60, blank=True)
    leader = models.CharField(max_length=60)
    phone = models.CharField(max_length=30, blank=True)
    signed_at = models.DateTimeField()
    made_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["recipient", "day", "amendment"], name="dispatch_once_a_day"
            ),
            models.UniqueConstraint(
                fields=["recipient", "year", "number", "amendment"],
                name="dispatch_number_once_a_year",
            ),
            models.CheckConstraint(
                condition=Q(amendment=0, reason="") | (Q(amendment__gt=0) & ~Q(reason="")),
                name="dispatch_amendment_has_reason",
            ),
        ]
        indexes = [models.Index(fields=["unit", "day"], name="dispatch_unit_day")]

    def __str__(self) -> str:
        return self.label

    @property
    def label(self) -> str:
        """Return its number as it is written: 2020年第20号, 2020年第20号更正1."""
        label = f"{self.year}年第{self.number}号"
        return f"{label}更正{self.amendment}" if self.amendment else label


class DispatchFile(models.Model):
    """A paper as a file: what is downloaded is the same to the byte for good."""

    dispatch = models.ForeignKey(Dispatch, on_delete=models.PROTECT, related_name="files")
    form = models.CharField(max_length=5)  # xlsx, docx, pdf
    content = models.BinaryField()
    digest = models.CharField(max_length=64)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["dispatch", "form"], name="dispatch_file_once")
        ]

    def __str__(self) -> str:
        return f"{self.dispatch_id}.{self.form}"


class DispatchFigure(models.Model):
    """A figure or a report state that a dispatch prints, as it was counted then."""

    dispatch = models.ForeignKey(Dispatch, on_delete=models.PROTECT, related_name="figures")
    key = models.CharField(max_length=20)  # a figure's id, or the word of a report state
    frozen = models.ForeignKey("figures.FrozenFigure", on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["dispatch", "key"], name="dispatch_figure_once")
        ]

    def __str__(self) -> str:
        return self.key


class Sending(models.Model):
    """That a dispatch was sent: when, by whom, by which way, what came back (回执)."""

    class Way(models.TextChoices):
        MAIL = "mail", _("政务邮箱")
        SYSTEM = "system", _("公文系统")
        PAPER = "paper", _("纸质送达")
        FAX = "fax", _("传真")
        CHAT = "chat", _("工作群")

    dispatch = models.OneToOneField(Dispatch, on_delete=models.PROTECT, related_name="sending")
    sent_at = models.DateTimeField()
    way = models.CharField(max_length=10, choices=Way.choices)
    receipt = models.CharField(max_length=100, blank=True)
    by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.dispatch_id} {self.sent_at:%H:%M}"


class Scan(models.Model):
    """A page of the signed and stamped paper; the file lies in the project's storage."""

    dispatch = models.ForeignKey(Dispatch, on_delete=models.PROTECT, related_name="scans")
    file = models.CharField(max_length=200)
    file_name = models.CharField(max_length=200)
    kind = models.CharField(max_length=4)  # pdf, jpg, png
    size = models.PositiveIntegerField()
    digest = models.CharField(max_length=64)
    by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["dispatch", "digest"], name="scan_once_a_dispatch")
        ]

    def __str__(self) -> str:
        return self.file_name
