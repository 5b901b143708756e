"""Orders: those that bind an area, a new one, one of them with its paper."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from shouwang.accounts import access
from shouwang.accounts.access import SignedInRequest
from shouwang.kit import clock
from shouwang.response import areas, queries, words
from shouwang.response.actions import orders as deeds
from shouwang.response.forms import LiftForm, OrderForm
from shouwang.response.models import Order
from shouwang.response.views.attempt import done, status, typed


@require_GET
@access.page(words.READ)
def orders(request: SignedInRequest) -> HttpResponse:
    """Show the orders of an area; who works in a house is led to what applies there."""
    unit = areas.place_of(request.scope, request.GET.get("unit", ""))
    show = request.GET.get("show", "")
    if unit.is_institution and not show:
        return redirect("response:home", unit.pk)
    told = areas.orders_page(request.scope, unit, clock.now(), show=show)
    return render(request, "response/orders.html", told)


@require_http_methods(["GET", "POST"])
@access.page(words.GIVE_ORDERS)
def new(request: SignedInRequest) -> HttpResponse:
    """Give an order; ``?unit=`` names the area or institution."""
    unit = areas.place_of(request.scope.narrowed(words.GIVE_ORDERS), request.GET.get("unit", ""))
    form = OrderForm(typed(request), scope=request.scope, unit=unit)
    if form.is_valid():
        told = form.cleaned_data
        given = {name: told[name] for name in ("unit", "starts_at", "ends_at")}
        given |= {"paper": form.cited(), "by": request.user, "at": clock.now()}
        made = done(form, deeds.give, form.new_order(), scope=request.scope, **given)
        if isinstance(made, Order):
            messages.success(request, _("已下达"))
            return redirect("response:order", made.pk)
    trail = [(_("防控措施"), reverse("response:measures")), (_("下达措施"), "")]
    shown = {"form": form, "unit": unit, "trail": trail}
    return render(request, "response/order_new.html", shown, status=status(form))


@require_http_methods(["GET", "POST"])
@access.page(words.READ)
def order(request: SignedInRequest, order_id: int) -> HttpResponse:
    """Show one order: what it says, since when, by which paper, how it ended; lift it."""
    found, now = queries.order(request.scope, order_id), clock.now()
    form = LiftForm(typed(request), scope=request.scope)
    if form.is_valid():
        given = {"order": found, "ends_at": form.cleaned_data["ends_at"], "paper": form.cited()}
        if done(form, deeds.lift, by=request.user, at=now, scope=request.scope, **given):
            messages.success(request, _("已解除"))
            return redirect("response:order", found.pk)
    shown = {"form": form, **areas.order_page(request.scope, found, now)}
    return render(request, "response/order.html", shown, status=status(form))
