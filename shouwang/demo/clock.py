"""The demonstration's clock: its last day is under way whenever it is opened.

A file in the data folder says how far the clock is shifted; settings read it. ``anchor`` sets it
when the servers start: to 16:40 of day 21, or to just after the last thing that anybody did or
that was added up, so that nothing done lies in the future.
"""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

from django.conf import settings
from django.db.models import Max

from shouwang.accounts.models import AuditEvent, User
from shouwang.demo.story import NOW
from shouwang.figures.models import Rollup
from shouwang.kit import clock

FILE = "demo-clock"


def anchor() -> None:
    """Set the clock where the demonstration left off; does nothing where there is none."""
    if not User.objects.filter(is_demo=True).exists():
        return
    done = AuditEvent.objects.aggregate(last=Max("at"))["last"]
    added_up = Rollup.objects.aggregate(last=Max("computed_at"))["last"]
    last = max((at for at in (done, added_up) if at), default=NOW)
    start = max(NOW, last + timedelta(seconds=1))
    shift = start - clock.machine_now()
    Path(settings.DATA_DIR, FILE).write_text(f"{shift.total_seconds():.0f}\n", encoding="ascii")
    settings.CLOCK_SHIFT = shift
