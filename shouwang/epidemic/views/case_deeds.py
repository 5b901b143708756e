"""Deeds on a case: a step done, voided, a finding, the superior's answers, the outcome."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.views.decorators.http import require_POST

from shouwang.accounts import access
from shouwang.accounts.access import SignedInRequest
from shouwang.epidemic import case_forms, case_queries, frames, words
from shouwang.epidemic.actions import answers, cases, findings
from shouwang.kit import clock


@require_POST
@access.page(words.NOTE_CASE)
def note(request: SignedInRequest, case_id: UUID, case_step: str) -> HttpResponse:
    """Write that a step was done: at the moment that was typed, else now."""
    found, now = case_queries.case(request.scope, case_id), clock.now()
    form = case_forms.StepForm(request.POST)
    return _answer(
        request, case_id, form,
        lambda: cases.note(
            case=found, step=case_step, by=request.user, recorded_at=now, scope=request.scope,
            **form.told(now),
        ),
    )  # fmt: skip


@require_POST
@access.page(words.NOTE_CASE, words.RECORD_FINDING)
def void(request: SignedInRequest, case_id: UUID, note_id: UUID) -> HttpResponse:
    """Void a step that was entered by mistake."""
    step = case_queries.step(case_queries.case(request.scope, case_id), note_id)
    return _answer(
        request, case_id, None,
        lambda: cases.void(
            step=step, reason=request.POST.get("reason", ""), by=request.user, at=clock.now(),
            scope=request.scope,
        ),
    )  # fmt: skip


@require_POST
@access.page(words.RECORD_FINDING)
def find(request: SignedInRequest, case_id: UUID) -> HttpResponse:
    """Write down a medical finding."""
    found, now = case_queries.case(request.scope, case_id), clock.now()
    form = case_forms.FindingForm(request.POST)
    return _answer(
        request, case_id, form,
        lambda: findings.record_finding(
            case=found, by=request.user, recorded_at=now, scope=request.scope,
            **form.told(now),
        ),
    )  # fmt: skip


@require_POST
@access.page(words.WRITE_REPORT)
def close(request: SignedInRequest, case_id: UUID) -> HttpResponse:
    """Close a case with its outcome."""
    found, now = case_queries.case(request.scope, case_id), clock.now()
    form = case_forms.CloseForm(request.POST)
    return _answer(
        request, case_id, form,
        lambda: cases.close(
            case=found, by=request.user, recorded_at=now, scope=request.scope,
            **form.told(now),
        ),
    )  # fmt: skip


@require_POST
@access.page(words.ANSWER_REPORT)
def receive(request: SignedInRequest, case_id: UUID, note_id: UUID) -> HttpResponse:
    """Confirm, from above the house, that a report arrived."""
    step = case_queries.step(case_queries.case(request.scope, case_id), note_id)
    return _answer(
        request, case_id, None,
        lambda: answers.receive(step=step, by=request.user, at=clock.now(), scope=request.scope),
    )  # fmt: skip


@require_POST
@access.page(words.ANSWER_REPORT)
def ask(request: SignedInRequest, case_id: UUID) -> HttpResponse:
    """Ask the house for a follow-up."""
    found = case_queries.case(request.scope, case_id)
    form = case_forms.AskForm(request.POST)
    return _answer(
        request, case_id, form,
        lambda: answers.ask_follow_up(
            case=found, by=request.user, at=clock.now(), scope=request.scope, **form.cleaned_data
        ),
    )  # fmt: skip


def _answer(
    request: SignedInRequest, case_id: UUID, form: forms.Form | None, deed: Callable[[], Any]
) -> HttpResponse:
    """Do it and show the card again; what bars it is said there."""
    if form is not None and not form.is_valid():
        for field, why in form.errors.items():
            label = form.fields[field].label if field in form.fields else ""
            messages.error(request, f"{label}：{' '.join(map(str, why))}")
        return frames.to_card(request, case_id)
    try:
        deed()
    except ValidationError as why:
        messages.error(request, "；".join(why.messages))
    return frames.to_card(request, case_id)
