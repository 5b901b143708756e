"""The columns in which residents and staff come from Excel."""

from __future__ import annotations

from datetime import date
from typing import Any

from shouwang.kit.sheets.write import Column, Kind, workbook
from shouwang.people.models import Side

NAME, NUMBER, SEX, BORN, PHONE = "姓名", "身份证号", "性别", "出生日期", "电话"
ROOM, BED, CARE, DESTITUTE = "房间", "床位", "护理等级", "特困供养"
ADMITTED, ENGAGED, JOB, STATE = "入住日期", "到岗日期", "岗位", "现在"
FAMILY, RELATION, FAMILY_PHONE = "家属姓名", "与本人关系", "家属电话"

_BOTH = (
    Column("name", NAME, width=12),
    Column("id_number", NUMBER, width=22),
    Column("sex", SEX, width=8),
)
_RESIDENTS = (
    *_BOTH,
    Column("born_on", BORN, Kind.DATE, width=14),
    Column("phone", PHONE, width=16),
    Column("room", ROOM, width=10),
    Column("bed", BED, width=8),
    Column("care", CARE, width=12),
    Column("is_destitute", DESTITUTE, width=12),
    Column("at", ADMITTED, Kind.DATE, width=14),
    Column("contact_name", FAMILY, width=12),
    Column("contact_relation", RELATION, width=14),
    Column("contact_phone", FAMILY_PHONE, width=16),
)
_STAFF = (
    *_BOTH,
    Column("phone", PHONE, width=16),
    Column("job", JOB, width=14),
    Column("at", ENGAGED, Kind.DATE, width=14),
    Column("state", STATE, width=12),
)
COLUMNS = {Side.RESIDENT.value: _RESIDENTS, Side.STAFF.value: _STAFF}
# without these a file is no list of people
NEEDED = {Side.RESIDENT.value: (NAME, ADMITTED), Side.STAFF.value: (NAME, ENGAGED)}

# numbers of nobody: sound by GB 11643, the serial of the standard's own example
_EXAMPLES: dict[str, list[dict[str, Any]]] = {
    Side.RESIDENT.value: [
        {
            "name": "示例一",
            "id_number": "11010519491231002X",
            "phone": "",
            "room": "201",
            "bed": "1",
            "care": "半失能",
            "is_destitute": "是",
            "at": date(2020, 1, 6),
            "contact_name": "示例二",
            "contact_relation": "女儿",
            "contact_phone": "13900000000",
        }
    ],
    Side.STAFF.value: [
        {
            "name": "示例一",
            "id_number": "11010519491231002X",
            "phone": "13900000000",
            "job": "护理员",
            "at": date(2020, 1, 6),
            "state": "封闭住院",
        }
    ],
}
_NOTES = {
    Side.RESIDENT.value: [
        "示例一行请改写或删去。姓名、入住日期必填；有身份证号的，性别和出生日期可以不填。",
        "护理等级：自理、半失能、失能。特困供养：是、否。身份证号请用文本格式，避免末几位变成 0。",
        "已在册的人按身份证号（没有的按姓名和房间）对上，不会重复登记。",
    ],
    Side.STAFF.value: [
        "示例一行请改写或删去。姓名、到岗日期必填。",
        "“现在”一栏：在岗、封闭住院、不在岗；不填为不在岗。身份证号请用文本格式。",
    ],
}


def heads(side: str) -> tuple[str, ...]:
    """Return the names of a side's columns."""
    return tuple(column.zh for column in COLUMNS[side])


def column_of(side: str, field: str) -> str:
    """Return the name of the column that a finding about a field belongs to."""
    named = {column.key: column.zh for column in COLUMNS[side]}
    return named.get(field, named["at"] if field in {"at", "person"} else NAME)


def template(side: str) -> bytes:
    """Return an empty workbook with the heads, a line to overwrite and what to heed."""
    title = "服务对象导入模板" if side == Side.RESIDENT else "职工导入模板"
    return workbook(
        columns=COLUMNS[side], rows=_EXAMPLES[side], title=title, notes=_NOTES[side], sheet="人员"
    )
