"""A figure: a number with a definition, a unit of measure and rows behind it."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class Nature(models.TextChoices):
    """How a figure behaves in time."""

    STOCK = "stock", _("时点数")  # as of a moment; never summed over time
    FLOW = "flow", _("时期数")  # within a period; summed over time
    CUMULATIVE = "cumulative", _("累计数")  # since the beginning; never summed over time


class Aggregate(models.TextChoices):
    """How a figure of a unit comes from its children's."""

    SUM = "sum", _("合计")
    MIN = "min", _("最低")


class Figure(models.Model):
    """One name for one number, wherever it is shown, filed or printed.

    ``code`` is unique within the unit that owns it (the one whose forms use it), so that two
    provinces may each have a ``staff``. Values are kept under the figure's id.
    """

    owner = models.ForeignKey("orgs.Unit", on_delete=models.PROTECT, related_name="+")
    code = models.CharField(max_length=60)
    zh = models.CharField(max_length=60)
    measure = models.CharField(max_length=10, blank=True)
    nature = models.CharField(max_length=12, choices=Nature.choices)
    aggregate = models.CharField(
        max_length=4, choices=Aggregate.choices, default=Aggregate.SUM, db_default=Aggregate.SUM
    )
    decimals = models.PositiveSmallIntegerField(default=0, db_default=0)
    definition = models.TextField(blank=True)
    # whose figure it is, where another organ's: printed wherever it is shown (来源)
    source = models.CharField(max_length=200, blank=True, db_default="")
    aliases = models.JSONField(default=list, blank=True)
    # more of it is bad news (发热): shown as abnormal when above zero
    abnormal = models.BooleanField(default=False, db_default=False)
    order = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["owner", "code"], name="figure_code_once_an_owner")
        ]

    def __str__(self) -> str:
        return self.zh

    @property
    def key(self) -> str:
        """Return the key of its values in facts and roll-ups."""
        return str(self.pk)
