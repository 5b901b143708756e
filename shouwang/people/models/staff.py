"""Staff: engaged by a house (在册职工), and present in it (在岗, 封闭住院)."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from shouwang.people.models.period import Period, PeriodManager, ends_after_start


class Engagement(Period):
    """A person on the staff of a house from one moment until another."""

    person = models.ForeignKey(
        "people.Person", on_delete=models.PROTECT, related_name="engagements"
    )

    objects = PeriodManager()

    class Meta:
        constraints = [
            ends_after_start("engagement_ends_after_start"),
            models.UniqueConstraint(
                fields=["person"],
                condition=Q(until_at=None, voided_at=None),
                name="engagement_one_open",
            ),
        ]
        indexes = [
            models.Index(fields=["unit", "from_at"], name="engagement_unit_from"),
            models.Index(fields=["unit", "until_at"], name="engagement_unit_until"),
            models.Index(fields=["person", "from_at"], name="engagement_person_from"),
        ]

    def __str__(self) -> str:
        return f"{self.person_id} {self.from_at:%Y-%m-%d}"


class Presence(Period):
    """A member of staff on post, or living in while the house is closed (封闭住院).

    Who lives in belongs to the ward's temperature round, who does not is taken at the gate.
    Presences of one person never overlap and lie within an engagement.
    """

    class State(models.TextChoices):
        """On post during a shift, or living in day and night."""

        ON_POST = "on_post", _("在岗")
        LIVING_IN = "living_in", _("封闭住院")

    engagement = models.ForeignKey(
        "people.Engagement", on_delete=models.PROTECT, related_name="presences"
    )
    person = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="presences")
    state = models.CharField(max_length=10, choices=State.choices)

    objects = PeriodManager()

    class Meta:
        constraints = [
            ends_after_start("presence_ends_after_start"),
            models.UniqueConstraint(
                fields=["person"],
                condition=Q(until_at=None, voided_at=None),
                name="presence_one_open",
            ),
        ]
        indexes = [
            models.Index(fields=["unit", "from_at"], name="presence_unit_from"),
            models.Index(fields=["unit", "until_at"], name="presence_unit_until"),
            models.Index(fields=["engagement", "from_at"], name="presence_engagement_from"),
        ]

    def __str__(self) -> str:
        return f"{self.person_id} {self.state} {self.from_at:%Y-%m-%d}"
