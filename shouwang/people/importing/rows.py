"""One row of a file of people: cells read as what they should be, or said to be wrong."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from shouwang.kit import masking
from shouwang.kit.sheets.read import BadValue, Cell, Problem, Row, parse_date, shown, text_of
from shouwang.people.checks import NewContact, NewPerson
from shouwang.people.importing import sheet
from shouwang.people.models import Care, Presence, Sex, Side

_SEXES = {"男": Sex.MALE, "女": Sex.FEMALE}
_CARES = {str(care.label): care.value for care in Care}
_YES = dict.fromkeys(("是", "有", "√", "1"), True) | dict.fromkeys(("否", "无", "0", ""), False)
_STATES = {
    **{str(state.label): state.value for state in Presence.State},
    "不在岗": "out",
    "": "out",
}


@dataclass
class PersonRow:
    """What one row says of a person; ``problems`` refuse it, ``warnings`` do not."""

    number: int
    person: NewPerson = field(default_factory=lambda: NewPerson(""))
    on: date | None = None
    state: str = "out"
    problems: list[Problem] = field(default_factory=list)
    warnings: list[Problem] = field(default_factory=list)

    def refuse(self, column: str, value: Cell, why: str) -> None:
        """Add a reason why the row is not taken."""
        self.problems.append(Problem(self.number, column, shown(value), why))


def read_row(row: Row, side: str) -> PersonRow:
    """Return what one row says."""
    found = PersonRow(row.number)
    if row.problem is not None:
        found.problems.append(row.problem)
        return found
    cells = row.cells
    told: dict[str, Any] = {
        "name": text_of(cells.get(sheet.NAME)),
        "id_number": _number(found, cells.get(sheet.NUMBER)),
        "phone": text_of(cells.get(sheet.PHONE)),
        "sex": _one_of(found, sheet.SEX, cells, _SEXES | {"": ""}),
    }
    when = sheet.ADMITTED if side == Side.RESIDENT else sheet.ENGAGED
    found.on = _day(found, when, cells.get(when))
    if found.on is None and not any(p.column == when for p in found.problems):
        found.refuse(when, "", _("没有填写日期"))
    if side == Side.RESIDENT:
        told |= {
            "born_on": _day(found, sheet.BORN, cells.get(sheet.BORN)),
            "room": text_of(cells.get(sheet.ROOM)),
            "bed": text_of(cells.get(sheet.BED)),
            "care": _one_of(found, sheet.CARE, cells, _CARES | {"": ""}),
            "is_destitute": bool(_one_of(found, sheet.DESTITUTE, cells, _YES)),
            "contacts": _contacts(cells),
        }
    else:
        told["job"] = text_of(cells.get(sheet.JOB))
        found.state = str(_one_of(found, sheet.STATE, cells, _STATES) or "out")
    found.person = NewPerson(**told)
    return found


def hidden(problem: Problem) -> Problem:
    """Return a problem as it may be stored: the value masked, for it names a person."""
    value = {
        sheet.NUMBER: masking.mask_id_number,
        sheet.PHONE: masking.mask_phone,
        sheet.FAMILY_PHONE: masking.mask_phone,
        sheet.NAME: masking.mask_name,
        sheet.FAMILY: masking.mask_name,
    }.get(problem.column, lambda text: text)(problem.value)
    return Problem(problem.row, problem.column, value, problem.why)


def _contacts(cells: Any) -> tuple[NewContact, ...]:
    name = text_of(cells.get(sheet.FAMILY))
    phone = text_of(cells.get(sheet.FAMILY_PHONE))
    if not name and not phone:
        return ()
    return (NewContact(name, phone, text_of(cells.get(sheet.RELATION))),)


def _number(found: PersonRow, cell: Cell) -> str:
    """Return an identity number; a numeric cell has lost its last digits in Excel."""
    if isinstance(cell, int | float) and not isinstance(cell, bool) and cell > 10**16:
        why = _("单元格是数字格式，Excel 已把末几位变成 0；请改为文本格式重填")
        found.refuse(sheet.NUMBER, cell, why)
        return ""
    return text_of(cell)


def _one_of(found: PersonRow, column: str, cells: Any, known: dict[str, Any]) -> Any:
    text = unicodedata.normalize("NFKC", text_of(cells.get(column))).strip()
    if text not in known:
        names = "、".join(name for name in known if name)
        found.refuse(column, cells.get(column), _("只能填：%(names)s") % {"names": names})
        return known.get("", "")
    return known[text]


def _day(found: PersonRow, column: str, cell: Cell) -> date | None:
    try:
        return parse_date(cell)
    except BadValue as bad:
        found.refuse(column, bad.value, bad.why_zh)
        return None
