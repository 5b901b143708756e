"""A series: a stream of facts that certain kinds of unit owe, period by period."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class Period(models.TextChoices):
    """How often a series is due. A period is named by its first day."""

    DAILY = "daily", _("每日")
    WEEKLY = "weekly", _("每周")  # ISO weeks, Monday to Sunday
    ONCE = "once", _("一次性")  # asked for once: its only period is the day it starts on


class Series(models.Model):
    """What a form's reports are to the engine: who owes facts, how often, from when until when.

    ``kinds`` are the kinds of unit under ``owner`` that owe it. ``completes`` tells whether it
    counts in 应报 and 已报 of the day; a supplement or a one-off form does not.
    """

    owner = models.ForeignKey("orgs.Unit", on_delete=models.PROTECT, related_name="+")
    code = models.CharField(max_length=60)
    zh = models.CharField(max_length=60)
    period = models.CharField(max_length=8, choices=Period.choices)
    kinds = models.JSONField(default=list)
    starts_on = models.DateField()
    ends_on = models.DateField(null=True, blank=True)
    completes = models.BooleanField(default=True, db_default=True)
    order = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["owner", "code"], name="series_code_once_an_owner")
        ]

    def __str__(self) -> str:
        return self.zh
