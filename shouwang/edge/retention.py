"""How long held entries are kept: they carry what was entered about people."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from shouwang.edge.actions.held import opened
from shouwang.edge.models import HeldEnvelope
from shouwang.kit import clock, offline, retention


def purge(*, before: date, at: datetime) -> int:
    """Remove entries decided before a day; what waits for a decision stays until there is one."""
    return HeldEnvelope.objects.filter(decided_at__lt=clock.start_of(before)).delete()[0]


def about(person_id: UUID) -> list[tuple[datetime, str]]:
    """Return what held entries say of a person; only those that name them are opened."""
    kinds = offline.kinds()
    lines = []
    for one in HeldEnvelope.objects.filter(names__contains=[person_id]).order_by("happened_at"):
        zh = kinds[one.kind].zh if one.kind in kinds else one.kind
        lines.append((one.happened_at, f"{zh}：{opened(one)['text']}"))
    return lines


retention.keep(
    retention.Kept(
        code="edge.held",
        zh=_("手机上传后待核对的记录"),
        purpose=_("由负责人核对后采用或作废，期间不丢失"),
        basis=_("个人信息保护法第十九条：为实现处理目的所必要的最短时间"),
        days=30,
        purge=purge,
        about=about,
    )
)
