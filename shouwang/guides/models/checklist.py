"""Lists of questions and sheets of answers; what a sheet is for is a word of whoever fills it.

A self-check is a sheet of purpose ``self``. Inspections fill the same lists for their own purpose.
"""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from shouwang.orgs.records import Record


class Checklist(models.Model):
    """A bureau's questions for kinds of institution; ``builtin`` says from which list of ours."""

    class Cadence(models.TextChoices):
        DAILY = "daily", _("每日")
        WEEKLY = "weekly", _("每周")
        NONE = "none", _("不定期")

    owner = models.ForeignKey("orgs.Unit", on_delete=models.PROTECT, related_name="+")
    title = models.CharField(max_length=80)
    kinds = models.JSONField(default=list)
    # how often an institution fills it by itself
    cadence = models.CharField(max_length=6, choices=Cadence.choices)
    # a daily one is overdue from then on, a weekly one on Sunday from then on
    due_time = models.TimeField()
    # the first day on which it is asked for
    starts_on = models.DateField()
    builtin = models.CharField(max_length=40, blank=True)
    made_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField()
    closed_on = models.DateField(null=True)

    class Meta:
        indexes = [models.Index(fields=["owner"], name="checklist_of_owner")]

    def __str__(self) -> str:
        return self.title


class Item(models.Model):
    """A question that is answered 是, 否 or 不适用. Its words never change: a new one replaces it.

    An item that is not official is a proposal of ours and switched off until a bureau wants it.
    """

    checklist = models.ForeignKey(Checklist, on_delete=models.PROTECT, related_name="items")
    order = models.PositiveIntegerField()
    group = models.CharField(max_length=40, blank=True)
    text = models.CharField(max_length=200)
    source = models.CharField(max_length=200, blank=True)
    is_official = models.BooleanField(default=True)
    is_on = models.BooleanField(default=True)

    class Meta:
        indexes = [models.Index(fields=["checklist", "order"], name="item_of_checklist")]

    def __str__(self) -> str:
        return self.text


class Sheet(Record):
    """A list filled once: ``period_on`` is the day it answers for, of a weekly one the Monday."""

    checklist = models.ForeignKey(Checklist, on_delete=models.PROTECT, related_name="sheets")
    purpose = models.CharField(max_length=12, default="self")
    period_on = models.DateField()
    # counted from the answers, for lists of many institutions
    yes = models.PositiveIntegerField(default=0)
    no = models.PositiveIntegerField(default=0)
    not_applicable = models.PositiveIntegerField(default=0)

    class Meta:
        indexes = [
            models.Index(fields=["checklist", "unit", "period_on"], name="sheet_of_unit"),
            models.Index(fields=["unit", "happened_at"], name="sheet_by_time"),
        ]

    def __str__(self) -> str:
        return f"{self.checklist_id} {self.period_on}"


class Answer(models.Model):
    """One answer: 否 says why, a photo may stand beside it."""

    class Value(models.TextChoices):
        YES = "yes", _("是")
        NO = "no", _("否")
        NOT_APPLICABLE = "na", _("不适用")

    sheet = models.ForeignKey(Sheet, on_delete=models.PROTECT, related_name="answers")
    item = models.ForeignKey(Item, on_delete=models.PROTECT, related_name="+")
    value = models.CharField(max_length=3, choices=Value.choices)
    note = models.CharField(max_length=200, blank=True)
    # a file of the storage, and what it is: jpg or png
    photo = models.CharField(max_length=120, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["sheet", "item"], name="answer_once")]

    def __str__(self) -> str:
        return self.value
