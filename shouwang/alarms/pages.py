"""What the pages of alarms show."""

from __future__ import annotations

from typing import Any

from django.core.paginator import Paginator
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from shouwang.accounts.access import SignedInRequest
from shouwang.alarms import queries, rules, words
from shouwang.alarms.models import Alarm

PER_PAGE = 30
_TABS = (
    (queries.OPEN, _("待接收")),
    (queries.SEEN, _("处置中")),
    (queries.CLOSED, _("已关闭")),
)
_EMPTY = {
    queries.OPEN: (
        _("没有待接收的预警"),
        _("聚集性发热、漏测漏消、报告超时等，一出现就列在这里。"),
    ),
    queries.SEEN: (_("没有处置中的预警"), _("接收之后、写明结果之前的预警列在这里。")),
    queries.CLOSED: (_("还没有关闭的预警"), _("写明处置结果，或者原因消除之后，预警移到这里。")),
}


def state(alarm: Alarm) -> tuple[str, Any]:
    """Return the tone and the word of an alarm's state."""
    if alarm.closed_at:
        return "ok", _("已关闭")
    if alarm.acknowledged_at:
        return "warn", _("处置中")
    return "bad", _("待接收")


def shown(alarm: Alarm) -> dict[str, Any]:
    """Return an alarm as it is shown in a list."""
    tone, word = state(alarm)
    return {"alarm": alarm, "zh": rules.name(alarm.code), "tone": tone, "word": word}


def list_page(request: SignedInRequest) -> dict[str, Any]:
    """Return the context of the list; ``?show=`` chooses which."""
    asked = request.GET.get("show", "")
    which = asked if asked in queries.LISTS else queries.OPEN
    found = Paginator(queries.alarms(request.scope, which), PER_PAGE)
    page = found.get_page(request.GET.get("page"))
    here, counts = reverse("alarms:alarms"), queries.counts(request.scope)
    return {
        "page": page,
        "which": which,
        "lines": [shown(alarm) for alarm in page],
        "tabs": [
            (word, f"{here}?show={key}", key == which, counts.get(key, 0)) for key, word in _TABS
        ],
        "empty": _EMPTY[which],
        "labels": {"state": _("状态"), "unit": _("机构"), "at": _("发出"), "how": _("接收与结果")},
    }


def alarm_page(request: SignedInRequest, alarm: Alarm) -> dict[str, Any]:
    """Return the context of one alarm: its cause, who did what, what may be done now."""
    may = request.scope.allows(words.HANDLE_ALARMS, alarm.unit)
    return shown(alarm) | {
        "events": _events(alarm),
        "may_acknowledge": may and not alarm.closed_at and not alarm.acknowledged_at,
        "may_close": may and not alarm.closed_at,
        "crumbs": [(_("预警"), reverse("alarms:alarms")), (rules.name(alarm.code), "")],
    }


def _events(alarm: Alarm) -> list[dict[str, Any]]:
    events = [{"at": alarm.raised_at, "text": _("发出预警"), "by": "", "tone": "bad"}]
    if alarm.acknowledged_at and alarm.acknowledged_by:
        by = alarm.acknowledged_by.name
        events.append({"at": alarm.acknowledged_at, "text": _("接收"), "by": by, "tone": ""})
    if alarm.gone_at and not alarm.is_closed_by_itself:
        events.append({"at": alarm.gone_at, "text": _("原因已消除"), "by": "", "tone": "ok"})
    if alarm.corrected_at:
        text = f"{_('更正')}：{alarm.outcome}"
        events.append({"at": alarm.corrected_at, "text": text, "by": "", "tone": "ok"})
    if alarm.closed_at and alarm.closed_by:
        told = _("时限已过，未见补做") if alarm.corrected_at else alarm.outcome
        text = f"{_('关闭')}：{told}"
        events.append(
            {"at": alarm.closed_at, "text": text, "by": alarm.closed_by.name, "tone": "ok"}
        )
    return sorted(events, key=lambda event: event["at"])
