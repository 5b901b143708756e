"""Goods left at the gate for a resident (代收物品)."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from shouwang.kit.encrypted import EncryptedTextField
from shouwang.orgs.records import Record

WHAT_LENGTH = 60


class Parcel(Record):
    """What was left for whom: taken in, disinfected, passed on.

    A purge empties who left it and for whom, and keeps the row.
    """

    person = models.ForeignKey(
        "people.Person", on_delete=models.PROTECT, related_name="+", null=True, blank=True
    )
    for_whom = EncryptedTextField(blank=True)
    sender = EncryptedTextField(blank=True)
    sender_phone = EncryptedTextField(blank=True)
    what = models.CharField(max_length=WHAT_LENGTH)
    disinfected_at = models.DateTimeField(null=True, blank=True)
    disinfected_by = models.ForeignKey(
        "accounts.User", on_delete=models.PROTECT, related_name="+", null=True, blank=True
    )
    passed_at = models.DateTimeField(null=True, blank=True)
    passed_by = models.ForeignKey(
        "accounts.User", on_delete=models.PROTECT, related_name="+", null=True, blank=True
    )
    purged_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(passed_at=None) | Q(disinfected_at__isnull=False),
                name="parcel_disinfected_before_passed",
            ),
            models.CheckConstraint(
                condition=Q(disinfected_at=None) | Q(disinfected_at__gte=F("happened_at")),
                name="parcel_disinfected_after_it_came",
            ),
            models.CheckConstraint(
                condition=Q(purged_at=None) | Q(person=None), name="parcel_purged_is_empty"
            ),
        ]
        indexes = [
            models.Index(fields=["unit", "happened_at"], name="parcel_of_unit"),
            models.Index(
                fields=["unit"],
                condition=Q(passed_at=None, voided_at=None),
                name="parcel_waiting",
            ),
        ]

    def __str__(self) -> str:
        return self.what
