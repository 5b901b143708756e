"""Reads of the unit tree, scope first."""

from __future__ import annotations

from datetime import date

from django.db.models import Q, QuerySet

from shouwang.accounts.access import OutOfScope
from shouwang.orgs.models import Post, Unit
from shouwang.orgs.placing import open_on
from shouwang.orgs.scope import Scope


def units(scope: Scope) -> QuerySet[Unit]:
    """Return the units in scope, in tree order."""
    return Unit.objects.filter(scope.q()).order_by("path")


def unit(scope: Scope, unit_id: int) -> Unit:
    """Return one unit by its number; raises ``OutOfScope`` (404) outside the scope."""
    found = Unit.objects.filter(scope.q(), pk=unit_id).first()
    if found is None:
        raise OutOfScope(f"unit {unit_id}")
    return found


def unit_by_code(scope: Scope, code: str) -> Unit:
    """Return one unit by its code; raises ``OutOfScope`` outside the scope."""
    found = Unit.objects.filter(scope.q(), code=code).first()
    if found is None:
        raise OutOfScope(f"unit {code}")
    return found


def children(scope: Scope, parent: Unit) -> QuerySet[Unit]:
    """Return the units directly under one, as the tree stands now, in their order."""
    below = units(scope).filter(
        path__gte=parent.path, path__lt=parent.path + "~", depth=parent.depth + 1
    )
    return below.order_by("order", "path")


def ancestors(scope: Scope, unit: Unit) -> list[Unit]:
    """Return the units above one that are in scope, the highest first: the breadcrumb."""
    steps = range(unit.steplen, len(unit.path), unit.steplen)
    above = Unit.objects.filter(path__in=[unit.path[:n] for n in steps]).order_by("path")
    return [u for u in above if scope.covers(u)]


def tops(scope: Scope) -> list[Unit]:
    """Return the highest units of the scope: where its user's pages begin."""
    if scope.everything:
        return list(Unit.objects.filter(depth=1).order_by("order", "path"))
    paths = {s.path for s in scope.subtrees}
    highest = {p for p in paths if not any(p != q and p.startswith(q) for q in paths)}
    return list(Unit.objects.filter(path__in=highest).order_by("path"))


def search(scope: Scope, words: str, *, on: date | None = None) -> QuerySet[Unit]:
    """Return the units whose name, code or pinyin contains what was typed."""
    found = units(scope).filter(
        Q(name__icontains=words) | Q(code__icontains=words) | Q(pinyin__icontains=words.lower())
    )
    return found.filter(open_on(on)) if on else found


def posts(scope: Scope, at_unit: Unit) -> QuerySet[Post]:
    """Return the open posts of a unit."""
    return (
        Post.objects.filter(scope.q("unit__"), unit=at_unit, closed_on=None)
        .prefetch_related("holdings__user")
        .order_by("role", "name")
    )
