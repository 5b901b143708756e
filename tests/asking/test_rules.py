"""Whether what somebody asks for is collected already, told by names and measures."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shouwang.asking.rules import EXACT, LIKELY, NEW, SUM, Asked, Known, bind, bind_all, read_items

KNOWN = (
    Known(1, "在院", ("在院服务对象", "在院老人"), "人"),
    Known(2, "在册职工", ("职工",), "人"),
    Known(3, "测温", (), "人次"),
    Known(4, "今日新入住", (), "人"),
    Known(5, "口罩库存", (), "只"),
    Known(6, "今日新发发热：服务对象", (), "人"),
    Known(7, "今日新发发热：职工", (), "人"),
)


@pytest.mark.parametrize(
    ("label", "measure", "how", "figure"),
    [
        ("在院老人数", "名", EXACT, 1),
        ("其中：在院", "", EXACT, 1),
        ("测温", "人", LIKELY, 3),
        ("今日新入住人数", "人", EXACT, 4),
        ("口罩库存数量", "只", EXACT, 5),
        ("志愿者", "人", NEW, None),
        ("新入住", "人", NEW, None),
    ],
)
def test_an_item_is_known_only_by_the_same_name_and_measure(
    label: str, measure: str, how: str, figure: int | None
) -> None:
    found = bind(Asked(label, measure), KNOWN)
    assert (found.how, found.figures[0] if found.figures else None) == (how, figure)


@pytest.mark.parametrize("label", ["新发发热人数", "今日新发发热", "新增发热人数"])
def test_an_item_that_figures_answer_together_is_their_sum(label: str) -> None:
    (found,) = bind_all([Asked(label, "人")], KNOWN)
    assert (found.how, found.figures) == (SUM, (6, 7))
    (side,) = bind_all([Asked("今日新发发热：职工", "人")], KNOWN)
    assert (side.how, side.figures) == (EXACT, (7,))
    (other,) = bind_all([Asked(label, "例次")], KNOWN)
    assert other.how != SUM


def test_one_figure_answers_one_item() -> None:
    found = bind_all([Asked("在院老人", "人"), Asked("在院服务对象", "人")], KNOWN)
    assert [b.how for b in found] == [EXACT, LIKELY]


def test_a_pasted_list_is_read_with_numbering_brackets_and_columns() -> None:
    read = read_items("1. 在院老人（人）\n\n二、口罩库存\t只\n（3）口罩库存 \n发热老人")
    assert read == [Asked("在院老人", "人"), Asked("口罩库存", "只"), Asked("发热老人", "")]


@given(st.text(max_size=200))
def test_any_text_is_read_without_a_crash_and_nothing_twice(text: str) -> None:
    read = read_items(text)
    assert all(item.label for item in read)
    bind_all(read, KNOWN)
