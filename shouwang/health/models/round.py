"""Rounds: a carer's walk through the house, or a signed tally of the paper sheet."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from shouwang.orgs.records import Record


class Round(Record):
    """What one phone brought of a round, or the tally of a round that was kept on paper.

    Two carers may share a round: each phone's part is a row of its own. The round is done when
    one of them says so (``finished_at``); who was not measured by anybody is the round's gap.
    ``should`` is how many were to be measured, ``measured``, ``absent`` and ``abnormal`` what
    this part brought. A tally (汇总登记) is signed; its single rows are among its measured.
    """

    day = models.DateField()
    number = models.PositiveSmallIntegerField()
    started_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True)
    is_tally = models.BooleanField(default=False)
    should = models.PositiveIntegerField()
    measured = models.PositiveIntegerField()
    absent = models.PositiveIntegerField(default=0)
    abnormal = models.PositiveIntegerField(default=0)
    signer = models.CharField(max_length=60, blank=True, db_default="")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["unit", "day", "number"],
                condition=Q(is_tally=True, voided_at=None),
                name="round_one_tally",
            ),
            models.CheckConstraint(
                condition=Q(is_tally=False) | ~Q(signer=""), name="round_tally_is_signed"
            ),
            models.CheckConstraint(
                condition=Q(is_tally=False)
                | Q(measured__lte=F("should"), abnormal__lte=F("measured")),
                name="round_tally_adds_up",
            ),
        ]
        indexes = [models.Index(fields=["unit", "day"], name="round_unit_day")]

    def __str__(self) -> str:
        return f"{self.day} {self.number}"
