"""What the page of a superior's workbook shows: the grid, the cell in hand, the day's numbers."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from shouwang.accounts.access import SignedInRequest
from shouwang.dispatch import queries, words
from shouwang.dispatch.books import grids, mapping
from shouwang.dispatch.books.grids import STATES
from shouwang.dispatch.books.mapping import BookMapping, Fill
from shouwang.dispatch.layouts import composing, papers
from shouwang.dispatch.models import Layout, Recipient
from shouwang.dispatch.printing.paper import Paper
from shouwang.dispatch.tables.composing import own_name
from shouwang.dispatch.tables.design import PERIODS
from shouwang.dispatch.tables.references import Names
from shouwang.kit import clock
from shouwang.kit.sheets.blank_form import FormSheet
from shouwang.orgs.models import Unit


@dataclass(frozen=True)
class InHand:
    """The cell that a person looks at: what it takes, why it is doubtful, whose it may be."""

    fill: Fill
    state: Any
    why: str
    text: str
    figure: str
    is_words: bool
    has_siblings: bool

    @property
    def title(self) -> str:
        """Return what the cell is called: C7 · 棠宁区 老年人情况·在院."""
        cell, name = self.fill.cell, self.fill.name
        return cell if name == cell else f"{cell} · {name}"


def page(request: SignedInRequest, held: Recipient, key: str) -> dict[str, Any]:
    """Return the page on which a workbook's cells are said."""
    layout = held.layouts.select_related("book", "saved_by").order_by("-number").first()
    if layout is None or layout.book is None:
        return {"recipient": held, "layout": None}
    told = BookMapping.from_json(layout.design)
    names = Names(held.unit)
    sheets = grids.sheets_of(layout)
    fill = told.find(key) or _first_open(told)
    return {
        "recipient": held,
        "layout": layout,
        "is_draft": layout.state == Layout.State.DRAFT,
        "told": told,
        "grids": grids.asked(sheets, told, names, here=fill.key if fill else ""),
        "legend": [(how, *STATES[how], n) for how in STATES if (n := told.count(how))],
        "doubtful": told.count(mapping.DOUBT),
        "hand": in_hand(fill, told, sheets, names) if fill else None,
        "names": names.all(),
        "places": places(held.unit, told),
        "periods": PERIODS,
        "fields": list(grids.WORDS.items()),
        "may_read": may_read(request, held),
        "today": clock.today(),
    }


def _first_open(told: BookMapping) -> Fill | None:
    """Return the first cell that waits for a person."""
    waiting = (mapping.DOUBT, mapping.NONE)
    return next((f for how in waiting for f in told.fills if f.how == how), None)


def in_hand(fill: Fill, told: BookMapping, sheets: list[FormSheet], names: Names) -> InHand:
    """Return a cell as its panel shows it."""
    sheet = next((s for s in sheets if s.name == fill.sheet), None)
    text = next((c.text for c in sheet.cells.values() if c.ref == fill.cell), "") if sheet else ""
    figure = grids.takes(fill, names) if fill.is_number and fill.ref else ""
    siblings = sum(f.head == fill.head and not f.text for f in told.fills) > 1
    return InHand(
        fill,
        STATES[fill.how],
        grids.why(fill),
        text,
        figure.partition(" · ")[0],
        is_words=bool(fill.text),
        has_siblings=siblings and not fill.text,
    )


def places(unit: Unit, told: BookMapping) -> list[tuple[str, str]]:
    """Return (place, name) of those whose figures a cell may take: the unit, its own, its
    children, and whoever else the workbook names."""
    below = Unit.objects.filter(
        path__gt=unit.path, path__lt=unit.path + "~", depth=unit.depth + 1, closed_on=None
    ).order_by("order", "path")
    found = {mapping.WHOLE: unit.name, mapping.OWN: own_name(unit)}
    found |= {str(one.pk): one.name for one in below if one.kind != "section"}
    found |= {f.place: f.place_name for f in told.fills if f.place.isdigit() and f.place_name}
    return list(found.items())


def name_of_place(held: Recipient, place: str) -> str:
    """Return the name of a place below a recipient's unit; raises ``ValidationError``."""
    unit = held.unit
    if place in (mapping.WHOLE, mapping.OWN):
        return own_name(unit) if place else ""
    below = Unit.objects.filter(path__gt=unit.path, path__lt=unit.path + "~")
    found = below.filter(pk=int(place)).first() if place.isdigit() and len(place) < 12 else None
    if found is None:
        raise ValidationError(_("下级单位里没有这一个"))
    return found.name


def may_read(request: SignedInRequest, held: Recipient) -> bool:
    """Return whether the user may see the numbers beside designing."""
    return queries.works_for(request.scope, words.READ_DISPATCHES, held.unit)


def paper_of(layout: Layout, day: date, *, preparer: str) -> Paper:
    """Return a workbook's day as it reads now, as a draft. The caller asked for the recipient."""
    unit = layout.recipient.unit
    found = composing.compose(queries.whole_of(unit), unit, day, layout, at=clock.now())
    return papers.draft_of(found.table, layout.recipient, preparer=preparer)


def version(layout: Layout, names: Names) -> dict[str, Any]:
    """Return a published workbook with what each of its cells takes."""
    told = BookMapping.from_json(layout.design)
    sheets = grids.sheets_of(layout)
    return {
        "grids": grids.asked(sheets, told, names, here=""),
        "legend": [(how, *STATES[how], n) for how in STATES if (n := told.count(how))],
    }
