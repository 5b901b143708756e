"""Putting somebody on file from a screen: who was typed, and by which paper it may be refused."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from shouwang.accounts.models import User
from shouwang.orgs.models import Unit
from shouwang.orgs.scope import Scope
from shouwang.people import pages
from shouwang.people.actions import admissions, staff
from shouwang.people.forms import NewPersonForm
from shouwang.people.models import Engagement, Person, Side, Stay
from shouwang.response import measures

_KEPT = ("sex", "birth_year", "born_on", "room", "bed", "care", "is_destitute", "job")


def deed(form: NewPersonForm, unit: Unit, side: str) -> Callable[..., Stay | Engagement]:
    """Return what a filled-in form does: admit, or engage."""

    def done(*, at: datetime, by: User, now: datetime, **typed: Any) -> Stay | Engagement:
        told = form.told()
        if side == Side.STAFF:
            state = typed["state"]
            return staff.engage(unit=unit, person=told, at=at, state=state, by=by, now=now)
        refuse_suspended(unit, at)
        return admissions.admit(unit=unit, person=told, at=at, by=by, now=now)

    return done


def refuse_suspended(unit: Unit, at: datetime, measure: str = "admission") -> None:
    """Refuse what is suspended at a moment (``admission``, ``transfer``), quoting the paper.

    Special approvals are dealt with where requests are (movements).
    """
    order = measures.forbidden(measure, unit=unit, at=at)
    if order is not None:
        why = _("%(refusal)s。经特批的，请从“离返院”办理。") % {"refusal": order.refusal}
        raise ValidationError(why, code="at")


def page(scope: Scope, unit: Unit, side: str) -> dict[str, Any]:
    """Return what the page of the form shows beside it."""
    title = _("登记服务对象") if side == Side.RESIDENT else _("登记职工")
    return {
        "unit": unit,
        "side": side,
        "title": title,
        "trail": pages.trail(scope, unit, title),
    }


def initial(person: Person) -> dict[str, Any]:
    """Return what the form of a person on file starts with: never the number or the phone."""
    return {"name": person.name} | {field: getattr(person, field) for field in _KEPT}
