"""What the pages of reopening show."""

from __future__ import annotations

import tomllib
from functools import cache
from pathlib import Path
from typing import Any

from django.core.paginator import Paginator
from django.utils.translation import gettext as _

from shouwang.orgs.scope import Scope
from shouwang.response import queries, words
from shouwang.response.models import Measure, Reopening

PER_PAGE = 30
State = Reopening.State
_TONES = {
    State.APPLIED: "warn",
    State.ACCEPTED: "warn",
    State.FAILED: "none",
    State.GRANTED: "ok",
    State.REFUSED: "none",
    State.WITHDRAWN: "none",
}
_STEPS = {State.APPLIED: 2, State.ACCEPTED: 3}


@cache
def checklist() -> list[str]:
    """Return the lines of the check on the spot, from the data: a proposal, not official."""
    path = Path(__file__).parent / "data" / "reopening.toml"
    return list(tomllib.loads(path.read_text(encoding="utf-8"))["lines"])


def list_page(scope: Scope, number: str | None) -> dict[str, Any]:
    """Return what the list shows."""
    shown = Paginator(queries.reopenings(scope), PER_PAGE).get_page(number)
    names = dict(Measure.objects.values_list("pk", "zh"))
    lines = [
        {"found": one, "what": _named(one, names), "tone": _TONES[State(one.state)]}
        for one in shown
    ]
    return {"page": shown, "lines": lines}


def page(found: Reopening) -> dict[str, Any]:
    """Return what one application's page shows."""
    names = dict(Measure.objects.values_list("pk", "zh"))
    return {
        "found": found,
        "what": _named(found, names),
        "tone": _TONES[State(found.state)],
        "steps": [_("机构申请"), _("县级验收"), _("上级批复")],
        "here": _STEPS.get(State(found.state), 3),
        "events": _events(found),
    }


def step_of(scope: Scope, found: Reopening) -> str:
    """Return the step that a scope's user may take now: check, reply, withdraw, or none."""
    wanted = {
        State.APPLIED: ("check", words.CHECK_REOPENING),
        State.ACCEPTED: ("reply", words.REPLY_REOPENING),
        State.GRANTED: ("withdraw", words.REPLY_REOPENING),
    }.get(State(found.state))
    return wanted[0] if wanted and scope.allows(wanted[1], found.unit) else ""


def _named(found: Reopening, names: dict[str, str]) -> str:
    return "、".join(names.get(code, code) for code in found.measures)


def _events(found: Reopening) -> list[dict[str, Any]]:
    events = [{"at": found.applied_at, "text": _("提出申请"), "by": found.applied_by.name}]
    if found.checked_at and found.checked_by:
        passed = found.state != State.FAILED
        text = _("验收合格") if passed else _("验收不合格")
        events.append({"at": found.checked_at, "text": text, "by": found.checked_by.name})
    if found.replied_at and found.replied_by:
        text = found.by_paper or _("未批准")
        events.append({"at": found.replied_at, "text": text, "by": found.replied_by.name})
    if found.until_at and found.withdraw_reason:
        told = _("撤销：%(why)s") % {"why": found.withdraw_reason}
        events.append({"at": found.until_at, "text": told, "by": ""})
    return events
