"""A report of a case as it prints, in the measures of an official paper."""

from __future__ import annotations

from shouwang.epidemic import drafting, rules
from shouwang.epidemic.facts import Facts
from shouwang.epidemic.models import CaseStep
from shouwang.kit import clock, registry, words_zh
from shouwang.papers import rules as paper_rules
from shouwang.papers.layout.model import (
    Block,
    Heading,
    Mark,
    PaperLayout,
    Paragraph,
    Signature,
    plain,
)


def layout(facts: Facts, report: CaseStep, *, addressee: str) -> PaperLayout:
    """Return a written report as a paper: its kept text, to the superior, from the house."""
    unit = report.unit
    on = clock.local_day(report.happened_at)
    marks: tuple[Mark, ...] = ()
    if unit.is_demo or registry.marks():
        marks = (Mark.DEMONSTRATION,)
    return PaperLayout(
        title=drafting.title(facts, report.step, number_of(facts, report)),
        body=tuple(_block(line) for line in paper_rules.paragraphs(report.details)),
        dated=on,
        addressee=f"{addressee}：" if addressee else "",
        signature=Signature((unit.name,), words_zh.full_day(on), sealed=True),
        marks=marks,
        author=unit.name,
    )


def number_of(facts: Facts, report: CaseStep) -> int:
    """Return which follow-up of its case a report is, from 1; 1 for any other."""
    if report.step != rules.FOLLOW_UP:
        return 1
    return 1 + sum(step.happened_at < report.happened_at for step in facts.of(rules.FOLLOW_UP))


def _block(line: str) -> Block:
    """Return a paragraph; 一、情况。 is a heading with what follows it."""
    head, stop, rest = line.partition("。")
    if paper_rules.level_of(head) == 1 and stop:
        return Heading(1, head, (plain(rest),), numbered=False)
    return Paragraph((plain(line),))
