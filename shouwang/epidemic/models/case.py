"""Cases: what became of a fever, of symptoms or of a contact in a house (B6)."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from shouwang.epidemic.rules import Limits
from shouwang.kit.encrypted import EncryptedTextField
from shouwang.orgs.records import Record


class Case(Record):
    """One person's case from its first sign to its outcome; at most one is open for a person.

    ``happened_at`` is the moment from which the clocks run: the sign as it was found in the
    house. ``why`` says what opened it, without a name; symptoms are codes as they were ticked.
    The limits are the measures in force at that moment and stay with the case. What was said and
    done is in ``CaseStep``. After its purpose has ended the case is emptied, not deleted
    (``purged_at``).
    """

    class Cause(models.TextChoices):
        FEVER = "fever", _("发热")
        SYMPTOMS = "symptoms", _("有症状")
        CONTACT = "contact", _("接触史")

    class Outcome(models.TextChoices):
        NORMAL = "normal", _("复测正常")
        EXCLUDED = "excluded", _("疾控排除")
        RECOVERED = "recovered", _("治愈或恢复")
        RELEASED = "released", _("观察期满解除")
        TRANSFERRED = "transferred", _("转院治疗")
        DECEASED = "deceased", _("死亡")

    person = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="+")
    cause = models.CharField(max_length=10, choices=Cause.choices)
    why = models.CharField(max_length=120, blank=True, db_default="")
    temperature = models.DecimalField(max_digits=3, decimal_places=1, null=True)
    symptoms = models.JSONField(default=list, blank=True)
    # room and bed as they were then
    place = models.CharField(max_length=40, blank=True, db_default="")
    phone_minutes = models.PositiveIntegerField()
    written_minutes = models.PositiveIntegerField()
    follow_hours = models.PositiveIntegerField()
    closed_at = models.DateTimeField(null=True)
    closed_by = models.ForeignKey(
        "accounts.User", on_delete=models.PROTECT, related_name="+", null=True
    )
    outcome = models.CharField(max_length=12, choices=Outcome.choices, blank=True, db_default="")
    # by whose word: 区疾控中心 王主任电话
    outcome_word = EncryptedTextField(blank=True)
    purged_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["person"],
                condition=Q(closed_at=None, voided_at=None),
                name="case_one_open",
            ),
            models.CheckConstraint(
                condition=Q(closed_at=None, closed_by=None, outcome="")
                | (Q(closed_at__gte=F("happened_at"), closed_by__isnull=False) & ~Q(outcome="")),
                name="case_closed_with_an_outcome",
            ),
        ]
        indexes = [
            models.Index(fields=["unit", "happened_at"], name="case_unit_at"),
            models.Index(fields=["person", "happened_at"], name="case_person_at"),
            models.Index(
                fields=["happened_at"],
                condition=Q(closed_at=None, voided_at=None),
                name="case_open",
            ),
        ]

    def __str__(self) -> str:
        """Return what it is without saying who: this goes to the audit trail."""
        return f"{self.get_cause_display()} {self.place}".strip()

    @property
    def limits(self) -> Limits:
        """Return the limits that were in force when it opened."""
        return Limits(self.phone_minutes, self.written_minutes, self.follow_hours)

    @property
    def is_open(self) -> bool:
        """Return whether nobody said yet how it ended."""
        return self.closed_at is None
