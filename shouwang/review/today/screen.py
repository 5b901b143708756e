"""What the templates of a reviewer's day need beside the day itself."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext as _

from shouwang.kit import clock
from shouwang.orgs.models import Unit
from shouwang.orgs.scope import Scope
from shouwang.reporting.daybook.screen import lunar_words
from shouwang.reporting.typed import whole
from shouwang.review.today.desks import same_changes, same_gaps
from shouwang.review.today.page import STATES, ReviewDay, lines, review_day, tree_of

MOST_NAMED = 12
MOST_PICKED = 1000


def context(
    scope: Scope, line: Sequence[Unit], day: date, asked: Mapping[str, str]
) -> dict[str, Any]:
    """Return what the page of the last unit's day shows, its list as it was asked for.

    ``line`` are the units on the way down; ``asked`` holds ``show``, ``q`` and ``page``.
    """
    unit = line[-1]
    page = review_day(scope, unit, day, now=clock.now())
    state = asked.get("show", "")
    state = state if state in STATES else page.usual_state
    typed = asked.get("q", "").strip()[:40]
    turn = whole(asked.get("page", "")) or 1
    below, nodes = tree_of(page, line, lambda at: address(day, at))
    unsigned = below.unsigned(unit)
    return {
        "page": page,
        "state": state,
        "typed": typed,
        "rows": lines(scope, page, state, words_=typed, number=turn),
        "tabs": tabs(page, state),
        "nodes": nodes,
        "below": below.under(unit),
        "unsigned": unsigned[:MOST_NAMED],
        "unsigned_more": max(0, len(unsigned) - MOST_NAMED),
        "signed_below": len(below.under(unit)) - len(unsigned),
        "lunar": lunar_words(day),
        "max_day": clock.today(),
        "here": address(day, unit, show=state),
        "live": _live(page, state, typed, turn),
        "crumbs": [(u.name, address(day, u)) for u in line],
        "gaps_signed": same_gaps(page.signatures),
        "changed": same_changes(page.signatures),
        "words": {"state": _("状态"), "about": _("情况"), "verdict": _("审核"), "phone": _("电话")},
    }


def tabs(page: ReviewDay, state: str) -> list[tuple[Any, str, bool, str]]:
    """Return the lists as tabs; an empty one stays, so that the row of tabs keeps its places."""
    return [
        (word, address(page.day, page.unit, show=key), key == state, str(count))
        for key, word, count in page.tabs
    ]


def address(day: date, unit: Unit, *, page: str = "review:today", **more: str) -> str:
    """Return the address of a unit's day on a page; the present day is not written out."""
    given: dict[str, Any] = {"unit": unit.pk}
    if day != clock.today():
        given["day"] = day.isoformat()
    return f"{reverse(page)}?{urlencode(given | more)}"


def picked(values: Sequence[str]) -> dict[int, int]:
    """Return which submission of which report was ticked: ``7-2`` is the second of report 7."""
    pairs = (value.partition("-")[::2] for value in values[:MOST_PICKED] if len(value) < 30)
    return {int(pk): int(number) for pk, number in pairs if pk.isdecimal() and number.isdecimal()}


def _live(page: ReviewDay, state: str, typed: str, turn: int) -> str:
    given = {
        "unit": page.unit.pk,
        "day": page.day.isoformat(),
        "show": state,
        "q": typed,
        "page": turn,
        "seen": page.stamp,
    }
    return f"{reverse('review:live')}?{urlencode(given)}"
