"""Requests for new forms: what somebody wants to ask, and what of it is collected already."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from shouwang.asking.rules import Asked


class FormRequest(models.Model):
    """A form that somebody wants institutions to fill: who asks, by which paper, until when.

    ``items`` is a list of ``{"label", "measure", "how", "figures", "figure"}``: ``figure`` is the
    one that answers it, None where nothing does, absent while a person has still to say.
    """

    class State(models.TextChoices):
        OPEN = "open", _("待办理")
        ADMITTED = "admitted", _("已准入")
        REFUSED = "refused", _("不予准入")

    unit = models.ForeignKey("orgs.Unit", on_delete=models.PROTECT, related_name="+")
    title = models.CharField(max_length=60)
    asked_by = models.CharField(max_length=60)
    paper = models.CharField(max_length=120)
    until_on = models.DateField(null=True)
    items = models.JSONField()
    state = models.CharField(max_length=10, choices=State.choices, default=State.OPEN)
    by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    decided_by = models.ForeignKey(
        "accounts.User", on_delete=models.PROTECT, related_name="+", null=True
    )
    decided_at = models.DateTimeField(null=True)
    reason = models.CharField(max_length=200, blank=True)
    # what an admitted request became; it asks for the new items alone
    form = models.OneToOneField(
        "reporting.Form", on_delete=models.PROTECT, related_name="+", null=True
    )

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(form=None) | Q(state="admitted"), name="form_request_form_admitted"
            ),
            models.CheckConstraint(
                condition=Q(state="open", decided_by=None, decided_at=None)
                | (~Q(state="open") & Q(decided_by__isnull=False, decided_at__isnull=False)),
                name="form_request_decided_by_someone",
            ),
        ]
        indexes = [models.Index(fields=["unit", "state"], name="form_request_unit")]

    def __str__(self) -> str:
        return self.title

    @property
    def known(self) -> int:
        """Return how many items are answered by a figure that is collected already."""
        return sum(bool(item.get("figure")) for item in self.items)

    @property
    def unsettled(self) -> int:
        """Return how many items wait for a person to say what they are."""
        return sum("figure" not in item for item in self.items)

    @property
    def asked(self) -> list[Asked]:
        """Return the items that nothing answers: what its form asks for."""
        return [
            Asked(item["label"], item["measure"])
            for item in self.items
            if item.get("figure", 0) is None
        ]

    @property
    def new(self) -> list[str]:
        """Return the labels of the items that nothing answers."""
        return [item.label for item in self.asked]
