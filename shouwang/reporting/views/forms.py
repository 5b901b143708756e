"""Forms as data: listed, created, drafted, tried out, published."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from shouwang.accounts import access
from shouwang.accounts.access import SignedInRequest
from shouwang.figures.models.figure import Aggregate, Nature
from shouwang.kit import clock
from shouwang.reporting import blueprint, catalogue, rules, versions, words
from shouwang.reporting.actions import forms as actions
from shouwang.reporting.blueprint import Blueprint
from shouwang.reporting.catalogue import Entry
from shouwang.reporting.forms import NewForm
from shouwang.reporting.models import FormVersion, Rule
from shouwang.reporting.typed import Typed


@require_GET
@access.page(words.MANAGE_FORMS)
def listing(request: SignedInRequest) -> HttpResponse:
    """Show the forms that the user manages."""
    entries = catalogue.entries(request.scope)
    return render(request, "reporting/forms/list.html", {"entries": entries})


@require_http_methods(["GET", "POST"])
@access.page(words.MANAGE_FORMS)
def create(request: SignedInRequest) -> HttpResponse:
    """Create a form; its first version is then drafted."""
    form = NewForm(request.POST or None, scope=request.scope)
    if request.method == "POST" and form.is_valid():
        try:
            made = actions.create_form(**form.details(), by=request.user, at=clock.now())
            return redirect("reporting:form_draft", made.pk)
        except ValidationError as refused:
            form.add_error("code" if refused.code == "code" else None, refused.messages)
    status = 422 if request.method == "POST" else 200
    return render(request, "reporting/forms/create.html", {"form": form}, status=status)


@require_GET
@access.page(words.MANAGE_FORMS)
def version(request: SignedInRequest, form_id: int, number: int) -> HttpResponse:
    """Show a version as it stands."""
    entry = catalogue.entry(request.scope, form_id)
    found = catalogue.version(entry, number)
    context = {
        "entry": entry,
        "version": found,
        "drawn": versions.plain(found),
        "sheet": blueprint.of_version(found, starts_on=found.starts_on),
    }
    return render(request, "reporting/forms/version.html", context | _words())


@require_http_methods(["GET", "POST"])
@access.page(words.MANAGE_FORMS)
def draft(request: SignedInRequest, form_id: int) -> HttpResponse:
    """Edit the draft; without one, the latest version is copied into a new draft when saved."""
    entry = catalogue.entry(request.scope, form_id)
    if request.method == "POST":
        return _save(request, entry)
    source = entry.draft or entry.published
    starts_on = entry.draft.starts_on if entry.draft else clock.today()
    return _editor(request, entry, blueprint.of_version(source, starts_on=starts_on))


def _save(request: SignedInRequest, entry: Entry) -> HttpResponse:
    typed = blueprint.of_post(request.POST)
    made, starts_on, problems = blueprint.read(typed)
    if problems or starts_on is None:
        return _editor(request, entry, typed, problems)
    try:
        actions.save_draft(
            form=entry.form, draft=made, starts_on=starts_on, by=request.user, at=clock.now()
        )
    except ValidationError as refused:
        return _editor(request, entry, typed, [("", m) for m in refused.messages])
    messages.success(request, _("草稿已保存。试一试校验，再发布。"))
    return redirect("reporting:form_draft", entry.form.pk)


def _editor(
    request: SignedInRequest,
    entry: Entry,
    typed: Blueprint,
    problems: list[tuple[str, str]] | None = None,
) -> HttpResponse:
    context = {
        "entry": entry,
        "sheet": typed,
        "errors": problems or [],
        "drawn": versions.plain(entry.draft) if entry.draft else None,
        "version": entry.draft,
        "empty_item": blueprint.ItemRow("KEY"),
        "empty_rule": blueprint.RuleRow("KEY"),
    }
    status = 422 if problems else 200
    return render(request, "reporting/forms/draft.html", context | _words(), status=status)


def _words() -> dict[str, Any]:
    return {
        "natures": Nature.choices,
        "aggregates": Aggregate.choices,
        "severities": Rule.Severity.choices,
    }


@require_POST
@access.page(words.MANAGE_FORMS)
def try_out(request: SignedInRequest, form_id: int, number: int) -> HttpResponse:
    """Answer what a clerk would be told of sample values."""
    entry = catalogue.entry(request.scope, form_id)
    of = catalogue.version(entry, number)
    now, before = (
        Typed({k[len(p) :]: str(v) for k, v in request.POST.items() if k.startswith(p)})
        for p in ("now-", "prev-")
    )
    found = catalogue.try_out(of, now, before)
    tones = {rules.ERROR: "bad", rules.REASON: "warn", rules.WARNING: "info"}
    told = [(tones[f.severity], Rule.Severity(f.severity).label, f.message) for f in found]
    return render(request, "reporting/forms/told.html", {"told": told})


@require_http_methods(["GET", "POST"])
@access.page(words.MANAGE_FORMS)
def publish(request: SignedInRequest, form_id: int) -> HttpResponse:
    """Ask once more, saying what changes from which day, and publish."""
    entry = catalogue.entry(request.scope, form_id)
    errors: list[tuple[str, str]] = []
    if request.method == "POST":
        try:
            actions.publish(form=entry.form, by=request.user, at=clock.now())
        except ValidationError as refused:
            errors = [("", m) for m in refused.messages]
        else:
            messages.success(request, _("已发布。发布的版本不能再改，要改请另开新版。"))
            return redirect("reporting:forms")
    return _ask(request, entry, errors)


def _ask(request: SignedInRequest, entry: Entry, errors: list[tuple[str, str]]) -> HttpResponse:
    made: FormVersion | None = entry.draft
    context = {
        "entry": entry,
        "version": made,
        "errors": errors,
        "drawn": versions.plain(made) if made else None,
        "difference": catalogue.difference(entry.published, made) if made else None,
    }
    status = 422 if errors else 200
    return render(request, "reporting/forms/publish.html", context, status=status)
