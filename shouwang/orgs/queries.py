"""Reads of the unit tree, scope first."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from django.db.models import Count, Prefetch, Q, QuerySet

from shouwang.accounts.access import OutOfScope
from shouwang.kit import prepared
from shouwang.orgs import kinds
from shouwang.orgs.models import Holding, Placement, Post, Unit
from shouwang.orgs.placing import open_on
from shouwang.orgs.scope import Scope

# asked by nearly every page: prepared, not put into words anew each time
_UNIT = f"SELECT {prepared.columns(Unit, 'u')} FROM orgs_unit u"  # noqa: S608
_BY_ID = f"{_UNIT} WHERE u.id = %s"
_BY_CODE = f"{_UNIT} WHERE u.code = %s"


def units(scope: Scope) -> QuerySet[Unit]:
    """Return the units in scope, in tree order."""
    return Unit.objects.filter(scope.q()).order_by("path")


def unit(scope: Scope, unit_id: int) -> Unit:
    """Return one unit by its number; raises ``OutOfScope`` (404) outside the scope."""
    found = prepared.first(Unit, _BY_ID, [unit_id])
    if found is None or not scope.covers(found):
        raise OutOfScope(f"unit {unit_id}")
    return found


def unit_by_code(scope: Scope, code: str) -> Unit:
    """Return one unit by its code; raises ``OutOfScope`` outside the scope."""
    found = prepared.first(Unit, _BY_CODE, [code])
    if found is None or not scope.covers(found):
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
    found = units(scope).filter(_named(words))
    return found.filter(open_on(on)) if on else found


def branches(scope: Scope, parents: Iterable[Unit]) -> dict[str, list[Unit]]:
    """Return the children of several units by their parent's path, in one statement."""
    within = Q(pk__in=[])
    for parent in parents:
        within |= Q(path__gt=parent.path, path__lt=parent.path + "~", depth=parent.depth + 1)
    found: dict[str, list[Unit]] = {}
    for unit in units(scope).filter(within).order_by("order", "path"):
        found.setdefault(unit.path[: -unit.steplen], []).append(unit)
    return found


def with_superiors(found: Iterable[Unit]) -> list[Unit]:
    """Return units each with ``above``, the unit directly above or None; a name may be told though
    it is out of scope."""
    listed = list(found)
    paths = {unit.path[: -unit.steplen] for unit in listed} - {""}
    above = {unit.path: unit for unit in Unit.objects.filter(path__in=paths)}
    for unit in listed:
        unit.above = above.get(unit.path[: -unit.steplen])
    return listed


def counts_by_kind(scope: Scope, *, on: date) -> list[dict[str, int | str]]:
    """Return for each kind of unit in scope how many are open on a day and how many closed."""
    rows = (
        units(scope)
        .order_by("kind")
        .values("kind")
        .annotate(
            open=Count("pk", filter=open_on(on)), closed=Count("pk", filter=Q(closed_on__lte=on))
        )
    )
    rank = {kind.value: (n, str(kind.label)) for n, kind in enumerate(kinds.Kind)}
    lines = [{**row, "label": rank[row["kind"]][1]} for row in rows]
    return sorted(lines, key=lambda line: rank[str(line["kind"])][0])


def placements(scope: Scope, of: Unit) -> QuerySet[Placement]:
    """Return where a unit lay over time, the latest first."""
    held = Placement.objects.filter(scope.q("unit__"), unit=of)
    return held.select_related("parent").order_by("-from_on")


def homes_to_be(
    scope: Scope, unit: Unit, words: str, *, permission: str, most: int = 30
) -> list[Unit]:
    """Return units under which another may be moved: found, else near its superior."""
    fitting = [kind.value for kind in kinds.Kind if kinds.may_lie_under(unit.kind, kind)]
    found = units(scope.narrowed(permission)).filter(kind__in=fitting, closed_on=None)
    found = found.exclude(path__gte=unit.path, path__lt=unit.path + "~")
    found = found.exclude(path=unit.path[: -unit.steplen])
    if words:
        return list(found.filter(_named(words))[:most])
    above = unit.path[: -2 * unit.steplen]
    near = found.filter(path__gt=above, path__lt=above + "~", depth=unit.depth - 1)
    near = near.filter(kind__in=kinds.JURISDICTIONS)
    return list(near.order_by("order", "path")[:most])


def unit_named(scope: Scope, words: str) -> list[Unit]:
    """Return the units that go by a code or a full or short name exactly, a code first."""
    found = units(scope).filter(Q(code=words) | Q(name=words) | Q(short_name=words))
    listed = list(found[:6])
    return [unit for unit in listed if unit.code == words] or listed


def posts_over_time(scope: Scope, at_unit: Unit) -> list[Post]:
    """Return all posts of a unit, open ones first, each with ``held``: holdings, latest first."""
    holdings = Holding.objects.select_related("user").order_by("-from_at", "-pk")
    found = Post.objects.filter(scope.q("unit__"), unit=at_unit)
    found = found.prefetch_related(Prefetch("holdings", holdings, to_attr="held"))
    return sorted(found, key=lambda post: (post.closed_on is not None, post.role, post.name))


def post(scope: Scope, post_id: int) -> Post:
    """Return one post; raises ``OutOfScope`` outside the scope."""
    found = Post.objects.filter(scope.q("unit__"), pk=post_id).select_related("unit").first()
    if found is None:
        raise OutOfScope(f"post {post_id}")
    return found


def holding(scope: Scope, holding_id: int) -> Holding:
    """Return one holding; raises ``OutOfScope`` outside the scope."""
    found = Holding.objects.filter(scope.q("post__unit__"), pk=holding_id)
    held = found.select_related("post__unit", "user").first()
    if held is None:
        raise OutOfScope(f"holding {holding_id}")
    return held


def _named(words: str) -> Q:
    return Q(name__icontains=words) | Q(code__icontains=words) | Q(pinyin__icontains=words.lower())


def posts(scope: Scope, at_unit: Unit) -> list[Post]:
    """Return the open posts of a unit, each with ``held_now``: its present holdings with users."""
    now = Holding.objects.filter(until_at=None).select_related("user").order_by("from_at", "pk")
    found = Post.objects.filter(scope.q("unit__"), unit=at_unit, closed_on=None)
    return list(
        found.prefetch_related(Prefetch("holdings", now, to_attr="held_now")).order_by(
            "role", "name"
        )
    )
