"""Special approvals (特批): one case let through what is forbidden in principle."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from shouwang.kit.encrypted import EncryptedTextField
from shouwang.kit.ids import uuid7


class Exemption(models.Model):
    """One case for which a measure in principle in force does not stand.

    ``about`` names the case as whoever asks knows it (``movements.outing:…``), ``what`` says it in
    words without personal data. ``order`` is the one in force when it was asked for.
    """

    class State(models.TextChoices):
        ASKED = "asked", _("待批")
        APPROVED = "approved", _("已批准")
        REFUSED = "refused", _("未批准")
        WITHDRAWN = "withdrawn", _("已撤回")

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    unit = models.ForeignKey("orgs.Unit", on_delete=models.PROTECT, related_name="+")
    measure = models.ForeignKey("response.Measure", on_delete=models.PROTECT, related_name="+")
    order = models.ForeignKey(
        "response.Order", on_delete=models.PROTECT, related_name="exemptions", null=True
    )
    about = models.CharField(max_length=120)
    what = models.CharField(max_length=120, blank=True)
    url = models.CharField(max_length=300, blank=True)
    # why this case: those who ask speak of a person in it
    reason = EncryptedTextField()
    state = models.CharField(max_length=10, choices=State.choices, default=State.ASKED)
    asked_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    decided_by = models.ForeignKey(
        "accounts.User", on_delete=models.PROTECT, related_name="+", null=True
    )
    decided_at = models.DateTimeField(null=True)
    # the post from which it was decided
    decided_unit = models.ForeignKey(
        "orgs.Unit", on_delete=models.PROTECT, related_name="+", null=True
    )
    conditions = models.CharField(max_length=300, blank=True)
    refusal = models.CharField(max_length=300, blank=True)
    # covers the case from ``from_at`` until before ``until_at``
    from_at = models.DateTimeField(null=True)
    until_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(state="asked", decided_by=None) | ~Q(state="asked"),
                name="exemption_asked_is_undecided",
            ),
            models.CheckConstraint(
                condition=~Q(state="approved")
                | Q(from_at__isnull=False, until_at__isnull=False, decided_by__isnull=False),
                name="exemption_approved_has_term",
            ),
        ]
        indexes = [
            models.Index(fields=["unit", "measure", "about"], name="exemption_case"),
            models.Index(fields=["unit"], condition=Q(state="asked"), name="exemption_asked"),
        ]

    def __str__(self) -> str:
        return f"{self.measure_id} {self.about}"
