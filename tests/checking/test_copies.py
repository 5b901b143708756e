"""Copied passages are found with both their places, whatever their numbers and line ends."""

from __future__ import annotations

import time
from itertools import pairwise

from hypothesis import given, settings
from hypothesis import strategies as st

from shouwang.checking.copies import copies, likeness

OWN = "我局坚持早部署、早排查，对辖区养老机构实行封闭管理，"
SHARED = "会同卫健、公安等部门组成联合检查组，逐家核对出入登记和测温台账，共检查46家，发现问题8个"
LAST = "当场整改5个，其余限期办结，并向县指挥部作了专题报告。"
THEIRS = "本县民政局高度重视，" + SHARED.replace("46", "１２").replace("，", ",\n") + "，均已整改。"


def test_a_passage_with_other_numbers_and_line_ends_is_still_a_copy():
    text = OWN + SHARED + "，" + LAST
    (found,) = copies(text, {"榆埠县": THEIRS})
    assert found.text == text[found.start : found.end] == SHARED
    copied = THEIRS[found.source_start : found.source_end]
    assert copied.replace(",\n", "，").replace("１２", "46") == SHARED
    assert 0.3 < found.share < 0.6


def test_two_texts_of_ones_own_words_share_nothing():
    assert copies(OWN + LAST, {"a": THEIRS}) == []


def test_short_phrases_that_all_officials_use_are_no_copies():
    assert copies("疫情就是命令，防控就是责任。" + OWN, {"a": "疫情就是命令，防控就是责任！"}) == []


def test_the_source_with_the_most_in_common_comes_first():
    text = OWN + SHARED + LAST
    found = copies(text, {"little": THEIRS, "all": text})
    assert [one.source for one in found] == ["all", "little"]
    assert found[0].share == 1


def test_likeness_names_the_pair_that_copied():
    pairs = likeness({"a": OWN + SHARED, "b": THEIRS, "c": LAST})
    assert max(pairs, key=pairs.__getitem__) == ("a", "b")
    assert pairs["a", "c"] == 0


def test_twenty_seven_reports_are_compared_in_a_moment():
    long = [f"{name}镇今日排查第{name}轮，情况各有不同，" for name in "甲乙丙丁戊己庚辛壬癸"]
    reports = {
        str(n): "".join(long[(n * k) % 10] + LAST[k % 20 :] for k in range(200))[:10_000]
        for n in range(1, 28)
    }
    began = time.process_time()
    copies(reports["1"], {key: text for key, text in reports.items() if key != "1"})
    assert time.process_time() - began < 3


@settings(deadline=None, max_examples=100)
@given(
    st.text(alphabet="防控工作，。12一\n ", max_size=120),
    st.text(alphabet="防控工作，1", max_size=90),
)
def test_passages_lie_within_both_texts_and_never_overlap(text, other):
    found = copies(text, {"x": other}, shortest=12)
    assert all(text[one.start : one.end] == one.text for one in found)
    assert all(0 <= one.source_start < one.source_end <= len(other) for one in found)
    assert all(a.end <= b.start for a, b in pairwise(found))
    assert all(0 < one.share <= 1 for one in found)
