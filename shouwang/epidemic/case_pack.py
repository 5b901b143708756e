"""What the phone's page of an emergency carries along: the open cases of the house, their steps."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.urls import reverse

from shouwang.epidemic import case_pages, case_queries, words
from shouwang.epidemic.case_pages import Link, Shown
from shouwang.epidemic.models import Case
from shouwang.orgs.models import Unit
from shouwang.orgs.scope import Scope


def house(*, scope: Scope, unit: Unit, at: datetime) -> dict[str, Any]:
    """Return the open cases of a house, the oldest first, each with what is done and due.

    Names as this user's screens show them; raises ``OutOfScope`` or ``NotPermitted``.
    """
    scope.require(words.NOTE_CASE, unit)
    found = case_queries.cases(scope).filter(unit=unit)
    return {"cases": [_case(one, scope, at=at) for one in found]}


def _case(case: Case, scope: Scope, *, at: datetime) -> dict[str, Any]:
    card = case_pages.card(scope, case, now=at)
    return {
        "id": str(case.pk),
        "name": card["name"],
        "place": case.place,
        "cause": str(case.get_cause_display()),
        "temperature": str(case.temperature) if case.temperature else "",
        "at": case.happened_at.isoformat(),
        "url": reverse("epidemic:emergency", args=[case.pk]),
        "clocks": [_clock(one) for one in card["clocks"]],
        # a report is written on its page; what is entered here is what was done
        "steps": [_step(link) for link in card["chain"] if not link.is_text and link.may],
    }


def _clock(one: Shown) -> dict[str, Any]:
    done = one.clock.done_at
    return {
        "step": one.clock.step,
        "zh": str(one.zh),
        "due": one.clock.due_at.isoformat(),
        "done": done.isoformat() if done else None,
    }


def _step(link: Link) -> dict[str, Any]:
    return {
        "code": link.step,
        "zh": str(link.zh),
        "again": link.again,
        "pressing": link.is_pressing,
        "fields": link.fields,
        "who": link.who,
        "done": [
            {"at": step.happened_at.isoformat(), "by": step.by_name, "who": step.who}
            for step in link.done
        ],
        "offer": {"zh": str(link.offer.label), "url": link.offer_url} if link.offer else None,
    }
