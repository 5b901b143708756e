"""Numbers of headings, lines of titles, days, places of signatures."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shouwang.papers.layout.model import Heading, Kind, PaperLayout, Signature
from shouwang.papers.layout.parts import signature_rows
from shouwang.papers.layout.text import (
    chinese_number,
    clean,
    numbered,
    title_lines,
    width,
)

from . import samples


def test_headings_are_numbered_by_their_place_and_begin_anew_under_a_new_parent() -> None:
    levels = (1, 2, 2, 3, 4, 4, 3, 1, 2)
    labels = [label for _, label in numbered(Heading(level, "") for level in levels)]
    assert labels == ["一、", "（一）", "（二）", "1.", "（1）", "（2）", "2.", "二、", "（一）"]


def test_a_heading_may_go_without_a_number() -> None:
    blocks = (Heading(1, "", numbered=False), Heading(1, ""))
    assert [label for _, label in numbered(blocks)] == ["", "一、"]


@pytest.mark.parametrize(
    ("number", "word"), [(1, "一"), (10, "十"), (11, "十一"), (20, "二十"), (99, "九十九")]
)
def test_numbers_are_written_in_chinese(number: int, word: str) -> None:
    assert chinese_number(number) == word


def test_a_number_beyond_99_is_refused() -> None:
    with pytest.raises(ValueError, match="100"):
        chinese_number(100)


def test_a_short_title_stays_on_one_line_and_written_breaks_are_kept() -> None:
    assert title_lines("养老机构名录", 20) == ["养老机构名录"]
    assert title_lines("关于检查的\n通知", 20) == ["关于检查的", "通知"]


def test_a_long_title_is_broken_where_the_sense_allows() -> None:
    title = "关于在全市养老机构开展消防安全与疫情防控联合检查的通知"
    assert title_lines(title, 20) == ["关于在全市养老机构开展消防安全与", "疫情防控联合检查的通知"]


@given(st.text("甲乙丙丁的与、，。《》12", min_size=1, max_size=70))
def test_breaking_a_title_loses_no_character(title: str) -> None:
    assert "".join(title_lines(title, 20)) == title


@given(st.text())
def test_cleaning_twice_is_cleaning_once(text: str) -> None:
    assert clean(clean(text)) == clean(text)


def test_an_unsealed_day_longer_than_the_organ_ends_two_characters_from_the_edge() -> None:
    (organ, organ_gap), (day, day_gap) = signature_rows(Signature(("民政局",), "2020年12月10日"))
    assert day_gap == 2
    assert organ_gap + width(organ) == pytest.approx(day_gap + width(day) + 2)


def test_a_sealed_organ_is_centred_over_its_day() -> None:
    rows = signature_rows(Signature(("澜川市民政局",), "2020年2月10日", sealed=True))
    (organ, organ_gap), (day, day_gap) = rows
    assert day_gap == 4
    assert organ_gap + width(organ) / 2 == pytest.approx(day_gap + width(day) / 2)


def test_a_paper_knows_its_kind_by_its_head() -> None:
    assert samples.bulletin().kind is Kind.BULLETIN
    assert samples.notice().kind is Kind.RED_HEAD
    assert PaperLayout(title="", body=(), dated=samples.DAY).kind is Kind.PLAIN
