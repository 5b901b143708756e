"""Recipients: listed, added, changed, closed."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from shouwang.accounts import access
from shouwang.accounts.access import OutOfScope, SignedInRequest
from shouwang.dispatch import queries, words
from shouwang.dispatch.actions import recipients as deeds
from shouwang.dispatch.forms import RecipientForm
from shouwang.kit import clock
from shouwang.orgs.views.attempt import attempt, shown, typed


@require_GET
@access.page(words.MANAGE_LAYOUTS)
def listing(request: SignedInRequest) -> HttpResponse:
    """Show the recipients whose tables the user manages, with the versions of each."""
    found = queries.managed(request.scope)
    may = [one.pk for one in found if queries.works_for(request.scope, _MANAGE, one.unit)]
    home = queries.home(request.scope, _MANAGE)
    context = {"recipients": found, "may_change": may, "may_add": home is not None}
    return render(request, "dispatch/recipients/list.html", context)


@require_http_methods(["GET", "POST"])
@access.page(words.MANAGE_LAYOUTS)
def new(request: SignedInRequest) -> HttpResponse:
    """Add a recipient of the user's own unit; its table is designed next."""
    unit = queries.home(request.scope, _MANAGE)
    if unit is None:
        raise OutOfScope("unit")
    form = RecipientForm(typed(request))
    made = attempt(form, deeds.create_recipient, unit=unit, by=request.user, at=clock.now())
    if made is not None:
        return redirect("dispatch:layout", made.pk)
    return shown(
        request, "dispatch/recipients/edit.html", form, unit=unit, trail=trail(_("新增报送对象"))
    )


@require_http_methods(["GET", "POST"])
@access.page(words.MANAGE_LAYOUTS)
def edit(request: SignedInRequest, addressee_id: int) -> HttpResponse:
    """Change a recipient's name, hour or people."""
    held = queries.recipient(request.scope, addressee_id, _MANAGE)
    names = ("name", "due", "reviewer", "phone", "order")
    form = RecipientForm(typed(request), initial={name: getattr(held, name) for name in names})
    done = attempt(
        form, deeds.change_recipient, recipient=held, by=request.user, at=clock.now()
    )  # fmt: skip
    if done is not None:
        return redirect("dispatch:recipients")
    found: dict[str, Any] = {"unit": held.unit, "recipient": held, "trail": trail(held.name)}
    return shown(request, "dispatch/recipients/edit.html", form, **found)


@require_POST
@access.page(words.MANAGE_LAYOUTS)
def close(request: SignedInRequest, addressee_id: int) -> HttpResponse:
    """Stop reporting to a recipient."""
    held = queries.recipient(request.scope, addressee_id, _MANAGE)
    deeds.close_recipient(recipient=held, by=request.user, at=clock.now())
    messages.success(request, _("已停用%(name)s，以前的报送表仍可查") % {"name": held.name})
    return redirect("dispatch:recipients")


def trail(*steps: str) -> list[tuple[str, str]]:
    """Return the breadcrumb below the list of recipients."""
    return [(_("报送表样"), reverse("dispatch:recipients")), *((step, "") for step in steps)]


_MANAGE = words.MANAGE_LAYOUTS
