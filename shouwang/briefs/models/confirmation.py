"""What is known of a paper before it is final: what a person answers for, how long it is."""

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


class PageCount(models.Model):
    """How many pages a paper fills as it goes out, counted once for what it says.

    ``fingerprint`` names what was set (``papers.layout.pdf.fingerprint``): of other words, another
    template or other typefaces it is counted anew, and replaces what was known.
    """

    brief = models.OneToOneField(
        "briefs.Brief", on_delete=models.PROTECT, primary_key=True, related_name="+"
    )
    fingerprint = models.CharField(max_length=64)
    pages = models.PositiveSmallIntegerField()

    def __str__(self) -> str:
        return f"{self.brief_id} {self.pages}"
