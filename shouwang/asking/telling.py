"""Leaving word with who makes forms: a request was admitted and waits for its form."""

from __future__ import annotations

from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from shouwang.accounts.models import User
from shouwang.accounts.roles import Role
from shouwang.asking.models import FormRequest
from shouwang.desk import kinds as entry_kinds
from shouwang.desk.actions import inbox
from shouwang.kit.language import for_others
from shouwang.orgs.models import Unit
from shouwang.papers.queries import holders

ADMITTED = entry_kinds.kind("asking_admitted", gettext_lazy("报表准入"), tone="info")


def admitted_key(request: FormRequest) -> str:
    """Return the key under which an admitted request waits for its form."""
    return f"asking-admitted:{request.pk}"


@for_others
def tell_admitted(request: FormRequest, *, at: datetime) -> None:
    """Leave word of an admitted request with the nearest system administrators above its unit."""
    told = _("“%(title)s”已准入，请建表") % {"title": request.title}
    url = reverse("asking:request", args=[request.pk])
    key = admitted_key(request)
    inbox.leave_many(
        [inbox.NewEntry(user.pk, key, told, url, ADMITTED) for user in _makers(request.unit, at)],
        at=at,
    )


def _makers(unit: Unit, at: datetime) -> list[User]:
    steps = range(unit.steplen, len(unit.path) + 1, unit.steplen)
    line = Unit.objects.filter(path__in=[unit.path[:n] for n in steps]).order_by("-path")
    found = (holders(one, [Role.SYSTEM_ADMIN], at=at) for one in line)
    return next((users for users in found if users), [])
