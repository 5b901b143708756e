"""Work by the clock: what changed is counted again within minutes, asked for or not.

Whoever opens a report or a number before that has it counted then and there (``queries``).
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from shouwang.jobs.kinds import kind
from shouwang.jobs.models import Work
from shouwang.jobs.progress import Progress
from shouwang.jobs.schedule import Due, plan
from shouwang.kit import clock
from shouwang.ledger.actions import counts
from shouwang.ledger.models import Mark

SETTLE = "ledger.settle"


@plan
def due(now: datetime) -> Iterable[Due]:
    """Tell that marks wait, once in five minutes."""
    if Mark.objects.exists():
        slot = now.replace(minute=now.minute // 5 * 5, second=0, microsecond=0)
        yield Due(SETTLE, slot, SETTLE, _("重新清点台账"))


@kind(SETTLE)
def settle(_work: Work, _progress: Progress) -> dict[str, Any]:
    """Count again what the marks name."""
    return {"units": counts.settle_all(at=clock.now())}
