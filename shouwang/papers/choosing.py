"""To whom a paper may go, in groups: single units are ticked, or a whole group at once."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from shouwang.orgs.kinds import INSTITUTIONS, JURISDICTIONS, Kind
from shouwang.orgs.models import Unit

# more boxes than that nobody reads: such a group goes as a whole, or by the bureaus below
MOST_LISTED = 500
_GROUPS: Mapping[str, tuple[Any, Q]] = {
    "bureaus": (_("下级民政部门"), Q(kind__in=JURISDICTIONS)),
    "sections": (_("科室"), Q(kind=Kind.SECTION)),
    "institutions": (_("机构"), Q(kind__in=INSTITUTIONS)),
}


@dataclass(frozen=True)
class Group:
    """Units of a sort: how many there are, and those that are listed one by one."""

    key: str
    label: Any
    count: int
    units: list[Unit]


def groups(offered: QuerySet[Unit]) -> list[Group]:
    """Return the units that a paper may go to, by sort; a sort without any is left out."""
    found = []
    for key, (label, which) in _GROUPS.items():
        count = offered.filter(which).count()
        listed = list(offered.filter(which)) if count <= MOST_LISTED else []
        found.append(Group(key, label, count, listed))
    return [group for group in found if group.count]


def asked(sent: Any, offered: QuerySet[Unit]) -> QuerySet[Unit]:
    """Return the units that were ticked, singly or by their whole group."""
    single = [int(n) for n in sent.getlist("unit") if n.isascii() and n.isdigit()]
    wanted = Q(pk__in=single)
    for key in sent.getlist("all"):
        if key in _GROUPS:
            wanted |= _GROUPS[key][1]
    return offered.filter(wanted)
