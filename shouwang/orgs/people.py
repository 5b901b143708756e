"""Reads of users: whom a security administrator sees, their posts, who is locked out."""

from __future__ import annotations

from datetime import datetime

from django.db.models import Exists, OuterRef, Prefetch, Q, QuerySet

from shouwang.accounts import words
from shouwang.accounts.access import OutOfScope
from shouwang.accounts.actions.throttle import plain_name
from shouwang.accounts.models import SignInThrottle, User
from shouwang.orgs.models import Holding, Unit
from shouwang.orgs.scope import Scope

ACTIVE, DISABLED, LOCKED = "active", "disabled", "locked"


def people(scope: Scope) -> QuerySet[User]:
    """Return the users who hold or held a post within reach of a security administrator."""
    reach = scope.narrowed(words.MANAGE_USERS)
    if reach.everything:
        return User.objects.filter(is_system=False)
    posted = Holding.objects.filter(reach.q("post__unit__"), user=OuterRef("pk"))
    return User.objects.filter(Exists(posted), is_system=False)


def person(scope: Scope, user_id: int) -> User:
    """Return one user; raises ``OutOfScope`` beyond reach."""
    found = people(scope).filter(pk=user_id).first()
    if found is None:
        raise OutOfScope(f"user {user_id}")
    return found


def by_username(scope: Scope, username: str, *, at: datetime) -> User | None:
    """Return an active user who holds a post at a unit in scope, by the sign-in name."""
    posted = _held_now(at).filter(scope.q("post__unit__"), user=OuterRef("pk"))
    named = User.objects.filter(username__iexact=username.strip(), is_active=True, is_system=False)
    return named.filter(Exists(posted)).first()


def search(
    scope: Scope,
    *,
    at: datetime,
    words_typed: str = "",
    unit: str = "",
    role: str = "",
    state: str = "",
) -> QuerySet[User]:
    """Return users by part of a name or sign-in name, unit (with all below), role held now, state.

    ``state`` is ACTIVE, DISABLED or LOCKED; an empty text asks for nothing.
    """
    found = people(scope)
    if words_typed:
        found = found.filter(Q(name__icontains=words_typed) | Q(username__icontains=words_typed))
    if role:
        found = found.filter(Exists(_held_now(at).filter(user=OuterRef("pk"), post__role=role)))
    if unit:
        below = _below(scope, unit)
        found = found.filter(Exists(_held_now(at).filter(below, user=OuterRef("pk"))))
    if state == LOCKED:
        names = SignInThrottle.objects.filter(locked_until__gt=at).values_list(
            "username", flat=True
        )
        matching = Q(pk__in=[])
        for name in names:
            matching |= Q(username__iexact=name)
        found = found.filter(matching)
    elif state:
        found = found.filter(is_active=state == ACTIVE)
    return found.prefetch_related(_posts_now(at)).order_by("name", "pk")


def locked(users: list[User], *, at: datetime) -> set[int]:
    """Return the ids of those who are locked out by wrong passwords."""
    names = {plain_name(user.username): user.pk for user in users}
    shut = SignInThrottle.objects.filter(username__in=names, locked_until__gt=at)
    return {names[name] for name in shut.values_list("username", flat=True)}


def holdings(scope: Scope, user: User) -> list[Holding]:
    """Return the posts that a user holds and held, within reach, the latest first."""
    reach = scope.narrowed(words.MANAGE_USERS)
    held = Holding.objects.filter(reach.q("post__unit__"), user=user)
    return list(held.select_related("post__unit").order_by("-from_at", "-pk"))


def is_wholly_within(scope: Scope, user: User, *, at: datetime) -> bool:
    """Return whether every post that a user holds now lies within reach."""
    reach = scope.narrowed(words.MANAGE_USERS)
    if reach.everything:
        return True
    return not _held_now(at).filter(user=user).exclude(reach.q("post__unit__")).exists()


def _held_now(at: datetime) -> QuerySet[Holding]:
    return Holding.objects.filter(
        Q(until_at=None) | Q(until_at__gt=at), from_at__lte=at, post__closed_on=None
    )


def _posts_now(at: datetime) -> Prefetch:
    held = _held_now(at).select_related("post__unit").order_by("from_at", "pk")
    return Prefetch("holdings", held, to_attr="held_now")


def _below(scope: Scope, typed: str) -> Q:
    hit = Q(name__icontains=typed) | Q(code=typed) | Q(pinyin__icontains=typed.lower())
    within = Q(pk__in=[])
    paths = (
        Unit.objects.filter(scope.q()).filter(hit).order_by("path").values_list("path", flat=True)
    )
    for path in paths[:50]:
        within |= Q(post__unit__path__gte=path, post__unit__path__lt=path + "~")
    return within
