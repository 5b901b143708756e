"""What the small forms of a person's page do, and what stands around them."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from shouwang.accounts.access import one
from shouwang.accounts.models import User
from shouwang.kit import clock
from shouwang.orgs.scope import Scope
from shouwang.people import filing, pages, words
from shouwang.people.actions import corrections, staff, stays
from shouwang.people.models import Absence, Contact, Engagement, Person, Presence, Stay


def end(*, person: Person, end: str, at: datetime, by: User, now: datetime) -> Stay:
    """End a resident's stay by discharge or by moving on; refused while transfers are suspended."""
    if end == Stay.End.TRANSFERRED:
        filing.refuse_suspended(person.unit, at, "transfer")
    return stays.end_many([stays.Closing(person.pk, end, at)], by=by, now=now)[0]


def _go_out(**given: Any) -> bool:
    staff.go_out(**given)
    return True


Deed = Callable[..., Presence | Engagement | bool | None]
STAFF_DEEDS: dict[str, tuple[Any, Deed]] = {
    "post": (gettext_lazy("登记在岗"), staff.post),
    "live_in": (gettext_lazy("登记封闭住院"), staff.live_in),
    "out": (gettext_lazy("登记离岗"), _go_out),
    "release": (gettext_lazy("登记离职"), staff.release),
}


def stay(scope: Scope, key: UUID) -> Stay:
    """Return a stay in scope; raises ``OutOfScope``."""
    within = scope.narrowed(words.SEE_PEOPLE).q("unit__")
    return one(Stay.objects.filter(within).select_related("unit", "person__unit"), pk=key)


def absence(scope: Scope, key: UUID) -> Absence:
    """Return an absence in scope; raises ``OutOfScope``."""
    within = scope.narrowed(words.SEE_PEOPLE).q("unit__")
    return one(Absence.objects.filter(within).select_related("unit", "person__unit"), pk=key)


def correct_stay(*, row: Stay, by: User, now: datetime, reason: str, **dates: Any) -> Stay:
    """Correct a stay by the dates of a form that carries both, changed or not."""
    told = _changed(row, dates)
    return corrections.correct_stay(stay_id=row.pk, reason=reason, by=by, now=now, **told)


def correct_absence(*, row: Absence, by: User, now: datetime, reason: str, **dates: Any) -> Absence:
    """Correct an absence by the dates of a form that carries both, changed or not."""
    told = _changed(row, dates)
    return corrections.correct_absence(absence_id=row.pk, reason=reason, by=by, now=now, **told)


def relative(contact: Contact) -> dict[str, Any]:
    """Return what the form of a relative on file starts with: never the phone."""
    kept = ("name", "relation", "is_guardian", "is_first")
    return {field: getattr(contact, field) for field in kept}


def now_field() -> datetime:
    """Return the present minute, as a form's field starts with it."""
    return clock.local(clock.now()).replace(second=0, microsecond=0)


def page(scope: Scope, person: Person, title: Any) -> dict[str, Any]:
    """Return what stands around a small form."""
    trail = pages.trail(scope, person.unit, str(title), person=person)
    return {"person": person, "title": title, "trail": trail, "name": trail[-2][0]}


def _changed(row: Stay | Absence, dates: dict[str, datetime | None]) -> dict[str, datetime]:
    """Return the dates that differ to the minute, for a form holds no seconds."""
    told = {
        field: moment
        for field, moment in dates.items()
        if moment is not None and _minute(moment) != _minute(getattr(row, field))
    }
    if not told:
        raise ValidationError(_("时间没有变化"), code="from_at")
    return told


def _minute(moment: datetime | None) -> datetime | None:
    return moment.replace(second=0, microsecond=0) if moment else None
