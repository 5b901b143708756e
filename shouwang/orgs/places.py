"""The unit tree's answers to accounts, which lies below (``accounts.places``)."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db.models import Q

from shouwang.accounts.models import User
from shouwang.accounts.places import PostHeld, Reach
from shouwang.accounts.roles import Role
from shouwang.orgs.models import Holding, Unit
from shouwang.orgs.scope import Scope

_MOST_NAMED = 50


class UnitTree:
    """Posts, names and reach as the tree stands now."""

    def posts_of(self, user: User, *, at: datetime) -> list[PostHeld]:
        """Return the posts that a user holds at a moment, the oldest first."""
        held = (
            Holding.objects.filter(user=user, from_at__lte=at, post__closed_on=None)
            .filter(Q(until_at=None) | Q(until_at__gt=at))
            .select_related("post__unit")
            .order_by("from_at", "pk")
        )
        return [
            PostHeld(h.post.name, Role(h.post.role).label, h.post.unit.name, h.from_at)
            for h in held
        ]

    def reach(self, scope: Scope, permission: str) -> Reach:
        """Return the units and people that a scope covers; at a top of the tree also what
        belongs to nobody.

        The people are whoever holds or held a post there: their past deeds stay readable.
        """
        held = scope.narrowed(permission)
        if held.everything:
            return Reach(everything=True)
        return Reach(
            unit_ids=Unit.objects.filter(held.q()).values("pk"),
            user_ids=Holding.objects.filter(held.q("post__unit__")).values("user"),
            ownerless=any(len(tree.path) == Unit.steplen for tree in held.subtrees),
        )

    def named(self, words: str) -> Any:
        """Return the ids of the units named by ``words`` and of all below them."""
        hit = (
            Q(name__icontains=words) | Q(code__icontains=words) | Q(pinyin__icontains=words.lower())
        )
        within = Q(pk__in=[])
        for path in (
            Unit.objects.filter(hit).order_by("path").values_list("path", flat=True)[:_MOST_NAMED]
        ):
            within |= Q(path__gte=path, path__lt=path + "~")
        return Unit.objects.filter(within).values("pk")

    def names(self, unit_ids: set[int]) -> dict[int, str]:
        """Return the names of units by id."""
        return dict(Unit.objects.filter(pk__in=unit_ids).values_list("pk", "name"))
