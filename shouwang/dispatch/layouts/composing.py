"""A layout filled with the figures of a day, whichever kind it is."""

from __future__ import annotations

from datetime import date, datetime

from shouwang.dispatch.books.composing import compose_book
from shouwang.dispatch.books.mapping import BookMapping
from shouwang.dispatch.models import Layout
from shouwang.dispatch.tables.composing import Composed, compose_table
from shouwang.dispatch.tables.design import Design
from shouwang.orgs.models import Unit
from shouwang.orgs.scope import Scope


def compose(scope: Scope, unit: Unit, day: date, layout: Layout, *, at: datetime) -> Composed:
    """Return a unit's table of a day in a layout: designed here, or a superior's own workbook.

    Raises ``OutOfScope``.
    """
    if layout.book_id:
        told = BookMapping.from_json(layout.design)
        return compose_book(scope, unit, day, told, at=at)
    return compose_table(scope, unit, day, Design.from_json(layout.design), at=at)
