"""The unit tree: nation, province, prefecture, county, township, community, institution."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from treebeard.mp_tree import MP_Node

from shouwang.orgs.kinds import INSTITUTIONS, Kind


class Unit(MP_Node):
    """A jurisdiction, a bureau's section or an institution.

    ``path`` says where it lies now and serves scope only; where it lay on a past day is in
    ``Placement``. ``code`` is what imports and the command line name it by, e.g. ``KY/JEFFERSON``.
    """

    steplen = 4
    node_order_by: list[str] = []

    # byte order, whatever the server's collation: scope is a range on it
    path = models.CharField(max_length=255, unique=True, db_collation="C")
    code = models.CharField(max_length=120, unique=True)
    name = models.CharField(max_length=120)
    short_name = models.CharField(max_length=40, blank=True)
    pinyin = models.CharField(max_length=200, blank=True)
    kind = models.CharField(max_length=30, choices=Kind.choices)
    division_code = models.CharField(max_length=12, blank=True)
    # for a section: the kinds of institution that it reviews
    reviews = models.JSONField(default=list, blank=True)
    opened_on = models.DateField()
    closed_on = models.DateField(null=True, blank=True)
    phone = models.CharField(max_length=30, blank=True)
    address = models.CharField(max_length=200, blank=True)
    order = models.PositiveIntegerField(default=0)
    is_demo = models.BooleanField(default=False)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(closed_on=None) | Q(closed_on__gte=F("opened_on")),
                name="unit_closes_after_it_opens",
                violation_error_message=_("关闭日期不能早于开办日期"),
            )
        ]
        indexes = [
            models.Index(fields=["kind", "path"], name="unit_kind_path"),
            models.Index(fields=["pinyin"], name="unit_pinyin"),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def label(self) -> str:
        """Return the short name where there is one."""
        return self.short_name or self.name

    @property
    def is_institution(self) -> bool:
        """Return whether it is an institution rather than a jurisdiction or a section."""
        return self.kind in INSTITUTIONS
