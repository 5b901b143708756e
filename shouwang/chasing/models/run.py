"""A chase: one deed over many units that owe a report, worked off unit by unit."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class Kind(models.TextChoices):
    """Before the filing time a reminder, after it a chase (B4)."""

    REMIND = "remind", _("提醒")
    CHASE = "chase", _("催报")


class Step(models.IntegerChoices):
    """The ladder, lowest first (B4): each further chase of the same report goes one step up."""

    REPORTER = 1, _("填报人")
    DIRECTOR = 2, _("院长")
    OFFICE = 3, _("民政所/县局")
    LEADER = 4, _("包保领导")


class ChaseRun(models.Model):
    """Somebody reminded or chased the units below ``unit`` that owed a report of ``day``.

    What is to be done stands in its targets from the start: whoever takes the run over from a dead
    worker finds there what is left.
    """

    unit = models.ForeignKey("orgs.Unit", on_delete=models.PROTECT, related_name="+")
    day = models.DateField()
    kind = models.CharField(max_length=8, choices=Kind.choices)
    by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    work = models.OneToOneField("jobs.Work", on_delete=models.PROTECT, related_name="+", null=True)
    finished_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index(fields=["unit", "day"], name="chase_run_unit_day")]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.unit} {self.day}"


class Target(models.Model):
    """One report that is owed, as one run treats it: which step was told, or why nobody was.

    ``day`` is the first day of the report's period. ``passed`` are the steps on which nobody new
    was to be found. No step of a report is taken twice, whoever chases at the same moment.
    """

    class Outcome(models.TextChoices):
        PENDING = "pending", _("待处理")
        TOLD = "told", _("已送达")
        CALL = "call", _("转电话")
        COOLING = "cooling", _("刚催过")
        FILED = "filed", _("已报")
        SPENT = "spent", _("各级均已催过")

    run = models.ForeignKey("chasing.ChaseRun", on_delete=models.PROTECT, related_name="targets")
    unit = models.ForeignKey("orgs.Unit", on_delete=models.PROTECT, related_name="+")
    series = models.ForeignKey("figures.Series", on_delete=models.PROTECT, related_name="+")
    day = models.DateField()
    kind = models.CharField(max_length=8, choices=Kind.choices)
    outcome = models.CharField(max_length=8, choices=Outcome.choices, default=Outcome.PENDING)
    step = models.PositiveSmallIntegerField(choices=Step.choices, null=True)
    passed = models.JSONField(default=list)
    at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["run", "unit", "series"], name="target_once_a_run"),
            models.UniqueConstraint(
                fields=["unit", "series", "day", "kind", "step"],
                condition=Q(step__isnull=False),
                name="target_step_once_a_report",
            ),
            models.CheckConstraint(
                condition=~Q(outcome="told") | Q(step__isnull=False, at__isnull=False),
                name="target_told_on_a_step",
            ),
        ]
        indexes = [
            models.Index(
                fields=["run", "unit"], condition=Q(outcome="pending"), name="target_pending"
            ),
            models.Index(fields=["unit", "day"], name="target_unit_day"),
        ]

    def __str__(self) -> str:
        return f"{self.unit_id} {self.day} {self.outcome}"


class Told(models.Model):
    """One person told of one report: in the inbox, or to be called who has no account.

    ``who`` is ``u7`` for a user, ``l3`` for a leader without account. The same person is never
    told twice for the same report, on whichever step (B4).
    """

    class Channel(models.TextChoices):
        INBOX = "inbox", _("站内")
        CALL = "call", _("电话")

    target = models.ForeignKey("chasing.Target", on_delete=models.PROTECT, related_name="told")
    unit = models.ForeignKey("orgs.Unit", on_delete=models.PROTECT, related_name="+")
    series = models.ForeignKey("figures.Series", on_delete=models.PROTECT, related_name="+")
    day = models.DateField()
    kind = models.CharField(max_length=8, choices=Kind.choices)
    step = models.PositiveSmallIntegerField(choices=Step.choices)
    who = models.CharField(max_length=24)
    to = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+", null=True)
    name = models.CharField(max_length=60)
    channel = models.CharField(max_length=8, choices=Channel.choices)
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["unit", "series", "day", "kind", "who"], name="told_once_a_report"
            )
        ]

    def __str__(self) -> str:
        return f"{self.name} {self.unit_id} {self.day}"
