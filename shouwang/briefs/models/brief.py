"""Papers drafted from figures: the draft, its saved versions, what is frozen once it is final."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from shouwang.briefs.models.template import Kind

if TYPE_CHECKING:
    from shouwang.orgs.models import Unit


class Brief(models.Model):
    """A paper of a unit about a day. A final one never changes: the database refuses it.

    ``first_on`` is the first of several days, None of one. ``about`` is the unit whose figures it
    states where that is not the issuer (专报 about a home), ``subject`` and ``stage`` what it is
    about and which report of how many. ``version`` is the template as it was when drafted.

    ``content`` is ``briefs.content.Draft`` as JSON; ``as_of_at`` is when its figures were read.
    ``revision`` grows with every save; a save that names an older one is a conflict.
    """

    Kind = Kind

    class State(models.TextChoices):
        DRAFT = "draft", _("草稿")
        FINAL = "final", _("已定稿")

    unit = models.ForeignKey("orgs.Unit", on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=30, choices=Kind.choices)
    day = models.DateField()
    first_on = models.DateField(null=True, blank=True)
    about = models.ForeignKey(
        "orgs.Unit", on_delete=models.PROTECT, related_name="+", null=True, blank=True
    )
    subject = models.CharField(max_length=80, blank=True, db_default="", default="")
    stage = models.CharField(max_length=10, blank=True, db_default="", default="")
    version = models.ForeignKey(
        "briefs.TemplateVersion", on_delete=models.PROTECT, related_name="+", null=True
    )
    state = models.CharField(max_length=10, choices=State.choices, default=State.DRAFT)
    content = models.JSONField()
    as_of_at = models.DateTimeField()
    revision = models.PositiveIntegerField(default=1)
    drafted_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+")
    drafted_at = models.DateTimeField()
    saved_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+")
    saved_at = models.DateTimeField()
    # 第N期, given when it becomes final: without gaps for a unit, kind and year
    issue = models.PositiveIntegerField(null=True)
    year = models.PositiveSmallIntegerField()
    signed_by = models.ForeignKey(
        "accounts.User", on_delete=models.PROTECT, related_name="+", null=True
    )
    finalised_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["unit", "kind", "year", "issue"], name="brief_issue_once_a_year"
            ),
            models.UniqueConstraint(
                fields=[
                    "unit", "kind", "day", "version", "first_on", "about", "subject", "stage",
                ],
                condition=Q(state="draft"),
                name="brief_one_draft_alike",
                nulls_distinct=False,
            ),
            models.CheckConstraint(
                condition=Q(
                    state="draft", issue__isnull=True, finalised_at__isnull=True,
                    signed_by__isnull=True,
                )
                | Q(
                    state="final", issue__isnull=False, finalised_at__isnull=False,
                    signed_by__isnull=False,
                ),
                name="brief_final_is_numbered_and_signed",
            ),
        ]  # fmt: skip
        indexes = [models.Index(fields=["unit", "day"], name="brief_unit_day")]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.day}"

    @property
    def name(self) -> str:
        """Return what it is called in lists: its template's name, of whom and which report."""
        made_by = self.version.template.name if self.version else self.get_kind_display()
        about = f" {self.about.name}{self.subject}（{self.stage}）" if self.about else ""
        return f"{made_by}{about}"

    @property
    def source_unit(self) -> Unit:
        """Return the unit whose figures it states."""
        return self.about or self.unit

    @property
    def is_final(self) -> bool:
        """Return whether it can no longer change."""
        return self.state == self.State.FINAL


class BriefVersion(models.Model):
    """A paper as it stood before a change: another hand, fresh figures, ten minutes of writing."""

    brief = models.ForeignKey(Brief, on_delete=models.PROTECT, related_name="versions")
    revision = models.PositiveIntegerField()
    content = models.JSONField()
    by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["brief", "revision"], name="brief_version_once")
        ]

    def __str__(self) -> str:
        return f"{self.brief_id} r{self.revision}"


class BriefFigure(models.Model):
    """A figure that a final paper quotes, as it was counted then."""

    brief = models.ForeignKey(Brief, on_delete=models.PROTECT, related_name="figures")
    key = models.CharField(max_length=80)
    rows_are = models.CharField(max_length=12)
    frozen = models.ForeignKey("figures.FrozenFigure", on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["brief", "key"], name="brief_figure_once")]

    def __str__(self) -> str:
        return self.key


class BriefFile(models.Model):
    """A final paper as a file: what is downloaded is the same to the byte for good."""

    brief = models.ForeignKey(Brief, on_delete=models.PROTECT, related_name="files")
    form = models.CharField(max_length=5)  # docx, pdf, json
    content = models.BinaryField()
    digest = models.CharField(max_length=64)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["brief", "form"], name="brief_file_once")]

    def __str__(self) -> str:
        return f"{self.brief_id}.{self.form}"
