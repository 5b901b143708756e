"""Visits: who asked to come in, what was decided, when they left."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from shouwang.gate.kinds import Decision, FeverStep, Purpose, Reason
from shouwang.kit.encrypted import EncryptedTextField
from shouwang.kit.ids import uuid7
from shouwang.orgs.records import Record

WHOM_LENGTH, NOTE_LENGTH = 60, 200


class Visit(Record):
    """Somebody at the gate, once: let in, let in by special approval, or refused.

    The row outlives what it says of a person: a purge empties ``visitor``, ``whom``, ``plate``
    and ``note`` and writes ``purged_at``, and every count stays.
    """

    purpose = models.CharField(max_length=10, choices=Purpose.choices)
    decision = models.CharField(max_length=10, choices=Decision.choices)
    reason = models.CharField(max_length=10, choices=Reason.choices, blank=True, db_default="")
    visitor = models.ForeignKey(
        "gate.Visitor", on_delete=models.PROTECT, related_name="visits", null=True, blank=True
    )
    # how many came together
    heads = models.PositiveSmallIntegerField(default=1)
    # whom they came to: one of the house, or in words
    person = models.ForeignKey(
        "people.Person", on_delete=models.PROTECT, related_name="+", null=True, blank=True
    )
    whom = EncryptedTextField(blank=True)
    plate = EncryptedTextField(blank=True)
    note = EncryptedTextField(blank=True)
    temperature = models.DecimalField(max_digits=3, decimal_places=1, null=True, blank=True)
    recheck = models.DecimalField(max_digits=3, decimal_places=1, null=True, blank=True)
    wears_mask = models.BooleanField(null=True, blank=True)
    # no stay in a key area and no contact within 14 days, as they state it
    is_history_clear = models.BooleanField(null=True, blank=True)
    # what forbade it, as it stood then
    measure = models.CharField(max_length=40, blank=True, db_default="")
    paper = models.CharField(max_length=300, blank=True, db_default="")
    paper_url = models.CharField(max_length=300, blank=True, db_default="")
    exemption = models.ForeignKey(
        "response.Exemption", on_delete=models.PROTECT, related_name="+", null=True, blank=True
    )
    approver = models.CharField(max_length=60, blank=True, db_default="")
    # a wish on record, no booking
    wants_video = models.BooleanField(default=False, db_default=False)
    left_at = models.DateTimeField(null=True, blank=True)
    # an ambulance that went in at once: who and what are still to be written down
    needs_details = models.BooleanField(default=False, db_default=False)
    purged_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(decision="refused") ^ Q(reason=""), name="visit_refused_has_reason"
            ),
            models.CheckConstraint(
                condition=~Q(decision="special") | ~Q(approver=""), name="visit_special_approved"
            ),
            models.CheckConstraint(
                condition=Q(left_at=None) | Q(left_at__gte=F("happened_at")),
                name="visit_leaves_after_it_came",
            ),
            models.CheckConstraint(
                condition=Q(purged_at=None) | Q(visitor=None, person=None),
                name="visit_purged_is_empty",
            ),
        ]
        indexes = [
            models.Index(fields=["unit", "happened_at"], name="visit_of_unit"),
            models.Index(
                fields=["unit"],
                condition=Q(left_at=None, decision__in=["admitted", "special"]),
                name="visit_inside",
            ),
            models.Index(fields=["visitor"], name="visit_of_visitor"),
            models.Index(
                fields=["happened_at"], condition=Q(purged_at=None), name="visit_to_purge"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_purpose_display()} {self.get_decision_display()}"

    @property
    def is_in(self) -> bool:
        """Return whether they went in."""
        return self.decision in (Decision.ADMITTED, Decision.SPECIAL)


class VisitStep(models.Model):
    """One step with somebody who came with a fever. Only ever added."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    visit = models.ForeignKey("gate.Visit", on_delete=models.PROTECT, related_name="steps")
    step = models.CharField(max_length=8, choices=FeverStep.choices)
    # where they wait, to whom it was reported
    note = models.CharField(max_length=60, blank=True, db_default="")
    happened_at = models.DateTimeField()
    recorded_at = models.DateTimeField()
    recorded_by = models.ForeignKey(
        "accounts.User", on_delete=models.PROTECT, related_name="+", null=True
    )

    class Meta:
        indexes = [models.Index(fields=["visit"], name="visit_steps")]

    def __str__(self) -> str:
        return str(self.get_step_display())
