"""Entries from a phone that could not be taken as they came: kept until a person decides."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.utils.translation import gettext_lazy as _

from shouwang.kit.encrypted import EncryptedTextField


class HeldEnvelope(models.Model):
    """One entry: who sent it, why it could not be taken, what was decided.

    ``content`` is JSON: ``body``, ``text``, ``files`` (name to type and base64) as the phone sent
    them, and the server's side: ``why``, ``held`` (labels to words), ``findings``, at the end
    ``answer`` and ``url``. It holds personal data and is encrypted.
    """

    class Why(models.TextChoices):
        CONFLICT = "conflict", _("与现有记录冲突")
        UNFIT = "unfit", _("内容不合要求")

    class State(models.TextChoices):
        WAITING = "waiting", _("待核对")
        STANDS = "stands", _("已采用")
        DROPPED = "dropped", _("已作废")

    id = models.UUIDField(primary_key=True, editable=False)
    kind = models.CharField(max_length=60)
    unit = models.ForeignKey("orgs.Unit", on_delete=models.PROTECT, related_name="+")
    by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+")
    device_at = models.DateTimeField()
    happened_at = models.DateTimeField()
    came_at = models.DateTimeField()
    why = models.CharField(max_length=10, choices=Why.choices)
    content = EncryptedTextField()
    # the keys that the content names (``concerning.named``): whose export it belongs to
    names = ArrayField(models.UUIDField(), default=list)
    state = models.CharField(max_length=10, choices=State.choices, default=State.WAITING)
    decided_at = models.DateTimeField(null=True, blank=True)
    decided_by = models.ForeignKey(
        "accounts.User", on_delete=models.PROTECT, related_name="+", null=True, blank=True
    )
    reason = models.CharField(max_length=200, blank=True, default="")

    class Meta:
        indexes = [
            models.Index(
                fields=["unit"], condition=models.Q(state="waiting"), name="edge_held_waiting"
            ),
            GinIndex(fields=["names"], name="edge_held_names"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.id}"
