"""One person: their page, masked; put on file, changed, looked at in the clear."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from shouwang.accounts import access
from shouwang.kit import clock
from shouwang.orgs import queries as units
from shouwang.orgs.views.attempt import attempt, shown, typed
from shouwang.people import filing, names, pages, queries, words
from shouwang.people.actions import persons
from shouwang.people.forms import NewPersonForm, PersonForm, ReasonForm


@require_GET
@access.page(words.SEE_PEOPLE)
@never_cache
def person(request: HttpRequest, person_id: UUID) -> HttpResponse:
    """Show a person, masked; that somebody looked is written down."""
    scope, by = request.scope, request.user  # type: ignore[attr-defined]
    one = queries.get(scope, person_id)
    persons.note_view(person=one, by=by, at=clock.now())  # type: ignore[arg-type]
    found = {**pages.person(scope, one), "reason_form": ReasonForm()}
    return render(request, "people/person.html", found)


@access.page(words.UNMASK)
@never_cache
def unmask(request: HttpRequest, person_id: UUID) -> HttpResponse:
    """Show a person in the clear on the answer to a reason, once."""
    scope = request.scope  # type: ignore[attr-defined]
    one = queries.get(scope, person_id)
    scope.require(words.UNMASK, one.unit)
    form = ReasonForm(typed(request))
    revealed = attempt(form, persons.unmask, person=one, by=request.user, at=clock.now())
    found = {**pages.person(scope, one), "reason_form": form, "revealed": revealed}
    return shown(request, "people/person.html", form, **found)


@access.page(words.MANAGE_PEOPLE)
@never_cache
def create(request: HttpRequest, unit_id: int, side: str) -> HttpResponse:
    """Put somebody on file."""
    scope = request.scope  # type: ignore[attr-defined]
    unit, side = units.unit(scope, unit_id), pages.side_of(side)
    scope.require(words.MANAGE_PEOPLE, unit)
    is_child = unit.kind in names.CHILDRENS_KINDS and side == pages.Side.RESIDENT
    form = NewPersonForm(typed(request), side=side, is_child=is_child)
    made = attempt(form, filing.deed(form, unit, side), by=request.user, now=clock.now())
    if made:
        messages.success(request, _("已登记"))
        return redirect("people:person", person_id=made.person_id)
    return shown(request, "people/new.html", form, **filing.page(scope, unit, side))


@access.page(words.MANAGE_PEOPLE)
@never_cache
def edit(request: HttpRequest, person_id: UUID) -> HttpResponse:
    """Change what is on file; a blank number or phone leaves what is there."""
    scope, by = request.scope, request.user  # type: ignore[attr-defined]
    one = queries.get(scope, person_id)
    scope.require(words.MANAGE_PEOPLE, one.unit)
    initial = filing.initial(one)
    form = PersonForm(typed(request), side=one.side, is_child=one.is_child, initial=initial)

    def deed(**_typed: Any) -> Any:
        return persons.change_person(person_id=one.pk, new=form.told(), by=by, at=clock.now())  # type: ignore[arg-type]

    if attempt(form, deed):
        messages.success(request, _("已保存"))
        return redirect("people:person", person_id=one.pk)
    found = {"person": one, "trail": pages.trail(scope, one.unit, _("修改"), person=one)}
    return shown(request, "people/edit.html", form, **found)
