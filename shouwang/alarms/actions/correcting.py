"""Records that come late: an alarm that closed as 未见补做 is asked again, and put right on record.

A phone without a network sends what was done yesterday only today. Whoever writes records of a day
that is over notes on the alarms of that day that they are to be asked again; the watch does it.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, datetime, timedelta

from django.db import connection, transaction
from django.utils.translation import gettext as _

from shouwang.accounts import audit
from shouwang.accounts.actions.users import system_user
from shouwang.alarms import words
from shouwang.alarms.models import Alarm
from shouwang.alarms.rules import Rule
from shouwang.kit import clock

# an alarm of a day is raised on it or, where the whole day is looked at, on the day after
_RAISED_WITHIN = timedelta(days=2)

# Whatever may still come to be undone is held until the writer commits: a look that cannot see the
# record yet would close it as undone, or take the note away. In one order, so that two do not lock
# both ways.
_HOLD = """
SELECT a.id
FROM alarms_alarm a
JOIN unnest(%s::bigint[], %s::timestamptz[], %s::timestamptz[]) AS late(unit, since, until)
  ON a.unit_id = late.unit AND a.raised_at >= late.since AND a.raised_at < late.until
WHERE a.is_undone OR a.closed_at IS NULL
ORDER BY a.id
FOR NO KEY UPDATE OF a
"""


def ask_again(days: Iterable[tuple[int, date]]) -> None:
    """Note on the undone alarms of days that are over that records of theirs were written.

    Called in the transaction of every write of records; writes of today ask nothing of the
    database.
    """
    today = clock.local_day(clock.now())
    late = [(unit_id, clock.start_of(day)) for unit_id, day in days if day < today]
    if not late:
        return
    units, since = zip(*late, strict=True)
    until = [begin + _RAISED_WITHIN for begin in since]
    with connection.cursor() as cursor:
        cursor.execute(_HOLD, [list(units), list(since), until])
        held = {row[0] for row in cursor.fetchall()}
    if held:
        Alarm.objects.filter(pk__in=held, is_undone=True).update(is_asked_again=True)


@transaction.atomic
def correct(rule: Rule, alarm_ids: Sequence[int], *, at: datetime) -> int:
    """Ask a rule again about alarms of its that closed as undone; returns how many were done.

    Those stay closed, with an outcome that says so; the trail has the one before.
    """
    held = Alarm.objects.select_for_update().filter(pk__in=list(alarm_ids), is_undone=True)
    asked = list(held.order_by("pk"))
    # the locks come first: a record written while the rule is asked notes it on the alarm anew
    keys = [(one.unit_id, one.key) for one in asked]
    left = set(rule.undone(keys)) if rule.undone and keys else set(keys)
    done = [one for one in asked if (one.unit_id, one.key) not in left]
    outcome = _("时限内未见记录；后据补传的记录更正：已做（系统更正）")
    entries = [
        audit.Entry(
            words.ALARM_CORRECTED, one, one.unit_id,
            {"rule": one.code, "old": one.outcome, "new": outcome},
        )
        for one in done
    ]  # fmt: skip
    Alarm.objects.filter(pk__in=[one.pk for one in asked]).update(is_asked_again=False)
    Alarm.objects.filter(pk__in=[one.pk for one in done]).update(
        is_undone=False, corrected_at=at, outcome=outcome
    )
    if entries:
        audit.record_many(entries, by=system_user(), at=at)
    return len(done)
