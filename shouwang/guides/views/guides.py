"""Guides: the list, one guide, issuing, signing, reminding."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from urllib.parse import quote

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.files.storage import default_storage
from django.http import FileResponse, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from shouwang.accounts import access
from shouwang.accounts.access import OutOfScope, SignedInRequest
from shouwang.guides import kept_files, pages, queries, words
from shouwang.guides.actions import guides as deeds
from shouwang.guides.forms import GuideForm, VersionForm
from shouwang.guides.models import Guide, GuideVersion
from shouwang.kit import clock


@require_GET
@access.page(words.READ_GUIDES)
def listing(request: SignedInRequest) -> HttpResponse:
    """Show the guides: to sign for, or how far they are signed for."""
    return render(request, "guides/list.html", pages.list_page(request))


@require_http_methods(["GET", "POST"])
@access.page(words.ISSUE_GUIDES)
def new(request: SignedInRequest) -> HttpResponse:
    """Issue a guide."""
    form = GuideForm(request.POST or None, request.FILES or None)
    made = _tried(form, lambda: _issue(request, form.cleaned_data))
    if made is not None:
        messages.success(request, _("已印发，机构收到签收提醒"))
        return redirect("guides:guide", made.pk)
    context = {"form": form, "issuer": pages.bureau_of(request.scope, words.ISSUE_GUIDES)}
    return render(request, "guides/new.html", context, status=422 if form.errors else 200)


def _issue(request: SignedInRequest, told: dict[str, Any]) -> Guide:
    issuer = pages.bureau_of(request.scope, words.ISSUE_GUIDES)
    if issuer is None:
        raise OutOfScope("no unit")
    return deeds.issue(
        issuer=issuer, title=told["title"], kinds=told["kinds"], new=pages.new_version(told),
        by=request.user, at=clock.now(), scope=request.scope,
    )  # fmt: skip


@require_http_methods(["GET", "POST"])
@access.page(words.ISSUE_GUIDES)
def reissue(request: SignedInRequest, guide_id: int) -> HttpResponse:
    """Issue a new version."""
    guide = queries.guide(request.scope, guide_id)
    request.scope.require(words.ISSUE_GUIDES, guide.issuer)
    last = queries.current(guide)
    form = VersionForm(
        request.POST or None, request.FILES or None,
        initial={"text": last.text, "source": last.source},
    )  # fmt: skip
    if _tried(form, lambda: _reissue(request, guide, form.cleaned_data)) is not None:
        messages.success(request, _("新版已印发，机构须重新签收"))
        return redirect("guides:guide", guide.pk)
    context = {"form": form, "guide": guide, "last": last}
    return render(request, "guides/new.html", context, status=422 if form.errors else 200)


def _reissue(request: SignedInRequest, guide: Guide, told: dict[str, Any]) -> GuideVersion:
    return deeds.reissue(
        guide=guide, new=pages.new_version(told), by=request.user, at=clock.now(),
        scope=request.scope,
    )  # fmt: skip


@require_GET
@access.page(words.READ_GUIDES)
def guide(request: SignedInRequest, guide_id: int) -> HttpResponse:
    """Show one guide."""
    found = queries.guide(request.scope, guide_id)
    return render(request, "guides/guide.html", pages.guide_page(request, found))


@require_POST
@access.page(words.SIGN_GUIDES)
def sign(request: SignedInRequest, guide_id: int) -> HttpResponse:
    """Sign for one's institution."""
    house = queries.own_house(request.scope, words.SIGN_GUIDES)
    if house is None:
        raise OutOfScope("no institution")
    return _deed(request, guide_id, deeds.sign, _("已签收"), unit=house)


@require_POST
@access.page(words.ISSUE_GUIDES)
def remind(request: SignedInRequest, guide_id: int) -> HttpResponse:
    """Remind who has not signed."""
    return _deed(request, guide_id, deeds.remind, _("已提醒未签收的机构"))


@require_POST
@access.page(words.ISSUE_GUIDES)
def withdraw(request: SignedInRequest, guide_id: int) -> HttpResponse:
    """Withdraw a guide."""
    reason = request.POST.get("reason", "")
    return _deed(request, guide_id, deeds.withdraw, _("已废止"), reason=reason)


@require_GET
@access.page(words.READ_GUIDES)
def file(request: SignedInRequest, guide_id: int, number: int) -> FileResponse:
    """Hand out the file of a version."""
    found = queries.guide(request.scope, guide_id)
    version = access.one(found.versions.exclude(file=""), number=number)
    answer = FileResponse(
        default_storage.open(version.file, "rb"), content_type=kept_files.media_type(version.file)
    )
    name = quote(version.file_name)
    answer.headers["Content-Disposition"] = f"attachment; filename*=UTF-8''{name}"
    return answer


def _deed(
    request: SignedInRequest, guide_id: int, deed: Callable[..., Any], told: str, **more: Any
) -> HttpResponse:
    found = queries.guide(request.scope, guide_id)
    try:
        deed(guide=found, by=request.user, at=clock.now(), scope=request.scope, **more)
    except ValidationError as why:
        messages.error(request, "；".join(why.messages))
    else:
        messages.success(request, told)
    return redirect("guides:guide", found.pk)


def _tried(form: Any, deed: Callable[[], Any]) -> Any:
    """Return what a deed made of a valid form; None, with the refusal on the form, otherwise."""
    if not (form.is_bound and form.is_valid()):
        return None
    try:
        return deed()
    except ValidationError as why:
        form.add_error(why.code if why.code in form.fields else None, why.messages)
        return None
