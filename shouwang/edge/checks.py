"""The figure check for other systems: the same answer as the command line's."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.utils.translation import gettext as _
from ninja import Schema

from shouwang.accounts.access import SignedInRequest
from shouwang.checking import words
from shouwang.checking.actions import papers
from shouwang.checking.answers_whole import check
from shouwang.checking.extract import MOST_CHARACTERS
from shouwang.edge.api import Why, api
from shouwang.kit import clock
from shouwang.orgs import queries as org_queries


class TextIn(Schema):
    """A text with the unit that it is about and its day."""

    unit: str
    day: date
    text: str


class NumberOut(Schema):
    """A number: ``status`` is null unless it is a quantity; ``records`` null unless certain."""

    start: int
    end: int
    text: str
    value: int | float | None
    approx: bool
    kind: str
    measure: str | None
    figure: str | None
    status: str | None
    records: int | float | None


class CheckOut(Schema):
    """Offsets count characters of ``text``, which is the text as it was sent."""

    numbers: list[NumberOut]
    lint: list[dict[str, Any]]
    copies: list[dict[str, Any]]
    text: str


@api.post("/check", response={200: CheckOut, 422: Why})
def check_text(request: SignedInRequest, body: TextIn) -> tuple[int, Any]:
    """Check a text's numbers against the records in the key's scope; the text is not kept."""
    unit = org_queries.unit_by_code(request.scope, body.unit)
    request.scope.require(words.CHECK_FIGURES, unit)
    if len(body.text) > MOST_CHARACTERS:
        return 422, {"why": _("文字超过 %(n)d 字，请分段核对") % {"n": MOST_CHARACTERS}}
    held = request.scope.narrowed(words.CHECK_FIGURES)
    checked = check(held, unit, body.day, body.text)
    papers.note_check(
        unit=unit, day=body.day, characters=len(body.text), by=request.user, at=clock.now()
    )
    return 200, checked.plain()
