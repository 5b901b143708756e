"""Families: whom to tell of a resident."""

from __future__ import annotations

from django.db import models

from shouwang.kit import masking
from shouwang.kit.encrypted import DIGEST_LENGTH, EncryptedTextField
from shouwang.kit.ids import uuid7

RELATION_LENGTH = 20


class Contact(models.Model):
    """A relative or guardian of a resident: encrypted, the phone found by its digest.

    ``is_first`` is who is called first. A contact that no longer holds is removed in fact: there
    is nothing to count over it.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    person = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="contacts")
    name = EncryptedTextField()
    phone = EncryptedTextField(blank=True)
    phone_digest = models.CharField(max_length=DIGEST_LENGTH, blank=True, db_default="")
    relation = models.CharField(max_length=RELATION_LENGTH, blank=True, db_default="")
    is_guardian = models.BooleanField(default=False, db_default=False)
    is_first = models.BooleanField(default=False, db_default=False)
    recorded_at = models.DateTimeField()
    recorded_by = models.ForeignKey(
        "accounts.User", on_delete=models.PROTECT, related_name="+", null=True
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["person"],
                condition=models.Q(is_first=True),
                name="contact_one_first",
            )
        ]
        indexes = [models.Index(fields=["phone_digest"], name="contact_phone")]

    def __str__(self) -> str:
        return self.masked

    @property
    def masked(self) -> str:
        """Return 王**."""
        return masking.mask_name(self.name)

    @property
    def masked_phone(self) -> str:
        """Return the phone with its middle hidden."""
        return masking.mask_phone(self.phone)
