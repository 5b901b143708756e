"""Who answers for whom: 包保领导 and 网格管理人 over time, and what they did (A3)."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _


class Leader(models.Model):
    """A person who can be made responsible: somebody who signs in, or one from outside.

    An outside leader (副县长, the head of a hospital) is a name with a post and a phone. ``unit``
    is the unit whose list the person stands on; it gives the scope.
    """

    unit = models.ForeignKey("orgs.Unit", on_delete=models.PROTECT, related_name="leaders")
    user = models.ForeignKey(
        "accounts.User", on_delete=models.PROTECT, related_name="leaderships", null=True, blank=True
    )
    name = models.CharField(max_length=60)
    post_name = models.CharField(max_length=60, blank=True)
    phone = models.CharField(max_length=30, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["user"], condition=Q(user__isnull=False), name="leader_once_a_user"
            ),
            models.UniqueConstraint(
                fields=["unit", "name", "post_name"],
                condition=Q(user=None),
                name="leader_once_a_list",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class Responsibility(models.Model):
    """One person answering for one unit from one moment until another; open while it lasts.

    ``area`` names the building or floor of a grid (网格), and is empty for a leader. At any moment
    a unit has at most one leader, and an area of it one manager: a trigger refuses an overlap
    whoever writes it. A hand-over ends and begins at one moment, so that it leaves no gap.
    """

    class Kind(models.TextChoices):
        """What the person answers for."""

        LEADER = "leader", _("包保领导")
        GRID = "grid", _("网格管理人")

    leader = models.ForeignKey(
        "orgs.Leader", on_delete=models.PROTECT, related_name="responsibilities"
    )
    unit = models.ForeignKey("orgs.Unit", on_delete=models.PROTECT, related_name="responsibilities")
    kind = models.CharField(max_length=10, choices=Kind.choices, default=Kind.LEADER)
    area = models.CharField(max_length=60, blank=True)
    from_at = models.DateTimeField()
    until_at = models.DateTimeField(null=True, blank=True)
    # why it ended: 工作调整, or empty where it was handed over
    reason = models.CharField(max_length=200, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(until_at=None) | Q(until_at__gt=F("from_at")),
                name="responsibility_ends_after_it_starts",
            ),
            models.CheckConstraint(
                condition=Q(kind="leader", area="") | (Q(kind="grid") & ~Q(area="")),
                name="responsibility_area_for_grids",
            ),
            models.UniqueConstraint(
                fields=["unit", "kind", "area"],
                condition=Q(until_at=None),
                name="responsibility_one_open",
            ),
        ]
        indexes = [models.Index(fields=["leader", "until_at"], name="responsibility_leader")]

    def __str__(self) -> str:
        return f"{self.leader_id} → {self.unit_id}"


class Act(models.Model):
    """What a responsible person did about a unit, as they or a clerk noted it."""

    class Kind(models.TextChoices):
        """The kinds of deed that have a button of their own."""

        CALL = "call", _("电话了解")
        VIDEO = "video", _("视频查看")
        VISIT = "visit", _("到场查看")
        SOLVED = "solved", _("协调解决")
        OTHER = "other", _("其他")

    leader = models.ForeignKey("orgs.Leader", on_delete=models.PROTECT, related_name="acts")
    unit = models.ForeignKey("orgs.Unit", on_delete=models.PROTECT, related_name="leaders_acts")
    kind = models.CharField(max_length=10, choices=Kind.choices)
    text = models.CharField(max_length=200, blank=True)
    at = models.DateTimeField()
    by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+")

    class Meta:
        indexes = [models.Index(fields=["leader", "at"], name="act_leader_at")]

    def __str__(self) -> str:
        return f"{self.leader_id} {self.kind} {self.unit_id}"
