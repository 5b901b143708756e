"""What a resident's care and support were before they changed: a count of a past day asks it."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from shouwang.people.models.person import Care


class Former(models.Model):
    """What the file said of a resident until ``until_at``, when it came to say something else.

    ``from_at`` is None for what stood from the beginning. What stands now is the person's own
    columns: who never changed has no row here. Rows of one person follow on each other.
    """

    person = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="former")
    care = models.CharField(max_length=4, choices=Care.choices, blank=True, db_default="")
    is_destitute = models.BooleanField(default=False, db_default=False)
    from_at = models.DateTimeField(null=True, blank=True)
    until_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(from_at=None) | Q(until_at__gt=F("from_at")),
                name="former_ends_after_start",
            ),
            models.UniqueConstraint(fields=["person", "until_at"], name="former_until_once"),
        ]

    def __str__(self) -> str:
        return f"{self.person_id} {self.until_at:%Y-%m-%d}"
