"""Who sees a name in full: those who work in that very house; anyone above sees 王**."""

from __future__ import annotations

from shouwang.orgs.kinds import INSTITUTIONS, Kind
from shouwang.orgs.models import Unit
from shouwang.orgs.scope import Scope
from shouwang.people import words
from shouwang.people.models import Person

CHILDRENS_KINDS = frozenset({Kind.CHILD_WELFARE_HOME, Kind.MINOR_PROTECTION})


def shown_in_full(scope: Scope, unit: Unit) -> bool:
    """Return whether names of a house's people stand in full on this user's screens.

    The post must be at the house itself, or at an institution of which it is a part; in a
    children's home it must be a post that works with the children.
    """
    if scope.everything:
        return True
    asked = words.SEE_CHILDREN if unit.kind in CHILDRENS_KINDS else words.SEE_NAMES
    near = [tree for tree in scope.narrowed(asked).subtrees if tree.covers(unit.path, unit.kind)]
    if any(tree.unit_id == unit.pk for tree in near):
        return True
    above = {tree.unit_id for tree in near}
    return bool(above) and Unit.objects.filter(pk__in=above, kind__in=INSTITUTIONS).exists()


def name_of(person: Person, *, full: bool) -> str:
    """Return the name as it may be shown: 王秀英 or 王**; of a child nothing but stars."""
    return person.name or person.masked if full else person.masked
