"""What the pages of isolation show."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from django.core.paginator import Paginator
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from shouwang.accounts.access import SignedInRequest
from shouwang.health import rules as health
from shouwang.health.readings import SYMPTOMS
from shouwang.kit import clock
from shouwang.movements import isolation_queries, observing, pages, queries, rooms, rules, words
from shouwang.movements.forms import WordForm
from shouwang.movements.isolation_queries import RoomState
from shouwang.movements.kinds import TOLD_ELSEWHERE, Place
from shouwang.movements.models import Isolation, IsolationCheck
from shouwang.movements.observing import Observation
from shouwang.movements.pages import Namer
from shouwang.orgs.models import Unit
from shouwang.orgs.scope import Scope
from shouwang.people import queries as people
from shouwang.response import measures

# how long what has ended stays on the board
SHOWN_AFTER = timedelta(days=7)
# days of checks that stand open on the page; those before, without anything missing, are folded
SHOWN_DAYS = 4
STANDINGS = {
    "running": (gettext_lazy("隔离中"), "info"),
    "due": (gettext_lazy("今日可解除"), "ok"),
    "overdue": (gettext_lazy("逾期未解除"), "bad"),
}


def board_page(request: SignedInRequest, unit: Unit) -> dict[str, Any]:
    """Return the board of a house: rooms, who is observed, what is missing, what has ended."""
    scope, now = request.scope, clock.now()
    namer = Namer(scope)
    observed = isolation_queries.running(scope, unit, at=now)
    kept = isolation_queries.rooms_of(unit, observed, at=now)
    lines = [line(one, namer) for one in observed]
    return {
        "unit": unit,
        "now": now,
        "lines": lines,
        "rooms": [_room(state, namer) for state in kept],
        "homeless": [one for one in lines if one["needs_room"]],
        "ended": [
            {"isolation": one, "name": namer.name(one.person, unit)}
            for one in isolation_queries.ended(scope, unit, since=now - SHOWN_AFTER)
        ],
        "tiles": _tiles(observed, kept),
        "may_isolate": scope.allows(words.ISOLATE, unit),
        "may_manage": scope.allows(words.MANAGE_ROOMS, unit),
        "crumbs": crumbs(scope, unit),
    }


def bureau_page(request: SignedInRequest) -> dict[str, Any]:
    """Return how isolation stands in every institution in scope, a page of them."""
    now = clock.now()
    page = Paginator(queries.institutions(request.scope), pages.HOUSES_A_PAGE).get_page(
        request.GET.get("page")
    )
    return {"now": now, "page": page, "rows": isolation_queries.counts(list(page), at=now)}


def isolation_page(request: SignedInRequest, isolation: Isolation) -> dict[str, Any]:
    """Return one isolation: its days with their checks, what hinders its release, the deeds."""
    scope, unit, now = request.scope, isolation.unit, clock.now()
    observed = observing.observe([isolation], at=isolation.ended_at or now)[0]
    is_open = isolation.ended_at is None
    has_word = isolation.control_word_at is not None
    is_signable = is_open and (has_word or observed.standing != "running")
    days = _days(observed, isolation_queries.checks(isolation))
    kept = [room for room in rooms.of_unit(unit, at=now) if room.pk != isolation.room_id]
    return {
        "line": line(observed, Namer(scope)),
        "isolation": isolation,
        "observed": observed,
        "unit": unit,
        "now": now,
        "days": days[:SHOWN_DAYS] + [day for day in days[SHOWN_DAYS:] if day["missing"]],
        "older": [day for day in days[SHOWN_DAYS:] if not day["missing"]],
        "is_open": is_open,
        "may_check": is_open and scope.allows(words.CHECK, unit),
        "may_isolate": is_open and scope.allows(words.ISOLATE, unit),
        "signers": _signers(isolation, scope, is_open=is_signable),
        "is_signable": is_signable,
        "word_form": _word_form(isolation, scope, now) if is_open and not is_signable else None,
        "stricter": _stricter(isolation) if is_open else "",
        "rooms": kept,
        "tells": isolation.place in TOLD_ELSEWHERE,
        "symptoms": list(SYMPTOMS.items()),
        "crumbs": [*crumbs(scope, unit, here=True), (_("隔离观察"), "")],
    }


def line(observed: Observation, namer: Namer) -> dict[str, Any]:
    """Return one observation for a list."""
    isolation = observed.isolation
    word, tone = standing_words(observed)
    is_here = isolation.place == Place.HOUSE
    where = isolation.room.name if isolation.room else str(isolation.get_place_display())
    return {
        "observed": observed,
        "isolation": isolation,
        "name": namer.name(isolation.person, isolation.unit),
        "where": _("未安排房间") if is_here and not isolation.room_id else where,
        "needs_room": is_here and not isolation.room_id,
        "word": _("已结束") if isolation.ended_at else word,
        "tone": "ok" if isolation.ended_at else tone,
        "day_words": day_words(observed),
        "lacking": max(0, observed.due - observed.made),
        "url": reverse("movements:isolation", args=[isolation.pk]),
    }


def standing_words(observed: Observation) -> tuple[Any, str]:
    """Say how a running isolation stands, with its tone: 隔离中, or that disease control agreed to
    an early end."""
    if observed.standing == "running" and observed.isolation.control_word_at:
        return _("疾控同意提前解除"), "ok"
    return STANDINGS[observed.standing]


def day_words(observed: Observation) -> str:
    """Say which day it is: 第 3/14 天, 已满 14 天."""
    told = {"day": observed.number, "days": observed.isolation.days}
    if observed.standing == "running":
        return _("第 %(day)s/%(days)s 天") % told
    return _("已满 %(days)s 天") % told


def signed_as(request: SignedInRequest, isolation: Isolation) -> str:
    """Return as what somebody signs: what the button said, else as what they may."""
    asked = request.POST.get("as", "")
    if asked in {"medic", "director"}:
        return asked
    may = request.scope.allows(words.RELEASE_AS_DIRECTOR, isolation.unit)
    return "director" if may else "medic"


def everybody(scope: Scope, unit: Unit) -> list[tuple[str, str]]:
    """Return residents and staff to choose from: (key, 201-1 王秀英)."""
    listed = people.roll(scope, unit, at=clock.now())
    return [
        (str(one.person_id), f"{one.place or one.job} {one.name}".strip())
        for one in listed
        if not one.is_out or one.side == "staff"
    ]


def crumbs(scope: Scope, unit: Unit, *, here: bool = False) -> list[tuple[str, str]]:
    """Return the way to a house's board."""
    own = pages.own_house(scope)
    url = reverse("movements:board_of", args=[unit.pk])
    if own is not None and own.pk == unit.pk:
        return [(_("隔离观察"), url)] if here else []
    first = (_("隔离观察"), reverse("movements:board"))
    return [first, (unit.label, url)] if here else [first, (unit.label, "")]


def _room(state: RoomState, namer: Namer) -> dict[str, Any]:
    inside = [line(one, namer) for one in state.inside]
    tones = {one["tone"] for one in inside}
    return {
        "room": state.room,
        "inside": inside,
        "is_free": not inside,
        "beds_left": max(0, state.room.beds - len(inside)),
        "tone": "bad" if "bad" in tones else "info" if inside else "ok",
    }


def _tiles(observed: list[Observation], kept: list[RoomState]) -> list[dict[str, Any]]:
    free = sum(not state.inside for state in kept)
    lacking = sum(one.made < one.due for one in observed)
    gaps = sum(bool(one.gaps) for one in observed)
    overdue = sum(one.standing == "overdue" for one in observed)
    due = sum(one.standing == "due" for one in observed)
    full = "warn" if kept and not free else ""
    return [
        {"label": _("正在隔离"), "value": len(observed), "unit": _("人"), "tone": ""},
        {
            "label": _("空余隔离室"),
            "value": free,
            "of": len(kept),
            "unit": _("间"),
            "tone": full,
            "note": _("没有空余的隔离室") if full else "",
        },
        {
            "label": _("今日待查"),
            "value": lacking,
            "unit": _("人"),
            "tone": "" if lacking else "ok",
            "note": _("以前有漏查 %(n)s 人") % {"n": gaps} if gaps else "",
        },
        {
            "label": _("应解除"),
            "value": due + overdue,
            "unit": _("人"),
            "tone": "bad" if overdue else "",
            "note": _("逾期 %(n)s 人") % {"n": overdue} if overdue else "",
        },
    ]


def _days(observed: Observation, made: list[IsolationCheck]) -> list[dict[str, Any]]:
    """Return every day so far with its checks and whether some are missing."""
    isolation = observed.isolation
    began = clock.local(isolation.happened_at)
    found = []
    for number in range(1, observed.number + 1):
        rows = [_check(row) for row in made if row.number == number]
        due = rules.due_on(number, days=isolation.days, checks=isolation.checks, started=began)
        if number > isolation.days and not rows:
            continue
        is_past = number < observed.number
        missing = max(0, due - len(rows))
        found.append(
            {
                "number": number,
                "on": began.date() + timedelta(days=number - 1),
                "checks": rows,
                "missing": missing if is_past else 0,
                "awaited": 0 if is_past else missing,
                "is_extra": number > isolation.days,
            }
        )
    return found[::-1]


def _check(row: IsolationCheck) -> dict[str, Any]:
    ticked = [str(SYMPTOMS[code]) for code in health.codes(row.symptoms)]
    return {
        "row": row,
        "shown": "" if row.tenths is None else health.shown(row.tenths),
        "symptoms": "、".join(ticked),
    }


def _signers(isolation: Isolation, scope: Scope, *, is_open: bool) -> list[dict[str, Any]]:
    told = (
        ("medic", _("医务人员"), words.RELEASE_AS_MEDIC),
        ("director", _("机构负责人"), words.RELEASE_AS_DIRECTOR),
    )
    return [
        {
            "key": key,
            "label": label,
            "by": getattr(isolation, key),
            "at": getattr(isolation, f"{key}_at"),
            "may": is_open
            and getattr(isolation, key) is None
            and scope.allows(permission, isolation.unit),
        }
        for key, label, permission in told
    ]


def _word_form(isolation: Isolation, scope: Scope, now: datetime) -> WordForm | None:
    """Return the form for a word of disease control, for whoever may sign a release."""
    signs = (words.RELEASE_AS_MEDIC, words.RELEASE_AS_DIRECTOR)
    if not any(scope.allows(permission, isolation.unit) for permission in signs):
        return None
    return WordForm(initial={"said_at": clock.local(now)})


def _stricter(isolation: Isolation) -> str:
    """Say that more is asked by now than when this isolation began, which goes on as it began."""
    asked = measures.values(
        ["isolation_days", "isolation_checks"], unit=isolation.unit, at=clock.now()
    )
    days, checks = int(asked["isolation_days"]), int(asked["isolation_checks"])
    if not rules.is_stricter(began=(isolation.days, isolation.checks), now=(days, checks)):
        return ""
    told = {"days": days, "checks": checks, "was": isolation.days}
    return (
        _(
            "现行要求已改为 %(days)s 天、每天 %(checks)s 次；本次按开始时的 %(was)s 天执行，"
            "需要延长的请医务人员和负责人暂缓签字。"
        )
        % told
    )
