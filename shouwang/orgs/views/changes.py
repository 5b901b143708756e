"""Units made, changed, moved, closed: a page each."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from shouwang.accounts import access
from shouwang.kit import clock
from shouwang.orgs import queries, words
from shouwang.orgs.actions import units
from shouwang.orgs.forms import CloseForm, ConfirmForm, MoveForm, NewUnitForm, UnitDetailsForm
from shouwang.orgs.kinds import Kind
from shouwang.orgs.models import Unit
from shouwang.orgs.views import trees
from shouwang.orgs.views.attempt import attempt, shown, typed


@access.page(words.MANAGE_UNITS)
def create(request: HttpRequest, unit_id: int) -> HttpResponse:
    """Create a unit under another."""
    parent = _managed(request, unit_id)
    form = NewUnitForm(
        typed(request),
        parent_kind=parent.kind,
        initial={"opened_on": clock.today(), "order": parent.numchild},
    )

    def deed(*, by: Any, at: Any, **values: Any) -> Unit:
        return units.create_unit(units.NewUnit(parent=parent, **values), by=by, at=at)

    if made := attempt(form, deed, by=request.user, at=clock.now()):
        return _done(request, made, _("已新建%(unit)s"))
    return _page(request, "orgs/unit_form.html", form, parent, _("新建下级机构"), is_new=True)


@access.page(words.MANAGE_UNITS)
def edit(request: HttpRequest, unit_id: int) -> HttpResponse:
    """Change a unit's details."""
    unit = _managed(request, unit_id)
    is_section = unit.kind == Kind.SECTION
    form = UnitDetailsForm(typed(request), initial=vars(unit), is_section=is_section)
    if attempt(form, units.change_unit, unit=unit, by=request.user, at=clock.now()):
        return _done(request, unit, _("已保存%(unit)s的修改"))
    return _page(request, "orgs/unit_form.html", form, unit, _("修改"), is_new=False)


@access.page(words.MANAGE_UNITS)
def move(request: HttpRequest, unit_id: int) -> HttpResponse:
    """Choose another superior, see what it means, and move from a day on."""
    unit = _managed(request, unit_id)
    to = _asked_for(request)
    form = MoveForm(typed(request), initial={"from_on": clock.today()})
    given = {"unit": unit, "to": to, "by": request.user, "at": clock.now()}
    if to is not None and (moved := attempt(form, units.move_unit, **given)):
        return _done(request, moved, _("已调整%(unit)s的隶属关系"))
    found = {
        "to": to,
        "now_under": unit.get_parent(),
        "below": unit.get_descendant_count(),
        "choices": [] if to else _choices(request, unit),
    }
    return _page(request, "orgs/move.html", form, unit, _("调整隶属"), **found)


def _asked_for(request: HttpRequest) -> Unit | None:
    """Return the superior chosen in the address, None before one is."""
    to_id = request.GET.get("to", "")
    return queries.unit(request.scope, int(to_id)) if to_id.isdecimal() else None  # type: ignore[attr-defined]


def _choices(request: HttpRequest, unit: Unit) -> list[Unit]:
    asked, scope = request.GET.get("q", "").strip(), request.scope  # type: ignore[attr-defined]
    return queries.homes_to_be(scope, unit, asked, permission=words.MANAGE_UNITS)


@access.page(words.MANAGE_UNITS)
def close(request: HttpRequest, unit_id: int) -> HttpResponse:
    """Close a unit from a day on."""
    unit = _managed(request, unit_id)
    form = CloseForm(typed(request), initial={"closed_on": clock.today()})
    if attempt(form, units.close_unit, unit=unit, by=request.user, at=clock.now()):
        return _done(request, unit, _("已关闭%(unit)s"))
    open_below = unit.get_descendants().filter(closed_on=None).count()
    return _page(request, "orgs/close.html", form, unit, _("关闭"), open_below=open_below)


@access.page(words.MANAGE_UNITS)
def reopen(request: HttpRequest, unit_id: int) -> HttpResponse:
    """Take back a closing."""
    unit = _managed(request, unit_id)
    form = ConfirmForm(typed(request))
    if attempt(form, units.reopen_unit, unit=unit, by=request.user, at=clock.now()):
        return _done(request, unit, _("已恢复%(unit)s"))
    return _page(request, "orgs/reopen.html", form, unit, _("恢复"))


def _managed(request: HttpRequest, unit_id: int) -> Unit:
    scope = request.scope  # type: ignore[attr-defined]
    unit = queries.unit(scope, unit_id)
    scope.require(words.MANAGE_UNITS, unit)
    return unit


def _done(request: HttpRequest, unit: Unit, said: str) -> HttpResponse:
    messages.success(request, said % {"unit": unit.name})
    return redirect("orgs:unit", unit_id=unit.pk)


def _page(
    request: HttpRequest, template: str, form: Any, unit: Unit, title: str, **found: Any
) -> HttpResponse:
    above = queries.ancestors(request.scope, unit)  # type: ignore[attr-defined]
    found |= {"unit": unit, "title": title, "trail": trees.trail(above, unit, title)}
    return shown(request, template, form, **found)
