"""What is done to a paper: saving words, fresh figures, drafting anew, signing."""

from __future__ import annotations

import json
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from shouwang.accounts import access
from shouwang.briefs import handing_in, queries, refusals, rules, showing, words
from shouwang.briefs.actions import briefs, confirming, finalising
from shouwang.briefs.models import Brief
from shouwang.kit import clock
from shouwang.papers.actions.drafting import paper_of_source


@require_POST
@access.page(words.DRAFT_BRIEFS)
def save(request: access.SignedInRequest, brief_id: int) -> HttpResponse:
    """Save words as they are typed: 409 after another's save, 422 for figures not the paper's."""
    found = queries.brief(request.scope, brief_id)
    try:
        sent = _sent(request)
        kept = briefs.save_text(brief=found, **sent, by=request.user, at=clock.now())
    except rules.Tampered:
        return JsonResponse({"error": _("数字不能改动，没有保存")}, status=422)
    except briefs.Conflict as conflict:
        return JsonResponse(_of_other(conflict), status=409)
    except briefs.AlreadyFinal:
        return JsonResponse({"error": _("已定稿，不能再改")}, status=410)
    at = f"{clock.local(kept.saved_at):%H:%M}"
    return JsonResponse(showing.saved(kept) | {"saved_at": at})


@require_POST
@access.page(words.DRAFT_BRIEFS)
def refresh(request: access.SignedInRequest, brief_id: int) -> HttpResponse:
    """Take over figures as they read now: those ticked, or all."""
    found = queries.brief(request.scope, brief_id)
    keys = None if "all" in request.POST else set(request.POST.getlist("key"))
    with _told(request):
        briefs.refresh(
            brief=found, keys=keys, revision=_revision(request), by=request.user, at=clock.now()
        )
        messages.success(request, _("数字已更新，请核对前后文字"))
    return redirect("briefs:brief", brief_id)


@require_POST
@access.page(words.DRAFT_BRIEFS)
def override(request: access.SignedInRequest, brief_id: int) -> HttpResponse:
    """Print something else than the records for a figure, for a reason."""
    found = queries.brief(request.scope, brief_id)
    told = {name: request.POST.get(name, "") for name in ("key", "shown", "reason")}
    with _told(request):
        briefs.override(
            brief=found, **told, revision=_revision(request), by=request.user, at=clock.now()
        )
        messages.success(request, _("已改写，内部稿页边会注明"))
    return redirect("briefs:brief", brief_id)


@require_POST
@access.page(words.DRAFT_BRIEFS)
def redraft(request: access.SignedInRequest, brief_id: int) -> HttpResponse:
    """Draft the paper anew; what was written stays as a version."""
    found = queries.brief(request.scope, brief_id)
    with _told(request):
        briefs.redraft(brief=found, by=request.user, at=clock.now())
        messages.success(request, _("已按当前数据重新起草，原稿可在“历次版本”中查看"))
    return redirect("briefs:brief", brief_id)


@require_POST
@access.page(words.FINALISE_BRIEFS)
def finalise(request: access.SignedInRequest, brief_id: int) -> HttpResponse:
    """Sign the paper: it gets its number and no longer changes."""
    found = queries.brief(request.scope, brief_id)
    with _told(request):
        made = finalising.finalise(
            brief=found, revision=_revision(request), by=request.user, at=clock.now()
        )
        messages.success(request, _("已定稿：第%(issue)d期") % {"issue": made.issue})
    return redirect("briefs:brief", brief_id)


@require_POST
@access.page(words.FINALISE_BRIEFS)
def confirm(request: access.SignedInRequest, brief_id: int) -> HttpResponse:
    """Answer for what the check finds doubtful, with a reason."""
    found = queries.brief(request.scope, brief_id)
    told = {name: request.POST.get(name, "") for name in ("key", "reason")}
    with _told(request):
        confirming.confirm(brief=found, **told, by=request.user, at=clock.now())
        messages.success(request, _("理由已记录，随文稿留存"))
    return redirect("briefs:brief", brief_id)


@require_POST
@access.page(words.DRAFT_BRIEFS)
def hand_in(request: access.SignedInRequest, brief_id: int) -> HttpResponse:
    """Begin the paper's way through the sign-off chain; it is read and signed there."""
    found = queries.brief(request.scope, brief_id)
    kind = handing_in.KINDS.get(Brief.Kind(found.kind))
    if kind is None:
        messages.error(request, _("统计表不走发文流程，请用“报送”"))
        return redirect("briefs:brief", brief_id)
    made = paper_of_source(
        code=handing_in.CODE, ref=found.pk, kind=kind, by=request.user, at=clock.now()
    )
    return redirect("papers:paper", made.pk)


class _told:  # noqa: N801
    """Tell the user in a message why something was not done."""

    def __init__(self, request: HttpRequest) -> None:
        self.request = request

    def __enter__(self) -> None:
        """Nothing to prepare."""

    def __exit__(self, kind: Any, problem: BaseException | None, trace: Any) -> bool:
        if problem is None or not isinstance(problem, refusals.SAYABLE):
            return False
        messages.error(self.request, refusals.why(problem))
        return True


def _sent(request: HttpRequest) -> dict[str, Any]:
    """Return what the editor posts; raises ``rules.Tampered`` for what it never does."""
    try:
        told = json.loads(request.body)
        around = {key: told[key] for key in ("addressee", "copy") if key in told}
        needed = {"title": told["title"], "blocks": told["blocks"]}
        return needed | around | {"revision": int(told["revision"])}
    except (ValueError, KeyError, TypeError):
        raise rules.Tampered("body") from None


def _of_other(conflict: briefs.Conflict) -> dict[str, Any]:
    brief = conflict.brief
    at = f"{clock.local(brief.saved_at):%H:%M}"
    return {"revision": brief.revision, "by": brief.saved_by.name, "at": at}


def _revision(request: HttpRequest) -> int:
    text = request.POST.get("revision", "")
    return int(text) if text.isascii() and text.isdigit() else 0
