"""Frozen figures: what a paper said, and the rows it was counted from, for good."""

from __future__ import annotations

from django.db import models


class FrozenFigure(models.Model):
    """A figure's value with its breakdown and the ids of its rows, at the moment of freezing.

    ``rows`` keeps up to 10,000 submission ids; beyond that ``row_count`` and ``digest`` (SHA-256
    of the sorted ids) stand for them. ``breakdown`` lists each child unit with its value.
    """

    figure = models.ForeignKey(
        "figures.Figure", on_delete=models.PROTECT, related_name="+", null=True
    )
    code = models.CharField(max_length=60)
    unit = models.ForeignKey("orgs.Unit", on_delete=models.PROTECT, related_name="+")
    day = models.DateField()
    as_of_at = models.DateTimeField()
    value = models.DecimalField(max_digits=20, decimal_places=4, null=True)
    expected = models.IntegerField()
    filed = models.IntegerField()
    breakdown = models.JSONField()
    rows = models.JSONField()
    row_count = models.IntegerField()
    digest = models.CharField(max_length=64)
    frozen_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.code}={self.value}"
