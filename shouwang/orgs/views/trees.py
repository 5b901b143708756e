"""The unit tree as the component draws it: open along the way to the unit one looks at."""

from __future__ import annotations

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from shouwang.orgs import queries
from shouwang.orgs.models import Unit
from shouwang.orgs.scope import Scope

Node = dict[str, Any]


def whole(scope: Scope, here: Unit | None = None, above: list[Unit] | None = None) -> list[Node]:
    """Return the tree from the scope's top, open down to ``here``, one level open without it."""
    tops = queries.tops(scope)
    way = [*(above or []), here] if here is not None else tops
    opened = queries.branches(scope, way)
    return [_node(top, here, opened) for top in tops]


def branch(scope: Scope, parent: Unit) -> list[Node]:
    """Return the lines directly under one unit."""
    return [_node(unit, None, {}) for unit in queries.children(scope, parent)]


def _node(unit: Unit, here: Unit | None, opened: dict[str, list[Unit]]) -> Node:
    children = [_node(child, here, opened) for child in opened.get(unit.path, ())]
    return {
        "label": unit.label,
        "url": reverse("orgs:unit", args=[unit.pk]),
        "note": _("已关闭") if unit.closed_on else "",
        "is_here": here is not None and here.pk == unit.pk,
        "has_children": unit.numchild > 0,
        "children": children,
        "children_url": "" if children else reverse("orgs:branch", args=[unit.pk]),
    }


def trail(above: list[Unit], here: Unit, *more: str) -> list[tuple[str, str]]:
    """Return the breadcrumb: 机构, the units above, the unit, then what is done there."""
    steps = [(pgettext("menu", "机构"), reverse("orgs:units"))]
    steps += [(unit.label, reverse("orgs:unit", args=[unit.pk])) for unit in [*above, here]]
    return [*steps, *((word, "") for word in more)]
