"""The rules that raise alarms: apps above declare theirs, the watch asks them by the clock.

A rule is a name and a check; plain data, no database and no clock here.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

Text = Any  # str or a lazy translation

# a cause that somebody closed is not raised again at the next look
QUIET = timedelta(hours=24)
# the watch goes round so often
EVERY_MIN = 5


@dataclass(frozen=True)
class Finding:
    """One thing found amiss: at which unit, which occurrence (``key``), why, where it is seen.

    ``why`` names no person: it is read above the institution. The same occurrence has the same
    key at every look (a missed round: its day and hour), another occurrence another.
    """

    unit_id: int
    key: str
    why: str
    url: str


# (moment, units or None for all) → what is amiss then
Check = Callable[[datetime, Collection[int] | None], Iterable[Finding]]

# units and keys that are no longer found → those of them that were never done all the same
Undone = Callable[[Collection[tuple[int, str]]], Collection[tuple[int, str]]]


@dataclass(frozen=True)
class Rule:
    """One rule: its code, its name, its check; ``quiet`` is how long a key that a person closed
    stays closed, ``every_min`` how often it is asked about all units: what looks at 40,000 houses
    one by one, and can wait, is asked more rarely.

    An alarm whose cause is gone closes by itself, unless the rule ``needs_outcome``: of a cluster
    of fevers a person says how it ended. Findings ``of_a_day`` are no longer looked for when their
    day is over, which does not mean that what was missed was done; where it may still be done on a
    later day, ``undone`` tells of what was not.
    """

    code: str
    zh: Text
    check: Check
    quiet: timedelta = QUIET
    every_min: int = EVERY_MIN
    needs_outcome: bool = False
    of_a_day: bool = False
    undone: Undone | None = None

    def is_due(self, minute: int) -> bool:
        """Return whether the look of a minute of the day asks it."""
        return minute % self.every_min == 0


_rules: dict[str, Rule] = {}


def watch(
    code: str,
    zh: Text,
    check: Check,
    *,
    quiet: timedelta = QUIET,
    every_min: int = EVERY_MIN,
    needs_outcome: bool = False,
    of_a_day: bool = False,
    undone: Undone | None = None,
) -> Rule:
    """Declare a rule; raises ``ValueError`` when the code is taken, or when ``every_min`` is no
    multiple of ``EVERY_MIN`` that parts a day."""
    if every_min % EVERY_MIN or 24 * 60 % every_min:
        raise ValueError(f"alarm rule {code} cannot be asked every {every_min} minutes")
    if code in _rules:
        raise ValueError(f"alarm rule {code} is declared twice")
    _rules[code] = Rule(code, zh, check, quiet, every_min, needs_outcome, of_a_day, undone)
    return _rules[code]


def rules() -> dict[str, Rule]:
    """Return every declared rule by code."""
    return dict(_rules)


def name(code: str) -> Text:
    """Return what a rule is called; the code of one that is gone."""
    known = _rules.get(code)
    return known.zh if known else code
