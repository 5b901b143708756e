"""Body temperatures: one row for each time that somebody was to be measured."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from shouwang.health import rules
from shouwang.orgs.records import Record


class Temperature(Record):
    """One measurement of one person, or that it could not be made (``absent``).

    The table is partitioned by month on ``device_on``, the day by the device's own clock: an
    entry that is sent again carries the same day however far the clock is thought to be wrong by
    then, so that (id, device_on) finds the first. What is counted goes by ``happened_at``, which
    lies within ``rules.DEVICE_DAYS`` of it; so a range of days widened by that names the months.

    In the table the key is (unit, device_on, id): a house's day lies together. Django is told of
    ``id`` alone, which everything that names a record uses. ``fever_from`` is the mark in force
    when it was taken, so that what counts as a fever never changes afterwards.
    """

    class Context(models.TextChoices):
        """On what occasion it was taken."""

        ROUND = "round", _("巡测")
        GATE = "gate", _("门岗")
        ISOLATION = "isolation", _("隔离观察")
        RECHECK = "recheck", _("复测")
        RETURN = "return", _("返院")
        # a single row beside a signed tally, whose number of the measured includes it
        TALLY = "tally", _("汇总登记中的单列")

    class Absent(models.TextChoices):
        """Why there is no reading."""

        OUT = "out", _("不在院")
        ASLEEP = "asleep", _("睡着")
        REFUSED = "refused", _("拒测")

    class Site(models.TextChoices):
        """Where it was measured: an axillary reading confirms what a forehead showed."""

        FOREHEAD = "forehead", _("额温")
        EAR = "ear", _("耳温")
        AXILLA = "axilla", _("腋温")

    person = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="+")
    device_on = models.DateField()
    tenths = models.SmallIntegerField(null=True)
    fever_from = models.SmallIntegerField()
    symptoms = models.SmallIntegerField(default=0, db_default=0)
    # the round of its day, where it belongs to one
    number = models.SmallIntegerField(null=True)
    context = models.CharField(max_length=10, choices=Context.choices)
    absent = models.CharField(max_length=8, choices=Absent.choices, blank=True, db_default="")
    site = models.CharField(max_length=8, choices=Site.choices, blank=True, db_default="")
    # the one that this one corrects
    replaces_id = models.UUIDField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["id", "device_on"], name="temperature_once"),
            models.CheckConstraint(
                condition=Q(tenths__range=(rules.LOWEST, rules.HIGHEST), absent="")
                | (Q(tenths=None) & ~Q(absent="")),
                name="temperature_or_why_not",
            ),
        ]
        indexes = [
            models.Index(
                fields=["unit", "device_on"],
                condition=Q(tenths__gte=F("fever_from")),
                name="temperature_fever",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.pk}"

    @property
    def is_fever(self) -> bool:
        """Return whether it reached the mark that was in force."""
        return self.tenths is not None and self.tenths >= self.fever_from

    @property
    def shown(self) -> str:
        """Return the reading as people write it, empty where there is none."""
        return "" if self.tenths is None else rules.shown(self.tenths)
