"""From which unit somebody acts: their own highest post over a unit, by the tree as it stands."""

from __future__ import annotations

from collections.abc import Iterable
from enum import Enum

from shouwang.accounts.access import NotPermitted
from shouwang.orgs.kinds import Kind
from shouwang.orgs.models import Unit
from shouwang.orgs.scope import Scope, Subtree
from shouwang.response.models import Approver, Order

_COUNTIES = (Kind.COUNTY, Kind.DEVELOPMENT_ZONE)


class ToBeFound(Enum):
    """Said in place of a unit that has not been looked for yet."""

    UNKNOWN = "unknown"


UNKNOWN = ToBeFound.UNKNOWN


def posts_over(scope: Scope, permission: str, unit: Unit) -> list[Subtree]:
    """Return the reaches within which ``permission`` is held over a unit, the highest first."""
    held = [s for s in scope.narrowed(permission).subtrees if s.covers(unit.path, unit.kind)]
    return sorted(held, key=lambda s: len(s.path))


def acting_unit(scope: Scope, permission: str, unit: Unit) -> Unit:
    """Return the unit in whose name ``permission`` is used over ``unit``: the bureau of the highest
    post that has it (a section acts for its bureau); for the system the unit itself.

    Raises ``OutOfScope`` or ``NotPermitted``.
    """
    scope.require(permission, unit)
    if scope.everything:
        return unit
    return Unit.objects.get(path=posts_over(scope, permission, unit)[0].path)


def require_whole(scope: Scope, permission: str, unit: Unit) -> None:
    """Raise as ``Scope.require``, and ``NotPermitted`` where ``permission`` is held over ``unit``
    for some kinds of institution only: a section does not act for the whole area."""
    scope.require(permission, unit)
    if scope.everything:
        return
    if all(post.kinds is not None for post in posts_over(scope, permission, unit)):
        raise NotPermitted(permission)


def above(unit: Unit, *, strictly: bool = False) -> list[str]:
    """Return the paths of the units above one, and its own unless ``strictly``."""
    steps = range(unit.steplen, len(unit.path) + (0 if strictly else 1), unit.steplen)
    return [unit.path[:n] for n in steps]


def approver_unit(order: Order, unit: Unit, county: Unit | ToBeFound | None = UNKNOWN) -> Unit:
    """Return the lowest unit from which a case at ``unit`` against ``order`` may be approved.

    ``county`` is the county over the unit, None where it is known to lie under none; it is looked
    up where nobody has asked yet.
    """
    if order.approver == Approver.HOME:
        return unit
    if order.approver == Approver.GIVER or len(order.giver.path) >= len(unit.path):
        return order.giver
    if isinstance(county, ToBeFound):
        county = county_over(unit)
    if county is None or len(order.giver.path) > len(county.path):
        return order.giver
    return county


def county_over(unit: Unit) -> Unit | None:
    """Return the county or development zone over a unit, None where it lies under none."""
    return Unit.objects.filter(path__in=above(unit), kind__in=_COUNTIES).order_by("depth").first()


def counties_over(units: Iterable[Unit]) -> dict[int, Unit]:
    """Return the county over each of many units, in one statement; who lies under none is left
    out."""
    reach = {unit.pk: above(unit) for unit in units}
    paths = {path for paths in reach.values() for path in paths}
    found = {one.path: one for one in Unit.objects.filter(path__in=paths, kind__in=_COUNTIES)}
    over = {
        pk: next((found[path] for path in paths if path in found), None)
        for pk, paths in reach.items()
    }
    return {pk: county for pk, county in over.items() if county is not None}
