"""The audit trail: what was done, and the hash chain that seals it.

An event is written in the transaction of what it tells (``audit.record``); a worker seals
committed events into the chain within seconds. Both tables refuse UPDATE, DELETE and TRUNCATE by
trigger (see the migration), so an edit needs the database's owner and breaks the chain.
"""

from __future__ import annotations

from django.db import models


class AuditEvent(models.Model):
    """Who did what, when, about what, at which unit."""

    at = models.DateTimeField()
    word = models.CharField(max_length=80)
    by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, null=True)
    by_name = models.CharField(max_length=60)
    about_kind = models.CharField(max_length=60, blank=True)
    about_id = models.CharField(max_length=64, blank=True)
    about_text = models.CharField(max_length=200, blank=True)
    # orgs lies above: a number, not a key. The name is kept as it was.
    unit_id = models.BigIntegerField(null=True)
    detail = models.JSONField(default=dict)
    ip = models.GenericIPAddressField(null=True)

    class Meta:
        indexes = [
            models.Index(fields=["at"], name="audit_at"),
            models.Index(fields=["by", "at"], name="audit_by_at"),
            models.Index(fields=["unit_id", "at"], name="audit_unit_at"),
            models.Index(fields=["about_kind", "about_id"], name="audit_about"),
            models.Index(
                fields=["id"],
                condition=models.Q(word="accounts.audit_verified"),
                name="audit_verified",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M} {self.by_name} {self.word}"


class AuditPending(models.Model):
    """An event that waits for its seal; a trigger adds it, the sealer takes it away."""

    event = models.OneToOneField(
        "accounts.AuditEvent", on_delete=models.PROTECT, primary_key=True, related_name="+"
    )

    def __str__(self) -> str:
        return str(self.event_id)


class AuditSeal(models.Model):
    """One link of the chain: the hash of an event's content and of the link before it."""

    number = models.BigIntegerField(primary_key=True)
    event = models.OneToOneField("accounts.AuditEvent", on_delete=models.PROTECT)
    algorithm = models.CharField(max_length=12)
    previous_hash = models.CharField(max_length=64)
    hash = models.CharField(max_length=64)
    sealed_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.number} {self.hash[:12]}"
