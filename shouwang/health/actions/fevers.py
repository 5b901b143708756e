"""What a fever sets going: the case card, and a look at whether fevers cluster."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from decimal import Decimal
from uuid import UUID

from django.utils.translation import gettext as _

from shouwang.accounts.access import OutOfScope
from shouwang.accounts.models import User
from shouwang.alarms.actions import watching
from shouwang.epidemic import rules as chain
from shouwang.epidemic.actions import cases
from shouwang.epidemic.models import Case
from shouwang.health import rules
from shouwang.health.actions.writing import Row
from shouwang.health.models import Temperature
from shouwang.kit import clock
from shouwang.orgs.models import Unit
from shouwang.orgs.scope import SYSTEM

CLUSTER = "health.fever_cluster"


def open_cases(
    rows: Sequence[Row], *, units: Mapping[int, Unit], by: User, at: datetime
) -> dict[UUID, UUID]:
    """Open the case of everybody who is feverish in new rows; return case by reading.

    The case stands at the moment of the measurement, also when that arrives late. A person with
    an open case keeps it. Then the watch looks whether fevers cluster in those houses.
    """
    feverish = sorted((row for row in rows if row.is_fever), key=lambda r: r.reading.happened_at)
    opened: dict[UUID, UUID] = {}
    for row in feverish:
        try:
            case = cases.open_case(
                person_id=row.reading.person_id,
                unit=units[row.unit_id],
                at=row.reading.happened_at,
                recorded_at=at,
                why=why(row),
                temperature=Decimal(row.reading.tenths or 0) / 10,
                symptoms=tuple(rules.codes(row.reading.symptoms)),
                by=by,
                # a fever opens the case whoever measured it: at the gate, too
                scope=SYSTEM,
            )
        except OutOfScope:
            # on another house's file by now: the reading stands, that house has the person
            continue
        opened[row.reading.id] = case.pk
    _note_rechecks(rows, by=by, at=at)
    if feverish:
        houses = {row.unit_id for row in feverish}
        watching.look(at=at, unit_ids=houses, codes=[CLUSTER])
    return opened


def _note_rechecks(rows: Sequence[Row], *, by: User, at: datetime) -> None:
    """Note on the open case of a person what was measured again; a reading is noted once."""
    found = {
        row.reading.person_id: row.reading
        for row in rows
        if row.reading.context == Temperature.Context.RECHECK and row.reading.tenths
    }
    if not found:
        return
    for case in Case.objects.filter(person_id__in=found, closed_at=None, voided_at=None):
        reading = found[case.person_id]
        # one that opened the case itself, or came before its first sign, is no second measurement
        if reading.happened_at <= case.happened_at:
            continue
        cases.note(
            case=case, step=chain.RECHECK, by=by, at=reading.happened_at, recorded_at=at,
            temperature=Decimal(reading.tenths or 0) / 10, id=reading.id, scope=SYSTEM,
        )  # fmt: skip


def why(row: Row) -> str:
    """Return the words that say what opened a case, without a name."""
    reading = row.reading
    return _("%(occasion)s测温 %(value)s ℃，%(time)s") % {
        "occasion": Temperature.Context(reading.context).label,
        "value": rules.shown(reading.tenths or 0),
        "time": f"{clock.local(reading.happened_at):%m-%d %H:%M}",
    }
