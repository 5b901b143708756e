"""Response levels of an area over time (A4)."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from shouwang.response.models.papered import Papered


class Level(Papered):
    """The level of an area from a moment on, until its next row; never changed or deleted.

    The area's level at a moment is its last row that began by then. What the level switched on
    are the orders that name it.
    """

    class Grade(models.IntegerChoices):
        LIFTED = 0, _("已解除")
        FIRST = 1, _("一级响应")
        SECOND = 2, _("二级响应")
        THIRD = 3, _("三级响应")
        FOURTH = 4, _("四级响应")

    unit = models.ForeignKey("orgs.Unit", on_delete=models.PROTECT, related_name="+")
    grade = models.PositiveSmallIntegerField(choices=Grade.choices)
    from_at = models.DateTimeField()
    by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["unit", "from_at"], name="level_one_start"),
            models.CheckConstraint(condition=models.Q(grade__lte=4), name="level_known"),
        ]

    def __str__(self) -> str:
        return f"{self.unit_id} {self.grade} {self.from_at}"
