"""Mappings of imports that were used, kept to be chosen again."""

from __future__ import annotations

from django.db import models


class KeptMapping(models.Model):
    """A mapping as it was uploaded; whoever may import at its root (``owner``) may choose it."""

    owner = models.ForeignKey("orgs.Unit", on_delete=models.PROTECT, related_name="+")
    name = models.CharField(max_length=120)
    text = models.TextField()
    # of the text: the same mapping is kept once
    digest = models.CharField(max_length=64)
    by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+")
    used_at = models.DateTimeField()

    class Meta:
        db_table = "reporting_keptmapping"  # the table it had in reporting
        constraints = [
            models.UniqueConstraint(fields=["owner", "digest"], name="mapping_once_an_owner")
        ]

    def __str__(self) -> str:
        return self.name
