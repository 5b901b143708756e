"""The columns in which units travel as Excel: the same out as in."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from shouwang.kit.sheets.write import Column, Kind, workbook
from shouwang.orgs import kinds

CODE, NAME, KIND, PARENT = "代码", "名称", "类别", "上级代码"
OPENED, CLOSED = "开办日期", "关闭日期"
SHORT, PHONE, ADDRESS, DIVISION = "简称", "电话", "地址", "区划代码"

COLUMNS = (
    Column("code", CODE, width=18),
    Column("name", NAME, width=28),
    Column("kind", KIND, width=18),
    Column("parent", PARENT, width=16),
    Column("opened_on", OPENED, Kind.DATE),
    Column("closed_on", CLOSED, Kind.DATE),
    Column("short_name", SHORT, width=14),
    Column("phone", PHONE, width=16),
    Column("address", ADDRESS, width=32),
    Column("division_code", DIVISION, width=14),
)
HEADS = tuple(column.zh for column in COLUMNS)
# without these a file is no list of units
NEEDED = (CODE, NAME, KIND, PARENT)
# the longest text that a unit's field holds
LONGEST = {CODE: 120, NAME: 120, SHORT: 40, PHONE: 30, ADDRESS: 200, DIVISION: 12}

_EXAMPLES: tuple[tuple[str, str, str, str, date], ...] = (
    ("LC/TN/YH", "永和镇", "township", "LC/TN", date(2020, 1, 22)),
    ("LC/TN/YH/01", "永和镇敬老院", "public_rural_home", "LC/TN/YH", date(2020, 1, 22)),
)


def template() -> bytes:
    """Return an empty workbook with the heads, two lines to overwrite and the kinds' names."""
    rows = [
        {
            "code": code,
            "name": name,
            "kind": str(kinds.Kind(kind).label),
            "parent": parent,
            "opened_on": day,
        }
        for code, name, kind, parent, day in _EXAMPLES
    ]
    notes = [
        "两行示例请改写或删去。代码、名称、类别、上级代码必填。",
        "日期写成 2020-01-26；空白单元格不改动已有内容。",
        "类别：" + "、".join(str(kind.label) for kind in kinds.Kind),
    ]
    return workbook(columns=COLUMNS, rows=rows, title="机构导入模板", notes=notes, sheet="机构")


def listing(
    rows: Iterable[dict[str, Any]], *, title: str, notes: list[str], marks: list[str]
) -> bytes:
    """Return units as a workbook that can be imported again; ``rows`` by the keys of COLUMNS."""
    return workbook(columns=COLUMNS, rows=rows, title=title, notes=notes, marks=marks, sheet="机构")
