"""Stays of residents (在册) and the absences within them (离院在外)."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from shouwang.people.models.period import Period, PeriodManager, ends_after_start


class Stay(Period):
    """A resident on the register of a house from admission until the end.

    ``was_away`` says that it ended while the person was outside (在外退住或死亡): then they had
    left the house before. Stays of one person never overlap: the writers lock the person and
    look, and a trigger refuses it whoever writes.
    """

    class End(models.TextChoices):
        """How a stay ended."""

        DISCHARGED = "discharged", _("退住")
        DECEASED = "deceased", _("死亡")
        TRANSFERRED = "transferred", _("转至其他机构")

    person = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="stays")
    end = models.CharField(max_length=12, choices=End.choices, blank=True, db_default="")
    was_away = models.BooleanField(default=False, db_default=False)

    objects = PeriodManager()

    class Meta:
        constraints = [
            ends_after_start("stay_ends_after_start"),
            models.CheckConstraint(
                condition=Q(until_at=None, end="", was_away=False)
                | (Q(until_at__isnull=False) & ~Q(end="")),
                name="stay_says_how_it_ended",
            ),
            models.UniqueConstraint(
                fields=["person"],
                condition=Q(until_at=None, voided_at=None),
                name="stay_one_open",
            ),
        ]
        indexes = [
            models.Index(fields=["unit", "from_at"], name="stay_unit_from"),
            models.Index(fields=["unit", "until_at"], name="stay_unit_until"),
            models.Index(fields=["person", "from_at"], name="stay_person_from"),
        ]

    def __str__(self) -> str:
        return f"{self.person_id} {self.from_at:%Y-%m-%d}"


class Absence(Period):
    """A resident outside the house during a stay: on leave, or in a hospital.

    ``end`` is ``returned``, or ``closed`` where the stay ended while they were outside.
    """

    class Kind(models.TextChoices):
        """Why somebody is outside."""

        LEAVE = "leave", _("请假外出")
        MEDICAL = "medical", _("外出就医")

    class End(models.TextChoices):
        """How an absence ended."""

        RETURNED = "returned", _("返院")
        CLOSED = "closed", _("在外退住或死亡")

    stay = models.ForeignKey("people.Stay", on_delete=models.PROTECT, related_name="absences")
    person = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="absences")
    kind = models.CharField(max_length=8, choices=Kind.choices)
    end = models.CharField(max_length=8, choices=End.choices, blank=True, db_default="")

    objects = PeriodManager()

    class Meta:
        constraints = [
            ends_after_start("absence_ends_after_start"),
            models.CheckConstraint(
                condition=Q(until_at=None, end="") | (Q(until_at__isnull=False) & ~Q(end="")),
                name="absence_says_how_it_ended",
            ),
            models.UniqueConstraint(
                fields=["stay"],
                condition=Q(until_at=None, voided_at=None),
                name="absence_one_open",
            ),
        ]
        indexes = [
            models.Index(fields=["unit", "from_at"], name="absence_unit_from"),
            models.Index(fields=["unit", "until_at"], name="absence_unit_until"),
            models.Index(fields=["stay", "from_at"], name="absence_stay_from"),
        ]

    def __str__(self) -> str:
        return f"{self.person_id} {self.kind} {self.from_at:%Y-%m-%d}"
