"""By when a house does its rounds, where it is otherwise than laid down."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models


class RoundHours(models.Model):
    """The hours of a house's rounds from a day on, for days of so many rounds.

    Never changed: who sets others adds a row, and the latest that has begun holds. ``minutes`` are
    minutes of the day, one for each round; empty, the hours are those laid down again.
    """

    unit = models.ForeignKey("orgs.Unit", on_delete=models.PROTECT, related_name="+")
    rounds = models.PositiveSmallIntegerField()
    minutes = ArrayField(models.PositiveSmallIntegerField())
    from_on = models.DateField()
    set_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+")
    set_at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["unit", "rounds", "from_on"], name="round_hours_of_unit")]

    def __str__(self) -> str:
        return "、".join(f"{one // 60:02d}:{one % 60:02d}" for one in self.minutes)
