"""Two versions of a paper side by side."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from shouwang.papers.comparing import ADDED, CHANGED, REMOVED, SAME, side_by_side

PARAGRAPHS = st.lists(st.text("在院人口罩0123456789，。", min_size=1, max_size=12), max_size=7)


def test_a_mended_number_is_shown_within_its_paragraph() -> None:
    (same, changed, added) = side_by_side(
        ["一、总体情况", "在院服务对象8,912人。"],
        ["一、总体情况", "在院服务对象8,915人。", "另有新增。"],
    )
    assert (same.how, changed.how, added.how) == (SAME, CHANGED, ADDED)
    assert [p.text for p in changed.left if p.is_other] == ["2"]
    assert [p.text for p in changed.right if p.is_other] == ["5"]


def test_a_paragraph_replaced_by_another_is_not_taken_for_mended() -> None:
    lines = side_by_side(["口罩库存充足。"], ["今日无异常情况报告。"])
    assert [line.how for line in lines] == [REMOVED, ADDED]


@given(PARAGRAPHS, PARAGRAPHS)
def test_either_side_read_down_is_its_whole_version(old: list[str], new: list[str]) -> None:
    lines = side_by_side(old, new)
    left = ["".join(p.text for p in line.left) for line in lines if line.left]
    right = ["".join(p.text for p in line.right) for line in lines if line.right]
    assert (left, right) == (old, new)
