"""A report on its way through the hands that sign it: 填报人 → 审核人 → 负责人 (systems.md B1)."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from shouwang.kit import exact


class Step(models.TextChoices):
    """Who signs, in this order; a form version names the ones it asks for."""

    CHECKER = "checker", _("审核人")
    DIRECTOR = "director", _("负责人")


class Handover(models.Model):
    """A filled report handed over to be signed: its values are frozen until it is filed.

    After the last signature it is filed as it stands here, by the person who handed it over. A
    returned or withdrawn one becomes a draft again. One is open per unit, form and period.
    """

    class State(models.TextChoices):
        OPEN = "open", _("待签")
        FILED = "filed", _("已报送")
        RETURNED = "returned", _("退回修改")
        WITHDRAWN = "withdrawn", _("已撤回")

    unit = models.ForeignKey("orgs.Unit", on_delete=models.PROTECT, related_name="+")
    form = models.ForeignKey("reporting.Form", on_delete=models.PROTECT, related_name="+")
    version = models.ForeignKey("reporting.FormVersion", on_delete=models.PROTECT, related_name="+")
    day = models.DateField()
    client_id = models.UUIDField(unique=True)
    # by item code, as they are going to be filed
    values = models.JSONField(encoder=exact.Encoder, decoder=exact.Decoder)
    reasons = models.JSONField(default=dict)
    # what the ledger said otherwise, by item code
    counted = models.JSONField(
        encoder=exact.Encoder, decoder=exact.Decoder, default=dict, db_default={}
    )
    is_zero = models.BooleanField(default=False)
    correction_reason = models.CharField(max_length=200, blank=True)
    seen_number = models.PositiveIntegerField(null=True)
    source = models.CharField(max_length=10)
    source_note = models.CharField(max_length=200, blank=True)
    device_at = models.DateTimeField(null=True)
    by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+")
    by_name = models.CharField(max_length=60)
    at = models.DateTimeField()
    state = models.CharField(max_length=10, choices=State.choices, default=State.OPEN)
    ended_at = models.DateTimeField(null=True)
    ended_by_name = models.CharField(max_length=60, blank=True)
    why = models.CharField(max_length=200, blank=True)  # 退回原因
    report = models.ForeignKey(
        "reporting.Report", on_delete=models.PROTECT, null=True, related_name="handovers"
    )
    # the submission that was filed from it
    number = models.PositiveIntegerField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["unit", "form", "day"],
                condition=Q(state="open"),
                name="handover_one_open_a_period",
            )
        ]
        indexes = [models.Index(fields=["unit", "state"], name="handover_unit")]

    def __str__(self) -> str:
        return f"{self.unit_id} {self.day} {self.state}"


class Signature(models.Model):
    """One step of a handover: waiting, agreed to by telephone and owed (补签), or signed.

    ``consent_*`` tells who noted an agreement by telephone, whose it was and when; the signature
    itself is ``by`` and ``at`` and may come after the report was filed.
    """

    handover = models.ForeignKey(
        "reporting.Handover", on_delete=models.PROTECT, related_name="signatures"
    )
    step = models.CharField(max_length=10, choices=Step.choices)
    order = models.PositiveSmallIntegerField()
    by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, null=True, related_name="+")
    by_name = models.CharField(max_length=60, blank=True)
    at = models.DateTimeField(null=True)
    consent_of = models.CharField(max_length=60, blank=True)
    consent_by_name = models.CharField(max_length=60, blank=True)
    consent_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["handover", "step"], name="signature_once_a_step")
        ]

    def __str__(self) -> str:
        return f"{self.handover_id} {self.step}"

    @property
    def is_waiting(self) -> bool:
        """Return whether the step is neither signed nor agreed to by telephone."""
        return self.at is None and self.consent_at is None

    @property
    def is_owed(self) -> bool:
        """Return whether it was agreed to by telephone and is still to be signed (待补签)."""
        return self.at is None and self.consent_at is not None

    @property
    def is_belated(self) -> bool:
        """Return whether it was signed after an agreement by telephone (补签)."""
        return self.at is not None and self.consent_at is not None
