"""One person who answers for units, and one unit with those who answer for it."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from shouwang.accounts import access
from shouwang.accounts.access import SignedInRequest
from shouwang.kit import clock
from shouwang.orgs import leaders, people, queries, words
from shouwang.orgs.actions import responsibility as deeds
from shouwang.orgs.actions.acts import note_act
from shouwang.orgs.models import Act, Leader, Responsibility, Unit
from shouwang.orgs.responsibility_forms import (
    ContactForm,
    EndForm,
    GridForm,
    HandOverForm,
    LeaderForm,
)
from shouwang.orgs.views.attempt import attempt, shown, typed
from shouwang.orgs.views.responsibility import place_of, trail


@access.page(words.MANAGE_RESPONSIBLE)
def create(request: SignedInRequest) -> HttpResponse:
    """Put a person on the list of those who can answer for units."""
    place = place_of(request)
    request.scope.require(words.MANAGE_RESPONSIBLE, place)
    form = LeaderForm(typed(request))

    def deed(*, username: str, **values: Any) -> Leader:
        user = _user(request, username) if username else None
        return deeds.list_leader(unit=place, user=user, **values)

    if made := attempt(form, deed, by=request.user, at=clock.now()):
        messages.success(request, _("已登记%(name)s") % {"name": made.name})
        return redirect("orgs:leader", made.pk)
    steps = trail(request, place, _("登记包保人员"))
    return shown(request, "orgs/responsibility/new.html", form, place=place, trail=steps)


def _user(request: SignedInRequest, username: str) -> Any:
    found = people.by_username(request.scope, username, at=clock.now())
    if found is None:
        why = _("您的范围内没有登录名为 %(name)s 的用户")
        raise ValidationError(why % {"name": username}, code="username")
    return found


@access.page(words.SEE_RESPONSIBLE)
def leader(request: SignedInRequest, leader_id: int) -> HttpResponse:
    """Show what a person answers for and what they did; note what they did."""
    scope, now = request.scope, clock.now()
    person = leaders.leader(scope, leader_id)
    if request.method == "POST":
        return _note(request, person)
    found = {
        "person": person,
        "covered": leaders.covered_by(scope, person, at=now),
        "done": leaders.done_by(scope, person),
        "acts": Act.Kind.choices,
        "may_note": words.NOTE_ACT in scope.permissions,
        "may_manage": scope.allows(words.MANAGE_RESPONSIBLE, person.unit),
        "trail": trail(request, person.unit if scope.covers(person.unit) else place_of(request)),
    }
    return shown(request, "orgs/responsibility/leader.html", EndForm(), **found)


@access.page(words.MANAGE_RESPONSIBLE)
def change(request: SignedInRequest, leader_id: int) -> HttpResponse:
    """Change a person's post and phone."""
    person = leaders.leader(request.scope, leader_id)
    request.scope.require(words.MANAGE_RESPONSIBLE, person.unit)
    initial = {"post_name": person.post_name, "phone": person.phone}
    form = ContactForm(typed(request), initial=initial)
    form.fields["phone"].required = person.user_id is None
    if attempt(form, deeds.change_leader, leader=person, by=request.user, at=clock.now()):
        messages.success(request, _("已保存"))
        return redirect("orgs:leader", person.pk)
    steps = trail(request, person.unit, _("修改包保人员"))
    return shown(request, "orgs/responsibility/contact.html", form, person=person, trail=steps)


def _note(request: SignedInRequest, person: Leader) -> HttpResponse:
    """Note an act: the unit is chosen, the kind is the button pressed."""
    post, now = request.POST, clock.now()
    asked = post.get("unit", "")
    unit = queries.unit(request.scope, int(asked) if asked.isdecimal() else 0)
    kind = post.get("kind", "")
    try:
        if kind not in Act.Kind.values:
            raise ValidationError(_("请选择做了什么"))
        text = post.get("text", "")
        note_act(leader=person, unit=unit, kind=kind, text=text, by=request.user, at=now)
    except ValidationError as refusal:
        messages.error(request, "；".join(refusal.messages))
    else:
        messages.success(request, _("已登记，%(at)s") % {"at": f"{clock.local(now):%H:%M}"})
    return redirect("orgs:leader", person.pk)


@access.page(words.SEE_RESPONSIBLE)
def unit(request: SignedInRequest, unit_id: int) -> HttpResponse:
    """Show who answers and answered for a unit, its grids, and what was done; add a grid."""
    scope, now = request.scope, clock.now()
    here = queries.unit(scope, unit_id)
    form = GridForm(typed(request), leaders=leaders.leaders(scope))
    given = {"units": [here], "kind": Responsibility.Kind.GRID, "by": request.user, "at": now}
    if attempt(form, deeds.assign, **given):
        return redirect("orgs:responsible_unit", here.pk)
    found = {
        **leaders.unit_page(scope, here, at=now),
        "may_manage": scope.allows(words.MANAGE_RESPONSIBLE, here),
        "trail": trail(request, here),
    }
    return shown(request, "orgs/responsibility/unit.html", form, **found)


@access.page(words.MANAGE_RESPONSIBLE)
def hand_over(request: SignedInRequest, responsibility_id: int) -> HttpResponse:
    """Hand a unit over to another person."""
    held = leaders.responsibility(request.scope, responsibility_id)
    form = HandOverForm(typed(request), leaders=leaders.leaders(request.scope))

    def deed(*, leader: Leader, **given: Any) -> Responsibility:
        return deeds.hand_over(responsibility=held, to=leader, **given)

    if attempt(form, deed, by=request.user, at=clock.now()):
        return _done(request, held.unit, _("已交接"))
    return _page(request, form, held, _("交接"))


@access.page(words.MANAGE_RESPONSIBLE)
def end(request: SignedInRequest, responsibility_id: int) -> HttpResponse:
    """End a responsibility with nobody to follow."""
    held = leaders.responsibility(request.scope, responsibility_id)
    form = EndForm(typed(request))
    if attempt(form, deeds.end, responsibility=held, by=request.user, at=clock.now()):
        return _done(request, held.unit, _("已解除"))
    return _page(request, form, held, _("解除"))


def _done(request: SignedInRequest, unit: Unit, said: str) -> HttpResponse:
    messages.success(request, said)
    return redirect("orgs:responsible_unit", unit.pk)


def _page(request: SignedInRequest, form: Any, held: Responsibility, title: str) -> HttpResponse:
    request.scope.require(words.MANAGE_RESPONSIBLE, held.unit)
    found = {"held": held, "title": title, "trail": trail(request, held.unit, title)}
    return shown(request, "orgs/responsibility/change.html", form, **found)
