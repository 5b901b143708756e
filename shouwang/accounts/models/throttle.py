"""Failed sign-ins, counted in the database so that all processes count together."""

from __future__ import annotations

from django.db import models


class SignInThrottle(models.Model):
    """The failures of one sign-in name since the last success or lock."""

    username = models.CharField(max_length=150, primary_key=True)
    failures = models.PositiveSmallIntegerField(default=0)
    last_failed_at = models.DateTimeField(null=True)
    locked_until = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return self.username
