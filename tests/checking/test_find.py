"""Numbers are found, each of its kind, with its value: on annotated sentences and on any text."""

from __future__ import annotations

import time
from decimal import Decimal
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from shouwang.checking.find import find
from shouwang.checking.marks import Found
from tests.checking.annotated import DEV, HELD_OUT, number_scores, read

FLOOR = 0.97
PIECES = [
    *"一二三十百千万亿两零半第余多几约近数家名个月日年时分点号期元级天成村无%％１２.,，。、：:-—至到（）()〔〕“”\n×X*A",
    *("2020", "30", "1,234", "5.6", "人次", "其中", "小时", "分之", "确诊", "意识", "一是", "N95"),
]
anything = st.text(max_size=80) | st.lists(st.sampled_from(PIECES), max_size=30).map("".join)


def _only(text: str) -> Found:
    (found,) = find(text)
    return found


@pytest.mark.parametrize("path", [DEV, HELD_OUT], ids=["dev", "held out"])
def test_numbers_of_the_annotated_sentences_are_found_and_of_their_kind(path):
    scores = number_scores((sentence, find(sentence.text)) for sentence in read(path))
    low = {
        name: (score.precision, score.recall)
        for name, score in scores.items()
        if min(score.precision, score.recall) < FLOOR
    }
    assert low == {}
    assert scores["finding"].wanted > 250


@pytest.mark.parametrize(
    ("text", "value", "high", "measure"),
    [
        ("已对179家机构", 179, None, "家"),
        ("共一百七十九家", 179, None, "家"),
        ("两千三百份", 2300, None, "份"),
        ("一千二百零六人", 1206, None, "人"),
        ("一万五千只", 15000, None, "只"),
        ("15.3万元", 153000, None, "元"),
        ("1.02亿元", 102000000, None, "元"),
        ("1，234家", 1234, None, "家"),
        ("１２支", 12, None, "支"),
        ("130亿2000万元", 13_020_000_000, None, "元"),
        ("50 万元", 500_000, None, "元"),
        ("1 200余人", 1200, 1299, "人"),
        ("170余家", 170, 179, "家"),
        ("20多万名", 200000, 299999, "名"),
        ("1.2万余只", 12000, 12999, "只"),
        ("十余人", 10, 19, "人"),
        ("十五六名", 15, 16, "名"),
        ("两三百人", 200, 300, "人"),
        ("3至5万元", 30000, 50000, "元"),
        ("30%—40%", 30, 40, "%"),
        ("百分之九十五点六", Decimal("95.6"), None, "%"),
        ("八成五", 85, None, "%"),
        ("千分之三", 3, None, "‰"),
        ("22篇(幅、条)", 22, None, "篇"),
    ],
)
def test_a_number_is_read_with_its_value_and_measure_word(text, value, high, measure):
    found = _only(text)
    assert found.kind == "quantity"
    assert (found.value, found.high, found.measure) == (value, high, measure)


@pytest.mark.parametrize(
    ("text", "span", "kind"),
    [
        ("实行24小时值班", "24小时", "time"),
        ("在24小时内上报", "24小时", "time"),
        ("增强四个意识", "四个意识", "idiom"),
        ("指挥部第10号通告", "第10号", "document_no"),
        ("澜疫办〔2020〕20号文件", "〔2020〕20号", "document_no"),
        ("启动一级响应", "一级响应", "ordinal"),
        ("一是加强领导", "一是", "ordinal"),
        ("农历正月初二返岗", "农历正月初二", "date"),
        ("8:30调度", "8:30", "time"),
        ("拨打12349热线", "12349", "code"),
        ("走访五爱村", "五爱村", "name"),
        ("学习十九届四中全会精神", "十九届四中全会", "name"),
    ],
)
def test_what_is_no_quantity_is_told_by_its_kind(text, span, kind):
    found = _only(text)
    assert (found.text, found.kind, found.value) == (span, kind, None)


@pytest.mark.parametrize(
    "text",
    [
        "统一思想，进一步压实责任",
        "一律不得外出",
        "百姓至上",
        "一把手负总责",
        "每一个对象",
        "捐款万元",
        "截至X月X日累计XX例",
        "一道靓丽的风景线",
        "万一发生",
        "一线人员十分辛苦",
    ],
)
def test_numerals_inside_words_are_no_numbers(text):
    assert find(text) == []


def test_a_name_handed_in_is_no_number():
    named = find("七里香养老公寓入住12人", names=["七里香养老公寓"])
    assert [(mark.text, mark.kind) for mark in named] == [
        ("七里香养老公寓", "name"),
        ("12", "quantity"),
    ]


@pytest.mark.parametrize(
    ("text", "true", "false"),
    [
        ("170余家", (170, 174, 179), (169, 180)),
        ("约170家", (165, 175), (150, 190)),
        ("近百名", (92, 100), (80, 101)),
        ("逾2000人次", (2001, 2300), (1999, 4001)),
        ("15.3万元", (153000, 153021), (153600, 152000)),
        ("179家", (179,), (178, 180)),
        ("3至5家", (3, 5), (2, 6)),
    ],
)
def test_words_hold_for_what_they_are_true_of(text, true, false):
    found = _only(text)
    assert [number for number in true if not found.holds(number)] == []
    assert [number for number in false if found.holds(number)] == []


@settings(deadline=None, max_examples=300)
@given(anything)
def test_any_text_gives_exact_marks_in_order_that_never_overlap(text):
    found = find(text)
    assert all(text[mark.start : mark.end] == mark.text != "" for mark in found)
    assert all(a.end <= b.start for a, b in pairwise(found))
    assert all(mark.value is None for mark in found if mark.kind != "quantity")
    assert all(mark.high is None or mark.high >= (mark.value or 0) for mark in found)


@pytest.mark.parametrize(
    "piece", ["一", "1", "1,234", "（一", "“三", "第", "1.", "a@", " \n", "X月"]
)
def test_time_grows_with_the_text_whatever_it_is(piece):
    def seconds(length: int) -> float:
        text = (piece * length)[:length]
        began = time.process_time()
        find(text)
        return time.process_time() - began

    find(piece)
    short, long = (min(seconds(length) for _ in range(2)) for length in (2_000, 20_000))
    assert long < 40 * max(short, 0.004)
