"""The words around a table: its head's fields, what stands under it. Chinese on every screen."""

from __future__ import annotations

from collections.abc import Iterable

from shouwang.dispatch.tables.design import CHANGE, CUMULATIVE, ITEMS, Design
from shouwang.dispatch.tables.references import Known
from shouwang.dispatch.tables.table import Gap, Table
from shouwang.figures import comparable
from shouwang.figures.totals import UnitDay
from shouwang.kit import numbers, words_zh

# a province before anyone files has thousands: the paper names this many, the frozen table all
NAMED_AT_MOST = 300


def head_of(design: Design) -> tuple[tuple[str, str], ...]:
    """Return the fields at the head of a superior's table (表号 …); empty ones are left out."""
    fields = (
        ("表　　号", design.number),
        ("制表机关", design.made_by),
        ("批准机关", design.approved_by),
        ("有效期至", design.valid_until),
    )
    return tuple((name, text) for name, text in fields if text)


def notes_of(
    design: Design, lines: Iterable[Known], found: UnitDay, *, has_blanks: bool
) -> tuple[str, ...]:
    """Return what the table needs said: lowest values, sums over days, sources, its own note."""
    held = list(lines)
    notes = []
    if has_blanks:
        notes.append(_blanks(design))
    if lowest := [known.zh for known in held if known.is_lowest]:
        notes.append(f"“{'”“'.join(lowest)}”为所辖单位的最低值，不相加。")
    if design.rows == ITEMS and CUMULATIVE in design.periods and found.series:
        since = words_zh.full_day(min(s.starts_on for s in found.series))
        notes.append(f"累计为{since}起各日已报数之和。")
    if design.rows == ITEMS and CHANGE in design.periods:
        notes += unlike(found)
    if sources := sorted({f.source for known in held for f in known.figures if f.source}):
        notes.append(f"数据来源：{'；'.join(sources)}。")
    if design.note:
        notes.append(design.note)
    return tuple(notes)


def unlike(found: UnitDay) -> list[str]:
    """Return the remark on a change between days on which not the same units filed."""
    now, before = found.total.filed, found.before.filed
    if not found.before.due or comparable.is_alike(found):
        return []
    if now != before:
        return [f"当日已报{now}家、前一日已报{before}家，增减未按同口径调整。"]
    return [f"当日与前一日各已报{now}家，不全是同样的单位，增减未按同口径调整。"]


def _blanks(design: Design) -> str:
    if design.rows == ITEMS and CUMULATIVE in design.periods:
        return "“—”为没有单位填报或不按日累计，不是0。"
    return "“—”为没有单位填报，不是0。"


def completeness(table: Table) -> str:
    """Return the sentence on report states: 截至 … 应报231家，已报229家 …, 报送率99.1%。"""
    s = table.states
    told = f"截至{table.as_of}，应报{s['due']}家，已报{s['filed']}家"
    told += f"（其中零报{s['zero']}家、迟报{s['late']}家），未报{s['missing']}家"
    return f"{told}，报送率{numbers.rate(s['filed'], s['due'])}。"


def missing(table: Table, *, most: int = NAMED_AT_MOST) -> str:
    """Return the sentence that names the missing (带缺上报), empty where none is."""
    if not table.gaps:
        return ""
    told, left = [], most
    for gap in table.gaps:
        if left <= 0:
            break
        told.append(_named(gap, left))
        left -= len(gap.names)
    beyond = len(table.missing_names) - most
    more = f"；等{len(table.missing_names)}家" if beyond > 0 else ""
    return f"带缺上报，未报单位：{'；'.join(told)}{more}。未报单位不计入合计。"


def _named(gap: Gap, most: int) -> str:
    names = "、".join(gap.names[:most])
    return f"{gap.child}{len(gap.names)}家（{names}）" if gap.child else names
