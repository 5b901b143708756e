"""The watch: asks every rule what is amiss and raises what nobody was told of yet."""

from __future__ import annotations

import logging
from collections.abc import Collection
from datetime import datetime

from django.db import OperationalError, transaction
from django.db.models import F, QuerySet
from django.utils.translation import gettext as _

from shouwang.alarms import rules
from shouwang.alarms.actions import alarms
from shouwang.alarms.models import Alarm
from shouwang.alarms.rules import Finding, Rule
from shouwang.kit import clock

log = logging.getLogger(__name__)

# raised and told in one go: the morning after a holiday a whole country may be silent
BATCH = 1_000


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
        with transaction.atomic():
            return _asked(rule, at, unit_ids)
    except OperationalError:
        raise
    except Exception:
        log.exception("alarm rule %s failed", rule.code)
        return 0


def _asked(rule: Rule, at: datetime, unit_ids: Collection[int] | None) -> int:
    found = {(one.unit_id, one.key): one for one in rule.check(at, unit_ids)}
    _see_off(rule, found, at, unit_ids)
    fresh = [found[key] for key in sorted(found.keys() - _told(rule, at, unit_ids))]
    return sum(
        len(alarms.raise_many(code=rule.code, found=fresh[first : first + BATCH], at=at))
        for first in range(0, len(fresh), BATCH)
    )


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
    known = list(_of(rule, unit_ids).filter(closed_at=None))
    gone = [one for one in known if (one.unit_id, one.key) not in found]
    if rule.needs_outcome:
        fresh = [one.pk for one in gone if one.gone_at is None]
        Alarm.objects.filter(pk__in=fresh).update(gone_at=at)
        back = [one.pk for one in known if one.gone_at is not None and one not in gone]
        Alarm.objects.filter(pk__in=back).update(gone_at=None)
        return
    undone = _undone(rule, gone, at)
    mended = {one.pk for one in gone} - undone
    alarms.close_gone(alarm_ids=mended, outcome=_("原因已消除（系统自动关闭）"), at=at)
    alarms.close_gone(alarm_ids=undone, outcome=_("时限已过，未见补做（系统自动关闭）"), at=at)


def _undone(rule: Rule, gone: Collection[Alarm], at: datetime) -> set[int]:
    """Return which alarms are no longer found without what was missed having been done."""
    if rule.undone is not None:
        left = set(rule.undone([(one.unit_id, one.key) for one in gone])) if gone else set()
        return {one.pk for one in gone if (one.unit_id, one.key) in left}
    today = clock.local_day(at)
    return {one.pk for one in gone if rule.of_a_day and clock.local_day(one.raised_at) < today}


def _of(rule: Rule, unit_ids: Collection[int] | None) -> QuerySet[Alarm]:
    known = Alarm.objects.filter(code=rule.code)
    return known if unit_ids is None else known.filter(unit_id__in=unit_ids)
