"""What kind of line a chat's line is: a total, an example, the head of a table, one of a list."""

from __future__ import annotations

import re
from collections.abc import Sequence

from shouwang.intake.behalf import numerals
from shouwang.intake.behalf.labels import Labels

_ORDINAL = re.compile(
    r"^\s*(?:第?\d{1,3}\s*[.、,)）:]|[(（]\d{1,3}[)）]|\d{1,3}(?=\s*[\u4e00-\u9fff]))\s*(?!\d)"
)
_HAN_ORDINAL = re.compile(
    r"^\s*(?:[(（]?[一二三四五六七八九十]{1,3}[)）]|[一二三四五六七八九十]{1,3}[、.])\s*"
)
_BULLET = re.compile(r"^\s*(?:第?(\d{1,3})\s*[.、)）]|[(（](\d{1,3})[)）]|(\d{1,3})\s+)\s*(?!\d)")
_NEXT_ORDINAL = re.compile(
    r"(?:^|(?<=[\s,，;；。、)）]))\s*(\d{1,3})\s*[.、)）:]\s*$|(?<=[;；。])\s*(\d{1,3})\s*$"
)
_TOTAL = re.compile(
    r"^以上|^(?:[全本我][镇乡县区街市]|街道)?道?\s*(?:合计|总计|共计|小计|汇总|累计|一共|总共)"
    r"|^[全本我](?:镇|乡|县|区|市|街道?)(?:共|现|目前|今|各|养老|敬老|在|老|职|[\s:\d])|^共\s*\d+\s*[家个所]"
)
_EXAMPLE = re.compile(r"^(?:示?例|范例|格式|模板|样板)|.*(?:[XxＸ×*某]{2})(?:敬老|养老|福利)")
_SENDER = re.compile(r"^([^:\d]{1,14}):\s*(?=\S)")
_ITEM = re.compile(r"[\u4e00-\u9fff()]{2,10}(?::\s*\d{1,5}\s*[\u4e00-\u9fff]?|正常|已完成)")
_CELLS = re.compile(r"[\s,，;；、|]+")
_COLUMNS = {
    "序号",
    "编号",
    "机构",
    "机构名称",
    "单位",
    "单位名称",
    "名称",
    "院名",
    "敬老院",
    "养老院",
}


def is_total(line: str) -> bool:
    """Return whether a normalised line tells a total of several institutions."""
    return _TOTAL.match(_ORDINAL.sub("", line)) is not None


def is_example(line: str) -> bool:
    """Return whether a line shows how to write one."""
    return _EXAMPLE.match(line) is not None


def is_item(line: str) -> bool:
    """Return whether a line looks like one item in a list of an institution's, known or not."""
    return _ITEM.fullmatch(without_bullet(line)) is not None


def number_of(line: str) -> int | None:
    """Return the number that a line has in a list."""
    found = _BULLET.match(line)
    return int(found[1] or found[2] or found[3]) if found else None


def without_bullet(line: str) -> str:
    """Return a line without the number that it has in a list; 45人在院 keeps its 45."""
    return _HAN_ORDINAL.sub("", _BULLET.sub("", line, count=1), count=1).strip()


def without_ordinal(line: str) -> str:
    """Return a line that begins with a name without the number before it."""
    return _HAN_ORDINAL.sub("", _ORDINAL.sub("", line, count=1), count=1)


def without_sender(line: str, labels: Labels) -> str:
    """Return a line without who says it: 王主任: … ; a colon after an item is no sender's."""
    found = _SENDER.match(line)
    if not found or any(word in found[1] for word in labels.codes):
        return line
    return line[found.end() :]


def last_number(before: str) -> int | None:
    """Return the number in the list that stands right before a name."""
    found = re.search(r"(\d{1,3})\s*[.、,)）:]?\s*$", before)
    return int(found[1]) if found else None


def without_next(text: str, expected: int) -> tuple[str, int | None]:
    """Return a text without the next number of the list at its end, and that number.

    职工 12.幸福院 is twelve staff, unless the list has come to its twelfth.
    """
    found = _NEXT_ORDINAL.search(text)
    if found and int(found[1] or found[2]) == expected:
        return text[: found.start()], expected
    return text, None


def header(line: str, labels: Labels) -> tuple[str, ...]:
    """Return the items over the columns of a table whose head a line is; none where it is none."""
    cells = [cell for cell in _CELLS.split(line) if cell and cell not in _COLUMNS]
    return tuple(cells) if len(cells) > 1 and all(c in labels.codes for c in cells) else ()


def under(head: Sequence[str], text: str) -> str:
    """Return a table's row with the item before each number; as it is where they do not fit."""
    cells = [cell for cell in _CELLS.split(text) if cell]
    count = sum(_is_number(cell) for cell in cells)
    if not head or count != len(head) or not all(map(_is_number, cells[:count])):
        return text
    named = [f"{word}{cell}" for word, cell in zip(head, cells, strict=False)]
    return " ".join([*named, *cells[count:]])


def _is_number(cell: str) -> bool:
    found = numerals.at(cell, 0)
    return found is not None and found.end == len(cell)
