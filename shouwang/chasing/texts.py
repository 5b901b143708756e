"""What is written to people: entries of the inbox, and the text for the chat group.

Written once and read by others, so always in the site's own language, whoever presses the button.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from itertools import groupby

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import override

from shouwang.chasing.debts import Debt
from shouwang.chasing.rules import CHASE, DIRECTOR, LEADER, OFFICE
from shouwang.kit.templatetags.shouwang import hm, short_day
from shouwang.orgs.models import Unit

# names of more institutions make no message that anybody reads
MOST_NAMED = 300


@dataclass(frozen=True)
class Spoken:
    """What is said of one report that is owed."""

    name: str
    form_id: int
    form_zh: str
    period_on: date
    due_at: datetime | None
    is_returned: bool


def entry(kind: str, owed: Spoken, step: int) -> str:
    """Return the inbox entry of one person on a step of the ladder for one report."""
    with override(settings.LANGUAGE_CODE):
        told = {
            "unit": owed.name,
            "form": owed.form_zh,
            "day": short_day(owed.period_on),
            "due": hm(owed.due_at) or _("当日"),
        }
        if kind != CHASE:
            return _("%(unit)s：%(day)s%(form)s请在 %(due)s 前报送") % told
        if owed.is_returned:
            told["state"] = _("已退回，待重报")
        else:
            told["state"] = _("尚未报送（时限 %(due)s）") % told
        return _CHASES[step]() % told


_CHASES = {
    0: lambda: _("%(unit)s：%(day)s%(form)s%(state)s，请立即报送"),
    1: lambda: _("%(unit)s：%(day)s%(form)s%(state)s，请立即报送"),
    DIRECTOR: lambda: _("%(unit)s：%(day)s%(form)s%(state)s，请督促本院立即报送"),
    OFFICE: lambda: _("%(unit)s：%(day)s%(form)s%(state)s，已催本院，请协助督促或代报"),
    LEADER: lambda: _("您包保的%(unit)s：%(day)s%(form)s%(state)s，已逐级催报，请过问"),
}


def for_group(
    kind: str, unit: Unit, debts: Sequence[Debt], leaders: Sequence[str], *, now: datetime
) -> str:
    """Return the text to paste into the chat group: who, until when, whom it is copied to.

    ``leaders`` holds the name of the responsible leader of each institution that has one.
    """
    with override(settings.LANGUAGE_CODE):
        lines = [_head(kind, debts, now=now), *_names(unit, debts)]
        if len(debts) > MOST_NAMED:
            lines.append(_("……名单较长，其余见系统"))
        back = [d.name for d in debts if d.is_returned]
        if back:
            lines.append(
                _("其中退回待重报：%(names)s") % {"names": _("、").join(back[:MOST_NAMED])}
            )
        if kind == CHASE:
            lines.append(_("请立即报送；网络不便的，电话报所在民政所（县局）代报。"))
        if leaders and kind == CHASE:
            named = [_("%(name)s（%(n)d家）") % {"name": n, "n": c} for n, c in _count(leaders)]
            lines.append(_("抄送包保领导：%(names)s") % {"names": _("、").join(named)})
        lines.append(unit.name)
        return "\n".join(lines)


def _head(kind: str, debts: Sequence[Debt], *, now: datetime) -> str:
    days = sorted({d.period_on for d in debts})
    forms = {d.form_zh for d in debts}
    dues = sorted({d.due_at for d in debts if d.due_at})
    told = {
        "now": hm(now),
        "n": len({d.unit_id for d in debts}),
        "day": _("、").join(short_day(day) for day in days),
        "due": _("、").join(dict.fromkeys(hm(due) for due in dues)),
        "form": forms.pop() if len(forms) == 1 else _("日报"),
    }
    if kind == CHASE:
        told["due"] = _("（时限 %(due)s）") % told if dues else ""
        return _("【催报】截至%(now)s，以下%(n)d家尚未报送%(day)s%(form)s%(due)s：") % told
    told["due"] = _("请在 %(due)s 前报送") % told if dues else _("请按时报送")
    return _("【提醒】截至%(now)s，以下%(n)d家待报%(day)s%(form)s，%(due)s：") % told


def _names(unit: Unit, debts: Sequence[Debt]) -> list[str]:
    """Return the institutions, by the superior's children where there are several."""
    shown = debts[:MOST_NAMED]
    grouped = [
        (name, list(dict.fromkeys(d.name for d in part)))
        for (_id, name), part in groupby(shown, key=lambda d: (d.child_id, d.child))
    ]
    if all(names == [name] for name, names in grouped):
        return [_("、").join(name for name, _names in grouped)]
    alone = [name for name, names in grouped if names == [name]]
    lines = [
        _("%(name)s（%(n)d家）：%(names)s")
        % {"name": name, "n": len(names), "names": _("、").join(names)}
        for name, names in grouped
        if names != [name]
    ]
    direct = _("直属（%(n)d家）：%(names)s") % {"n": len(alone), "names": _("、").join(alone)}
    return [*([direct] if alone else []), *lines]


def _count(leaders: Sequence[str]) -> list[tuple[str, int]]:
    return Counter(leaders).most_common()
