"""Reports that a superior opened after the lock (补报, 更正) and that wait to be filed."""

from __future__ import annotations

from datetime import datetime

from django.db.models import Exists, OuterRef

from shouwang.orgs.scope import Scope
from shouwang.reporting import words
from shouwang.reporting.models import Handover, Opening


def opened(scope: Scope, *, at: datetime) -> list[Opening]:
    """Return the leaves that stand for reports the scope may file, the first to lapse first.

    Neither used, taken back nor lapsed, and not those whose report is on its way to be signed.
    """
    mine = scope.narrowed(words.FILE_REPORT).q("unit__")
    signing = Handover.objects.filter(
        unit=OuterRef("unit"),
        form=OuterRef("form"),
        day=OuterRef("day"),
        state=Handover.State.OPEN,
    )
    found = Opening.objects.filter(mine, used_at=None, closed_at=None, until_at__gt=at)
    waiting = found.filter(~Exists(signing)).select_related("unit", "form__series")
    return list(waiting.order_by("until_at", "pk"))
