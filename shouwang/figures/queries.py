"""Reads of figures themselves, scope first."""

from __future__ import annotations

from shouwang.accounts.access import OutOfScope
from shouwang.figures.models import Figure
from shouwang.orgs.scope import Scope


def figure(scope: Scope, figure_id: int) -> Figure:
    """Return a figure whose owner lies above or within the scope; else raises ``OutOfScope``."""
    found = Figure.objects.select_related("owner").filter(pk=figure_id).first()
    if found is not None:
        above = any(s.path.startswith(found.owner.path) for s in scope.subtrees)
        if above or scope.covers(found.owner):
            return found
    raise OutOfScope(f"figure {figure_id}")
