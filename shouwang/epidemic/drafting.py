"""Reports drafted from the card (初报, 续报, 终报): sentences from facts, for a clerk to complete.

What nobody knows yet is said so (正在核实), never guessed; names are masked. The order is that of
a 专报: 情况, 处置, 影响范围, 结论与研判, 下步 (content.md).
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from django.utils import translation

from shouwang.epidemic import lasting, rules, words
from shouwang.epidemic.facts import Facts
from shouwang.epidemic.models import Case, CaseStep
from shouwang.kit import clock
from shouwang.orgs.kinds import Kind

_UNKNOWN = "正在核实"


def draft(facts: Facts, kind: str) -> str:
    """Return the text of a report of a case: ``kind`` is a step of ``rules.TEXTS``.

    Papers are in Chinese, whatever the language of the screen.
    """
    with translation.override("zh-hans"):
        if kind == rules.FOLLOW_UP:
            parts = [_since(facts), _findings(facts), _next(facts)]
        else:
            parts = [_situation(facts), _handling(facts), _reach(facts), _findings(facts)]
            parts += [_end(facts)] if kind == rules.FINAL else [_next(facts)]
        heads = "一二三四五"
        return "\n".join(f"{heads[n]}、{part}" for n, part in enumerate(parts))


def title(facts: Facts, kind: str, number: int) -> str:
    """Return the title: 关于某院一名服务对象发热情况的报告（续报2）."""
    with translation.override("zh-hans"):
        case = facts.case
        whom = f"{len(facts.together)}名人员" if len(facts.together) > 1 else "一名" + _side(case)
        stage = str(words.STEP_ZH[kind]).removeprefix("书面")
        stage += str(number) if kind == rules.FOLLOW_UP else ""
        what = case.get_cause_display()
        return f"关于{case.unit.name}{whom}{what}情况的报告（{stage}）"


def _situation(facts: Facts) -> str:
    case, heads = facts.case, facts.heads
    kind = Kind(case.unit.kind).label
    house = f"{kind}，在院{heads.in_house}人、职工{heads.staff}人" if heads.staff else str(kind)
    temp = f"，测温{case.temperature}℃" if case.temperature else ""
    told = [
        f"情况。{_day(case.happened_at)}，{case.unit.name}（{house}）报告{_side(case)}"
        f"{case.person.masked}{case.get_cause_display()}{temp}。"
    ]
    if case.why:
        told.append(f"发现经过：{case.why}。")
    count = len(facts.together)
    told.append(
        f"截至{_day(facts.as_of)}，该院发热等异常共{count}人，其中服务对象{facts.residents}人、"
        f"职工{count - facts.residents}人。"
    )
    return "".join(told)


def _handling(facts: Facts) -> str:
    lines = [_step_line(step) for step in facts.of(*rules.CHAIN) if step.step not in rules.TEXTS]
    told = "；".join(lines) if lines else _UNKNOWN
    return f"处置。{told}。{''.join(_kept(facts))}"


def _kept(facts: Facts) -> Iterator[str]:
    """Say of each call and of the first text whether it came in time."""
    for one in facts.clocks:
        if one.step == rules.FOLLOW_UP or (one.step == rules.WRITTEN and one.is_running()):
            continue
        name = words.STEP_ZH[one.step]
        if one.done_at is None:
            yield f"{name}尚未完成（时限{_hm(one.due_at)}）。"
            continue
        late = one.late(facts.as_of)
        held = f"超时{lasting.in_words(late).replace(' ', '')}" if late else "符合时限"
        yield f"{name}{_hm(one.done_at)}（时限{_hm(one.due_at)}，{held}）。"


def _reach(facts: Facts) -> str:
    told = facts.of(rules.FAMILY)
    family = "家属已告知" if told else "家属尚未告知"
    return f"影响范围。同室{facts.roommates}人，已隔离{facts.isolated}人；{family}。"


def _findings(facts: Facts) -> str:
    found = facts.last(rules.FINDING)
    if found is None:
        return f"结论与研判。医学结论{_UNKNOWN}。"
    paper = f"，依据{found.paper}" if found.paper else ""
    said = f"{found.who}意见：{found.get_status_display()}{paper}"
    more = f"。{found.details}" if found.details else ""
    return f"结论与研判。{_day(found.happened_at)}{said}{more}。"


def _since(facts: Facts) -> str:
    last = facts.last(rules.WRITTEN, rules.FOLLOW_UP)
    after = last.happened_at if last else facts.case.happened_at
    fresh = [s for s in facts.of(*rules.CHAIN) if s.happened_at > after]
    lines = "；".join(_step_line(step) for step in fresh if step.step not in rules.TEXTS)
    count = len(facts.together)
    return (
        f"变化情况。{_day(after)}上一报以来，{lines or '没有新的处置'}。"
        f"截至{_day(facts.as_of)}，该院发热等异常共{count}人。"
    )


def _next(facts: Facts) -> str:
    case = facts.case
    todo = [
        f"继续对{case.person.masked}和同室人员隔离观察、每日测温"
        if facts.isolated
        else "落实隔离观察"
    ]
    if not facts.of(rules.DISINFECTED):
        todo.append("完成终末消毒")
    if facts.last(rules.FINDING) is None:
        todo.append("配合疾控机构核实病因")
    return f"下步工作。{'；'.join(todo)}。新情况随时续报。"


def _end(facts: Facts) -> str:
    case = facts.case
    outcome = case.get_outcome_display() if case.outcome else _UNKNOWN
    said = f"（{case.outcome_word}）" if case.outcome_word else ""
    done = facts.last(rules.DISINFECTED)
    cleaned = f"终末消毒{_day(done.happened_at)}完成。" if done else ""
    return f"结果。{outcome}{said}。{cleaned}已对全院开展排查，举一反三。"


def _step_line(step: CaseStep) -> str:
    told = f"{_hm(step.happened_at)}{words.STEP_ZH[step.step]}"
    told += f"（{step.who}）" if step.who and step.step != rules.FAMILY else ""
    told += f"{step.temperature}℃" if step.temperature else ""
    told += f"{step.people}人" if step.people else ""
    return f"{told}——{step.by_name}" if step.by_name else told


def _side(case: Case) -> str:
    return case.person.get_side_display()


def _day(moment: datetime) -> str:
    here = clock.local(moment)
    return f"{here.month}月{here.day}日{here:%H:%M}"


def _hm(moment: datetime) -> str:
    here = clock.local(moment)
    return f"{here:%H:%M}"
