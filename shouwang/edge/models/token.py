"""Keys with which another system acts as a user."""

from __future__ import annotations

from django.db import models


class Token(models.Model):
    """A key of a user: only its digest is kept, so the table gives nobody a way in."""

    user = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+")
    name = models.CharField(max_length=60)
    digest = models.CharField(max_length=64, unique=True)
    made_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return self.name
