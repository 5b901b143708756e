"""Importing units: upload, look at what it would do, let it run, see what was done."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_GET

from shouwang.accounts import access
from shouwang.accounts.access import OutOfScope
from shouwang.jobs import queries as works_of
from shouwang.jobs.actions import works
from shouwang.kit import clock
from shouwang.kit.downloads import workbook_answer
from shouwang.kit.sheets.problem_list import problem_list
from shouwang.kit.sheets.read import UnusableFile
from shouwang.orgs import words
from shouwang.orgs.actions import imports
from shouwang.orgs.forms import ImportForm
from shouwang.orgs.importing import sheet, waiting
from shouwang.orgs.importing.plan import Plan
from shouwang.orgs.views.attempt import shown, typed
from shouwang.orgs.works import IMPORT_UNITS

_SHOWN = 50
_SESSION = "unit_imports"
_LISTED = ("new", "changed", "problems", "warnings")


@access.page(words.MANAGE_UNITS)
def upload(request: HttpRequest) -> HttpResponse:
    """Take a file and go on to what it would do."""
    form = ImportForm(typed(request), request.FILES or None, initial={"opened_on": clock.today()})
    if form.is_bound and form.is_valid():
        file, day = form.cleaned_data["file"], form.cleaned_data["opened_on"]
        key = waiting.keep(file)
        options = {
            "name": file.name[:200],
            "opened_on": day.isoformat() if day else "",
            "all_or_nothing": form.cleaned_data["all_or_nothing"],
        }
        request.session[_SESSION] = {**request.session.get(_SESSION, {}), str(key): options}
        return redirect("orgs:import_check", key=key)
    return _upload_page(request, form)


@require_GET
@access.page(words.MANAGE_UNITS)
def template(request: HttpRequest) -> HttpResponse:
    """Hand out the workbook to fill."""
    return workbook_answer(sheet.template(), _("机构导入模板.xlsx"))


@access.page(words.MANAGE_UNITS)
def check(request: HttpRequest, key: UUID) -> HttpResponse:
    """Show what the file would do; on POST let it run, or let it go."""
    options = _options(request, key)
    if request.method == "POST":
        return _run(request, key, options) if "go" in request.POST else _let_go(request, key)
    try:
        plan = _plan(request, key, options)
    except UnusableFile as unusable:
        _forget(request, key)
        form = ImportForm(initial={"opened_on": clock.today()})
        return _upload_page(request, form, unusable.why_zh)
    found = {"key": key, "plan": plan, "options": options, "shown": _SHOWN}
    found |= {name: getattr(plan, name)[:_SHOWN] for name in _LISTED}
    found["trail"] = _trail(_("导入机构"), _("核对"))
    return render(request, "orgs/import_check.html", found)


@require_GET
@access.page(words.MANAGE_UNITS)
def problems(request: HttpRequest, key: UUID) -> HttpResponse:
    """Hand out the refused rows and warnings of a checked file."""
    try:
        plan = _plan(request, key, _options(request, key))
    except UnusableFile:
        return redirect("orgs:import_check", key=key)  # which says why
    lines = [problem.as_dict() for problem in [*plan.problems, *plan.warnings]]
    return workbook_answer(problem_list(lines, title=_("导入问题清单")), _("导入问题清单.xlsx"))


@require_GET
@access.page(words.MANAGE_UNITS)
def result(request: HttpRequest, work_id: int) -> HttpResponse:
    """Show what an import did."""
    work = works_of.work(request.user, work_id)  # type: ignore[arg-type]
    found = {"work": work, "problems": work.result.get("problems", [])[:_SHOWN], "shown": _SHOWN}
    found["trail"] = _trail(_("导入机构"), _("导入结果"))
    return render(request, "orgs/import_result.html", found)


@require_GET
@access.page(words.MANAGE_UNITS)
def result_problems(request: HttpRequest, work_id: int) -> HttpResponse:
    """Hand out the refused rows and warnings of an import that ran."""
    outcome = works_of.work(request.user, work_id).result  # type: ignore[arg-type]
    lines = [*outcome.get("problems", []), *outcome.get("warnings", [])]
    return workbook_answer(problem_list(lines, title=_("导入问题清单")), _("导入问题清单.xlsx"))


def _upload_page(request: HttpRequest, form: ImportForm, unusable: str = "") -> HttpResponse:
    found = {"columns": sheet.COLUMNS, "unusable": unusable, "trail": _trail(_("导入机构"))}
    return shown(request, "orgs/import.html", form, **found)


def _trail(*steps: str) -> list[tuple[str, str]]:
    to_upload = reverse("orgs:import")
    return [
        (pgettext("menu", "机构"), reverse("orgs:units")),
        *((step, to_upload) for step in steps),
    ]


def _options(request: HttpRequest, key: UUID) -> dict[str, Any]:
    """Return what was asked with the file; another's file is none of one's business."""
    options: dict[str, Any] | None = request.session.get(_SESSION, {}).get(str(key))
    if options is None:
        raise OutOfScope(f"import {key}")
    return options


def _plan(request: HttpRequest, key: UUID, options: dict[str, Any]) -> Plan:
    day = options["opened_on"]
    try:
        source = waiting.opened(key)
    except FileNotFoundError:
        raise UnusableFile(_("文件放置过久，已清理，请重新上传"))
    with source:
        return imports.preview_units(
            source,
            file_name=options["name"],
            by=request.user,  # type: ignore[arg-type]
            at=clock.now(),
            opened_on=date.fromisoformat(day) if day else None,
        )


def _run(request: HttpRequest, key: UUID, options: dict[str, Any]) -> HttpResponse:
    try:
        source = waiting.opened(key)
    except FileNotFoundError:
        return redirect("orgs:import_check", key=key)  # which says why
    asked = {name: options[name] for name in ("opened_on", "all_or_nothing")}
    by: Any = request.user
    work_on = {"kind": IMPORT_UNITS, "title": _("导入机构"), "file_name": options["name"]}
    with source:
        work = works.start(**work_on, params=asked, file=source, by=by, at=clock.now())
    _forget(request, key)
    return redirect("jobs:work", work_id=work.pk)


def _let_go(request: HttpRequest, key: UUID) -> HttpResponse:
    _forget(request, key)
    return redirect("orgs:import")


def _forget(request: HttpRequest, key: UUID) -> None:
    waiting.drop(key)
    left = {k: v for k, v in request.session.get(_SESSION, {}).items() if k != str(key)}
    request.session[_SESSION] = left
