"""Entering who stands at the gate: let in, refused, waiting; one or many, by the same path."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from shouwang.accounts import audit
from shouwang.accounts.models import User
from shouwang.gate import checking, telling, words
from shouwang.gate.actions import approvals, visitors
from shouwang.gate.judging import Judged, judge
from shouwang.gate.kinds import Decision, Reason
from shouwang.gate.models import Visit, VisitStep
from shouwang.gate.told import NewVisit
from shouwang.kit import clock
from shouwang.orgs import records
from shouwang.orgs.models import Unit
from shouwang.orgs.scope import Scope, scope_of
from shouwang.people.models import Person

BATCH = 5_000
_WORDS = {
    Decision.ADMITTED: words.ADMITTED,
    Decision.SPECIAL: words.SPECIAL,
    Decision.WAITING: words.WAITING,
    Decision.REFUSED: words.REFUSED,
}


@transaction.atomic
def enter(*, new: NewVisit, by: User, at: datetime, scope: Scope | None = None) -> Visit:
    """Enter one visit. The same ``id`` again answers the first and writes nothing.

    Raises ``ValidationError`` (code: the field) for what cannot stand, ``refusals.Forbidden``
    where a measure forbade it, ``OutOfScope``, ``NotPermitted``.
    """
    known = scope or scope_of(by, at=at)
    standing = _standing(new.id)
    if standing is None:
        try:
            with transaction.atomic():
                made = enter_many(entries=[new], by=by, at=at, scope=known)
        except IntegrityError:
            # another was first with this very visit, or with this visitor at another phone
            standing = _standing(new.id)
            made = [] if standing else enter_many(entries=[new], by=by, at=at, scope=known)
        if made:
            return made[0]
        # it came over another line between the look and the writing
        standing = standing or Visit.objects.select_related("unit").get(pk=new.id)
    known.require(words.REGISTER, standing.unit)
    return standing


def _standing(visit_id: UUID) -> Visit | None:
    return Visit.objects.filter(pk=visit_id).select_related("unit").first()


@transaction.atomic
def enter_many(
    *, entries: Sequence[NewVisit], by: User, at: datetime, scope: Scope | None = None
) -> list[Visit]:
    """Enter many visits of one or more gates in few statements, with one line on record.

    Entries whose ``id`` is known are left out of what is returned.
    """
    known = scope or scope_of(by, at=at)
    units = {entry.unit.pk: entry.unit for entry in entries}
    for unit in units.values():
        known.require(words.REGISTER, unit)
    new = _unknown(entries)
    judged = judge(new)
    for entry, told in zip(new, judged, strict=True):
        checking.check(entry, told, at=at)
    _check_persons(new)
    made = _written(new, judged, by=by, at=at)
    _tell(made, new, units, by=by, at=at)
    approvals.ask_for(made, new, judged, by=by, at=at, scope=known)
    records.changed({(row.unit_id, clock.local_day(row.happened_at)) for row in made})
    return made


def _unknown(entries: Sequence[NewVisit]) -> list[NewVisit]:
    ids = [entry.id for entry in entries]
    known = set(Visit.objects.filter(pk__in=ids).values_list("pk", flat=True))
    return [entry for entry in entries if entry.id not in known]


def _check_persons(entries: Sequence[NewVisit]) -> None:
    """Raise ``ValidationError`` for a person who is not on the file of that house."""
    asked: dict[UUID, int] = {e.person_id: e.unit.pk for e in entries if e.person_id}
    units = dict(Person.objects.filter(pk__in=asked).values_list("pk", "unit_id"))
    if any(units.get(pk) != unit_id for pk, unit_id in asked.items()):
        raise ValidationError(_("被探望人不在本院名册上"), code="person")


def _written(
    entries: Sequence[NewVisit], judged: Sequence[Judged], *, by: User, at: datetime
) -> list[Visit]:
    came = visitors.known(entries)
    rows = [
        checking.row(entry, told, who, by=by, at=at)
        for entry, told, who in zip(entries, judged, came, strict=True)
    ]
    Visit.objects.bulk_create(rows, batch_size=BATCH)
    steps = [
        VisitStep(
            id=step.id,
            visit_id=entry.id,
            step=step.step,
            note=step.note[:60],
            happened_at=step.happened_at,
            recorded_at=at,
            recorded_by=by,
        )
        for entry in entries
        for step in entry.steps
    ]
    VisitStep.objects.bulk_create(steps, batch_size=BATCH)
    return rows


def _tell(
    made: Sequence[Visit],
    entries: Sequence[NewVisit],
    units: dict[int, Unit],
    *,
    by: User,
    at: datetime,
) -> None:
    if not made:
        return
    if len(made) == 1:
        (row,) = made
        told = {"purpose": row.purpose, "happened_at": row.happened_at.isoformat()}
        if row.measure:
            told["measure"] = row.measure
        audit.record(
            _WORDS[Decision(row.decision)], by=by, at=at, about=row, unit_id=row.unit_id, **told
        )
    else:
        only = next(iter(units)) if len(units) == 1 else None
        audit.record(words.MANY, by=by, at=at, unit_id=only, records=len(made))
    telling.fevers([row for row in made if row.reason == Reason.FEVER], units, at=at)
