"""Importing people: upload, look at what it would do, let it run, see what was done."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from shouwang.accounts import access
from shouwang.kit.downloads import workbook_answer
from shouwang.kit.sheets.problem_list import problem_list
from shouwang.kit.sheets.read import UnusableFile
from shouwang.orgs import queries as units
from shouwang.orgs.views.attempt import shown, typed
from shouwang.people import importing_pages as pages
from shouwang.people import words
from shouwang.people.forms import ImportForm
from shouwang.people.importing import sheet, waiting


@access.page(words.MANAGE_PEOPLE)
@never_cache
def upload(request: HttpRequest, unit_id: int, side: str) -> HttpResponse:
    """Take a file and go on to what it would do."""
    scope = request.scope  # type: ignore[attr-defined]
    unit, side = units.unit(scope, unit_id), pages.side_of(side)
    scope.require(words.MANAGE_PEOPLE, unit)
    form = ImportForm(typed(request), request.FILES or None)
    if form.is_bound and form.is_valid():
        file = form.cleaned_data["file"]
        key = waiting.keep(file)
        pages.remember(request, key, unit=unit, side=side, name=file.name)
        return redirect("people:import_check", key=key)
    return shown(request, "people/import.html", form, **pages.upload(scope, unit, side))


@require_GET
@access.page(words.MANAGE_PEOPLE)
def template(request: HttpRequest, unit_id: int, side: str) -> HttpResponse:
    """Hand out the workbook to fill."""
    scope = request.scope  # type: ignore[attr-defined]
    scope.require(words.MANAGE_PEOPLE, units.unit(scope, unit_id))
    return workbook_answer(sheet.template(pages.side_of(side)), _("人员导入模板.xlsx"))


@access.page(words.MANAGE_PEOPLE)
@never_cache
def check(request: HttpRequest, key: UUID) -> HttpResponse:
    """Show what the file would do; on POST let it run, or let it go."""
    options = pages.options(request, key)
    if request.method == "POST":
        return pages.run(request, key, options) if "go" in request.POST else _drop(request, key)
    try:
        found = pages.check(request, key, options)
    except UnusableFile as unusable:
        pages.forget(request, key)
        return _unusable(request, options, unusable.why_zh)
    return render(request, "people/import_check.html", found)


@require_GET
@access.page(words.MANAGE_PEOPLE)
@never_cache
def problems(request: HttpRequest, key: UUID) -> HttpResponse:
    """Hand out the refused rows and warnings of a checked file."""
    try:
        plan = pages.plan(request, key, pages.options(request, key))
    except UnusableFile:
        return redirect("people:import_check", key=key)  # which says why
    lines = [problem.as_dict() for problem in [*plan.problems, *plan.warnings]]
    return workbook_answer(problem_list(lines, title=_("导入问题清单")), _("导入问题清单.xlsx"))


@require_GET
@access.page(words.MANAGE_PEOPLE)
def result(request: HttpRequest, work_id: int) -> HttpResponse:
    """Show what an import did."""
    return render(request, "people/import_result.html", pages.result(request, work_id))


def _drop(request: HttpRequest, key: UUID) -> HttpResponse:
    options = pages.options(request, key)
    pages.forget(request, key)
    return redirect("people:import", unit_id=options["unit"], side=options["side"])


def _unusable(request: HttpRequest, options: dict[str, Any], why: str) -> HttpResponse:
    unit = units.unit(request.scope, options["unit"])  # type: ignore[attr-defined]
    told = pages.upload(request.scope, unit, options["side"])  # type: ignore[attr-defined]
    return shown(request, "people/import.html", ImportForm(), unusable=why, **told)
