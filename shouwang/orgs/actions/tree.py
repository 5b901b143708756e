"""The paths of the unit tree: one writer at a time, many units in few statements."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from django.db import connection

from shouwang.orgs.models import Unit

_LOCK = 7_201_909

# the last descendant's path begins with the last child's: one index probe a parent
_LAST = """
SELECT p.id, left(c.path, length(p.path) + %(step)s)
FROM orgs_unit p CROSS JOIN LATERAL (
    SELECT path FROM orgs_unit
    WHERE path > p.path AND path < p.path || '~' ORDER BY path DESC LIMIT 1
) AS c
WHERE p.id = ANY(%(parents)s)
"""

_ADD_CHILDREN = """
UPDATE orgs_unit u SET numchild = u.numchild + n.more
FROM unnest(%s::bigint[], %s::int[]) AS n(id, more) WHERE u.id = n.id
"""


def hold_tree() -> None:
    """Let nobody else change the tree's shape until this transaction ends.

    A move rewrites the paths of a whole branch: a child made under it meanwhile would keep the
    old path, and two children made at once would take the same one. Reading is never held up.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_LOCK])


class Places:
    """Hands out paths under units; call within ``hold_tree``."""

    def __init__(self, parents: Iterable[Unit]) -> None:
        """Read where the children of ``parents`` end."""
        self._steps: dict[str, int] = {}
        self.added: dict[str, int] = {}
        known = {unit.pk: unit.path for unit in parents}
        with connection.cursor() as cursor:
            cursor.execute(_LAST, {"step": Unit.steplen, "parents": list(known)})
            for pk, last in cursor.fetchall():
                self._steps[known[pk]] = Unit._str2int(last[-Unit.steplen :])
            cursor.execute("SELECT max(path) FROM orgs_unit WHERE depth = 1")
            row = cursor.fetchone()
        self._steps[""] = Unit._str2int(row[0]) if row and row[0] else 0

    def put(self, unit: Unit, parent: Unit | None) -> None:
        """Give ``unit`` the next path under ``parent`` (None: at the top)."""
        above = parent.path if parent else ""
        step = self._steps.get(above, 0) + 1
        self._steps[above] = step
        self.added[above] = self.added.get(above, 0) + 1
        unit.depth = parent.depth + 1 if parent else 1
        unit.path = Unit._get_path(above, unit.depth, step)
        unit.numchild = 0


def count_children(more: Mapping[int, int]) -> None:
    """Add to the number of children that units keep: unit number → how many more."""
    with connection.cursor() as cursor:
        cursor.execute(_ADD_CHILDREN, [list(more), list(more.values())])
