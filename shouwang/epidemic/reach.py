"""Who stands above a house: to whom it reports, and who may answer."""

from __future__ import annotations

from shouwang.epidemic import words
from shouwang.epidemic.models import Case
from shouwang.orgs.models import Unit
from shouwang.orgs.scope import Scope


def is_superior(scope: Scope, case: Case) -> bool:
    """Return whether a post above the house may answer its reports."""
    unit = case.unit
    near = scope.narrowed(words.ANSWER_REPORT)
    return near.everything or any(
        tree.covers(unit.path, unit.kind) and tree.unit_id != unit.pk for tree in near.subtrees
    )


def superior_name(unit: Unit) -> str:
    """Return to whom a house reports: the bureau of the unit above it."""
    parent = unit.get_parent()
    return f"{parent.name}民政局" if parent is not None else ""
