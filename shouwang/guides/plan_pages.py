"""What the pages of institutions' own plans show."""

from __future__ import annotations

from typing import Any

from django.core.paginator import Paginator
from django.urls import reverse
from django.utils.translation import gettext as _

from shouwang.accounts.access import SignedInRequest
from shouwang.guides import plan_fields, plan_queries, rules, words
from shouwang.guides.actions import plans
from shouwang.guides.models import PlanVersion
from shouwang.guides.pages import A_PAGE
from shouwang.kit import clock
from shouwang.orgs.models import Unit
from shouwang.orgs.scope import Scope

State = PlanVersion.State
TONES = {State.DRAFT: "none", State.SUBMITTED: "info", State.RETURNED: "warn", State.APPROVED: "ok"}
ALL, NONE, WAITING = "", "none", "waiting"


def coverage_page(request: SignedInRequest) -> dict[str, Any]:
    """Return which institutions of a scope have a plan in force; ``?show=`` none or waiting."""
    scope, today = request.scope, clock.today()
    covers = plan_queries.covers(list(plan_queries.houses(scope, day=today)))
    bare = [c for c in covers if c.in_force is None]
    waiting = [c for c in covers if c.under_way and c.under_way.state == State.SUBMITTED]
    show = request.GET.get("show", ALL)
    shown = {NONE: bare, WAITING: waiting}.get(show, covers)
    page = Paginator(shown, A_PAGE).get_page(request.GET.get("page"))
    tabs = [
        (_("全部"), "?", show == ALL, len(covers)),
        (_("还没有"), f"?show={NONE}", show == NONE, len(bare)),
        (_("待审批"), f"?show={WAITING}", show == WAITING, len(waiting)),
    ]
    return {
        "page": page,
        "tabs": tabs,
        "total": len(covers),
        "in_force": len(covers) - len(bare),
        "bare": len(bare),
        "waiting": len(waiting),
        "at": clock.now(),
    }


def house_page(request: SignedInRequest, unit: Unit) -> dict[str, Any]:
    """Return a house's plan: what is in force, what is under way, every version."""
    scope = request.scope
    versions = list(plan_queries.versions(scope, unit))
    in_force = next((v for v in versions if v.state == State.APPROVED), None)
    under_way = next((v for v in versions if v.state in (State.DRAFT, State.SUBMITTED)), None)
    is_returned = bool(versions) and versions[0].state == State.RETURNED
    may_draft = scope.allows(words.DRAFT_PLAN, unit)
    return {
        "unit": unit,
        "versions": [{"one": v, "tone": TONES[State(v.state)]} for v in versions],
        "in_force": in_force,
        "sections": sections(in_force) if in_force else [],
        "under_way": under_way,
        "returned": versions[0] if is_returned else None,
        "may_draft": may_draft and (under_way is None or under_way.state == State.DRAFT),
        "may_submit": under_way is not None and under_way.state == State.DRAFT
        and scope.allows(words.SUBMIT_PLAN, unit),
        "may_compare": len(versions) > 1,
        "trail": trail(unit),
    }  # fmt: skip


def begin(scope: Scope, unit: Unit) -> dict[str, str]:
    """Return what a draft begins with: the draft that stands, else the latest version."""
    found = plan_queries.under_way(unit) or plan_queries.versions(scope, unit).first()
    return dict(found.content) if found else {}


def edit_page(scope: Scope, unit: Unit) -> dict[str, Any]:
    """Return what the page of a draft shows beside its form, as it stands now."""
    draft = plan_queries.under_way(unit)
    return {
        "unit": unit,
        "draft": draft,
        "revision": draft.revision if draft else 0,
        "may_submit": scope.allows(words.SUBMIT_PLAN, unit),
        "trail": [*trail(unit, is_last=False), (_("起草"), "")],
    }


def sections(version: PlanVersion) -> list[dict[str, Any]]:
    """Return a version's sections with what each field says."""
    return [
        {"zh": s.zh, "fields": [(f.zh, version.content.get(f.code, "")) for f in s.fields]}
        for s in plan_fields.SECTIONS
    ]


def version_page(request: SignedInRequest, version: PlanVersion) -> dict[str, Any]:
    """Return one version as it is read and printed, with what may be done."""
    is_waiting = version.state == State.SUBMITTED
    return {
        "version": version,
        "unit": version.unit,
        "tone": TONES[State(version.state)],
        "sections": sections(version),
        "before": plan_queries.in_force(version.unit) if is_waiting else None,
        "may_decide": is_waiting and request.scope.allows(words.DECIDE_PLAN, version.unit)
        and plans.may_decide(request.scope, version.unit),
        "trail": [*trail(version.unit, is_last=False), (str(version), "")],
    }  # fmt: skip


def compare_page(request: SignedInRequest, unit: Unit) -> dict[str, Any]:
    """Return two versions side by side: ``?old=`` and ``?new=``, numbers; else the last two."""
    found = {str(v.number): v for v in plan_queries.versions(request.scope, unit)}
    numbers = list(found)
    new = found.get(request.GET.get("new", "")) or (found[numbers[0]] if numbers else None)
    old = found.get(request.GET.get("old", ""))
    old = old or (found[numbers[1]] if len(numbers) > 1 else new)
    one, other = (old.content if old else {}), (new.content if new else {})
    differs = rules.differing(one, other, plan_fields.CODES)
    return {
        "unit": unit,
        "versions": list(found.values()),
        "old": old,
        "new": new,
        "count": len(differs),
        "sections": [
            {
                "zh": s.zh,
                "rows": [
                    {
                        "zh": f.zh,
                        "old": one.get(f.code, ""),
                        "new": other.get(f.code, ""),
                        "differs": f.code in differs,
                    }
                    for f in s.fields
                ],
            }
            for s in plan_fields.SECTIONS
        ],
        "trail": [*trail(unit, is_last=False), (_("版本对照"), "")],
    }


def trail(unit: Unit, *, is_last: bool = True) -> list[tuple[str, str]]:
    """Return where a house's plan lies."""
    return [
        (_("一院一策"), reverse("guides:plans")),
        (unit.label, "" if is_last else reverse("guides:plan", args=[unit.pk])),
    ]
