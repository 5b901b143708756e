"""What was done and said about a case: each a row, voided, never deleted."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from shouwang.epidemic import rules
from shouwang.kit.encrypted import EncryptedTextField
from shouwang.orgs.records import Record


class CaseStep(Record):
    """One step of a case. ``happened_at`` is when it was done, as whoever did it says;
    ``recorded_at`` when it was entered. ``who`` is the person or organ that was told or that said
    so; ``details`` what was done or, of a written report, its text. ``due_at`` and ``late_s`` say
    by when it was due then and by how many seconds it came late (0: in time), kept for good.
    ``answers`` is the step that a receipt confirms.
    """

    class Status(models.TextChoices):
        """What medical staff or disease control found; nobody else says so."""

        SUSPECTED = rules.SUSPECTED, _("疑似")
        CONFIRMED = rules.CONFIRMED, _("确诊")
        CONTACT = rules.CONTACT, _("密切接触者")
        CLEARED = rules.CLEARED, _("排除或解除")

    case = models.ForeignKey("epidemic.Case", on_delete=models.PROTECT, related_name="steps")
    step = models.CharField(max_length=16)
    by_name = models.CharField(max_length=60, blank=True, db_default="")
    details = EncryptedTextField(blank=True)
    who = EncryptedTextField(blank=True)
    phone = EncryptedTextField(blank=True)
    # how many: roommates moved, relatives told
    people = models.PositiveSmallIntegerField(null=True)
    temperature = models.DecimalField(max_digits=3, decimal_places=1, null=True)
    status = models.CharField(max_length=10, choices=Status.choices, blank=True, db_default="")
    # the paper behind a finding: 检测报告 编号…
    paper = models.CharField(max_length=120, blank=True, db_default="")
    due_at = models.DateTimeField(null=True)
    late_s = models.PositiveIntegerField(null=True)
    answers = models.ForeignKey("self", on_delete=models.PROTECT, related_name="+", null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(step__in=rules.STEPS), name="case_step_is_known"),
            models.CheckConstraint(
                condition=Q(step=rules.FINDING) & ~Q(status="")
                | ~Q(step=rules.FINDING) & Q(status=""),
                name="case_status_by_finding_only",
            ),
        ]
        indexes = [
            models.Index(fields=["case", "happened_at"], name="case_step_case"),
            models.Index(fields=["unit", "step", "happened_at"], name="case_step_unit"),
        ]

    def __str__(self) -> str:
        return self.step
