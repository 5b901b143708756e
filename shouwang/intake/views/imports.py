"""Importing reports: upload, look at what it would do, let it run, see what was done."""

from __future__ import annotations

from django.core.files.storage import default_storage
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from shouwang.accounts import access
from shouwang.accounts.access import OutOfScope, SignedInRequest
from shouwang.intake import words
from shouwang.intake.importing.upload import NOTHING, UploadForm
from shouwang.intake.telling import told
from shouwang.intake.works import CHECK_REPORTS, IMPORT_REPORTS
from shouwang.jobs import queries as works_of
from shouwang.jobs.actions import works
from shouwang.jobs.models import Work
from shouwang.kit import clock
from shouwang.kit.downloads import workbook_answer
from shouwang.kit.sheets.problem_list import problem_list
from shouwang.orgs.views.attempt import shown, typed


@access.page(words.IMPORT_REPORTS)
def upload(request: SignedInRequest) -> HttpResponse:
    """Take a file with its mapping and have it looked through."""
    form = UploadForm(typed(request), request.FILES or None, scope=request.scope)
    if form.is_bound and form.is_valid():
        work = works.start(
            kind=CHECK_REPORTS, title=_("核对报表文件"), by=request.user, at=clock.now(),
            file=form.cleaned_data["file"], file_name=form.cleaned_data["file"].name,
            params={
                "mapping": form.text, "mapping_name": form.mapping_name,
                "all_or_nothing": form.cleaned_data["on_fault"] == NOTHING,
            },
        )  # fmt: skip
        return redirect("jobs:work", work_id=work.pk)
    return shown(request, "intake/imports/upload.html", form, trail=_trail())


@access.page(words.IMPORT_REPORTS)
def check(request: SignedInRequest, work_id: int) -> HttpResponse:
    """Show what a file would do; on POST let it run."""
    work = works_of.work(request.user, work_id)
    if request.method == "POST":
        return _run(request, work)
    if work.kind != CHECK_REPORTS or not work.is_over:
        return redirect("jobs:work", work_id=work.pk)
    return _told(request, work, "check", _trail(_("核对")))


@require_GET
@access.page(words.IMPORT_REPORTS)
def result(request: SignedInRequest, work_id: int) -> HttpResponse:
    """Show what an import did."""
    work = works_of.work(request.user, work_id)
    if work.kind != IMPORT_REPORTS or not work.is_over:
        return redirect("jobs:work", work_id=work.pk)
    return _told(request, work, "result", _trail(_("导入结果")))


@require_GET
@access.page(words.IMPORT_REPORTS)
def problems(request: SignedInRequest, work_id: int) -> HttpResponse:
    """Hand out the refused rows and the warnings of a check or an import."""
    outcome = works_of.work(request.user, work_id).result
    lines = [
        {**line, "why": f"{kind}：{line['why']}"}
        for key, kind in (("refused", _("不导入")), ("warnings", _("提醒")))
        for line in outcome.get(key, [])
    ]
    return workbook_answer(problem_list(lines, title=_("导入问题清单")), _("导入问题清单.xlsx"))


def _told(
    request: HttpRequest, work: Work, template: str, trail: list[tuple[str, str]]
) -> HttpResponse:
    found = told(work, show=request.GET.get("show", ""), number=request.GET.get("page", ""))
    return render(request, f"intake/imports/{template}.html", {**found, "trail": trail})


def _run(request: SignedInRequest, checked: Work) -> HttpResponse:
    if checked.kind != CHECK_REPORTS or checked.state != Work.State.DONE:
        raise OutOfScope(f"work {checked.pk}")
    with default_storage.open(checked.file) as source:
        work = works.start(
            kind=IMPORT_REPORTS, title=_("导入报表"), by=request.user, at=clock.now(),
            params=checked.params, file=source, file_name=checked.file_name,  # type: ignore[arg-type]
        )  # fmt: skip
    return redirect("jobs:work", work_id=work.pk)


def _trail(*steps: str) -> list[tuple[str, str]]:
    to_upload = reverse("intake:import")
    return [(_("导入报表"), to_upload), *((step, "") for step in steps)]
