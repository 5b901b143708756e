"""Who gets a unit's figures every day, and in which table."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class Recipient(models.Model):
    """An organ that a unit reports to: its own level's headquarters, the superior bureau.

    ``due`` is its hour of the day, in Asia/Shanghai. ``reviewer`` and ``phone`` are printed on its
    papers (审核人, 电话) until somebody says otherwise. A closed one keeps its papers.
    """

    unit = models.ForeignKey("orgs.Unit", on_delete=models.PROTECT, related_name="+")
    name = models.CharField(max_length=60)
    due = models.TimeField()
    reviewer = models.CharField(max_length=30, blank=True)
    phone = models.CharField(max_length=30, blank=True)
    order = models.PositiveIntegerField(default=0)
    closed_on = models.DateField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["unit", "name"],
                condition=Q(closed_on=None),
                name="recipient_open_once_a_unit",
            )
        ]

    def __str__(self) -> str:
        return self.name


class Book(models.Model):
    """A superior's own workbook as it was uploaded; rows are only added, never changed."""

    recipient = models.ForeignKey(Recipient, on_delete=models.PROTECT, related_name="books")
    file_name = models.CharField(max_length=200)
    content = models.BinaryField()
    digest = models.CharField(max_length=64)
    by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    def __str__(self) -> str:
        return self.file_name


class Layout(models.Model):
    """One version of a recipient's table; ``design`` is ``tables.design.Design`` as JSON.

    With a ``book``, the superior's own workbook, ``design`` is ``books.mapping.BookMapping``:
    which of its cells takes which figure.

    A published one is never edited: the database refuses it, a change is a new version.
    """

    class State(models.TextChoices):
        DRAFT = "draft", _("草稿")
        PUBLISHED = "published", _("已发布")

    recipient = models.ForeignKey(Recipient, on_delete=models.PROTECT, related_name="layouts")
    number = models.PositiveIntegerField()
    state = models.CharField(max_length=10, choices=State.choices, default=State.DRAFT)
    design = models.JSONField()
    book = models.ForeignKey(Book, on_delete=models.PROTECT, related_name="+", null=True)
    saved_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+")
    saved_at = models.DateTimeField()
    published_by = models.ForeignKey(
        "accounts.User", on_delete=models.PROTECT, related_name="+", null=True
    )
    published_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["recipient", "number"], name="layout_number_once_a_recipient"
            ),
            models.UniqueConstraint(
                fields=["recipient"],
                condition=Q(state="draft"),
                name="layout_one_draft_a_recipient",
            ),
            models.CheckConstraint(
                condition=Q(state="draft")
                | Q(published_at__isnull=False, published_by__isnull=False),
                name="layout_published_has_moment",
            ),
        ]

    def __str__(self) -> str:
        return f"v{self.number}"
