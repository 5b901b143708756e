"""Where somebody stands in the registers as a movement finds them, and whether it can be."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime
from uuid import UUID

from django.utils.translation import gettext as _

from shouwang.accounts.access import OutOfScope
from shouwang.kit import clock
from shouwang.kit.offline import Conflict
from shouwang.movements import rules
from shouwang.movements.kinds import Kind, State
from shouwang.movements.models import Movement
from shouwang.movements.refusals import unfit
from shouwang.orgs.models import Unit
from shouwang.people.models import Absence, Person, Side, Stay

_OPEN = (State.WAITING, State.APPROVED, State.OUT)


@dataclass
class Whereabouts:
    """A person with their open stay and absence, the stay that ended last, open movements."""

    person: Person
    stay: Stay | None = None
    absence: Absence | None = None
    ended: Stay | None = None
    open: dict[str, Movement] = field(default_factory=dict)


def locked(unit: Unit, person_ids: Iterable[UUID]) -> dict[UUID, Whereabouts]:
    """Lock people of a unit and return where they stand, in four statements however many.

    Raises ``OutOfScope`` for somebody who is not on the file of the unit.
    """
    ids = set(person_ids)
    # in one order, so that two who move the same people wait for each other
    people = Person.objects.select_for_update().filter(unit=unit, pk__in=ids).order_by("pk")
    found = {person.pk: Whereabouts(person) for person in people}
    if missing := ids - set(found):
        _moved_on(unit, missing)
        raise OutOfScope(f"people.person {min(missing)}")
    for stay in Stay.objects.filter(person__in=found, unit=unit, voided_at=None).order_by(
        "from_at"
    ):
        if stay.until_at is None:
            found[stay.person_id].stay = stay
        else:
            found[stay.person_id].ended = stay
    for absence in Absence.objects.filter(person__in=found, until_at=None, voided_at=None):
        found[absence.person_id].absence = absence
    movements = Movement.objects.filter(person__in=found, state__in=_OPEN, voided_at=None)
    for movement in movements.select_for_update().order_by("pk"):
        found[movement.person_id].open[movement.kind] = movement
    return found


def lock(person_ids: Iterable[UUID]) -> None:
    """Lock people before their movements, as everybody does: nobody waits for each other."""
    found = Person.objects.select_for_update().filter(pk__in=set(person_ids)).order_by("pk")
    list(found.values_list("pk", flat=True))


def _moved_on(unit: Unit, person_ids: Iterable[UUID]) -> None:
    """Raise ``Conflict`` for somebody who was here and is on another house's file by now."""
    stays = Stay.objects.filter(person__in=person_ids, unit=unit, voided_at=None)
    last = stays.select_related("person").order_by("-from_at").first()
    if last is not None:
        raise Conflict(_("已不在本院，请核对后再办"), held(Whereabouts(last.person, ended=last)))


def must_fit(kind: str, at: datetime, where: Whereabouts) -> None:
    """Raise ``Unfit`` for what can never be, ``Conflict`` where the registers say otherwise."""
    if where.person.side != Side.RESIDENT:
        raise unfit("person", _("职工的进出在职工登记中办理"))
    if kind == Kind.ADMISSION:
        if where.stay:
            raise Conflict(_("已经在册，不用再办入住"), held(where))
    elif where.stay is None:
        raise Conflict(_("已不在册，请核对后再办"), held(where))
    elif kind in rules.OUTINGS and where.absence:
        raise Conflict(_("已在院外，请核对后再办"), held(where))
    elif kind == Kind.RETURN and where.absence is None:
        raise Conflict(_("没有离院在外的登记，不用办返院"), held(where))
    if kind in where.open:
        raise Conflict(_("同类申请已有一条未办结"), held(where))


def held(where: Whereabouts) -> dict[str, str]:
    """Return what the registers have, labels to words, for whoever must choose."""
    lines = {}
    if where.stay:
        lines[_("在册")] = _("自 %(at)s") % {"at": _said(where.stay.from_at)}
    elif where.ended and where.ended.until_at:
        label = str(where.ended.get_end_display())
        lines[label] = _said(where.ended.until_at)
    if where.absence:
        label = str(where.absence.get_kind_display())
        lines[label] = _("自 %(at)s") % {"at": _said(where.absence.from_at)}
    for movement in where.open.values():
        label = str(movement.get_kind_display())
        lines[label] = f"{movement.get_state_display()}，{_said(movement.happened_at)}"
    return lines


def days_of(unit_id: int, moments: Iterable[datetime], *, at: datetime) -> list[tuple[int, date]]:
    """Return the unit's days from the earliest of the moments up to now: their counts change."""
    days = [clock.local_day(moment) for moment in moments]
    if not days:
        return []
    return [(unit_id, day) for day in rules.days_from(min(days), clock.local_day(at))]


def _said(moment: datetime) -> str:
    return f"{clock.local(moment):%Y-%m-%d %H:%M}"
