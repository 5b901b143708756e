"""The audit trail on screen, exported and verified. Looking and exporting are on record too."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from shouwang.accounts import access, audit, exports, places, trail, wording, words
from shouwang.accounts.access import SignedInRequest
from shouwang.accounts.actions import seals
from shouwang.accounts.forms import SearchForm
from shouwang.accounts.models import AuditEvent
from shouwang.accounts.trail import Place, Search
from shouwang.accounts.wording import Text
from shouwang.kit import clock

USUAL_DAYS = 7
LINKS_AT_A_CLICK = 20_000


@access.page(words.READ_AUDIT)
def events(request: SignedInRequest) -> HttpResponse:
    """Search the trail; the last days without a question."""
    usual = {"since": clock.today() - timedelta(days=USUAL_DAYS - 1)}
    form = SearchForm(request.GET if "since" in request.GET else usual)
    search = form.search
    older, newer = (Place.read(request.GET.get(key, "")) for key in ("older", "newer"))
    page = trail.page(request.scope, search, older_than=older, newer_than=newer)
    if not (older or newer):
        detail = search.as_detail()
        audit.record(words.AUDIT_SEARCHED, by=request.user, at=clock.now(), **detail)
    found = _found(search, page) | {"form": form, "chain": trail.chain()}
    return render(request, "accounts/audit.html", found)


@access.page(words.READ_AUDIT)
def event(request: SignedInRequest, event_id: int) -> HttpResponse:
    """Show one event with its details in words and its link in the chain."""
    one = trail.event(request.scope, event_id)
    (_one, sentence, thing, unit), *_ = _rows([one])
    found = {
        "event": one, "sentence": sentence, "thing": thing, "unit": unit,
        "details": wording.details(one), "link": trail.link(one),
    }  # fmt: skip
    part = request.headers.get("HX-Request") == "true"
    template = "accounts/audit_event_part.html" if part else "accounts/audit_event.html"
    return render(request, template, found)


@access.page(words.READ_AUDIT)
@require_POST
def export(request: SignedInRequest) -> HttpResponse:
    """Export what a search finds, the oldest first, as Excel or CSV."""
    search, form = SearchForm(request.POST).search, exports.format_of(request.POST)
    count = trail.events(request.scope, search).count()
    if count > exports.MOST:
        said = _("查到 %(count)d 条，一次最多导出 %(most)d 条。请缩短时间范围，分几次导出。")
        messages.error(request, said % {"count": count, "most": exports.MOST})
        return redirect("accounts:audit")
    now = clock.now()
    content = exports.table(request.scope, search, form=form, at=now)
    detail = search.as_detail() | {"format": form, "rows": count}
    audit.record(words.AUDIT_EXPORTED, by=request.user, at=now, **detail)
    answer = HttpResponse(content, content_type=exports.TYPES[form])
    answer["Content-Disposition"] = f'attachment; filename="audit-{now:%Y%m%d-%H%M}.{form}"'
    return answer


@access.page(words.READ_AUDIT)
@require_POST
def verify(request: SignedInRequest) -> HttpResponse:
    """Verify the newest links of the chain and say what was found."""
    verdict = seals.verify(last=LINKS_AT_A_CLICK)
    seals.record_verdict(verdict=verdict, by=request.user, at=clock.now())
    if verdict.is_sound:
        said = _("核验完成：最近 %(checked)d 环完好，没有改动、删除或插入。")
        messages.success(request, said % {"checked": verdict.checked})
    else:
        said = _("核验发现问题：%(problems)s。请立即保全数据库，并报告本单位负责人。")
        messages.error(request, said % {"problems": "；".join(verdict.problems)})
    return redirect("accounts:audit")


def _found(search: Search, page: trail.Page) -> dict[str, Any]:
    """Return what a page of the trail shows."""
    return {
        "asked": search.as_detail().items(),
        "rows": _rows(page.events),
        "older": _turn(search, "older", page.older),
        "newer": _turn(search, "newer", page.newer),
    }


def _rows(events: list[AuditEvent]) -> list[tuple[AuditEvent, Text, Text, str]]:
    """Return events with their sentence, kind of thing and unit in words."""
    names = places.names({one.unit_id for one in events if one.unit_id})
    return [
        (one, wording.sentence(one), wording.thing(one.about_kind), names.get(one.unit_id or 0, ""))
        for one in events
    ]


def _turn(search: Search, way: str, place: str) -> str:
    """Return the query of the next page that way, or an empty string where there is none."""
    return f"?{urlencode({'since': ''} | search.as_detail() | {way: place})}" if place else ""
