"""Tables are planned so that they can be read: widths, sizes, heads, the way the page lies."""

from __future__ import annotations

from dataclasses import replace

import pytest

from shouwang.papers.layout import measures as m
from shouwang.papers.layout.model import Appendix, Column, Row, Table
from shouwang.papers.layout.tables import fold, lies_down, plan, room_of

from . import samples


def test_columns_fill_the_room_and_letters_stay_readable() -> None:
    planned = plan(samples.county_table(), m.TEXT_HEIGHT)
    assert sum(planned.widths) == pytest.approx(m.TEXT_HEIGHT, abs=0.2)
    assert planned.size >= 9
    assert not planned.wraps


def test_a_table_too_wide_for_any_size_is_set_in_the_smallest_and_says_so() -> None:
    wide = Table(tuple(Column("指标") for _ in range(60)), (Row(("1,234,567",) * 60),))
    planned = plan(wide, m.TEXT_WIDTH)
    assert planned.size == 9
    assert planned.wraps


def test_a_wide_table_lies_down_and_a_narrow_one_stands() -> None:
    assert lies_down(Appendix("汇总表", (samples.county_table(),)))
    narrow = Table((Column("项目"), Column("数")), (Row(("应报", "213")),))
    assert not lies_down(Appendix("汇总表", (narrow,)))
    assert lies_down(Appendix("汇总表", (narrow,), orientation="landscape"))


def test_smaller_letters_are_taken_to_spare_a_second_page() -> None:
    appendix = Appendix("汇总表", (samples.county_table(),))
    room, height = room_of(appendix)
    table = samples.county_table()
    assert plan(table, room, height).size < plan(table, room).size
    assert plan(replace(table, rows=table.rows * 9), room, height).size == plan(table, room).size


def test_grouped_columns_share_a_head_and_the_others_reach_over_both_rows() -> None:
    upper, lower = plan(samples.county_table(), m.TEXT_HEIGHT).head
    assert [(c.text, c.across, c.down) for c in upper][:2] == [
        ("县（市、区）", 1, 2),
        ("报送情况（家）", 4, 1),
    ]
    assert [c.column for c in lower] == list(range(1, 13))


def test_a_row_with_a_cell_too_few_is_refused() -> None:
    with pytest.raises(ValueError, match="row 2 has 1 cells, not 2"):
        Table((Column("甲"), Column("乙")), (Row(("1", "2")), Row(("1",))))


def test_a_head_that_does_not_fit_is_folded_where_it_reads_well() -> None:
    assert fold("县（市、区）") == "县\n（市、区）"
    assert fold("在院服务对象") == "在院服\n务对象"
    assert fold("在院\n服务对象") == "在院\n服务对象"
    assert fold("报送率") == "报送率"
