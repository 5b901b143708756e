"""The register of a gate on a day, its export, and counts of many gates."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from shouwang.accounts import access
from shouwang.accounts.access import SignedInRequest
from shouwang.gate import behind, pages, words
from shouwang.gate.actions import exports
from shouwang.kit import clock
from shouwang.kit.downloads import workbook_answer
from shouwang.orgs import queries as units


@require_GET
@access.page(words.READ, words.READ_COUNTS)
def board(request: SignedInRequest) -> HttpResponse:
    """Lead who works in a house to its register; show everybody else counts by institution."""
    home = pages.own_house(request.scope)
    if home is not None:
        return redirect("gate:house", home.pk)
    if words.READ_COUNTS not in request.scope.permissions:
        raise access.NotPermitted(words.READ_COUNTS)
    return render(request, "gate/board.html", pages.board_page(request))


@require_GET
@access.page(words.READ_COUNTS)
def counts(request: SignedInRequest, unit_id: int) -> HttpResponse:
    """Show a gate's counts of a day, and the records behind one, ``?day=&show=``: no names."""
    unit = units.unit(request.scope, unit_id)
    request.scope.require(words.READ_COUNTS, unit)
    template = "behind_part" if request.headers.get("HX-Request") else "behind"
    return render(request, f"kit/{template}.html", behind.counts_page(request, unit))


@require_GET
@access.page(words.READ)
def house(request: SignedInRequest, unit_id: int) -> HttpResponse:
    """Show who stood at a gate on a day, ``?day=&purpose=&decision=&tail=&inside=``."""
    unit = units.unit(request.scope, unit_id)
    return render(request, "gate/house.html", pages.house_page(request, unit))


@require_POST
@access.page(words.EXPORT)
def export(request: SignedInRequest, unit_id: int) -> HttpResponse:
    """Hand the register of some days out as Excel, masked unless permitted and a reason told."""
    unit = units.unit(request.scope, unit_id)
    try:
        asked = pages.export_asked(request)
        book = exports.register(unit=unit, asked=asked, by=request.user, at=clock.now())
    except ValidationError as why:
        messages.error(request, "；".join(why.messages))
        return redirect("gate:house", unit.pk)
    return workbook_answer(book, _("%(unit)s来访登记.xlsx") % {"unit": unit.label})
