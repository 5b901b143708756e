"""What a person answers for when a paper is made final."""

from __future__ import annotations

from django.db import models


class Confirmation(models.Model):
    """A doubt about a paper (``briefs.doubts``) that somebody looked at and let stand, and why.

    The last one of a key counts; the database refuses to change or delete any.
    """

    brief = models.ForeignKey("briefs.Brief", on_delete=models.PROTECT, related_name="answers")
    key = models.CharField(max_length=20)
    sort = models.CharField(max_length=20)
    quote = models.TextField()
    why = models.TextField()
    reason = models.CharField(max_length=200)
    by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.brief_id} {self.key}"
