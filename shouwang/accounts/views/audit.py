"""The audit trail on screen, exported and verified. Looking and exporting are on record too."""

from __future__ import annotations

from datetime import timedelta
from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from shouwang.accounts import access, audit, places, trail, wording, words
from shouwang.accounts.access import SignedInRequest
from shouwang.accounts.actions import seals
from shouwang.accounts.forms import SearchForm
from shouwang.accounts.models import AuditEvent
from shouwang.accounts.trail import Place, Search
from shouwang.accounts.wording import Text
from shouwang.kit import clock, registry
from shouwang.kit.sheets.write import Column, Kind, csv_bytes, workbook

USUAL_DAYS = 7
MOST_EXPORTED = 20_000
LINKS_AT_A_CLICK = 20_000
_EXCEL = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


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
    found = {
        "form": form,
        "asked": search.as_detail().items(),
        "rows": _rows(page),
        "older": _turn(search, "older", page.older),
        "newer": _turn(search, "newer", page.newer),
        "chain": trail.chain(),
    }
    return render(request, "accounts/audit.html", found)


@access.page(words.READ_AUDIT)
def event(request: SignedInRequest, event_id: int) -> HttpResponse:
    """Show one event with its details in words and its link in the chain."""
    one = trail.event(request.scope, event_id)
    found = {
        "event": one,
        "sentence": wording.sentence(one),
        "thing": wording.thing(one.about_kind),
        "unit": places.names({one.unit_id}).get(one.unit_id, "") if one.unit_id else "",
        "details": wording.details(one),
        "link": trail.link(one),
    }
    part = request.headers.get("HX-Request") == "true"
    template = "accounts/audit_event_part.html" if part else "accounts/audit_event.html"
    return render(request, template, found)


@access.page(words.READ_AUDIT)
@require_POST
def export(request: SignedInRequest) -> HttpResponse:
    """Export what a search finds, the oldest first, as Excel or CSV."""
    search = SearchForm(request.POST).search
    count = trail.events(request.scope, search).count()
    if count > MOST_EXPORTED:
        said = _("查到 %(count)d 条，一次最多导出 %(most)d 条。请缩短时间范围，分几次导出。")
        messages.error(request, said % {"count": count, "most": MOST_EXPORTED})
        return redirect("accounts:audit")
    form = "csv" if request.POST.get("format") == "csv" else "xlsx"
    detail = search.as_detail() | {"format": form, "rows": count}
    now = clock.now()
    answer = HttpResponse(
        _table(request, search, form), content_type="text/csv" if form == "csv" else _EXCEL
    )
    audit.record(words.AUDIT_EXPORTED, by=request.user, at=now, **detail)
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


def _rows(page: trail.Page) -> list[tuple[AuditEvent, Text, Text, str]]:
    """Return the events of a page with their sentence, kind of thing and unit in words."""
    names = places.names({one.unit_id for one in page.events if one.unit_id})
    return [
        (one, wording.sentence(one), wording.thing(one.about_kind), names.get(one.unit_id or 0, ""))
        for one in page.events
    ]


def _turn(search: Search, way: str, place: str) -> str:
    """Return the query of the next page that way, or an empty string where there is none."""
    return f"?{urlencode({'since': ''} | search.as_detail() | {way: place})}" if place else ""


def _table(request: SignedInRequest, search: Search, form: str) -> bytes:
    """Return the export's file."""
    columns = [
        Column("id", _("编号"), Kind.INT),
        Column("at", _("时间"), Kind.MOMENT),
        Column("by", _("人员")),
        Column("word", _("事项")),
        Column("kind", _("对象类别")),
        Column("about", _("对象"), width=26),
        Column("unit", _("机构"), width=22),
        Column("detail", _("详情"), width=60),
        Column("ip", _("地址（IP）")),
    ]
    rows = trail.lines(trail.in_order(request.scope, search, most=MOST_EXPORTED))
    if form == "csv":
        return csv_bytes(columns=columns, rows=rows)
    chain = trail.chain()
    notes = [
        _("截至 %(at)s") % {"at": f"{clock.now():%Y-%m-%d %H:%M}"},
        _("已封存 %(sealed)d 环，链头 %(head)s") % {"sealed": chain.sealed, "head": chain.head},
    ]
    marks = [str(mark) for mark in registry.marks()]
    return workbook(columns=columns, rows=rows, title=_("审计记录"), notes=notes, marks=marks)
