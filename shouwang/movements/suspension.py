"""Whether a measure in force suspends a movement, and which special approvals stand."""

from __future__ import annotations

from datetime import datetime

from django.utils.translation import gettext as _

from shouwang.movements import rules
from shouwang.movements.models import Movement
from shouwang.movements.refusals import Suspended
from shouwang.response import measures
from shouwang.response.models import Exemption


def must_not_stand(kind: str, movement: Movement, *, at: datetime) -> None:
    """Raise ``Suspended`` where ``kind`` is suspended for the unit of a movement at a moment.

    An approved special approval of the movement lets it through.
    """
    measure = rules.MEASURES.get(kind)
    order = measures.forbidden(measure, unit=movement.unit, at=at) if measure else None
    if order is None or (movement.kind == kind and is_let_through(movement, at=at)):
        return
    raise Suspended(order, "" if order.is_absolute else _("请先申请返院，待上级特批"))


def is_let_through(movement: Movement, *, at: datetime) -> bool:
    """Return whether a superior has let this case through, for this moment."""
    found = movement.exemption
    if found is None or found.state != Exemption.State.APPROVED:
        return False
    return bool(found.from_at and found.until_at and found.from_at <= at < found.until_at)
