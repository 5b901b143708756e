"""Filing with a key: who calls, the unit meant and what stands there, asked in one statement.

A key's own statement and the one for what stands would be two round trips; on the hottest path of
the house (performance.md, P1) each costs what a tenth of a report does.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from shouwang.accounts.access import OutOfScope
from shouwang.accounts.models import User
from shouwang.edge.actions import tokens
from shouwang.kit import prepared
from shouwang.orgs import scope as scopes
from shouwang.orgs.models import Unit
from shouwang.orgs.scope import Scope
from shouwang.reporting.actions import standing
from shouwang.reporting.actions.standing import Standing

_CALL = f"""
{standing.SERIES} SELECT {tokens.BEARER_COLUMNS}, {prepared.columns(Unit, "u")}, {standing.ANSWERS}
FROM {tokens.BEARER} LEFT JOIN orgs_unit u ON u.code = %(code)s LEFT JOIN s ON true
WHERE {tokens.BEARER_STANDS} ORDER BY {scopes.HELD_ORDER}
"""  # noqa: S608
_UNIT = prepared.width(User) + scopes.HELD_WIDTH
_ANSWERS = _UNIT + prepared.width(Unit)


@dataclass(frozen=True)
class Call:
    """A filing that came with a key; the unit is None where the code names none."""

    user: User
    scope: Scope
    unit: Unit | None
    standing: Standing

    @property
    def unit_in_scope(self) -> Unit:
        """Return the unit; raises ``OutOfScope`` where there is none that the caller may see."""
        if self.unit is None or not self.scope.covers(self.unit):
            raise OutOfScope("unit")
        return self.unit


def call(
    key: str, *, code: str, form_id: int, day: date, client_id: UUID, at: datetime
) -> Call | None:
    """Return who files for which unit and what stands there; None for a key that is not valid."""
    given = {"digest": tokens.digest_of(key), "at": at}
    given |= {"code": code, "form": form_id, "day": day, "client": client_id}
    rows = prepared.fetch(_CALL, given)
    found = tokens.bearer_in(rows, at=at)
    if found is None:
        return None
    first = rows[0]
    unit = prepared.instance(Unit, first[_UNIT:_ANSWERS]) if first[_UNIT] is not None else None
    return Call(*found, unit, standing.standing_in(*first[_ANSWERS:]))
