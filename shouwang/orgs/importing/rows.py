"""One row of a file of units: cells read as what they should be, or said to be wrong."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass, field
from datetime import date

from django.utils.translation import gettext as _

from shouwang.kit.sheets.read import BadValue, Cell, Problem, Row, parse_date, shown, text_of
from shouwang.orgs.importing import sheet
from shouwang.orgs.kinds import Kind


@dataclass
class UnitRow:
    """What one row says of a unit; blank texts and None say nothing. ``problems`` refuse it."""

    number: int
    code: str = ""
    name: str = ""
    kind: str = ""
    parent: str = ""
    opened_on: date | None = None
    closed_on: date | None = None
    short_name: str = ""
    phone: str = ""
    address: str = ""
    division_code: str = ""
    problems: list[Problem] = field(default_factory=list)

    def refuse(self, column: str, value: Cell, why: str) -> None:
        """Add a reason why the row is not taken."""
        self.problems.append(Problem(self.number, column, shown(value), why))


def plain(text: str) -> str:
    """Return text in one width, so that （ and (, Ａ and A are the same."""
    return unicodedata.normalize("NFKC", text).strip()


_KINDS = {plain(str(kind.label)): kind.value for kind in Kind} | {
    kind.value: kind.value for kind in Kind
}


def read_row(row: Row) -> UnitRow:
    """Return what one row says."""
    found = UnitRow(row.number)
    if row.problem is not None:
        found.problems.append(row.problem)
        return found
    cells = row.cells
    for attribute, column in (
        ("code", sheet.CODE),
        ("name", sheet.NAME),
        ("short_name", sheet.SHORT),
        ("phone", sheet.PHONE),
        ("address", sheet.ADDRESS),
        ("division_code", sheet.DIVISION),
    ):
        setattr(found, attribute, _text(found, column, cells.get(column)))
    found.code = plain(found.code)
    found.parent = plain(text_of(cells.get(sheet.PARENT)))
    found.kind = _kind(found, cells.get(sheet.KIND))
    found.opened_on = _day(found, sheet.OPENED, cells.get(sheet.OPENED))
    found.closed_on = _day(found, sheet.CLOSED, cells.get(sheet.CLOSED))
    if not found.code:
        found.refuse(sheet.CODE, "", _("没有填写代码"))
    return found


def _text(found: UnitRow, column: str, cell: Cell) -> str:
    text = text_of(cell)
    if len(text) > sheet.LONGEST[column]:
        found.refuse(column, cell, _("过长，最多 %(most)d 个字") % {"most": sheet.LONGEST[column]})
        return ""
    if any(unicodedata.category(sign) == "Cc" for sign in text):
        found.refuse(column, cell, _("含有换行或控制字符"))
        return ""
    return text


def _kind(found: UnitRow, cell: Cell) -> str:
    text = plain(text_of(cell))
    if text and text not in _KINDS:
        found.refuse(sheet.KIND, cell, _("没有这个类别，请照模板中的名称填写"))
    return _KINDS.get(text, "")


def _day(found: UnitRow, column: str, cell: Cell) -> date | None:
    try:
        return parse_date(cell)
    except BadValue as bad:
        found.refuse(column, bad.value, bad.why_zh)
        return None
