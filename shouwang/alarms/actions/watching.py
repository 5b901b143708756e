"""The watch: asks every rule what is amiss and raises what nobody was told of yet.

What a rule found is raised, closed and corrected in batches, each a transaction of its own: locks
are short, and where one house's alarm cannot be written those of all others stand.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Collection, Sequence
from datetime import datetime
from typing import TypeVar

from django.db import OperationalError, transaction
from django.db.models import F, QuerySet
from django.utils.translation import gettext as _

from shouwang.alarms import rules
from shouwang.alarms.actions import alarms, correcting
from shouwang.alarms.models import Alarm
from shouwang.alarms.rules import Finding, Rule
from shouwang.kit import clock

log = logging.getLogger(__name__)

# raised, told and closed in one go: the morning after a holiday a whole country may be silent
BATCH = 500

One = TypeVar("One")


def look(
    *, at: datetime, unit_ids: Collection[int] | None = None, codes: Collection[str] | None = None
) -> int:
    """Ask the rules (all, or those of ``codes``) about all units, or some; returns how many
    alarms are new.

    Called by the clock, and at once after what may be alarming (a fever). A rule that fails
    keeps none of the others from being asked.
    """
    asked = [rule for code, rule in rules.rules().items() if codes is None or code in codes]
    return sum(_tried(rule, at, unit_ids) for rule in asked)


def _tried(rule: Rule, at: datetime, unit_ids: Collection[int] | None) -> int:
    try:
        return _asked(rule, at, unit_ids)
    except OperationalError:
        raise
    except Exception:
        log.exception("alarm rule %s failed", rule.code)
        return 0


def _asked(rule: Rule, at: datetime, unit_ids: Collection[int] | None) -> int:
    with transaction.atomic():  # reads only: a check that fails spoils no transaction of a caller
        found = {(one.unit_id, one.key): one for one in rule.check(at, unit_ids)}
    _see_off(rule, found, at, unit_ids)
    again = _of(rule, unit_ids).filter(is_asked_again=True).order_by("pk")
    _in_batches(
        list(again.values_list("pk", flat=True)), lambda part: correcting.correct(rule, part, at=at)
    )
    fresh = [found[key] for key in sorted(found.keys() - _told(rule, at, unit_ids))]
    return _in_batches(
        fresh, lambda part: len(alarms.raise_many(code=rule.code, found=part, at=at))
    )


def _in_batches(every: Sequence[One], deed: Callable[[Sequence[One]], int]) -> int:
    """Do a deed to many things, some at a time; returns what it returned for all."""
    parts = (every[first : first + BATCH] for first in range(0, len(every), BATCH))
    return sum(_kept(part, deed) for part in parts)


def _kept(part: Sequence[One], deed: Callable[[Sequence[One]], int]) -> int:
    """Do a deed to a batch in a transaction; where it fails, to either half of it, down to the one
    thing at which it fails, which is logged and left."""
    try:
        with transaction.atomic():
            return deed(part)
    except OperationalError:
        raise
    except Exception:
        if len(part) == 1:
            log.exception("an alarm could not be written: %s", part[0])
            return 0
    half = len(part) // 2
    return _kept(part[:half], deed) + _kept(part[half:], deed)


def _told(rule: Rule, at: datetime, unit_ids: Collection[int] | None) -> set[tuple[int, str]]:
    """Return what is open, or was closed by a person so lately that nobody is told again; what
    closed by itself and came back is new."""
    told = _of(rule, unit_ids).exclude(closed_at__lte=at - rule.quiet)
    told = told.exclude(closed_at__isnull=False, closed_at=F("gone_at"))
    return set(told.values_list("unit_id", "key"))


def _see_off(
    rule: Rule,
    found: dict[tuple[int, str], Finding],
    at: datetime,
    unit_ids: Collection[int] | None,
) -> None:
    """Close the open alarms whose cause is gone; where a person is to say how it ended, note it."""
    known = list(_of(rule, unit_ids).filter(closed_at=None).order_by("pk"))
    gone = [one for one in known if (one.unit_id, one.key) not in found]
    if not rule.needs_outcome:
        _in_batches(gone, lambda part: _close(rule, part, at))
        return
    fresh = [one.pk for one in gone if one.gone_at is None]
    _in_batches(fresh, lambda part: Alarm.objects.filter(pk__in=part).update(gone_at=at))
    back = [one.pk for one in known if one.gone_at is not None and one not in gone]
    _in_batches(back, lambda part: Alarm.objects.filter(pk__in=part).update(gone_at=None))


def _close(rule: Rule, gone: Sequence[Alarm], at: datetime) -> int:
    # the locks come first: a record that is being written is there when the rule is asked
    held = Alarm.objects.select_for_update().filter(pk__in=[one.pk for one in gone])
    gone = list(held.filter(closed_at=None).order_by("pk"))
    undone = _undone(rule, gone, at)
    mended = {one.pk for one in gone} - undone
    closed = alarms.close_gone(alarm_ids=mended, outcome=_("原因已消除（系统自动关闭）"), at=at)
    late = _("时限已过，未见补做（系统自动关闭）")
    return closed + alarms.close_gone(alarm_ids=undone, outcome=late, at=at, is_undone=True)


def _undone(rule: Rule, gone: Sequence[Alarm], at: datetime) -> set[int]:
    """Return which alarms are no longer found without what was missed having been done."""
    today = clock.local_day(at)
    if rule.of_a_day:
        gone = [one for one in gone if clock.local_day(one.raised_at) < today]
    if rule.undone is None:
        return {one.pk for one in gone} if rule.of_a_day else set()
    left = set(rule.undone([(one.unit_id, one.key) for one in gone])) if gone else set()
    return {one.pk for one in gone if (one.unit_id, one.key) in left}


def _of(rule: Rule, unit_ids: Collection[int] | None) -> QuerySet[Alarm]:
    known = Alarm.objects.filter(code=rule.code)
    return known if unit_ids is None else known.filter(unit_id__in=unit_ids)
