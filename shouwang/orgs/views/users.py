"""Users, for the security administrator."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from shouwang.accounts import access, words
from shouwang.accounts.models import User
from shouwang.accounts.roles import Role
from shouwang.kit import clock
from shouwang.orgs import people, queries
from shouwang.orgs.actions import people as deeds
from shouwang.orgs.forms import NewPersonForm, PersonForm
from shouwang.orgs.scope import Scope
from shouwang.orgs.views.attempt import attempt, shown, typed

_A_PAGE = 50


@require_GET
@access.page(words.MANAGE_USERS)
def listing(request: HttpRequest) -> HttpResponse:
    """List users by search, unit, role and state."""
    now = clock.now()
    asked = {name: request.GET.get(name, "").strip() for name in ("unit", "role", "state")}
    named = request.GET.get("q", "").strip()
    found = people.search(request.scope, at=now, words_typed=named, **asked)  # type: ignore[attr-defined]
    page = Paginator(found, _A_PAGE).get_page(request.GET.get("page"))
    locked = people.locked(list(page.object_list), at=now)
    shown_now = {"page": page, "locked": locked, "roles": Role.choices}
    return render(request, "orgs/users.html", shown_now)


@access.page(words.MANAGE_USERS)
@never_cache
def create(request: HttpRequest) -> HttpResponse:
    """Create a user on a post; the first password is shown on the answer, once."""
    scope = request.scope  # type: ignore[attr-defined]
    initial = {name: request.GET.get(name, "") for name in ("unit", "role", "post")}
    form = NewPersonForm(typed(request), initial=initial)

    def deed(*, unit: str, post: str, **values: Any) -> deeds.Newcomer:
        return deeds.create_person(unit=_unit(scope, unit), post_name=post, **values)

    if made := attempt(form, deed, by=request.user, at=clock.now()):
        return _password(request, made, _("已新建用户"))
    return shown(request, "orgs/new_user.html", form, trail=_trail(_("新建用户")))


@access.page(words.MANAGE_USERS)
def user(request: HttpRequest, user_id: int) -> HttpResponse:
    """Show a user with the posts held over time; change name and phone."""
    scope, now = request.scope, clock.now()  # type: ignore[attr-defined]
    person = people.person(scope, user_id)
    may_change = person.pk != request.user.pk and people.is_wholly_within(scope, person, at=now)
    form = PersonForm(typed(request), initial={"name": person.name, "phone": person.phone})
    if attempt(form, deeds.change_person, user=person, by=request.user, at=now):
        return _done(request, person, _("已保存"))
    found = {
        "person": person,
        "holdings": people.holdings(scope, person),
        "may_change": may_change,
        "is_locked": bool(people.locked([person], at=now)),
        "is_oneself": person.pk == request.user.pk,
    }
    return shown(request, "orgs/user.html", form, **found, trail=_trail(person.name))


@require_POST
@access.page(words.MANAGE_USERS)
@never_cache
def reset(request: HttpRequest, user_id: int) -> HttpResponse:
    """Give a new first password, shown on the answer, once."""
    person = people.person(request.scope, user_id)  # type: ignore[attr-defined]
    made = deeds.reset_password(user=person, by=request.user, at=clock.now())  # type: ignore[arg-type]
    return _password(request, made, _("密码已重置"))


@require_POST
@access.page(words.MANAGE_USERS)
def set_active(request: HttpRequest, user_id: int) -> HttpResponse:
    """Disable or enable a user."""
    person = people.person(request.scope, user_id)  # type: ignore[attr-defined]
    active = request.POST.get("active") == "1"
    deeds.set_active(user=person, active=active, by=request.user, at=clock.now())  # type: ignore[arg-type]
    return _done(request, person, _("已启用") if active else _("已停用"))


@require_POST
@access.page(words.MANAGE_USERS)
def unlock(request: HttpRequest, user_id: int) -> HttpResponse:
    """Lift the lock of wrong passwords."""
    person = people.person(request.scope, user_id)  # type: ignore[attr-defined]
    deeds.unlock(user=person, by=request.user, at=clock.now())  # type: ignore[arg-type]
    return _done(request, person, _("已解除锁定"))


def _unit(scope: Scope, asked: str) -> Any:
    """Return the one unit of a code or name; raise at the field where none or several answer."""
    found = queries.unit_named(scope.narrowed(words.MANAGE_USERS), asked.strip())
    if not found:
        raise ValidationError(_("您的范围内没有这个单位，请填代码或全名"), code="unit")
    if len(found) > 1:
        codes = "、".join(unit.code for unit in found)
        raise ValidationError(
            _("有多个同名单位，请填代码：%(codes)s") % {"codes": codes}, code="unit"
        )
    return found[0]


def _password(request: HttpRequest, made: deeds.Newcomer, title: str) -> HttpResponse:
    found = {"person": made.user, "password": made.password, "title": title, "trail": _trail(title)}
    return render(request, "orgs/first_password.html", found)


def _trail(here: str) -> list[tuple[str, str]]:
    return [(_("用户与岗位"), reverse("orgs:users")), (here, "")]


def _done(request: HttpRequest, person: User, said: str) -> HttpResponse:
    messages.success(request, f"{person.name}：{said}")
    return redirect("orgs:user", user_id=person.pk)
