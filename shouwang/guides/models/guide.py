"""Guides (指南): issued in versions, each signed for by every institution it is meant for."""

from __future__ import annotations

from django.db import models
from django.db.models import Q


class Guide(models.Model):
    """A document that a bureau issues to kinds of institution below it."""

    issuer = models.ForeignKey("orgs.Unit", on_delete=models.PROTECT, related_name="+")
    title = models.CharField(max_length=120)
    # kinds of unit, as in ``orgs.kinds``
    kinds = models.JSONField(default=list)
    made_at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True)
    withdraw_reason = models.CharField(max_length=200, blank=True)

    class Meta:
        indexes = [models.Index(fields=["issuer", "made_at"], name="guide_of_issuer")]

    def __str__(self) -> str:
        return self.title


class GuideVersion(models.Model):
    """A guide as it was issued: text, an attached file, or both. Never changed."""

    guide = models.ForeignKey(Guide, on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveIntegerField()
    text = models.TextField(blank=True)
    # the paper that it follows: 民政部《…指南》（第二版）, 澜民发〔2020〕3号
    source = models.CharField(max_length=200, blank=True)
    # what is new, for who has signed for the one before
    changes = models.CharField(max_length=300, blank=True)
    file = models.CharField(max_length=120, blank=True)
    file_name = models.CharField(max_length=160, blank=True)
    file_size = models.PositiveIntegerField(default=0)
    issued_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+")
    issued_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["guide", "number"], name="guide_version_once"),
            models.CheckConstraint(
                condition=~Q(text="") | ~Q(file=""), name="guide_version_says_something"
            ),
        ]

    def __str__(self) -> str:
        return f"《{self.guide.title}》第{self.number}版"


class GuideReceipt(models.Model):
    """That an institution signed for a version: who, as what, when. Once."""

    version = models.ForeignKey(GuideVersion, on_delete=models.PROTECT, related_name="receipts")
    unit = models.ForeignKey("orgs.Unit", on_delete=models.PROTECT, related_name="+")
    by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+")
    by_name = models.CharField(max_length=60)
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["version", "unit"], name="guide_signed_for_once")
        ]

    def __str__(self) -> str:
        return f"{self.version_id} {self.unit_id}"


class GuideReminder(models.Model):
    """That those who had not signed were reminded; ``number`` counts from 1 for a version."""

    version = models.ForeignKey(GuideVersion, on_delete=models.PROTECT, related_name="reminders")
    number = models.PositiveIntegerField()
    units = models.PositiveIntegerField()
    by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["version", "number"], name="guide_reminder_once")
        ]

    def __str__(self) -> str:
        return f"{self.version_id} {self.number}"
