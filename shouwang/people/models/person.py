"""A person on the file of an institution: who they are, encrypted, and what is counted of them."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from shouwang.kit import masking
from shouwang.kit.encrypted import DIGEST_LENGTH, EncryptedTextField
from shouwang.kit.ids import uuid7

# the longest that a screen or a file may hand in
NAME_LENGTH, ROOM_LENGTH, BED_LENGTH, JOB_LENGTH = 40, 20, 10, 20


class Side(models.TextChoices):
    """Which side of the house: served, or serving."""

    RESIDENT = "resident", _("服务对象")
    STAFF = "staff", _("职工")


class Sex(models.TextChoices):
    """As it stands on the identity card."""

    FEMALE = "f", _("女")
    MALE = "m", _("男")


class Care(models.TextChoices):
    """How much help a resident needs: 自理, 半失能, 失能 (MZ/T 039 speaks of degrees)."""

    SELF = "self", _("自理")
    SEMI = "semi", _("半失能")
    FULL = "full", _("失能")


class Person(models.Model):
    """One resident or one member of staff.

    ``unit`` is the institution on whose file the person stands now; where they stayed before is
    in ``Stay`` and ``Engagement``. Name, document number and phone are encrypted; the number is
    found by its digest. ``born_on`` is kept where a figure asks the age to the day (children's
    homes), elsewhere the year alone. A person whose purpose has ended is emptied, not deleted:
    ``purged_at`` says when, and counts over their stays survive.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    unit = models.ForeignKey("orgs.Unit", on_delete=models.PROTECT, related_name="+")
    side = models.CharField(max_length=8, choices=Side.choices)
    name = EncryptedTextField()
    id_number = EncryptedTextField(blank=True)
    phone = EncryptedTextField(blank=True)
    id_digest = models.CharField(max_length=DIGEST_LENGTH, blank=True, db_default="")
    sex = models.CharField(max_length=1, choices=Sex.choices, blank=True, db_default="")
    birth_year = models.PositiveSmallIntegerField(null=True, blank=True)
    born_on = models.DateField(null=True, blank=True)
    room = models.CharField(max_length=ROOM_LENGTH, blank=True, db_default="")
    bed = models.CharField(max_length=BED_LENGTH, blank=True, db_default="")
    job = models.CharField(max_length=JOB_LENGTH, blank=True, db_default="")
    care = models.CharField(max_length=4, choices=Care.choices, blank=True, db_default="")
    is_destitute = models.BooleanField(default=False, db_default=False)
    is_child = models.BooleanField(default=False, db_default=False)
    recorded_at = models.DateTimeField()
    recorded_by = models.ForeignKey(
        "accounts.User", on_delete=models.PROTECT, related_name="+", null=True
    )
    purged_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["id_digest"],
                condition=Q(side="resident") & ~Q(id_digest=""),
                name="person_resident_once",
            ),
            models.UniqueConstraint(
                fields=["unit", "id_digest"],
                condition=Q(side="staff") & ~Q(id_digest=""),
                name="person_staff_once_a_unit",
            ),
            models.CheckConstraint(
                condition=Q(birth_year=None) | Q(birth_year__range=(1880, 2100)),
                name="person_birth_year",
            ),
            models.CheckConstraint(
                condition=Q(purged_at=None) | Q(id_digest="", born_on=None),
                name="person_purged_is_empty",
            ),
        ]
        indexes = [models.Index(fields=["unit", "side"], name="person_unit_side")]

    def __str__(self) -> str:
        """Return the masked name: this goes to the audit trail."""
        return self.masked

    @property
    def masked(self) -> str:
        """Return 王**, stars alone for a child, or a word for one whose data is gone."""
        if not self.name:
            return str(_("（已清除）"))
        if self.is_child and self.side == Side.RESIDENT:
            return masking.STAR * max(len(self.name), 2)
        return masking.mask_name(self.name)

    @property
    def masked_id(self) -> str:
        """Return the document number with its middle hidden; empty if there is none."""
        return masking.mask_id_number(self.id_number)

    @property
    def masked_phone(self) -> str:
        """Return the phone with its middle hidden; empty if there is none."""
        return masking.mask_phone(self.phone)

    @property
    def place(self) -> str:
        """Return room and bed as they are said: 201-3."""
        return "-".join(part for part in (self.room, self.bed) if part)
