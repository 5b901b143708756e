"""The register of forms, the burden, and requests for more."""

from __future__ import annotations

from datetime import date

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.dateparse import parse_date
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from shouwang.accounts import access
from shouwang.asking import queries, showing, words
from shouwang.asking.actions import requests as actions
from shouwang.asking.forms import RequestForm
from shouwang.kit import clock
from shouwang.orgs import queries as units


@require_GET
@access.page(words.READ_REGISTER)
def mine(request: access.SignedInRequest) -> HttpResponse:
    """Go to the register of the first unit of the user's."""
    tops = units.tops(request.scope.narrowed(words.READ_REGISTER))
    return redirect("asking:unit", tops[0].pk)


@require_GET
@access.page(words.READ_REGISTER)
def unit(request: access.SignedInRequest, unit_id: int) -> HttpResponse:
    """Show the forms that a unit's institutions are asked for, with what they cost."""
    found = units.unit(request.scope.narrowed(words.READ_REGISTER), unit_id)
    page = showing.page(request.scope, found, on=clock.today())
    return render(request, "asking/register.html", {"page": page})


@require_GET
@access.page(words.READ_REGISTER)
def tile(request: access.SignedInRequest, unit_id: int) -> HttpResponse:
    """Answer the burden of a unit's institutions as a tile, for the first page."""
    found = units.unit(request.scope.narrowed(words.READ_REGISTER), unit_id)
    try:
        day = _day(request.GET.get("day", "")) or clock.today()
    except ValidationError:
        day = clock.today()
    trend = queries.burden(found, until=day, days=7)
    return render(request, "asking/tile.html", {"trend": trend})


@require_http_methods(["GET", "POST"])
@access.page(words.REQUEST_FORM)
def new(request: access.SignedInRequest) -> HttpResponse:
    """Ask for a new form: what is collected already is told at once."""
    tops = units.tops(request.scope.narrowed(words.REQUEST_FORM))
    form = RequestForm(request.POST or None, units=tops)
    if request.method == "POST" and form.is_valid():
        try:
            made = actions.request_form(**form.cleaned_data, by=request.user, at=clock.now())
            return redirect("asking:request", made.pk)
        except ValidationError as refusal:
            form.add_error("items", refusal.messages)
    told = {"form": form, "trail": showing.trail(_("申请新报表"))}
    return render(request, "asking/new.html", told, status=422 if form.errors else 200)


@require_GET
@access.page(words.READ_REGISTER)
def request_(request: access.SignedInRequest, request_id: int) -> HttpResponse:
    """Show a request: which of its items are there already."""
    found = queries.request(request.scope, request_id)
    page = showing.request_page(request.scope, found, on=clock.today())
    return render(request, "asking/request.html", {"page": page})


@require_POST
@access.page(words.REQUEST_FORM)
def bind(request: access.SignedInRequest, request_id: int) -> HttpResponse:
    """Say which figure answers an item."""
    found = queries.request(request.scope, request_id)
    number, figure = (_number(request.POST.get(name, "")) for name in ("number", "figure"))
    try:
        actions.say_what_it_is(
            request=found, number=number if number is not None else -1, figure_id=figure,
            by=request.user, at=clock.now(),
        )  # fmt: skip
    except ValidationError as refusal:
        messages.error(request, refusal.messages[0])
    return redirect("asking:request", request_id)


@require_POST
@access.page(words.DECIDE)
def decide(request: access.SignedInRequest, request_id: int) -> HttpResponse:
    """Admit or refuse a request."""
    found = queries.request(request.scope, request_id)
    reason, admit = request.POST.get("reason", ""), "admit" in request.POST
    try:
        actions.decide(request=found, admit=admit, reason=reason, by=request.user, at=clock.now())
        messages.success(request, _("已办理"))
    except ValidationError as refusal:
        messages.error(request, refusal.messages[0])
    return redirect("asking:request", request_id)


@require_POST
@access.page(words.DECIDE)
def end(request: access.SignedInRequest, form_id: int) -> HttpResponse:
    """Set until when a form is asked for."""
    form = queries.form(request.scope, form_id)
    try:
        until = _day(request.POST.get("until_on", ""))
        actions.set_end(form=form, until_on=until, by=request.user, at=clock.now())
        messages.success(request, _("期限已改，到期后不再要求填报"))
    except ValidationError as refusal:
        messages.error(request, refusal.messages[0])
    return redirect("asking:unit", form.series.owner_id)


def _number(text: str) -> int | None:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 12 else None


def _day(text: str) -> date | None:
    if not text.strip():
        return None
    try:
        day = parse_date(text.strip())
    except ValueError:
        day = None
    if day is None:
        raise ValidationError(_("日期写成 2020-03-31 的样子"))
    return day
