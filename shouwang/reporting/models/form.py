"""Report forms as data: a form, its versions, their items and rules."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from shouwang.reporting import packs


class Form(models.Model):
    """A form that units of certain kinds file: its series names kinds, period and start.

    ``paper`` is what it is asked by (B8: who asks, by which paper, until when).
    """

    series = models.OneToOneField("figures.Series", on_delete=models.PROTECT, related_name="form")
    number = models.CharField(max_length=40, blank=True)  # 表号
    paper = models.CharField(max_length=120, blank=True)
    valid_until_on = models.DateField(null=True, blank=True)

    def __str__(self) -> str:
        return self.series.zh


class FormVersion(models.Model):
    """One wording of a form. A published one is never edited: a change is a new version.

    ``clock`` holds the day's times by level: ``{"statistics": "16:00", "lock": "22:00",
    "filing": {"institution": "16:30", "township": "17:00", "county": "17:30", …}}``.
    A statistics moment of ``24:00`` is the end of the day before. A form asked for once has one
    moment instead of times: ``{"due": "2020-02-14T12:00"}``.
    """

    class State(models.TextChoices):
        DRAFT = "draft", _("草稿")
        PUBLISHED = "published", _("已发布")

    form = models.ForeignKey("reporting.Form", on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveIntegerField()
    state = models.CharField(max_length=10, choices=State.choices, default=State.DRAFT)
    starts_on = models.DateField()
    clock = models.JSONField(default=dict)
    # the steps that sign before it is filed: models.signing.Step, in their order
    signing = models.JSONField(default=list, blank=True)
    published_at = models.DateTimeField(null=True, blank=True)
    published_by = models.ForeignKey(
        "accounts.User", on_delete=models.PROTECT, null=True, related_name="+"
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["form", "number"], name="version_number_once_a_form"),
            models.UniqueConstraint(
                fields=["form"], condition=Q(state="draft"), name="version_one_draft_a_form"
            ),
            models.UniqueConstraint(
                fields=["form", "starts_on"],
                condition=Q(state="published"),
                name="version_one_start_a_day",
            ),
            models.CheckConstraint(
                condition=Q(state="draft") | Q(published_at__isnull=False),
                name="version_published_has_moment",
            ),
        ]

    def __str__(self) -> str:
        return f"v{self.number}"


class Item(models.Model):
    """One line of a form version: the figure it states, its place and its help."""

    version = models.ForeignKey(
        "reporting.FormVersion", on_delete=models.PROTECT, related_name="items"
    )
    figure = models.ForeignKey("figures.Figure", on_delete=models.PROTECT, related_name="+")
    group = models.CharField(max_length=40, blank=True)
    help = models.CharField(max_length=200, blank=True)
    is_part = models.BooleanField(default=False)  # 其中：
    is_required = models.BooleanField(default=True)
    # yesterday's value stands in the box of a STOCK item until it is changed
    carries = models.BooleanField(default=False)
    # a zero report states 0 here; otherwise it confirms the value
    zero_when_quiet = models.BooleanField(default=False)
    # what may be counted in boxes, as ``reporting.packs`` reads it: 盒=50 箱=2000
    packs = models.CharField(max_length=packs.LONGEST, blank=True, db_default="", default="")
    order = models.PositiveIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["version", "figure"], name="item_figure_once_a_version")
        ]

    def __str__(self) -> str:
        return f"{self.order} {self.figure_id}"


class Rule(models.Model):
    """A check of a form version, in CEL over the report's values.

    Names: each item's code, ``prev.<code>`` for the period before, ``has(<code>)`` semantics by
    ``reporting.rules``: a rule whose values are not all there is passed over, because a blank is
    not 0. An ERROR refuses, a REASON asks for one, a WARNING only tells.
    """

    class Severity(models.TextChoices):
        ERROR = "error", _("不能提交")
        REASON = "reason", _("须说明原因")
        WARNING = "warning", _("提醒")

    version = models.ForeignKey(
        "reporting.FormVersion", on_delete=models.PROTECT, related_name="rules"
    )
    expression = models.CharField(max_length=400)
    severity = models.CharField(max_length=8, choices=Severity.choices)
    message = models.CharField(max_length=200)
    about = models.ForeignKey(
        "reporting.Item", on_delete=models.PROTECT, null=True, related_name="rules"
    )
    order = models.PositiveIntegerField(default=0)

    def __str__(self) -> str:
        return self.expression
