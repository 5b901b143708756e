"""Who is told: everybody who answers for a unit within the area, once."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from django.db.models import Q, QuerySet

from shouwang.accounts.roles import Role
from shouwang.desk.actions import inbox
from shouwang.orgs.kinds import JURISDICTIONS, Kind
from shouwang.orgs.models import Holding, Unit

TOLD = (Role.REPORTER, Role.DIRECTOR, Role.OFFICE, Role.LEADER)


def tell_area(
    unit: Unit,
    *,
    key: str,
    text: str,
    url: str,
    kind: str,
    at: datetime,
    but: int | None,
    kinds: Collection[str] = (),
    phone_url: str = "",
) -> None:
    """Leave word with who answers for a unit or one below it; ``kinds`` limits institutions."""
    held = _holding(TOLD, at).filter(
        post__unit__path__gte=unit.path, post__unit__path__lt=unit.path + "~"
    )
    if kinds:
        held = held.filter(post__unit__kind__in=[*kinds, *JURISDICTIONS, Kind.SECTION])
    _leave(held, but, key=key, text=text, url=url, kind=kind, at=at, phone_url=phone_url)


def tell_posts(
    unit: Unit,
    roles: Collection[str],
    *,
    key: str,
    text: str,
    url: str,
    kind: str,
    at: datetime,
    but: int | None,
) -> None:
    """Leave word with who holds one of ``roles`` at a unit."""
    held = _holding(roles, at).filter(post__unit=unit)
    _leave(held, but, key=key, text=text, url=url, kind=kind, at=at)


def _holding(roles: Collection[str], at: datetime) -> QuerySet[Holding]:
    return Holding.objects.filter(
        Q(until_at=None) | Q(until_at__gt=at),
        from_at__lte=at,
        post__closed_on=None,
        post__role__in=[str(role) for role in roles],
        user__is_active=True,
    )


def _leave(
    held: QuerySet[Holding],
    but: int | None,
    *,
    key: str,
    text: str,
    url: str,
    kind: str,
    at: datetime,
    phone_url: str = "",
) -> None:
    people = set(held.values_list("user_id", flat=True)) - {but}
    entries = [inbox.NewEntry(pk, key, text, url, kind, None, phone_url) for pk in sorted(people)]
    inbox.leave_many(entries, at=at)
