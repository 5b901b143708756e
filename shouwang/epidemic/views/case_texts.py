"""Written reports of a case: drafted from the card, completed, sent; printed, as Word or PDF."""

from __future__ import annotations

from uuid import UUID

from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse
from django.views.decorators.http import require_GET, require_http_methods

from shouwang.accounts import access
from shouwang.accounts.access import SignedInRequest
from shouwang.epidemic import case_queries, drafting, facts, frames, reach, rules, words
from shouwang.epidemic.actions import cases, texts
from shouwang.epidemic.models import Case, CaseStep
from shouwang.kit import clock


@require_http_methods(["GET", "POST"])
@access.page(words.WRITE_REPORT)
def write(request: SignedInRequest, case_id: UUID, case_step: str) -> HttpResponse:
    """Show the draft of a report, as the card stands now; a POST sends it."""
    found = case_queries.case(request.scope, case_id)
    request.scope.require(words.WRITE_REPORT, found.unit)
    if case_step not in rules.TEXTS:
        raise Http404(case_step)
    error = _sent(request, found, case_step) if request.method == "POST" else ""
    if request.method == "POST" and not error:
        return frames.to_card(request, case_id)
    return _page(request, found, case_step, error)


def _page(request: SignedInRequest, found: Case, kind: str, error: str) -> HttpResponse:
    known = facts.gather(found, at=clock.now())
    typed = request.POST.get("details", "")
    context = {
        "case": found,
        "kind": kind,
        "zh": words.STEP_ZH[kind],
        "text": typed or drafting.draft(known, kind),
        "title": drafting.title(known, kind, len(known.of(rules.FOLLOW_UP)) + 1),
        "to": reach.superior_name(found.unit),
        "error": error,
        "clock": next((c for c in known.clocks if c.step == kind and c.is_running()), None),
    }
    return frames.show(request, "epidemic/case_text.html", context, status=422 if error else 200)


def _sent(request: SignedInRequest, found: Case, kind: str) -> str:
    now = clock.now()
    try:
        cases.note(
            case=found, step=kind, by=request.user, at=now, scope=request.scope,
            details=request.POST.get("details", ""), who=reach.superior_name(found.unit),
        )  # fmt: skip
    except ValidationError as why:
        return "；".join(why.messages)
    return ""


@require_GET
@access.page(words.READ_EMERGENCIES)
def report(request: SignedInRequest, case_id: UUID, note_id: UUID) -> HttpResponse:
    """Show a report that was sent, as it reads."""
    found = case_queries.case(request.scope, case_id)
    step = _text_of(found, note_id)
    known = facts.gather(found, at=step.happened_at)
    context = {"case": found, "report": step, "zh": words.STEP_ZH[step.step]}
    context["laid"] = texts.laid_out(known, step)
    return frames.show(request, "epidemic/case_report.html", context)


@require_GET
@access.page(words.READ_EMERGENCIES)
def report_file(request: SignedInRequest, case_id: UUID, note_id: UUID, form: str) -> HttpResponse:
    """Return a report as Word or PDF."""
    found = case_queries.case(request.scope, case_id)
    step = _text_of(found, note_id)
    try:
        handed = texts.hand_out(report=step, form=form, by=request.user, at=clock.now())
    except KeyError:
        raise Http404(form) from None
    headers = {"Content-Disposition": handed.disposition}
    return HttpResponse(handed.content, content_type=handed.media_type, headers=headers)


def _text_of(case: Case, note_id: UUID) -> CaseStep:
    step = case_queries.step(case, note_id)
    if step.step not in rules.TEXTS:
        raise Http404(step.step)
    return step
