"""Places of a house: rooms, corridors, canteen, halls, vehicles."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from shouwang.routines.kinds import PlaceKind


class Place(models.Model):
    """A place that is disinfected and aired. Closed when it is no more, never deleted."""

    unit = models.ForeignKey("orgs.Unit", on_delete=models.PROTECT, related_name="+")
    name = models.CharField(max_length=40)
    floor = models.CharField(max_length=20, blank=True)
    kind = models.CharField(max_length=10, choices=PlaceKind.choices)
    is_disinfected = models.BooleanField(default=True)
    is_ventilated = models.BooleanField(default=True)
    # the hours of a day between which its rounds are spread
    from_time = models.TimeField()
    until_time = models.TimeField()
    # in the order in which one walks through the house
    order = models.PositiveIntegerField(default=0)
    made_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["unit", "floor", "name"],
                condition=Q(closed_at=None),
                name="place_once_a_floor",
            ),
            models.CheckConstraint(
                condition=Q(until_time__gt=F("from_time")), name="place_used_for_some_hours"
            ),
        ]
        indexes = [models.Index(fields=["unit", "order"], name="place_of_unit")]

    def __str__(self) -> str:
        return f"{self.floor} {self.name}".strip()
