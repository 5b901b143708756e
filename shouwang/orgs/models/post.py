"""Posts at units, and who holds them over time (A2, A3)."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from shouwang.accounts.roles import Role


class Post(models.Model):
    """A place of work at a unit that carries a role: 办公室主任, 填报人, 分管副局长."""

    unit = models.ForeignKey("orgs.Unit", on_delete=models.PROTECT, related_name="posts")
    name = models.CharField(max_length=60)
    role = models.CharField(max_length=20, choices=Role.choices)
    closed_on = models.DateField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["unit", "name"], condition=Q(closed_on=None), name="post_name_once_a_unit"
            )
        ]

    def __str__(self) -> str:
        return self.name


class Holding(models.Model):
    """A person on a post from one moment until another."""

    post = models.ForeignKey("orgs.Post", on_delete=models.PROTECT, related_name="holdings")
    user = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="holdings")
    from_at = models.DateTimeField()
    until_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(until_at=None) | Q(until_at__gte=F("from_at")),
                name="holding_ends_after_it_starts",
            ),
            models.UniqueConstraint(
                fields=["post", "user"], condition=Q(until_at=None), name="holding_once_at_a_time"
            ),
        ]
        indexes = [models.Index(fields=["user", "until_at"], name="holding_user")]

    def __str__(self) -> str:
        return f"{self.user_id} @ {self.post_id}"
