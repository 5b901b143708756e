"""Templates: documents that a bureau edits itself, in versions of which a published one stays."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class Kind(models.TextChoices):
    """The kinds of paper that this desk writes (content.md §2)."""

    DAILY = "daily_brief", _("每日简报")
    WORK = "work_report", _("工作情况汇报")
    SPECIAL = "special_report", _("专报")
    CIRCULAR = "circular", _("督查通报")
    MINUTES = "minutes", _("会商纪要")
    DAILY_TABLE = "daily_table", _("日报（零报告）汇总表")
    STATISTICS = "statistics", _("情况统计表")


class Template(models.Model):
    """A template of a unit; ``unit`` None is built in: everybody may use and copy it."""

    unit = models.ForeignKey(
        "orgs.Unit", on_delete=models.PROTECT, related_name="+", null=True, blank=True
    )
    kind = models.CharField(max_length=30, choices=Kind.choices)
    name = models.CharField(max_length=60)
    copied_from = models.ForeignKey(
        "self", on_delete=models.PROTECT, related_name="+", null=True, blank=True
    )
    made_at = models.DateTimeField()
    # no longer offered; papers made from it keep their version
    retired_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["kind"], condition=Q(unit=None), name="template_built_in_once_a_kind"
            ),
            models.UniqueConstraint(
                fields=["unit", "name"],
                condition=Q(retired_at=None),
                name="template_name_once_a_unit",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def label(self) -> str:
        """Return the name; of a built-in one in the reader's language."""
        return self.name if self.unit_id else self.get_kind_display()

    @property
    def is_built_in(self) -> bool:
        """Return whether it came with the product: it is copied, never edited."""
        return self.unit_id is None


class TemplateVersion(models.Model):
    """The text of a template (``briefs.language``). One that is published never changes; the one
    that is not yet is being edited, ``revision`` growing with every save."""

    template = models.ForeignKey(Template, on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveIntegerField()
    text = models.TextField()
    revision = models.PositiveIntegerField(default=1)
    saved_by = models.ForeignKey(
        "accounts.User", on_delete=models.PROTECT, related_name="+", null=True
    )
    saved_at = models.DateTimeField()
    published_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["template", "number"], name="template_version_once"),
            models.UniqueConstraint(
                fields=["template"],
                condition=Q(published_at=None),
                name="template_one_being_edited",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.template_id} v{self.number}"

    @property
    def is_published(self) -> bool:
        """Return whether it no longer changes."""
        return self.published_at is not None
