"""What was done: one time that some places were disinfected or aired."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from shouwang.orgs.records import Record
from shouwang.routines.kinds import RoutineKind


class Routine(Record):
    """One walk through some places with one thing done at each.

    A walk is one row, not one for each place: a country's homes make millions of them a day.
    ``places`` are keys of ``Place``, which are never deleted.
    """

    kind = models.CharField(max_length=14, choices=RoutineKind.choices)
    places = ArrayField(models.BigIntegerField())
    # what the counts are made of (处次, 次)
    place_count = models.PositiveIntegerField()
    vehicle_count = models.PositiveIntegerField(default=0)
    agent = models.CharField(max_length=40, blank=True)
    concentration = models.CharField(max_length=40, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(place_count__gt=0), name="routine_of_some_place"),
            models.CheckConstraint(
                condition=Q(places__len=models.F("place_count")), name="routine_counts_its_places"
            ),
        ]
        indexes = [models.Index(fields=["unit", "happened_at"], name="routine_of_unit")]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.place_count}"
