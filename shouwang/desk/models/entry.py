"""Entries of a person's inbox: what waits for them, what they have read, what is done."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class Entry(models.Model):
    """One thing told to one person, once: the same ``key`` never reaches the same person again.

    An entry that names a ``unit``, ``series`` and ``day`` waits for that report: it is done while
    the report's fact stands, and open again when the report is returned. Nobody keeps that in
    step, it is read from the fact. Any other entry is done when ``done_at`` says so.
    """

    class State(models.TextChoices):
        WAITING = "waiting", _("待办")
        READ = "read", _("已读")
        DONE = "done", _("已办")

    to = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+")
    # a word of ``desk.kinds``
    kind = models.CharField(max_length=30)
    key = models.CharField(max_length=120)
    text = models.CharField(max_length=300)
    # where it leads: a path of this site
    url = models.CharField(max_length=300)
    # the same on a phone, where it is another page
    phone_url = models.CharField(max_length=300, blank=True)
    unit = models.ForeignKey("orgs.Unit", on_delete=models.PROTECT, related_name="+", null=True)
    series = models.ForeignKey(
        "figures.Series", on_delete=models.PROTECT, related_name="+", null=True
    )
    day = models.DateField(null=True)
    at = models.DateTimeField()
    read_at = models.DateTimeField(null=True)
    done_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["to", "key"], name="entry_once_a_person"),
            models.CheckConstraint(
                condition=Q(unit=None, series=None, day=None)
                | Q(unit__isnull=False, series__isnull=False, day__isnull=False),
                name="entry_waits_for_a_whole_report",
            ),
        ]
        indexes = [
            models.Index(fields=["to", "at"], name="entry_of_person"),
            # the count in the head of every page
            models.Index(fields=["to"], condition=Q(done_at=None), name="entry_open"),
            models.Index(fields=["key"], condition=Q(done_at=None), name="entry_open_key"),
        ]

    def __str__(self) -> str:
        return self.text
