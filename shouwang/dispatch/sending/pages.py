"""What the pages of the sending say: the trail to them, a paper with all that belongs to it."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from django.urls import reverse
from django.utils.translation import pgettext

from shouwang.dispatch.books import grids
from shouwang.dispatch.layouts import papers
from shouwang.dispatch.layouts.showing import frozen
from shouwang.dispatch.models import Dispatch, DispatchFigure
from shouwang.dispatch.sending import board
from shouwang.dispatch.tables.design import STATES
from shouwang.orgs.models import Unit


def trail(unit: Unit, day: date, *steps: str) -> list[tuple[str, Any]]:
    """Return the breadcrumb: 报送, the unit's day, further steps."""
    found: list[tuple[str, Any]] = [
        (pgettext("upward", "报送"), reverse("dispatch:home")),
        (f"{unit.name} {day:%Y-%m-%d}", reverse("dispatch:day", args=[day, unit.pk])),
    ]
    return [*found, *((step, "") for step in steps)]


def name_of(kept: DispatchFigure) -> str:
    """Return what a kept figure is called: the figure's name, or the report state's word."""
    figure = kept.frozen.figure
    return figure.zh if figure else STATES.get(kept.key, kept.key)


def paper_page(found: Dispatch, *, now: datetime) -> dict[str, Any]:
    """Return what the page of a paper says: its table, how it stands, what belongs to it."""
    entry = board.entry_of(found.recipient, found.day, now=now)
    paper = papers.paper_of(found)
    return {
        "dispatch": found,
        "entry": entry,
        "is_last": entry.last is not None and entry.last.pk == found.pk,
        "sending": board.sending_of(found),
        "shown": frozen(paper, found),
        "book": grids.filled(found.layout, paper, found),
        "scans": found.scans.select_related("by").order_by("pk"),
        "trail": trail(found.unit, found.day, found.recipient.name),
    }
