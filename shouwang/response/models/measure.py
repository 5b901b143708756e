"""Measures: the typed rules of the outside world that orders set (A5)."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class Measure(models.Model):
    """One thing that an order can forbid, or one number that it can set.

    Rows are data, laid down from ``data/measures.toml``; ``default`` counts while no order is in
    force: for a flag 0 (allowed), for a number what a house does anyway. ``kinds`` names the
    kinds of unit that it concerns, none: all.
    """

    class Direction(models.TextChoices):
        FLAG = "flag", _("暂停或禁止")
        LOWER = "lower", _("越低越严")
        HIGHER = "higher", _("越高越严")

    class Group(models.TextChoices):
        ENTRY = "entry", _("出入")
        LIFE = "life", _("院内活动")
        HEALTH = "health", _("健康监测")
        HYGIENE = "hygiene", _("消毒通风")
        REPORT = "report", _("紧急报告")
        FUNERAL = "funeral", _("殡葬")

    code = models.CharField(max_length=40, primary_key=True)
    zh = models.CharField(max_length=40)
    group = models.CharField(max_length=10, choices=Group.choices)
    # ℃, 天, 次/日 …; empty for a flag
    param_unit = models.CharField(max_length=20, blank=True)
    direction = models.CharField(max_length=6, choices=Direction.choices)
    default = models.DecimalField(max_digits=8, decimal_places=2)
    decimals = models.PositiveSmallIntegerField(default=0)
    kinds = models.JSONField(default=list, blank=True)
    source = models.CharField(max_length=200)
    order = models.PositiveSmallIntegerField(default=0)

    def __str__(self) -> str:
        return self.zh

    @property
    def is_flag(self) -> bool:
        """Return whether it is forbidden or allowed, rather than a number."""
        return self.direction == self.Direction.FLAG
