"""What the ledger (台账) says of a report: the numbers that fill it, and where it states otherwise.

A figure that can be counted from records is not typed: the report's page comes filled, and a number
that differs needs a reason, so that whoever reads it sees 填 43，台账 41.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime

from django.utils.translation import gettext as _

from shouwang.figures import rules as figure_rules
from shouwang.figures.counting import Span
from shouwang.figures.rules import Number
from shouwang.kit import clock
from shouwang.ledger import queries as ledger
from shouwang.ledger import spans
from shouwang.ledger.counting import count
from shouwang.reporting import rules, typed
from shouwang.reporting.rules import Finding, ItemSpec
from shouwang.reporting.versions import PlainVersion


def span(version: PlainVersion, day: date) -> tuple[datetime, datetime] | None:
    """Return the moments that a period is counted between: its statistics moment and that of the
    period before; None for a form without one, or asked for once."""
    until = version.statistics_at(day)
    if until is None or version.period == figure_rules.ONCE:
        return None
    since = version.statistics_at(figure_rules.previous_start(version.period, day))
    return (since, until) if since else None


def counted(unit_id: int, version: PlainVersion, day: date) -> dict[str, Number]:
    """Return what is counted for a unit's report of a period, by the codes of its items."""
    between, codes = span(version, day), _codes(version)
    if between is None or not codes:
        return {}
    found = ledger.counted(unit_id, since=between[0], until=between[1], at=clock.now())
    return {code: value for code, value in found.values.items() if code in codes}


def loud_since(unit_id: int, version: PlainVersion, day: date) -> dict[str, Number]:
    """Return what of the items that a quiet day has none of happened after the statistics moment.

    It is of the next report's day, but a house in which somebody has a fever now states no
    无异常情况 (ux.md 1a).
    """
    between, now = span(version, day), clock.now()
    quiet = {item.code for item in version.items if item.zero_when_quiet} & _codes(version)
    if between is None or not quiet or now <= between[1] or version.start_of(clock.today()) != day:
        return {}
    found = count(Span((unit_id,), between[1], now)).get(unit_id, {})
    return {code: found[code] for code in quiet if found.get(code)}


def loud_words(version: PlainVersion, loud: Mapping[str, Number]) -> list[str]:
    """Return it in words, by item."""
    return [
        _("%(item)s %(count)s（统计时点之后）") % {"item": i.zh, "count": typed.write(loud[i.code])}
        for i in version.items
        if i.code in loud
    ]


def rows_url(unit_id: int, version: PlainVersion, day: date, code: str) -> str:
    """Return where the records behind a counted number are shown."""
    between = span(version, day)
    return spans.rows_url(unit_id, *between, code) if between else ""


def differing(values: Mapping[str, Number], counted: Mapping[str, Number]) -> dict[str, Number]:
    """Return what the ledger says otherwise of the values that are stated, by code."""
    return {
        code: number
        for code, number in counted.items()
        if code in values and values[code] != number
    }


def findings(
    values: Mapping[str, Number], counted: Mapping[str, Number], items: Sequence[ItemSpec]
) -> list[Finding]:
    """Return a question for each value that is not the ledger's."""
    other = differing(values, counted)
    return [
        Finding(item.code, rules.REASON, sentence(values[item.code], other[item.code]))
        for item in items
        if item.code in other
    ]


def sentence(stated: Number, counted: Number) -> str:
    """Return the difference in words, as a question."""
    told = {"stated": typed.write(stated), "counted": typed.write(counted)}
    return _("填 %(stated)s，台账 %(counted)s，请确认并说明原因") % told


def due_forms(versions: Iterable[PlainVersion]) -> list[PlainVersion]:
    """Return the versions whose items can be counted at all."""
    return [v for v in versions if _codes(v) and v.time_of("statistics") is not None]


def _codes(version: PlainVersion) -> frozenset[str]:
    return ledger.codes().intersection(item.code for item in version.items)
