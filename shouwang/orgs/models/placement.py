"""Where a unit lay, and when."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q


class Placement(models.Model):
    """A unit's superior from one day until before another; open at the end while it lasts.

    A total of a past day uses that day's placements, so that moving a unit rewrites no total.
    The days of one unit neither overlap nor leave a gap: ``actions.units`` locks the unit, and a
    trigger refuses an overlap whoever writes it.
    """

    unit = models.ForeignKey("orgs.Unit", on_delete=models.PROTECT, related_name="placements")
    parent = models.ForeignKey(
        "orgs.Unit", on_delete=models.PROTECT, related_name="held_placements", null=True
    )
    from_on = models.DateField()
    until_on = models.DateField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["unit", "from_on"], name="placement_one_start_a_day"),
            models.UniqueConstraint(
                fields=["unit"], condition=Q(until_on=None), name="placement_one_open"
            ),
            models.CheckConstraint(
                condition=Q(until_on=None) | Q(until_on__gt=F("from_on")),
                name="placement_ends_after_it_starts",
            ),
        ]
        indexes = [models.Index(fields=["parent", "from_on"], name="placement_parent_from")]

    def __str__(self) -> str:
        return f"{self.unit_id} < {self.parent_id} {self.from_on}"
