"""What is entered on a person's page: a stay ends, staff come and go, dates are corrected.

Leave, return, admission by approval and death have their own pages with what hangs on them
(movements).
"""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from shouwang.accounts import access
from shouwang.kit import clock
from shouwang.orgs.views.attempt import attempt, shown, typed
from shouwang.people import moving, queries, words
from shouwang.people.forms import CorrectForm, EndForm, MomentForm


@access.page(words.MANAGE_PEOPLE)
@never_cache
def end(request: HttpRequest, person_id: UUID) -> HttpResponse:
    """Discharge a resident, or record that they moved on."""
    scope = request.scope  # type: ignore[attr-defined]
    one = queries.get(scope, person_id)
    scope.require(words.MANAGE_PEOPLE, one.unit)
    form = EndForm(typed(request), initial={"at": moving.now_field(), "end": "discharged"})
    if attempt(form, moving.end, person=one, by=request.user, now=clock.now()):
        messages.success(request, _("已登记"))
        return redirect("people:person", person_id=one.pk)
    return shown(request, "people/act.html", form, **moving.page(scope, one, _("退住或转出")))


@access.page(words.RECORD_MOVES)
@never_cache
def staff_deed(request: HttpRequest, person_id: UUID, deed: str) -> HttpResponse:
    """Record that a member of staff is on post, lives in, went out or left for good."""
    scope = request.scope  # type: ignore[attr-defined]
    one, (title, done) = queries.get(scope, person_id), _deed(deed)
    scope.require(words.RECORD_MOVES, one.unit)
    form = MomentForm(typed(request), initial={"at": moving.now_field()})
    if attempt(form, done, person_id=one.pk, by=request.user, now=clock.now()):
        messages.success(request, _("已登记"))
        return redirect("people:person", person_id=one.pk)
    return shown(request, "people/act.html", form, **moving.page(scope, one, title))


@access.page(words.MANAGE_PEOPLE)
@never_cache
def correct_stay(request: HttpRequest, stay_id: UUID) -> HttpResponse:
    """Correct when a stay was."""
    return _correct(request, moving.stay(request.scope, stay_id), moving.correct_stay)  # type: ignore[attr-defined]


@access.page(words.MANAGE_PEOPLE)
@never_cache
def correct_absence(request: HttpRequest, absence_id: UUID) -> HttpResponse:
    """Correct when somebody was outside."""
    return _correct(request, moving.absence(request.scope, absence_id), moving.correct_absence)  # type: ignore[attr-defined]


def _correct(request: HttpRequest, row: Any, deed: Any) -> HttpResponse:
    scope = request.scope  # type: ignore[attr-defined]
    scope.require(words.MANAGE_PEOPLE, row.unit)
    initial = {"from_at": row.from_at, "until_at": row.until_at}
    form = CorrectForm(typed(request), initial=initial, has_end=row.until_at is not None)
    if attempt(form, deed, row=row, by=request.user, now=clock.now()):
        messages.success(request, _("已更正，有关日期的台账会重新计数"))
        return redirect("people:person", person_id=row.person_id)
    return shown(request, "people/act.html", form, **moving.page(scope, row.person, _("更正时间")))


def _deed(code: str) -> tuple[Any, Any]:
    if code not in moving.STAFF_DEEDS:
        raise Http404
    return moving.STAFF_DEEDS[code]
