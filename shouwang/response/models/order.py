"""Orders: measures in force somewhere, from a moment until lifted, by a paper (A5)."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from shouwang.response.models.papered import Papered, by_paper


class Strength(models.TextChoices):
    """一律 lets nobody through; 原则上 lets one case through by special approval."""

    ABSOLUTE = "absolute", _("一律")
    PRINCIPLE = "principle", _("原则上")


class Approver(models.TextChoices):
    """Who at least approves a case that 原则上 is forbidden: the lowest that may."""

    HOME = "home", _("本机构负责人")
    COUNTY = "county", _("县级民政部门")
    GIVER = "giver", _("下达机关")


class Order(Papered):
    """One measure for a unit and all below it, given by ``giver``: the unit itself or one above.

    In force from ``starts_at`` until before ``ends_at``, open while it lasts. Nothing of an order
    is ever changed but its end, with the paper that lifts it.
    """

    unit = models.ForeignKey("orgs.Unit", on_delete=models.PROTECT, related_name="+")
    giver = models.ForeignKey("orgs.Unit", on_delete=models.PROTECT, related_name="+")
    measure = models.ForeignKey("response.Measure", on_delete=models.PROTECT, related_name="+")
    # what a number is set to; none for a flag
    value = models.DecimalField(max_digits=8, decimal_places=2, null=True, blank=True)
    strength = models.CharField(max_length=10, choices=Strength.choices)
    approver = models.CharField(max_length=10, choices=Approver.choices, default=Approver.COUNTY)
    # kinds of unit it is for, none: all
    kinds = models.JSONField(default=list, blank=True)
    note = models.CharField(max_length=200, blank=True)
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField(null=True, blank=True)
    given_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+")
    given_at = models.DateTimeField()
    # where a level brought it: the level and the bundle's item
    level = models.ForeignKey(
        "response.Level", on_delete=models.PROTECT, related_name="+", null=True, blank=True
    )
    item = models.ForeignKey(
        "response.BundleItem", on_delete=models.PROTECT, related_name="+", null=True, blank=True
    )
    lifted_by = models.ForeignKey(
        "accounts.User", on_delete=models.PROTECT, related_name="+", null=True, blank=True
    )
    lifted_at = models.DateTimeField(null=True, blank=True)
    lifted_by_level = models.ForeignKey(
        "response.Level", on_delete=models.PROTECT, related_name="+", null=True, blank=True
    )
    lift_number = models.CharField(max_length=60, blank=True)
    lift_title = models.CharField(max_length=120, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_at=None) | Q(ends_at__gte=F("starts_at")),
                name="order_ends_after_it_starts",
            ),
        ]
        indexes = [
            models.Index(fields=["measure", "unit", "starts_at"], name="order_measure_unit"),
            models.Index(fields=["unit", "starts_at"], name="order_unit"),
        ]

    def __str__(self) -> str:
        return f"{self.measure_id} @ {self.unit_id}"

    @property
    def lift_paper(self) -> str:
        """Return the paper that lifted it, as it is quoted."""
        return by_paper(self.lift_number, self.lift_title)
