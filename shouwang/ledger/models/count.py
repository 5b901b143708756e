"""What was counted of a unit's records, and what must be counted again."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from shouwang.kit import exact


class Count(models.Model):
    """The numbers of a unit from one statistics moment to the next, by item code.

    ``day`` is the local day of ``until``. ``values`` holds only what is known: a home that keeps
    no register of its gate has no number of visits refused rather than 0. ``changed_at`` is when a
    number last became another. A ``frozen`` count outlives its records, whose personal data has
    been purged: it is never counted again.
    """

    unit = models.ForeignKey("orgs.Unit", on_delete=models.PROTECT, related_name="+")
    day = models.DateField()
    since = models.DateTimeField()
    until = models.DateTimeField()
    values = models.JSONField(encoder=exact.Encoder, decoder=exact.Decoder)
    counted_at = models.DateTimeField()
    changed_at = models.DateTimeField()
    frozen = models.BooleanField(default=False, db_default=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["unit", "since", "until"], name="count_once_a_span"),
            models.CheckConstraint(condition=Q(until__gt=F("since")), name="count_span_runs"),
        ]
        indexes = [models.Index(fields=["unit", "day"], name="count_unit_day")]

    def __str__(self) -> str:
        return f"{self.unit_id} {self.day}"


class Mark(models.Model):
    """A unit's records of a day have changed: its counts from that day on may be others.

    Rows are only added, so that writers never wait for one another, and taken away by whoever
    counts, in the transaction that counts.
    """

    unit = models.ForeignKey("orgs.Unit", on_delete=models.PROTECT, related_name="+")
    day = models.DateField()

    class Meta:
        indexes = [models.Index(fields=["unit", "day"], name="mark_unit_day")]

    def __str__(self) -> str:
        return f"{self.unit_id} {self.day}"
