"""The way from the user's top down to a unit, in one query."""

from __future__ import annotations

from shouwang.accounts.access import OutOfScope
from shouwang.kit import prepared
from shouwang.orgs.models import Unit
from shouwang.orgs.scope import Scope

# one probe of the index a level: told as "path IN (…)" the planner reads the whole tree
_LINE = f"""
SELECT {prepared.columns(Unit, "above")}
FROM orgs_unit u CROSS JOIN LATERAL generate_series(%s::int, length(u.path), %s::int) AS n
JOIN orgs_unit above ON above.path = substr(u.path, 1, n)
WHERE u.id = %s ORDER BY above.path
"""  # noqa: S608


def line_to(scope: Scope, unit_id: int) -> list[Unit]:
    """Return the units above one that are in scope, the highest first, and the unit last.

    Raises ``OutOfScope`` (404) for a unit outside the scope.
    """
    step = Unit.steplen
    rows = prepared.fetch(_LINE, [step, step, unit_id])
    line = [prepared.instance(Unit, row) for row in rows]
    if not line or not scope.covers(line[-1]):
        raise OutOfScope(f"unit {unit_id}")
    return [u for u in line if scope.covers(u)]
