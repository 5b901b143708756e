"""How an organ's papers travel: its 代字 and the steps to the signature and after, and how they
did before."""

from __future__ import annotations

from django.db import models


class Route(models.Model):
    """A unit's way for papers of a kind; ``kind`` empty stands for all without one of their own.

    ``steps`` is a list of ``{"deed": "check", "unit": id, "role": "office"}`` in order;
    neighbouring countersigns wait together.
    """

    unit = models.ForeignKey("orgs.Unit", on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=12, blank=True)
    organ = models.CharField(max_length=60)  # 发文机关, as it signs
    word = models.CharField(max_length=20)  # 代字: 澜民发
    steps = models.JSONField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["unit", "kind"], name="route_once_a_kind")]

    def __str__(self) -> str:
        return f"{self.word} {self.kind}"


class RouteVersion(models.Model):
    """A route as it was set: what changed, when and by whom. Never changed afterwards.

    No ``steps``: papers of the kind went by the route for all kinds again. ``by`` and ``at`` are
    None for what stood before changes were kept.
    """

    unit = models.ForeignKey("orgs.Unit", on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=12, blank=True)
    number = models.PositiveIntegerField()
    organ = models.CharField(max_length=60)
    word = models.CharField(max_length=20)
    steps = models.JSONField()
    by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+", null=True)
    at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["unit", "kind", "number"], name="route_version_once")
        ]

    def __str__(self) -> str:
        return f"{self.word} {self.kind} v{self.number}"
