"""Self-checks: the board, a house, filling a list at the desk, one sheet."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.files.storage import default_storage
from django.http import FileResponse, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from shouwang.accounts import access
from shouwang.accounts.access import SignedInRequest
from shouwang.guides import check_pages as pages
from shouwang.guides import check_queries, kept_files, queries, words
from shouwang.guides.actions import sheets
from shouwang.kit import clock
from shouwang.orgs import queries as units


@require_GET
@access.page(words.READ_CHECKS)
def board(request: SignedInRequest) -> HttpResponse:
    """Lead who works in a house to it; show everybody else the state by institution."""
    house = queries.own_house(request.scope, words.READ_CHECKS)
    if house is not None:
        return redirect("guides:house", house.pk)
    return render(request, "guides/checks.html", pages.board_page(request))


@require_GET
@access.page(words.READ_CHECKS)
def house(request: SignedInRequest, unit_id: int) -> HttpResponse:
    """Show a house's lists and what was filled."""
    unit = units.unit(request.scope, unit_id)
    return render(request, "guides/house.html", pages.house_page(request, unit))


@require_http_methods(["GET", "POST"])
@access.page(words.DO_CHECKS)
def fill(request: SignedInRequest, unit_id: int, list_id: int) -> HttpResponse:
    """Fill a list at the desk."""
    unit = units.unit(request.scope, unit_id)
    request.scope.require(words.DO_CHECKS, unit)
    checklist = check_queries.asked(request.scope, unit, list_id)
    wrong: dict[str, str] = {}
    if request.method == "POST":
        new = pages.posted(request, unit, checklist)
        try:
            made = sheets.fill(new=new, by=request.user, at=clock.now(), scope=request.scope)
            return redirect("guides:sheet", made.pk)
        except ValidationError as why:
            wrong = _wrong(why)
    context = pages.fill_page(unit, checklist, request.POST, wrong)
    return render(request, "guides/fill.html", context, status=422 if wrong else 200)


def _wrong(why: ValidationError) -> dict[str, str]:
    if hasattr(why, "error_dict"):
        return {key: "；".join(told) for key, told in why.message_dict.items()}
    return {"": "；".join(why.messages)}


@require_GET
@access.page(words.READ_CHECKS)
def sheet(request: SignedInRequest, sheet_id: UUID) -> HttpResponse:
    """Show one filled list."""
    found = check_queries.sheet(request.scope, sheet_id)
    return render(request, "guides/sheet.html", pages.sheet_page(request, found))


@require_POST
@access.page(words.DO_CHECKS)
def void(request: SignedInRequest, sheet_id: UUID) -> HttpResponse:
    """Void a sheet."""
    found = check_queries.sheet(request.scope, sheet_id)
    reason = request.POST.get("reason", "")
    try:
        sheets.void(
            sheet=found, reason=reason, by=request.user, at=clock.now(), scope=request.scope
        )
    except ValidationError as why:
        messages.error(request, "；".join(why.messages))
    else:
        messages.success(request, _("已作废"))
    return redirect("guides:sheet", found.pk)


@require_GET
@access.page(words.READ_CHECKS)
def photo(request: SignedInRequest, sheet_id: UUID, question_id: int) -> FileResponse:
    """Hand out the photo beside an answer."""
    found = check_queries.sheet(request.scope, sheet_id)
    answer = access.one(found.answers.exclude(photo=""), item_id=question_id)
    kind = kept_files.media_type(answer.photo)
    return FileResponse(default_storage.open(answer.photo, "rb"), content_type=kind)


@require_GET
@access.page(words.DO_CHECKS)
def phone(request: SignedInRequest) -> HttpResponse:
    """Show the frame: it carries no data, the service worker keeps it."""
    house = queries.own_house(request.scope, words.DO_CHECKS)
    return render(request, "guides/phone.html", {"house": house})
