"""The readings of isolation checks, entered with ``health`` in few statements however many."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from shouwang.accounts.models import User
from shouwang.health import readings, rules
from shouwang.health.actions import fevers, writing
from shouwang.health.actions.temperatures import FEVER_AT
from shouwang.health.readings import Reading
from shouwang.kit.offline import Conflict
from shouwang.movements.refusals import unfit
from shouwang.orgs.models import Unit
from shouwang.response import measures


def enter(unit: Unit, taken: Sequence[Reading], *, by: User, at: datetime) -> None:
    """Enter readings of one unit as a part of another deed, in its transaction.

    A fever opens the case of its person. Raises ``Unfit`` for what no thermometer shows,
    ``Conflict`` for somebody who had left the register by then.
    """
    if not taken:
        return
    try:
        readings.check(taken, at=at)
        readings.require_on_roll([(unit.pk, reading) for reading in taken])
    except ValidationError as why:
        raise unfit("temperature", "；".join(why.messages)) from None
    except readings.NotOnRoll:
        raise Conflict(_("登记的时间已不在册，请核对后再办")) from None
    marks = {
        moment: rules.tenths(measures.value(FEVER_AT, unit=unit, at=moment))
        for moment in {reading.happened_at for reading in taken}
    }
    rows = [writing.Row(unit.pk, reading, marks[reading.happened_at]) for reading in taken]
    new = writing.write(rows, by=by, at=at)
    fevers.open_cases(new, units={unit.pk: unit}, by=by, at=at)
