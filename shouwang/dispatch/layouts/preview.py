"""A recipient's table as it reads now, on the screen and as a draft."""

from __future__ import annotations

from datetime import date, datetime

from shouwang.accounts.models import User
from shouwang.dispatch import queries
from shouwang.dispatch.layouts import composing, papers, showing
from shouwang.dispatch.layouts.showing import Shown
from shouwang.dispatch.models import Layout, Recipient


def draft(
    recipient: Recipient, day: date, *, by: User, at: datetime, layout: Layout | None = None
) -> Shown | None:
    """Return a recipient's day in the table in force, or in ``layout``; None without a table.

    The caller asked for the recipient in scope.
    """
    held = layout or queries.layout_in_force(recipient)
    if held is None:
        return None
    unit = recipient.unit
    found = composing.compose(queries.whole_of(unit), unit, day, held, at=at)
    paper = papers.draft_of(found.table, recipient, preparer=by.name)
    return showing.live(paper, unit, day)
