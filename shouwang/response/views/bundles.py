"""Bundles: an area's own, the library, one of them with its measures."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from shouwang.accounts import access
from shouwang.accounts.access import SignedInRequest
from shouwang.kit import clock
from shouwang.orgs.models import Unit
from shouwang.response import areas, queries, words
from shouwang.response.actions import bundles as deeds
from shouwang.response.forms import BundleForm, MeasureForm
from shouwang.response.models import Bundle, Level
from shouwang.response.views.attempt import done, status, typed


@require_GET
@access.page(words.EDIT_BUNDLES)
def bundles(request: SignedInRequest) -> HttpResponse:
    """Show an area's bundles and the library that it may adopt from."""
    scope = request.scope
    unit = areas.place_of(scope, request.GET.get("unit", ""))
    own = list(queries.bundles(scope, unit))
    taken = {bundle.adopted_from_id for bundle in own}
    shown = {
        "unit": unit,
        "own": [areas.bundle_lines(bundle) for bundle in own],
        "library": [areas.bundle_lines(b) for b in queries.library() if b.pk not in taken],
        "areas": areas.offered(scope),
        "grades": Level.Grade.choices[1:],
        "may_edit": scope.allows(words.EDIT_BUNDLES, unit),
        "tabs": areas.tabs(scope, "bundles", unit),
    }
    return render(request, "response/bundles.html", shown)


@require_POST
@access.page(words.EDIT_BUNDLES)
def adopt(request: SignedInRequest) -> HttpResponse:
    """Copy one of the library's bundles for an area, bound to the levels ticked."""
    unit = areas.place_of(request.scope, request.POST.get("unit", ""))
    asked = request.POST.get("bundle", "")
    found = access.one(queries.library(), pk=int(asked) if asked.isdecimal() else 0)
    grades = [int(g) for g in request.POST.getlist("levels") if g in {"1", "2", "3", "4"}]
    given = {"by": request.user, "at": clock.now(), "scope": request.scope}
    try:
        made = deeds.adopt(bundle=found, unit=unit, levels=grades, **given)
    except ValidationError as why:
        messages.error(request, "；".join(why.messages))
        return redirect(_of(unit))
    messages.success(request, _("已采用“%(name)s”，可以修改") % {"name": made.name})
    return redirect("response:bundle", made.pk)


@require_http_methods(["GET", "POST"])
@access.page(words.EDIT_BUNDLES)
def new(request: SignedInRequest) -> HttpResponse:
    """Make an area's own bundle."""
    unit = areas.place_of(request.scope, request.GET.get("unit", ""))
    form = BundleForm(typed(request))
    del form.fields["is_on"]
    if form.is_valid():
        given = {"unit": unit, "by": request.user, "at": clock.now(), "scope": request.scope}
        made = done(form, deeds.make, **form.cleaned_data, **given)
        if isinstance(made, Bundle):
            return redirect("response:bundle", made.pk)
    shown = {"form": form, "unit": unit, "trail": [*_trail(unit), (_("新建"), "")]}
    return render(request, "response/bundle_new.html", shown, status=status(form))


@require_http_methods(["GET", "POST"])
@access.page(words.EDIT_BUNDLES)
def bundle(request: SignedInRequest, bundle_id: int) -> HttpResponse:
    """Show and change a bundle; a measure is put in by the second form."""
    found = queries.bundle(request.scope, bundle_id)
    given = {"bundle": found, "by": request.user, "at": clock.now(), "scope": request.scope}
    head, item = _forms(request, found)
    if head.is_valid() and done(head, deeds.change, **head.cleaned_data, **given):
        messages.success(request, _("已保存；在行的措施不变，下次调整级别时按新内容下达"))
        return redirect("response:bundle", found.pk)
    if item.is_valid() and done(item, deeds.put_item, item.new_order(), **given):
        return redirect("response:bundle", found.pk)
    shown = areas.bundle_page(request.scope, found) | {"head": head, "item_form": item}
    shown |= {"form": item if item.is_bound else head}
    shown["trail"] = [*_trail(found.unit), (found.name, "")]
    return render(request, "response/bundle.html", shown, status=max(status(head), status(item)))


@require_POST
@access.page(words.EDIT_BUNDLES)
def remove(request: SignedInRequest, item_id: int) -> HttpResponse:
    """Take a measure out of a bundle."""
    found = queries.item(request.scope, item_id)
    deeds.remove_item(item=found, by=request.user, at=clock.now(), scope=request.scope)
    return redirect("response:bundle", found.bundle_id)


def _forms(request: SignedInRequest, found: Bundle) -> tuple[BundleForm, MeasureForm]:
    """Return the form of a bundle and that of a new measure in it; what was posted goes to one."""
    posted = typed(request)
    is_item = posted is not None and "measure" in posted
    initial = {"name": found.name, "levels": found.levels, "source": found.source}
    head = BundleForm(None if is_item else posted, initial=initial | {"is_on": found.is_on})
    return head, MeasureForm(posted if is_item else None)


def _of(unit: Unit | None) -> str:
    of = f"?unit={unit.pk}" if unit else ""
    return f"{reverse('response:bundles')}{of}"


def _trail(unit: Unit | None) -> list[tuple[str, str]]:
    return [(_("措施包"), _of(unit))]
