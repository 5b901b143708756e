"""The audit trail as a file."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from shouwang.accounts import places, trail, wording
from shouwang.accounts.models import AuditEvent
from shouwang.accounts.trail import Search
from shouwang.kit import registry
from shouwang.kit.sheets.write import Column, Kind, csv_bytes, workbook

# what a request may take; a longer span is exported in parts
MOST = 20_000
TYPES = {
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "csv": "text/csv",
}


def format_of(asked: Mapping[str, Any]) -> str:
    """Return the format asked for: Excel unless CSV is."""
    return "csv" if asked.get("format") == "csv" else "xlsx"


def table(scope: Any, search: Search, *, form: str, at: datetime) -> bytes:
    """Return the events that a search finds in scope, the oldest first, as a file of ``form``."""
    columns = [
        Column("id", _("编号"), Kind.INT),
        Column("at", _("时间"), Kind.MOMENT),
        Column("by", _("人员")),
        Column("word", _("事项")),
        Column("kind", _("对象类别")),
        Column("about", _("对象"), width=26),
        Column("unit", _("机构"), width=22),
        Column("detail", _("详情"), width=60),
        Column("ip", _("地址（IP）")),
    ]
    rows = _lines(trail.in_order(scope, search, most=MOST))
    if form == "csv":
        return csv_bytes(columns=columns, rows=rows)
    chain = trail.chain()
    notes = [
        _("截至 %(at)s") % {"at": f"{at:%Y-%m-%d %H:%M}"},
        _("已封存 %(sealed)d 环，链头 %(head)s") % {"sealed": chain.sealed, "head": chain.head},
    ]
    marks = [str(mark) for mark in registry.marks()]
    return workbook(columns=columns, rows=rows, title=_("审计记录"), notes=notes, marks=marks)


def _lines(found: Iterator[AuditEvent]) -> Iterator[list[Any]]:
    """Return events as rows in the order of the columns; a unit's name is looked up once."""
    names: dict[int, str] = {0: ""}
    for one in found:
        unit = one.unit_id or 0
        if unit not in names:
            names.update({unit: "", **places.names({unit})})
        yield [
            one.pk,
            one.at,
            one.by_name,
            str(wording.sentence(one)),
            str(wording.thing(one.about_kind)),
            one.about_text,
            names[unit],
            wording.in_one_line(one),
            one.ip or "",
        ]
