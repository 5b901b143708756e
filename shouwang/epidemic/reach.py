"""Who stands above a house: to whom it reports, and who may answer."""

from __future__ import annotations

from shouwang.epidemic import words
from shouwang.epidemic.models import Case
from shouwang.orgs.kinds import Kind
from shouwang.orgs.models import Unit
from shouwang.orgs.scope import Scope

# the bureau of each kind of unit that answers for homes
_BUREAUS: dict[str, str] = {
    Kind.COUNTY: "民政局",
    Kind.DEVELOPMENT_ZONE: "社会事务局",
    Kind.PREFECTURE: "民政局",
    Kind.PROVINCE: "民政厅",
}


def is_superior(scope: Scope, case: Case) -> bool:
    """Return whether a post above the house may answer its reports."""
    unit = case.unit
    near = scope.narrowed(words.ANSWER_REPORT)
    return near.everything or any(
        tree.covers(unit.path, unit.kind) and tree.unit_id != unit.pk for tree in near.subtrees
    )


def superior_name(unit: Unit) -> str:
    """Return to which bureau a house reports: that of the county, or what stands for one.

    The township is told beside it (``telling``): the report goes to the bureau.
    """
    lines = [unit.path[:n] for n in range(unit.steplen, len(unit.path), unit.steplen)]
    above = Unit.objects.filter(path__in=lines, kind__in=_BUREAUS).order_by("-depth").first()
    return f"{above.name}{_BUREAUS[above.kind]}" if above is not None else ""
