"""What is done to a template: copying, saving, declaring, publishing, taking it back from Word."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from shouwang.accounts import access
from shouwang.briefs import declaring, editing, template_word, words
from shouwang.briefs import template_queries as reads
from shouwang.briefs.actions import templates as deeds
from shouwang.kit import clock
from shouwang.kit.sheets.problems import UnusableFile
from shouwang.orgs import queries as orgs


@require_POST
@access.page(words.EDIT_TEMPLATES)
def copy(request: access.SignedInRequest, template_id: int) -> HttpResponse:
    """Copy a template for a unit of the user's."""
    found = reads.template(request.scope, template_id)
    asked = request.POST.get("unit") or str(found.unit_id or "")
    unit = orgs.unit(request.scope, declaring.number(asked))
    name = request.POST.get("name", "") or _("%(name)s（自拟）") % {"name": found.name}
    try:
        made = deeds.copy(template=found, unit=unit, name=name, by=request.user, at=clock.now())
    except deeds.Unusable as problem:
        messages.error(request, str(problem))
        return redirect("briefs:template", template_id)
    return redirect("briefs:template", made.pk)


@require_POST
@access.page(words.EDIT_TEMPLATES)
def save(request: access.SignedInRequest, template_id: int) -> HttpResponse:
    """Save as it is typed: what is wrong comes back with its place; 409 after another's save."""
    found = reads.template(request.scope, template_id)
    try:
        kept = declaring.save_sent(found, request.body, by=request.user, at=clock.now())
    except editing.NotALine as problem:
        return JsonResponse({"error": str(problem)}, status=422)
    except deeds.Unusable as problem:
        return JsonResponse({"error": str(problem)}, status=422)
    except deeds.EditedMeanwhile as conflict:
        return JsonResponse(declaring.of_other(conflict.version), status=409)
    return JsonResponse(declaring.saved(found, kept))


@require_POST
@access.page(words.EDIT_TEMPLATES)
def declare(request: access.SignedInRequest, template_id: int) -> HttpResponse:
    """Add a list, a share, a sum or a table, or take one away."""
    found = reads.template(request.scope, template_id)
    try:
        declaring.declare_sent(found, request.POST, by=request.user, at=clock.now())
    except (declaring.Incomplete, deeds.Unusable) as problem:
        messages.error(request, str(problem))
    return redirect("briefs:template", template_id)


@require_POST
@access.page(words.EDIT_TEMPLATES)
def publish(request: access.SignedInRequest, template_id: int) -> HttpResponse:
    """Publish what was edited: drafts are made from it from now on."""
    found = reads.template(request.scope, template_id)
    try:
        made = deeds.publish(template=found, by=request.user, at=clock.now())
        messages.success(request, _("已发布第 %(n)d 版，今后起草用这一版") % {"n": made.number})
    except deeds.Unusable as problem:
        messages.error(request, str(problem))
    return redirect("briefs:template", template_id)


@require_POST
@access.page(words.EDIT_TEMPLATES)
def retire(request: access.SignedInRequest, template_id: int) -> HttpResponse:
    """Offer a template no longer."""
    found = reads.template(request.scope, template_id)
    deeds.retire(template=found, by=request.user, at=clock.now())
    messages.success(request, _("已停用，原有文稿不受影响"))
    return redirect("briefs:templates")


@require_POST
@access.page(words.EDIT_TEMPLATES)
def upload(request: access.SignedInRequest, template_id: int) -> HttpResponse:
    """Take a template back as Word; marks that mean nothing are named and nothing is saved."""
    found = reads.template(request.scope, template_id)
    try:
        _take(request, found)
        messages.success(request, _("已按上传的 Word 更新，请核对后发布"))
    except (UnusableFile, template_word.UnknownMarks, deeds.Unusable) as problem:
        messages.error(request, getattr(problem, "why_zh", "") or str(problem))
    return redirect("briefs:template", template_id)


def _take(request: access.SignedInRequest, found: Any) -> None:
    sent = request.FILES.get("file")
    if sent is None:
        raise UnusableFile(_("请选择文件"))
    template_word.take(found, sent, by=request.user, at=clock.now())
