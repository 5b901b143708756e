"""Facts, their roll-ups, and the marks that say which roll-ups are out of date."""

from __future__ import annotations

from django.db import models

from shouwang.kit import exact


class Fact(models.Model):
    """The values that one unit states for one series and period, as they stand now.

    One row holds all values of a report: ``values`` maps a figure's id to a number; a blank is
    absent, never 0 (decision 0002). ``placed_in`` is the unit that it counts under, fixed when it
    was filed: moving the unit rewrites no past total. ``source_id`` is the submission it came from.
    """

    pk = models.CompositePrimaryKey("unit_id", "series_id", "day")
    unit = models.ForeignKey("orgs.Unit", on_delete=models.PROTECT, related_name="+")
    series = models.ForeignKey("figures.Series", on_delete=models.PROTECT, related_name="+")
    day = models.DateField()
    placed_in = models.ForeignKey("orgs.Unit", on_delete=models.PROTECT, related_name="+")
    values = models.JSONField(encoder=exact.Encoder, decoder=exact.Decoder)
    is_zero = models.BooleanField(default=False)
    is_late = models.BooleanField(default=False)
    filed_at = models.DateTimeField()
    source_id = models.BigIntegerField()

    class Meta:
        indexes = [
            models.Index(fields=["placed_in", "series", "day"], name="fact_placed"),
        ]

    def __str__(self) -> str:
        return f"{self.unit_id} {self.day}"


class Rollup(models.Model):
    """A unit's totals for one series and period: the facts placed in it and its children's.

    Completeness stands beside the totals: ``expected`` = ``filed`` + missing; ``zero`` and ``late``
    are parts of ``filed`` (content.md, report-state figures). ``stated`` counts, per figure, the
    units that stated it.
    """

    pk = models.CompositePrimaryKey("unit_id", "series_id", "day")
    unit = models.ForeignKey("orgs.Unit", on_delete=models.PROTECT, related_name="+")
    series = models.ForeignKey("figures.Series", on_delete=models.PROTECT, related_name="+")
    day = models.DateField()
    placed_in = models.ForeignKey(
        "orgs.Unit", on_delete=models.PROTECT, related_name="+", null=True
    )
    values = models.JSONField(encoder=exact.Encoder, decoder=exact.Decoder)
    stated = models.JSONField()
    expected = models.IntegerField()
    filed = models.IntegerField()
    zero = models.IntegerField()
    late = models.IntegerField()
    computed_at = models.DateTimeField()

    class Meta:
        indexes = [
            models.Index(fields=["placed_in", "series", "day"], name="rollup_placed"),
        ]

    def __str__(self) -> str:
        return f"{self.unit_id} {self.day} {self.filed}/{self.expected}"


class DirtyMark(models.Model):
    """A unit whose roll-up of a series and period is out of date; inserted, taken, never edited.

    Writers only add rows, so they never wait for one another; the loop takes many at once.
    """

    unit_id = models.BigIntegerField()
    series_id = models.BigIntegerField()
    day = models.DateField()
    marked_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.unit_id} {self.day}"
