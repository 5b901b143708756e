"""Visitors: who came to one gate, kept once however often they come."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from shouwang.kit import masking
from shouwang.kit.encrypted import DIGEST_LENGTH, EncryptedTextField
from shouwang.kit.ids import uuid7

NAME_LENGTH, PHONE_LENGTH, PLATE_LENGTH, FROM_LENGTH = 40, 30, 10, 60


class Visitor(models.Model):
    """One visitor of one gate: name, phone and plate encrypted, found by digests.

    ``key`` is the digest of name and phone together: the same pair is the same visitor, a son who
    gives his mother's phone is another. Removed when the last visit's details are purged.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    unit = models.ForeignKey("orgs.Unit", on_delete=models.PROTECT, related_name="+")
    key = models.CharField(max_length=DIGEST_LENGTH, blank=True, db_default="")
    name = EncryptedTextField()
    phone = EncryptedTextField(blank=True)
    # the last four digits, by which the gate finds who comes again
    tail = models.CharField(max_length=4, blank=True, db_default="")
    plate = EncryptedTextField(blank=True)
    # the firm or office that sends them
    come_from = models.CharField(max_length=FROM_LENGTH, blank=True, db_default="")
    # whom they came to last
    person = models.ForeignKey(
        "people.Person", on_delete=models.PROTECT, related_name="+", null=True, blank=True
    )
    last_purpose = models.CharField(max_length=10, blank=True, db_default="")
    last_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["unit", "key"], condition=~Q(key=""), name="visitor_once_a_gate"
            )
        ]
        indexes = [models.Index(fields=["unit", "last_at"], name="visitor_recent")]

    def __str__(self) -> str:
        """Return the masked name: this goes to the audit trail."""
        return self.masked

    @property
    def masked(self) -> str:
        """Return 王**."""
        return masking.mask_name(str(self.name))

    @property
    def masked_phone(self) -> str:
        """Return 138****5678."""
        return masking.mask_phone(str(self.phone))
