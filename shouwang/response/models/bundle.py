"""Bundles: what a level switches on, as data that a bureau edits (五个暂停, 三个严控 …)."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from shouwang.response.models.order import Approver, Strength


class Bundle(models.Model):
    """Measures that come into force together when an area's level is one of ``levels``.

    A slogan's content is local: rows without ``unit`` are the library, which switches nothing on;
    an area adopts a copy and edits it. ``standing`` tells what may be said of its source.
    """

    class Standing(models.TextChoices):
        SOURCED = "sourced", _("有出处")
        PROPOSAL = "proposal", _("非官方建议")
        OWN = "own", _("本级制定")

    unit = models.ForeignKey(
        "orgs.Unit", on_delete=models.PROTECT, related_name="+", null=True, blank=True
    )
    # of the library's own rows, so that they are laid down once
    code = models.CharField(max_length=40, blank=True)
    name = models.CharField(max_length=60)
    jurisdiction = models.CharField(max_length=60, blank=True)
    source = models.CharField(max_length=300, blank=True)
    standing = models.CharField(max_length=10, choices=Standing.choices)
    levels = models.JSONField(default=list, blank=True)
    is_on = models.BooleanField(default=False)
    adopted_from = models.ForeignKey(
        "self", on_delete=models.PROTECT, related_name="+", null=True, blank=True
    )
    order = models.PositiveSmallIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["code"], condition=~models.Q(code=""), name="bundle_code_once"
            ),
            models.CheckConstraint(
                condition=models.Q(unit__isnull=False) | models.Q(is_on=False),
                name="bundle_of_library_is_off",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class BundleItem(models.Model):
    """One measure of a bundle. An item taken out stays as what orders came from."""

    bundle = models.ForeignKey(Bundle, on_delete=models.PROTECT, related_name="items")
    measure = models.ForeignKey("response.Measure", on_delete=models.PROTECT, related_name="+")
    value = models.DecimalField(max_digits=8, decimal_places=2, null=True, blank=True)
    strength = models.CharField(max_length=10, choices=Strength.choices)
    approver = models.CharField(max_length=10, choices=Approver.choices, default=Approver.COUNTY)
    kinds = models.JSONField(default=list, blank=True)
    note = models.CharField(max_length=200, blank=True)
    removed_at = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return f"{self.bundle_id} {self.measure_id}"
