"""Movements (离返院): who leaves the house, comes back, comes in or ends a stay."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from shouwang.kit.encrypted import EncryptedTextField
from shouwang.movements.kinds import Kind, State, Told
from shouwang.orgs.records import Record


class Movement(Record):
    """One movement from its request to its end. ``happened_at`` is when it was asked for.

    What went first (``is_emergency``) is decided afterwards: ``decided_at`` stays empty until then.
    A suspended kind that passed carries the paper and the number of its special approval.
    """

    kind = models.CharField(max_length=10, choices=Kind.choices)
    state = models.CharField(max_length=10, choices=State.choices)
    person = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="+")
    reason = EncryptedTextField()
    destination = EncryptedTextField(blank=True)
    companion = EncryptedTextField(blank=True)
    planned_out_at = models.DateTimeField(null=True, blank=True)
    planned_back_at = models.DateTimeField(null=True, blank=True)
    # for an outing: left and came back; for any other: when it came about
    out_at = models.DateTimeField(null=True, blank=True)
    back_at = models.DateTimeField(null=True, blank=True)
    is_emergency = models.BooleanField(default=False)

    told_whom = EncryptedTextField(blank=True)
    told_at = models.DateTimeField(null=True, blank=True)
    told_how = models.CharField(max_length=10, choices=Told.choices, blank=True)

    decided_by = models.ForeignKey(
        "accounts.User", on_delete=models.PROTECT, related_name="+", null=True, blank=True
    )
    decided_at = models.DateTimeField(null=True, blank=True)
    decision_note = models.CharField(max_length=200, blank=True)

    # the director let somebody go who was under observation; the note says why
    despite_isolation = models.BooleanField(default=False, db_default=False)

    # the measure that suspends this kind, when it was asked for in spite of it
    needs_special = models.BooleanField(default=False)
    paper = models.CharField(max_length=300, blank=True)
    exemption = models.ForeignKey(
        "response.Exemption", on_delete=models.PROTECT, related_name="+", null=True, blank=True
    )

    class Meta:
        indexes = [
            models.Index(fields=["unit", "-happened_at"], name="movement_of_unit"),
            models.Index(fields=["person", "-happened_at"], name="movement_of_person"),
            models.Index(
                fields=["unit"],
                condition=Q(state__in=["waiting", "approved", "out"]),
                name="movement_open",
            ),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["person", "kind"],
                condition=Q(state__in=["waiting", "approved", "out"], voided_at=None),
                name="movement_one_open_of_a_kind",
            ),
            models.CheckConstraint(
                condition=Q(out_at=None) | Q(back_at=None) | Q(back_at__gte=models.F("out_at")),
                name="movement_back_after_out",
            ),
        ]

    def __str__(self) -> str:
        return str(self.get_kind_display())

    def get_absolute_url(self) -> str:
        """Return the page of this movement."""
        return reverse("movements:movement", args=[self.pk])


class Death(Record):
    """A death: when (``happened_at``), where, of what as a physician told it, who was told."""

    class Where(models.TextChoices):
        HOUSE = "house", _("院内")
        HOSPITAL = "hospital", _("医院")
        ON_THE_WAY = "way", _("送医途中")
        HOME = "home", _("家中")

    movement = models.OneToOneField(
        "movements.Movement", on_delete=models.PROTECT, related_name="death"
    )
    where = models.CharField(max_length=10, choices=Where.choices)
    where_note = EncryptedTextField(blank=True)
    # as told by a physician; nobody in the house is asked for a diagnosis
    cause = EncryptedTextField(blank=True)
    cause_told_by = EncryptedTextField(blank=True)
    documents = EncryptedTextField(blank=True)

    def __str__(self) -> str:
        return str(self.get_where_display())


class Deferral(Record):
    """Somebody outside, or their family, was told to wait with coming back (已告知暂缓返院)."""

    person = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="+")
    absence = models.ForeignKey("people.Absence", on_delete=models.PROTECT, related_name="+")
    told_whom = EncryptedTextField()
    told_how = models.CharField(max_length=10, choices=Told.choices)
    told_by = models.CharField(max_length=60)
    paper = models.CharField(max_length=300, blank=True)

    class Meta:
        indexes = [
            models.Index(fields=["absence", "happened_at"], name="deferral_of_absence"),
            models.Index(fields=["unit", "happened_at"], name="deferral_of_unit"),
        ]

    def __str__(self) -> str:
        return str(self.get_told_how_display())
