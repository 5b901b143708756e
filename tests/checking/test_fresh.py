"""Whole reports that the check had not seen when it was finished, and what they brought up."""

from __future__ import annotations

import pytest

from shouwang.checking.answers_whole import check as check_whole
from shouwang.checking.find import find
from shouwang.checking.lint import lint
from shouwang.checking.marks import Places
from shouwang.orgs.models import Unit
from shouwang.orgs.scope import SYSTEM
from tests.cast import DAY
from tests.checking import annotated
from tests.checking.world import found_world

OWN = annotated.PLACES.own | {"肯塔基州", "JEFFERSON", "FAYETTE", "KENTON"}


@pytest.fixture
def world(system) -> Unit:
    """澜川市 with two days of records."""
    return found_world()


def whole(unit: Unit, text: str):
    return check_whole(SYSTEM, unit, DAY, text)


def test_numbers_of_whole_reports_are_found_with_kind_value_and_measure():
    texts = annotated.documents(annotated.FOLDER / "fresh.txt")
    scores = annotated.number_scores((one, find(one.text, names=OWN)) for one in texts)
    assert scores["finding"].wanted > 500
    for name in ("finding", "kind", "value", "measure"):
        assert scores[name].precision >= 0.99, name
        assert scores[name].recall >= 0.99, name


def test_remarks_on_whole_reports_are_those_a_reader_would_make():
    texts = annotated.documents(annotated.FOLDER / "fresh.txt")
    places = Places(own=OWN, others=frozenset())
    score = annotated.lint_score((one, list(lint(one.text, places=places))) for one in texts)
    assert score.precision >= 0.95
    assert score.recall >= 0.9


def test_what_fresh_reports_got_wrong_is_right_and_nothing_is_falsely_equal(world):
    score = annotated.match_score(annotated.read(annotated.FOLDER / "fresh_matching.txt"), whole)
    assert score.false_equal == []
    assert score.wrong == []


def test_one_figure_of_one_day_with_two_values_is_remarked_wherever_it_stands_again(world):
    found = whole(world, "全市测温822人次。\n各院加强消杀。\n2月11日，全市体温检测812人次。")
    assert [(r.rule, r.text) for r in found.lint] == [("two_values", "812")]
    assert whole(world, "今日测温822人次，昨日测温832人次，测温约800人次。").lint == []


def test_a_column_headed_by_the_very_name_of_a_figure_is_that_figures(world):
    found = whole(world, "单位\t数量\t隔离观察\n棠宁区\t\t4\n砚宁县\t\t2\n")
    assert [(m.code, m.status) for m in found.marks] == [
        ("isolated", "equal"), ("isolated", "differs"),
    ]  # fmt: skip


def test_a_measure_word_is_not_taken_from_the_next_line(world):
    found = whole(world, "项目\t单位\t数量\n测温\t人次\t822\n口罩库存\t只\t1\n")
    assert [(m.found.measure, m.code, m.status) for m in found.marks] == [
        (None, "temp_done", "equal"), (None, "masks", "differs"),
    ]  # fmt: skip


def test_latin_names_stand_beside_numbers_without_a_space():
    found = find("JEFFERSON77家已报，Fayette12家。N95口罩3只。", names={"JEFFERSON", "Fayette"})
    assert [(m.text, m.kind) for m in found] == [
        ("77", "quantity"), ("12", "quantity"), ("N95", "name"), ("3", "quantity"),
    ]  # fmt: skip
