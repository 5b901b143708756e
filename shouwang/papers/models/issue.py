"""Numbers that papers carry: 第N期, one run for each organ, kind of paper and year."""

from __future__ import annotations

from django.db import models


class IssueCounter(models.Model):
    """The last number given: a number is taken in the transaction of the paper that bears it.

    A transaction that fails gives its number back, so the run has neither gap nor double.
    """

    unit = models.ForeignKey("orgs.Unit", on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=30)
    year = models.PositiveSmallIntegerField()
    last = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["unit", "kind", "year"], name="issue_counter_once")
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.year} {self.last}"
