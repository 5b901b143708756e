"""The templates' language reads what it says and evaluates nothing."""

from __future__ import annotations

import pytest

from shouwang.briefs import drafting, language, rules
from shouwang.briefs.language import Choice, Clause, Slot, TemplateError, Words


def test_slots_clauses_and_choices_are_read_where_they_stand():
    made = language.read(
        "甲{in_house}«，乙{staff}»«if missing: 未报{list:missing}»«else: 都报了»。"
    )
    first, slot, clause, choice, stop = made.lines[0].parts
    assert (first, slot, stop) == (Words("甲"), Slot("in_house"), Words("。"))
    assert isinstance(clause, Clause)
    assert clause.parts == (Words("，乙"), Slot("staff"))
    assert isinstance(choice, Choice)
    assert choice.otherwise == (Words("都报了"),)


@pytest.mark.parametrize(
    "text",
    ["«if missing: 未报", "«没有收尾", "多了»", "«else: 无»", "«if a b c d: x»", "% list x = y"],
)
def test_a_template_that_cannot_be_read_names_its_line(text):
    with pytest.raises(TemplateError, match="第1行"):
        language.read(text)


def test_the_daily_brief_is_a_template_that_can_be_read():
    made = drafting.template(drafting.DAILY)
    assert [line.heading for line in made.lines if line.level == 1][:2] == ["综述", "异常与处置"]


def test_what_nobody_stated_compares_with_nothing():
    assert not language.compare(None, "<", 3)
    assert not language.compare(3, "!=", None)
    assert language.compare(2, "<", 3)


def test_stranded_punctuation_goes_with_the_words_that_went():
    runs = [
        {"text": "涉及甲；"},
        {"text": "、送诊"},
        {"ref": "sent"},
        {"text": "，"},
        {"text": "。"},
    ]
    assert rules.tidy(runs) == [{"text": "涉及甲；送诊"}, {"ref": "sent"}, {"text": "。"}]
    assert rules.says_nothing(rules.tidy([{"text": "，"}, {"text": "。"}]))


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("诊断结论[待疾控反馈]。", ["[待疾控反馈]"]),
        ("X月X日召开会议", ["X月X日"]),
        ("捐款万元，捐物5万元", ["万元"]),
        ("在院30人。", []),
    ],
)
def test_holes_are_found_before_a_paper_leaves(text, found):
    assert rules.holes(text) == found
