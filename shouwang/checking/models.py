"""What a bureau calls a figure: words learnt at the check."""

from __future__ import annotations

from django.db import models


class Alias(models.Model):
    """A bureau's own words for a figure: whoever checks for the unit or below is understood.

    ``code`` names the figure as papers do (also sums and report states). A withdrawn one stays for
    the trail and is not used.
    """

    unit = models.ForeignKey("orgs.Unit", on_delete=models.PROTECT, related_name="+")
    code = models.CharField(max_length=60)
    text = models.CharField(max_length=40)
    taught_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+")
    taught_at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "briefs_alias"  # the table it had in briefs
        constraints = [
            models.UniqueConstraint(
                fields=["unit", "text"],
                condition=models.Q(withdrawn_at=None),
                name="alias_text_once_a_unit",
            )
        ]

    def __str__(self) -> str:
        return f"{self.text} → {self.code}"


class CheckedPaper(models.Model):
    """A text that somebody chose to keep after checking it, to compare later ones with.

    Nothing is kept unless a person asks for it, and no longer than ``checking.retention`` says.
    ``title`` is the person's: whose paper it is.
    """

    unit = models.ForeignKey("orgs.Unit", on_delete=models.PROTECT, related_name="+")
    day = models.DateField()
    title = models.CharField(max_length=120)
    text = models.TextField()
    kept_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+")
    kept_at = models.DateTimeField()

    class Meta:
        db_table = "briefs_checkedpaper"  # the table it had in briefs
        indexes = [models.Index(fields=["unit", "day"], name="checked_unit_day")]

    def __str__(self) -> str:
        return f"{self.title} {self.day}"
