"""核数: a text from anybody, its numbers against the records; nothing is kept unless asked for."""

from __future__ import annotations

from functools import partial
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from shouwang.accounts import access
from shouwang.checking import (
    answers_page,
    answers_sources,
    answers_summary,
    retention,
    words,
)
from shouwang.checking.actions import aliases, papers
from shouwang.checking.answers_forms import CheckForm
from shouwang.checking.answers_whole import check as checked
from shouwang.checking.models import Alias, CheckedPaper
from shouwang.kit import clock
from shouwang.people.actions.retention import days_of


@require_http_methods(["GET", "POST"])
@sensitive_post_parameters("text")
@access.page(words.CHECK_FIGURES)
def check(request: access.SignedInRequest) -> HttpResponse:
    """Take a text; show it with every number marked."""
    posted = request.method == "POST"
    form = CheckForm(request.POST if posted else None, request.FILES or None, scope=request.scope)
    if not posted or not form.is_valid():
        return _asked(request, form)
    deed = _DEEDS.get(request.POST.get("deed", ""))
    if deed is not None:
        deed(request, form)
    elif "teach" in request.POST:
        _teach(request, form)
    elif "again" not in request.POST:
        papers.note_check(
            unit=form.chosen(), day=form.cleaned_data["day"],
            characters=len(form.cleaned_data["text"]), by=request.user, at=clock.now(),
        )  # fmt: skip
    return _shown(request, form)


def _asked(request: access.SignedInRequest, form: CheckForm) -> HttpResponse:
    held = request.scope.narrowed(words.CHECK_FIGURES)
    context = {
        "form": form,
        "aliases": Alias.objects.filter(held.q("unit__"), withdrawn_at=None)
        .select_related("unit", "taught_by").order_by("unit__path", "text"),
        "papers": CheckedPaper.objects.filter(held.q("unit__"))
        .select_related("unit", "kept_by").order_by("-day", "-pk")[:50],
    }  # fmt: skip
    return render(request, "checking/ask.html", context, status=422 if form.errors else 200)


def _shown(request: access.SignedInRequest, form: CheckForm) -> HttpResponse:
    told = form.cleaned_data
    held = request.scope.narrowed(words.CHECK_FIGURES)
    choices = _choices(request)
    look = partial(
        checked, held, form.chosen(), told["day"], told["text"], choices=choices, notes=form.notes
    )
    found = look()
    others = answers_sources.sources(held, told["day"], but_not=told["text"])
    context = {
        "page": answers_page.page(found, others, answers_summary.reply(found, look)),
        "choices": choices,
        "kept_days": days_of(retention.KEPT),
        "trail": [(str(_("核数")), reverse("checking:check")), (str(_("核对结果")), "")],
    }
    return render(request, "checking/result.html", context)


def _choices(request: access.SignedInRequest) -> dict[int, str]:
    """Return the candidates chosen: ``choice-137=in_house|…``."""
    found = {}
    for name, value in request.POST.items():
        at = name.removeprefix("choice-")
        if at != name and at.isascii() and at.isdigit() and value:
            found[int(at)] = str(value)
    return found


def _teach(request: access.SignedInRequest, form: CheckForm) -> None:
    at = request.POST.get("teach", "")
    try:
        aliases.teach(
            unit=form.chosen(), code=request.POST.get(f"alias_code-{at}", ""),
            text=request.POST.get(f"alias_text-{at}", ""), by=request.user, at=clock.now(),
        )  # fmt: skip
        messages.success(request, _("记住了，以后按这个说法核对"))
    except ValidationError as refusal:
        messages.error(request, " ".join(refusal.messages))


def _keep(request: access.SignedInRequest, form: CheckForm) -> None:
    told = form.cleaned_data
    try:
        papers.keep(
            unit=form.chosen(), day=told["day"], title=request.POST.get("title", ""),
            text=told["text"], by=request.user, at=clock.now(),
        )  # fmt: skip
        messages.success(request, _("已留存，今后核对时比对雷同"))
    except ValidationError as refusal:
        messages.error(request, " ".join(refusal.messages))


_DEEDS: dict[str, Any] = {"keep": _keep}


@require_POST
@access.page(words.CHECK_FIGURES)
def withdraw_alias(request: access.SignedInRequest, alias_id: int) -> HttpResponse:
    """Take back a bureau's own words for a figure."""
    held = request.scope.narrowed(words.CHECK_FIGURES)
    found = access.one(Alias.objects.filter(held.q("unit__")), pk=alias_id)
    aliases.withdraw(alias=found, by=request.user, at=clock.now())
    messages.success(request, _("已撤销"))
    return redirect("checking:check")


@require_POST
@access.page(words.CHECK_FIGURES)
def drop_paper(request: access.SignedInRequest, checked_id: int) -> HttpResponse:
    """Delete a kept text."""
    found = _paper(request, checked_id)
    papers.drop(paper=found, by=request.user, at=clock.now())
    messages.success(request, _("已删除"))
    return redirect("checking:check")


@require_GET
@access.page(words.CHECK_FIGURES)
def paper(request: access.SignedInRequest, checked_id: int) -> HttpResponse:
    """Show a kept text."""
    trail = [(str(_("核数")), reverse("checking:check")), (str(_("留存文稿")), "")]
    context = {"paper": _paper(request, checked_id), "trail": trail}
    return render(request, "checking/paper.html", context)


def _paper(request: access.SignedInRequest, checked_id: int) -> CheckedPaper:
    held = request.scope.narrowed(words.CHECK_FIGURES)
    within = CheckedPaper.objects.filter(held.q("unit__")).select_related("unit")
    return access.one(within, pk=checked_id)
