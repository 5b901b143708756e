"""A recipient's hour that passed while its paper was not sent: the office is told, once a day."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, timedelta

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from shouwang.accounts.roles import Role
from shouwang.desk import kinds as entry_kinds
from shouwang.desk.actions import inbox
from shouwang.dispatch.models import Recipient
from shouwang.dispatch.sending import board, rules
from shouwang.jobs import kinds, schedule
from shouwang.jobs.models import Work
from shouwang.jobs.progress import Progress
from shouwang.jobs.schedule import Due
from shouwang.kit import clock
from shouwang.kit.language import for_others
from shouwang.papers.queries import holders

UNSENT = entry_kinds.kind("dispatch_unsent", gettext_lazy("报送逾时"), tone="warn")
UNSENT_WORK = "dispatch.tell_unsent"
# a system that slept through the hour still tells, but not in the night after
_STILL_TOLD = timedelta(hours=3)


def unsent_key(recipient: Recipient, day: date) -> str:
    """Return the key under which a day that was not sent in time waits."""
    return f"dispatch-unsent:{recipient.pk}:{day.isoformat()}"


@schedule.plan
def passed(now: datetime) -> Iterable[Due]:
    """Return the hours of today that passed; whether the paper was sent is looked at then."""
    today = clock.local_day(now)
    for pk, due in Recipient.objects.filter(closed_on=None).values_list("pk", "due"):
        # the minute of the hour still counts
        due_at = clock.at(today, due) + timedelta(minutes=1)
        if due_at <= now < due_at + _STILL_TOLD:
            yield Due(
                name=f"{UNSENT_WORK}:{pk}",
                due_at=due_at,
                kind=UNSENT_WORK,
                title=str(_("查看到时限的报送表是否报出")),
                params={"recipient": pk, "day": today.isoformat()},
            )


@kinds.kind(UNSENT_WORK)
def look(work: Work, progress: Progress) -> dict[str, int]:
    """Leave word with the office where a paper was not sent by its hour."""
    recipient = Recipient.objects.select_related("unit").get(pk=work.params["recipient"])
    day = date.fromisoformat(work.params["day"])
    return {"told": tell_unsent(recipient, day, at=clock.now())}


@for_others
def tell_unsent(recipient: Recipient, day: date, *, at: datetime) -> int:
    """Leave word of a day that is not sent though its hour passed; returns how many were told."""
    entry = board.entry_of(recipient, day, now=at)
    is_sent = any(board.sending_of(one) for one in entry.chain)
    if is_sent or entry.is_closed or not entry.is_overdue or entry.state == rules.NO_LAYOUT:
        return 0
    url = f"{reverse('dispatch:day', args=[day, recipient.unit_id])}#to-{recipient.pk}"
    key, text = unsent_key(recipient, day), _words(entry)
    office = holders(recipient.unit, [Role.OFFICE], at=at)
    inbox.leave_many([inbox.NewEntry(u.pk, key, text, url, UNSENT) for u in office], at=at)
    return len(office)


def _words(entry: board.Entry) -> str:
    told = {"to": entry.recipient.name, "at": f"{clock.local(entry.due_at):%H:%M}"}
    if entry.chain:
        return _("报%(to)s的表 %(at)s 到时限，已生成，还没有标记报出") % told
    if entry.signature is None:
        return _("报%(to)s的表 %(at)s 到时限，当日数据还没有签发") % told
    return _("报%(to)s的表 %(at)s 到时限，还没有生成") % told
