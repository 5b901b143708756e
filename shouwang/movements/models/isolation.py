"""Isolation (隔离观察): rooms of the house, who is observed where, the checks of each day."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from shouwang.kit.encrypted import EncryptedTextField
from shouwang.movements.kinds import Cause, End, Place
from shouwang.orgs.records import Record


class IsolationRoom(models.Model):
    """A room of the house kept for isolation, free while nobody is observed in it."""

    unit = models.ForeignKey("orgs.Unit", on_delete=models.PROTECT, related_name="+")
    name = models.CharField(max_length=40)
    beds = models.PositiveSmallIntegerField(default=1)
    from_at = models.DateTimeField()
    until_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["unit", "name"],
                condition=Q(until_at=None),
                name="isolation_room_once_by_name",
            ),
            models.CheckConstraint(condition=Q(beds__gte=1), name="isolation_room_has_a_bed"),
        ]

    def __str__(self) -> str:
        return self.name


class Isolation(Record):
    """One person under observation. ``happened_at`` is when it began.

    ``days`` and ``checks`` (a day) are those in force then, by ``paper``; what is asked later does
    not change them. It is released by two signatures, before its days only on the word of disease
    control (``control_word``: who said what), or ends otherwise (``ended_as``).
    """

    person = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="+")
    movement = models.ForeignKey(
        "movements.Movement", on_delete=models.PROTECT, related_name="+", null=True, blank=True
    )
    cause = models.CharField(max_length=10, choices=Cause.choices)
    place = models.CharField(max_length=10, choices=Place.choices)
    room = models.ForeignKey(
        "movements.IsolationRoom",
        on_delete=models.PROTECT,
        related_name="+",
        null=True,
        blank=True,
    )
    where = EncryptedTextField(blank=True)
    days = models.PositiveSmallIntegerField()
    checks = models.PositiveSmallIntegerField()
    paper = models.CharField(max_length=300, blank=True)

    # 居家 and 集中: who was told of it, by name and hour
    community_told = EncryptedTextField(blank=True)
    community_told_at = models.DateTimeField(null=True, blank=True)
    control_told = EncryptedTextField(blank=True)
    control_told_at = models.DateTimeField(null=True, blank=True)

    # who at disease control said that it may end before its days, what, and when
    control_word = EncryptedTextField(blank=True)
    control_word_at = models.DateTimeField(null=True, blank=True)

    medic = models.ForeignKey(
        "accounts.User", on_delete=models.PROTECT, related_name="+", null=True, blank=True
    )
    medic_at = models.DateTimeField(null=True, blank=True)
    director = models.ForeignKey(
        "accounts.User", on_delete=models.PROTECT, related_name="+", null=True, blank=True
    )
    director_at = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)
    ended_as = models.CharField(max_length=10, choices=End.choices, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["person"],
                condition=Q(ended_at=None, voided_at=None),
                name="isolation_one_open_a_person",
            ),
            models.CheckConstraint(
                condition=Q(ended_at=None, ended_as="")
                | (Q(ended_at__isnull=False) & ~Q(ended_as="")),
                name="isolation_ended_as",
            ),
            models.CheckConstraint(
                condition=Q(ended_at=None) | Q(ended_at__gte=F("happened_at")),
                name="isolation_ends_after_it_began",
            ),
            models.CheckConstraint(
                condition=~Q(ended_as__in=["released", "by_word"])
                | (Q(medic__isnull=False, director__isnull=False) & ~Q(medic=F("director"))),
                name="isolation_released_by_two",
            ),
            models.CheckConstraint(
                condition=~Q(ended_as="by_word")
                | Q(control_word_at__isnull=False, control_word_at__lte=F("ended_at")),
                name="isolation_early_by_a_word",
            ),
        ]
        indexes = [
            models.Index(
                fields=["unit"], condition=Q(ended_at=None, voided_at=None), name="isolation_open"
            ),
            models.Index(fields=["unit", "happened_at"], name="isolation_begun"),
            models.Index(fields=["unit", "ended_at"], name="isolation_ended"),
            models.Index(fields=["room"], name="isolation_in_room"),
        ]

    def __str__(self) -> str:
        return str(self.get_cause_display())


class IsolationCheck(Record):
    """One check of one day: a temperature and symptoms, or the reason why there was none."""

    isolation = models.ForeignKey(
        "movements.Isolation", on_delete=models.PROTECT, related_name="made"
    )
    number = models.PositiveSmallIntegerField(help_text=_("第几天"))
    # tenths of a degree, and the bits of symptoms, as ``health`` has them
    tenths = models.SmallIntegerField(null=True, blank=True)
    symptoms = models.SmallIntegerField(default=0)
    missed_because = models.CharField(max_length=100, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(tenths__isnull=False, missed_because="")
                | (Q(tenths=None) & ~Q(missed_because="")),
                name="isolation_check_or_reason",
            ),
        ]
        indexes = [
            models.Index(fields=["isolation", "number"], name="isolation_check_of_day"),
            models.Index(fields=["unit", "happened_at"], name="isolation_check_of_unit"),
        ]

    def __str__(self) -> str:
        return str(self.number)
