"""Pure decisions of reporting: reading what was typed, checking it, deciding what is late.

Checks of a form are CEL expressions over the report's values by item code; ``prev.<code>`` is the
period before. A check that names a value which is blank is passed over: a blank is not 0, and a
required blank is an error of its own.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from shouwang.figures.rules import Number
from shouwang.kit.exact import MOST_DIGITS
from shouwang.reporting.packs import Pack

if TYPE_CHECKING:
    import cel  # slow to load: it brings a whole command line along

ERROR = "error"
REASON = "reason"
WARNING = "warning"
# a change of more than this share against the period before asks for a reason (ux.md 1a)
JUMP_SHARE = Decimal("0.3")
# small numbers jump by nature: a change below this many is never asked about
JUMP_LEAST = 10

# what becomes of a report that is owed
FILED = "filed"
FILED_LATE = "late"
DRAFTED = "draft"
DUE = "due"
MISSING = "missing"
RETURNED = "returned"
SIGNING = "signing"


@dataclass(frozen=True)
class ItemSpec:
    """What checking needs of an item."""

    code: str
    zh: str
    measure: str
    nature: str
    required: bool = True
    carries: bool = False
    zero_when_quiet: bool = False
    decimals: int = 0
    part: bool = False
    packs: tuple[Pack, ...] = ()


@dataclass(frozen=True)
class RuleSpec:
    """What checking needs of a rule: ``about`` is an item's code or empty."""

    expression: str
    severity: str
    message: str
    about: str = ""


@dataclass(frozen=True)
class Finding:
    """One thing found in a report: which item, how grave, in words."""

    code: str
    severity: str
    message: str


@lru_cache(maxsize=4096)
def program(expression: str) -> Any:
    """Return a compiled CEL expression; raises ``ValueError`` when it does not parse."""
    import cel

    return cel.compile(expression)


def unknown_names(expression: str, codes: set[str]) -> list[str]:
    """Return the names in an expression that are no items; raises ``ValueError`` unparsed."""
    names = set(program(expression).variables()) - {"prev"}
    names |= set(re.findall(r"\bprev\.([A-Za-z_]\w*)", expression))
    return sorted(names - codes)


def check(
    values: Mapping[str, Number],
    previous: Mapping[str, Number],
    items: Sequence[ItemSpec],
    rules: Sequence[RuleSpec],
    say: Callable[[str], str] = str,
) -> list[Finding]:
    """Return what is wrong or remarkable in a report's values, the gravest kind first.

    ``values`` and ``previous`` are by item code and hold only what is stated. ``say`` puts the
    Chinese sentences into the reader's language.
    """
    findings = [
        Finding(item.code, ERROR, say("%(item)s：未填（没有请填 0）") % {"item": item.zh})
        for item in items
        if item.required and item.code not in values
    ]
    findings += [f for item in items if (f := _check_number(item, values.get(item.code), say))]
    import cel

    # handed over once: for every rule anew it took longer than all the rest of checking
    context = cel.Context(variables={**_plain(values), "prev": _plain(previous)})
    findings += [
        Finding(rule.about, rule.severity, rule.message)
        for rule in rules
        if holds(rule.expression, context) is False
    ]
    findings += [f for item in items if (f := _check_jump(item, values, previous, say))]
    grave = (ERROR, REASON, WARNING)
    return sorted(findings, key=lambda f: grave.index(f.severity))


def holds(expression: str, context: cel.Context) -> bool | None:
    """Return whether an expression holds, None when a value that it names is blank."""
    try:
        return bool(program(expression).execute(context))
    except (KeyError, RuntimeError):
        return None


def _plain(values: Mapping[str, Number]) -> dict[str, int | float]:
    return {k: v if isinstance(v, int) else float(v) for k, v in values.items()}


def _check_number(
    item: ItemSpec, value: Number | None, say: Callable[[str], str]
) -> Finding | None:
    if value is None:
        return None
    told = {"item": item.zh, "value": value, "places": item.decimals}
    if value < 0:
        return Finding(item.code, ERROR, say("%(item)s：%(value)s 不能是负数") % told)
    digits = Decimal(value).normalize().as_tuple()
    if -int(digits.exponent) > item.decimals:
        if item.decimals == 0:
            return Finding(item.code, ERROR, say("%(item)s：%(value)s 应为整数") % told)
        why = say("%(item)s：%(value)s 应为至多 %(places)d 位小数")
        return Finding(item.code, ERROR, why % told)
    if len(digits.digits) + max(0, int(digits.exponent)) > MOST_DIGITS:
        return Finding(item.code, ERROR, say("%(item)s：%(value)s 太大") % told)
    return None


def _check_jump(
    item: ItemSpec,
    values: Mapping[str, Number],
    previous: Mapping[str, Number],
    say: Callable[[str], str],
) -> Finding | None:
    """A stock that moved by more than a share since the period before asks for a reason."""
    now, before = values.get(item.code), previous.get(item.code)
    if item.nature != "stock" or now is None or before is None:
        return None
    change = abs(Decimal(now) - Decimal(before))
    if change < JUMP_LEAST or change <= JUMP_SHARE * before:
        return None
    why = say("%(item)s：由 %(before)s 变为 %(now)s，变动较大，请确认并说明原因")
    return Finding(item.code, REASON, why % {"item": item.zh, "before": before, "now": now})


def is_late(*, filed_at: datetime, due_at: datetime | None) -> bool:
    """Return whether a report came after its filing time (迟报)."""
    return due_at is not None and filed_at > due_at


def forbids_zero(values: Mapping[str, Number], items: Sequence[ItemSpec]) -> list[ItemSpec]:
    """Return the items whose value says that the day was not quiet: they bar a zero report."""
    return [i for i in items if i.zero_when_quiet and values.get(i.code, 0) != 0]


def state_of(
    *,
    is_filed: bool,
    was_late: bool,
    is_drafted: bool,
    due_at: datetime | None,
    now: datetime,
    is_returned: bool = False,
    is_signing: bool = False,
) -> str:
    """Return the state of a report that is owed; a draft is not a report, however complete.

    One on its way to be signed is not filed yet; a returned one no longer counts.
    """
    if is_signing:
        return SIGNING
    if is_returned:
        return RETURNED
    if is_filed:
        return FILED_LATE if was_late else FILED
    if is_drafted:
        return DRAFTED
    return MISSING if is_late(filed_at=now, due_at=due_at) else DUE


_CODE = re.compile(r"[a-z][a-z0-9_]{0,59}", re.ASCII)
# names that mean something else in a check
_TAKEN = frozenset(
    {"prev", "in", "has", "true", "false", "null", "size", "int", "double", "string"}
)


def is_code(text: str) -> bool:
    """Return whether a text may name an item: a small letter, then letters, digits, underscores."""
    return _CODE.fullmatch(text) is not None and text not in _TAKEN
