"""Many units at once: the same checks, placements and audit lines, in few statements."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from shouwang.accounts import audit
from shouwang.accounts.models import User
from shouwang.orgs import words
from shouwang.orgs.actions.tree import Places, count_children, hold_tree
from shouwang.orgs.actions.units import NewUnit, check, require, tell
from shouwang.orgs.models import Placement, Unit
from shouwang.orgs.scope import scope_of

# told how many are made of how many; may raise to stop, which takes everything back
Step = Callable[[int, int], None]
_AT_ONCE = 2_000


def _silent(done: int, total: int) -> None:
    """Tell nobody."""


@transaction.atomic
def create_units(
    new: Sequence[NewUnit], *, by: User, at: datetime, step: Step = _silent
) -> list[Unit]:
    """Create many units; a parent may be one of them, named by ``parent_code``, in any order.

    One statement per ``_AT_ONCE`` units and table; every unit has its own audit line; listeners
    are told once. Returns the units, superiors first. Raises ``ValidationError`` as ``create_unit``
    does for the first that may not be made: then none is.
    """
    hold_tree()
    standing = _standing(new)
    scope = scope_of(by, at=at)
    for unit in standing.values():
        scope.require(words.MANAGE_UNITS, unit)
    if any(n.parent is None and not n.parent_code for n in new):
        require(by, at, None)
    taken = set(Unit.objects.filter(code__in=[n.code for n in new]).values_list("code", flat=True))
    places, made = Places(standing.values()), dict(standing)
    ordered: list[tuple[Unit, Unit | None]] = []
    for one in _superiors_first(new, standing):
        parent = made[_parent_code(one)] if _parent_code(one) else None
        check(one, parent, is_code_free=one.code not in taken)
        taken.add(one.code)
        unit = made[one.code] = one.unit()
        places.put(unit, parent)
        ordered.append((unit, parent))
    _count(places, made.values(), standing.values())
    for first in range(0, len(ordered), _AT_ONCE):
        _write(ordered[first : first + _AT_ONCE], by=by, at=at)
        step(min(first + _AT_ONCE, len(ordered)), len(ordered))
    parents = {parent.pk for _unit, parent in ordered if parent is not None}
    if ordered:
        tell(sorted(parents), min(unit.opened_on for unit, _parent in ordered), at)
    return [unit for unit, _parent in ordered]


def _parent_code(one: NewUnit) -> str:
    return one.parent.code if one.parent else one.parent_code


def _standing(new: Sequence[NewUnit]) -> dict[str, Unit]:
    """Return the parents that are there already, by code, as they are now."""
    codes = {_parent_code(one) for one in new} - {""}
    return {unit.code: unit for unit in Unit.objects.filter(code__in=codes)}


def _superiors_first(new: Sequence[NewUnit], standing: dict[str, Unit]) -> Iterable[NewUnit]:
    """Yield each after its parent, else in the order given; refuse parents that never come."""
    waiting: dict[str, list[NewUnit]] = {}
    ready: list[NewUnit] = []
    for one in new:
        code = _parent_code(one)
        if not code or code in standing:
            ready.append(one)
        else:
            waiting.setdefault(code, []).append(one)
    while ready:
        next_level: list[NewUnit] = []
        for one in ready:
            yield one
            next_level.extend(waiting.pop(one.code, ()))
        ready = next_level
    if waiting:
        raise ValidationError(
            _("没有代码为 %(code)s 的上级机构") % {"code": next(iter(waiting))}, code="parent"
        )


def _count(places: Places, made: Iterable[Unit], standing: Iterable[Unit]) -> None:
    """Set the number of children of the new, add to that of the parents already there."""
    more = {unit.pk: places.added[unit.path] for unit in standing if unit.path in places.added}
    for unit in made:
        if unit.pk is None:
            unit.numchild = places.added.get(unit.path, 0)
    count_children(more)


def _write(pairs: Sequence[tuple[Unit, Unit | None]], *, by: User, at: datetime) -> None:
    Unit.objects.bulk_create([unit for unit, _parent in pairs])
    Placement.objects.bulk_create(
        [Placement(unit=unit, parent=parent, from_on=unit.opened_on) for unit, parent in pairs]
    )
    audit.record_many(
        (
            audit.Entry(
                words.UNIT_CREATED,
                about=unit,
                unit_id=unit.pk,
                detail={"code": unit.code, "kind": unit.kind},
            )
            for unit, _parent in pairs
        ),
        by=by,
        at=at,
    )
