"""The lines of the reviewer's list in words: what is abnormal, what is doubtful, who passed it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from shouwang.figures import rules as figure_rules
from shouwang.figures.evidence import Missing
from shouwang.figures.models import Fact, Figure
from shouwang.figures.rules import Number
from shouwang.kit.templatetags.shouwang import hm, num, short_day
from shouwang.orgs.kinds import Kind
from shouwang.reporting import ledgered, rules, versions
from shouwang.reporting.actions import filing
from shouwang.reporting.models import Report, Review
from shouwang.reporting.rules import Finding
from shouwang.reporting.versions import PlainVersion
from shouwang.review.today.listing import Filed

# returned reports with the verdict, by the institution's and the series' ids
Returned = Mapping[tuple[int, int], tuple[Report, Review | None]]


@dataclass(frozen=True)
class Row:
    """One institution: its state, what to look at, and where a click leads.

    ``report_id`` is None where none was ever filed; ``number`` is the submission that the line
    shows; ``is_open`` tells that it may be passed.
    """

    unit_id: int
    name: str
    under: str
    kind: str
    tone: str
    word: str
    note: str = ""
    bad: str = ""
    doubt: str = ""
    passed: str = ""
    phone: str = ""
    report_id: int | None = None
    number: int = 0
    is_open: bool = False


def of_filed(found: Sequence[Filed], bad: Iterable[Figure]) -> list[Row]:
    """Return the lines of reports that stand."""
    figures, before = list(bad), _before(found)
    kinds = {k.value: str(k.label) for k in Kind}
    return [
        Row(
            one.unit_id,
            one.name,
            one.parent,
            kinds.get(one.kind, ""),
            "warn" if one.is_late else "ok",
            f"{_('迟报') if one.is_late else _('已报')} {hm(one.filed_at)}",
            note=_note(one),
            bad=_bad(one.values, figures),
            doubt="；".join(doubts(one, before.get((one.unit_id, one.series_id), {}))),
            passed=f"{one.passed_by} {hm(one.passed_at)}" if one.passed_by else "",
            report_id=one.report_id,
            number=one.number,
            is_open=not one.passed_by,
        )
        for one in found
    ]


def of_missing(
    found: Iterable[Missing],
    back: Returned,
    word: str,
    day: date,
    said: Mapping[int, str],
) -> list[Row]:
    """Return the lines of units without a report; ``back`` are the returned ones with verdicts,
    ``said`` what apps above say of a unit: that it was chased."""
    kinds = {k.value: str(k.label) for k in Kind}
    lines = []
    for gap in found:
        report, verdict = back.get((gap.unit_id, gap.series_id), (None, None))
        since = _("%(day)s起未报") % {"day": short_day(gap.since)} if gap.since < day else ""
        why = f"{verdict.reason} · {verdict.by_name} {hm(verdict.at)}" if verdict else ""
        lines.append(
            Row(
                gap.unit_id,
                gap.name,
                gap.parent,
                kinds.get(gap.kind, ""),
                "warn" if report else "none",
                _("退回修改") if report else str(word),
                note=" · ".join(filter(None, (why or since, said.get(gap.unit_id)))),
                phone=gap.phone,
                report_id=report.pk if report else None,
            )
        )
    return lines


def doubts(one: Filed, previous: Mapping[str, Number]) -> list[str]:
    """Return what makes a report doubtful (数据待核): what it warned of and was told in reply."""
    version = versions.plain_by_id(one.version_id)
    values = filing.values_of(version, one.values)
    earlier = filing.values_of(version, previous)
    found = rules.check(values, earlier, version.items, version.rules, _)
    told = [_with_reason(f, one.reasons) for f in found if f.severity != rules.ERROR]
    told += [
        _with_reason(Finding(code, rules.REASON, _otherwise(version, values, code, n)), one.reasons)
        for code, n in one.counted.items()
        if code in values
    ]
    known = {f.code for f in found} | set(one.counted)
    # a reason may outlive its question: yesterday was corrected since
    return told + [
        f"{_name(version, code)}：{why}" for code, why in one.reasons.items() if code not in known
    ]


def _with_reason(finding: rules.Finding, reasons: Mapping[str, str]) -> str:
    if finding.severity != rules.REASON:
        return finding.message
    # it asked for a reason, which stands beside it now
    said = finding.message.removesuffix(_("，请确认并说明原因"))
    why = reasons.get(finding.code, "")
    return f"{said}（{why}）" if why else said


def _otherwise(
    version: PlainVersion, values: Mapping[str, Number], code: str, counted: Number
) -> str:
    return f"{_name(version, code)}：{ledgered.sentence(values[code], counted)}"


def _name(version: PlainVersion, code: str) -> str:
    return next((i.zh for i in version.items if i.code == code), code)


def _note(one: Filed) -> str:
    words = [_("零报")] if one.is_zero else []
    if one.number > 1:
        words.append(_("第 %(n)d 次报") % {"n": one.number})
    return " · ".join(words)


def _bad(values: Mapping[str, Any], figures: Iterable[Figure]) -> str:
    told = [
        f"{f.zh} {num(values[f.key])} {f.measure}".strip() for f in figures if values.get(f.key)
    ]
    return "；".join(told)


def _before(found: Sequence[Filed]) -> dict[tuple[int, int], dict[str, Number]]:
    """Return what the same units stated for the period before, in one statement."""
    periods = {
        (one.series_id, one.day): versions.plain_by_id(one.version_id).period for one in found
    }
    days = {figure_rules.previous_start(p, day) for (_s, day), p in periods.items()}
    facts = Fact.objects.filter(
        unit_id__in={one.unit_id for one in found},
        series_id__in={one.series_id for one in found},
        day__in=days,
    )
    return {(f.unit_id, f.series_id): f.values for f in facts} if found else {}
