"""Families of a resident."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from shouwang.accounts import access
from shouwang.kit import clock
from shouwang.orgs.views.attempt import attempt, shown, typed
from shouwang.people import moving, queries, words
from shouwang.people.actions import persons
from shouwang.people.forms import ContactForm


@access.page(words.MANAGE_PEOPLE)
@never_cache
def create(request: HttpRequest, person_id: UUID) -> HttpResponse:
    """Put a relative or guardian on file."""
    scope, by = request.scope, request.user  # type: ignore[attr-defined]
    one = queries.get(scope, person_id)
    scope.require(words.MANAGE_PEOPLE, one.unit)
    form = ContactForm(typed(request))

    def deed(*, is_first: bool, **_typed: Any) -> Any:
        told: dict[str, Any] = {"new": form.told(), "by": by, "at": clock.now()}
        return persons.add_contact(person_id=one.pk, is_first=is_first, **told)

    if attempt(form, deed):
        return redirect("people:person", person_id=one.pk)
    return shown(request, "people/act.html", form, **moving.page(scope, one, _("登记家属")))


@access.page(words.MANAGE_PEOPLE)
@never_cache
def change(request: HttpRequest, contact_id: UUID) -> HttpResponse:
    """Change a relative; a blank phone leaves what is there."""
    scope, by = request.scope, request.user  # type: ignore[attr-defined]
    contact = queries.contact(scope, contact_id)
    scope.require(words.MANAGE_PEOPLE, contact.person.unit)
    form = ContactForm(typed(request), initial=moving.relative(contact))

    def deed(*, is_first: bool, **_typed: Any) -> Any:
        told: dict[str, Any] = {"new": form.told(), "by": by, "at": clock.now()}
        return persons.change_contact(contact=contact, is_first=is_first, **told)

    if attempt(form, deed):
        return redirect("people:person", person_id=contact.person_id)
    found = {**moving.page(scope, contact.person, _("修改家属")), "contact": contact}
    return shown(request, "people/act.html", form, **found)


@require_POST
@access.page(words.MANAGE_PEOPLE)
def remove(request: HttpRequest, contact_id: UUID) -> HttpResponse:
    """Take a relative off the file."""
    contact = queries.contact(request.scope, contact_id)  # type: ignore[attr-defined]
    persons.remove_contact(contact=contact, by=request.user, at=clock.now())  # type: ignore[arg-type]
    messages.success(request, _("已删除"))
    return redirect("people:person", person_id=contact.person_id)
