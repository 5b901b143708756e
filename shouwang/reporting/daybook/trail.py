"""The way from the user's top down to a unit, in one query."""

from __future__ import annotations

from shouwang.accounts.access import OutOfScope
from shouwang.orgs.models import Unit
from shouwang.orgs.scope import Scope

_LINE = """
SELECT above.* FROM orgs_unit u
JOIN orgs_unit above ON above.path IN (
    SELECT substr(u.path, 1, n) FROM generate_series(%s, length(u.path), %s) AS n
)
WHERE u.id = %s ORDER BY above.path
"""


def line_to(scope: Scope, unit_id: int) -> list[Unit]:
    """Return the units above one that are in scope, the highest first, and the unit last.

    Raises ``OutOfScope`` (404) for a unit outside the scope.
    """
    step = Unit.steplen
    line = list(Unit.objects.raw(_LINE, [step, step, unit_id]))
    if not line or not scope.covers(line[-1]):
        raise OutOfScope(f"unit {unit_id}")
    return [u for u in line if scope.covers(u)]
