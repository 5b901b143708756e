"""The coverage of responsibility handed out as Excel, on record."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from shouwang.accounts import audit
from shouwang.accounts.models import User
from shouwang.kit import clock, registry
from shouwang.kit.sheets.write import Column, Kind, workbook
from shouwang.orgs import coverage, words
from shouwang.orgs.models import Responsibility, Unit
from shouwang.orgs.queries import with_superiors
from shouwang.orgs.responsible import answering_for
from shouwang.orgs.scope import Scope, scope_of


@transaction.atomic
def export_coverage(*, place: Unit, by: User, at: datetime) -> bytes:
    """Return a place's open institutions with who answers for each as a workbook.

    An institution without a leader has empty cells and 未落实 as its state.
    """
    scope = scope_of(by, at=at)
    scope.require(words.SEE_RESPONSIBLE, place)
    rows = list(_rows(scope, place, at))
    without = sum(not row["leader"] for row in rows)
    notes = [
        _("截至 %(at)s") % {"at": f"{clock.local(at):%Y-%m-%d %H:%M}"},
        _("机构 %(all)d 家，已落实 %(done)d 家，未落实 %(without)d 家")
        % {"all": len(rows), "done": len(rows) - without, "without": without},
    ]
    title = _("%(unit)s包保责任") % {"unit": place.name}
    book = workbook(
        columns=_columns(),
        rows=rows,
        title=title,
        notes=notes,
        marks=[str(mark) for mark in registry.marks()],
    )
    audit.record(
        words.RESPONSIBLE_EXPORTED, by=by, at=at, about=place, unit_id=place.pk, rows=len(rows)
    )
    return book


def _columns() -> list[Column]:
    return [
        Column("code", _("代码"), width=16),
        Column("name", _("机构"), width=28),
        Column("kind", _("类别"), width=18),
        Column("above", _("上级"), width=16),
        Column("state", _("状态"), width=10),
        Column("leader", _("包保领导"), width=14),
        Column("post", _("职务"), width=16),
        Column("phone", _("电话"), width=16),
        Column("from_at", _("自"), Kind.MOMENT),
        Column("over", _("上级包保领导"), width=18),
        Column("grids", _("网格管理人"), width=40),
    ]


def _rows(scope: Scope, place: Unit, at: datetime) -> Iterator[dict[str, Any]]:
    found = coverage.institutions(scope, place, at=at)
    units = with_superiors(coverage.with_answering(found, at=at))
    above = answering_for(units, at=at)
    for unit in units:
        own = next((r for r in unit.answering if r.kind == coverage.LEADER), None)
        line = above[unit.pk]
        near = line[0] if own else None
        over = [a.name for a in line if not a.is_own]
        yield {
            "code": unit.code,
            "name": unit.name,
            "kind": unit.get_kind_display(),
            "above": unit.above.name if unit.above else "",
            "state": _("已落实") if own else _("未落实"),
            "leader": near.name if near else "",
            "post": near.post_name if near else "",
            "phone": near.phone if near else "",
            "from_at": own.from_at if own else None,
            "over": "、".join(over),
            "grids": "；".join(_grid(r) for r in unit.answering if r.kind != coverage.LEADER),
        }


def _grid(held: Responsibility) -> str:
    return f"{held.area}：{held.leader.name} {held.leader.phone}".strip()
