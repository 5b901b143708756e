"""How long the text of a paper that was kept after its check is held: it may name people."""

from __future__ import annotations

from datetime import date, datetime

from django.utils.translation import gettext_lazy as _

from shouwang.checking.models import CheckedPaper
from shouwang.kit import clock, retention

# later papers are compared with those of the two months before (answers_sources.WITHIN)
DAYS = 90


def purge(*, before: date, at: datetime) -> int:
    """Remove texts kept before a day; that they were kept stays on record."""
    return CheckedPaper.objects.filter(kept_at__lt=clock.start_of(before)).delete()[0]


KEPT = retention.keep(
    retention.Kept(
        code="checking.papers",
        zh=_("核数后留存的文稿"),
        purpose=_("与此后两个月内的文稿比对雷同"),
        basis=_("个人信息保护法第十九条：为实现处理目的所必要的最短时间"),
        days=DAYS,
        purge=purge,
    )
)
