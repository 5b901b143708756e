"""What a template's text says of a day, and what is told of a text that cannot be read."""

from __future__ import annotations

import pytest

from shouwang.briefs import checks, composing
from tests.briefs.stage import say, why
from tests.cast import DAY


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("## 综述\n共{nobody_has_it}。", "“综述”：没有“nobody_has_it”这个数据项"),
        ("共{list:nobody}。", "没有“nobody”这个名单"),
        ("«if due: 共{due}。", "没有收尾"),
        ("共{due}。»", "前面没有“«”"),
        ("% figure a = b + due | 甲 | 人\n% figure b = a + due | 乙 | 人\n共{a}。", "绕回了自己"),
        ("% share s = due / due | 占比\n占{s}。", "分子和分母是同一项"),
        ("% table t | 表 | planet\n共{due}。", "附表只能按"),
        ("«if due due due due: x»", "看不懂这个条件"),
        ("", "模板是空的"),
    ],
)
def test_a_mistake_is_told_with_its_place_before_anybody_drafts(prefecture, form, text, told):
    assert any(told in one for one in why(prefecture, text))


def test_a_loop_of_sums_ends_and_a_whole_of_zero_says_so_instead_of_dividing(two_days, prefecture):
    text = (
        "% figure a = b + in_house | 甲 | 人\n% figure b = a + in_house | 乙 | 人\n"
        "% share sick = fever_residents / admitted | 发热占比\n甲{a}，占{sick}«，占{sick}»。"
    )
    assert say(prefecture, text).text().endswith("人，占（无数据）。")


def test_a_template_that_lists_far_too_much_is_refused_in_words(two_days, prefecture, monkeypatch):
    monkeypatch.setattr(composing, "MOST_BLOCKS", 3)
    with pytest.raises(composing.TooLong):
        say(prefecture, "\n\n".join("共{due}。" for _ in range(5)))
    assert checks.too_long(100 * checks.PAGE + 1).stops
    assert not checks.too_long(40 * checks.PAGE).stops
    assert checks.too_long(checks.PAGE) is None


def test_a_sentence_is_said_of_every_county(two_days, prefecture):
    text = "@each child {name}在院{in_house}。\n\n«each child: {name}已报{filed}；»。"
    assert say(prefecture, text).text() == (
        "棠宁区在院76人。\n砚宁县在院（无数据）。\n棠宁区已报2家；砚宁县已报无。"
    )


def test_a_sentence_is_said_of_every_kind_that_stated_something(two_days, prefecture):
    text = say(prefecture, "«each kind: {name}{units}，在院{in_house}；»。").text()
    assert text == "公办农村养老机构2家，在院46人；民办农村养老机构1家，在院30人。"


def test_shares_ratios_and_ranks_are_told_as_officials_write_them(two_days, prefecture):
    text = say(
        prefecture,
        "% share duty = in_house / staff | 比例\n% list top = in_house highest 1\n"
        "% list slow = child rate < 100\n"
        "占{duty}，环比{ratio:in_house}，最多的是{list:top}，未报齐的有{list:slow}。",
    ).text()
    assert text == "占237.5%，环比增长8.6%，最多的是赵家敬老院，未报齐的有砚宁县。"


def test_all_mild_is_said_only_if_the_records_say_all(two_days, prefecture):
    sentence = "«if all fever_residents of in_house: 均为»«else: 不都是»"
    assert say(prefecture, sentence).text() == "不都是"
    assert say(prefecture, "«if all in_house of in_house: 均为»").text() == "均为"


def test_another_departments_figure_carries_its_source(two_days, prefecture, form):
    from shouwang.figures.models import Figure

    Figure.objects.filter(code="in_house").update(source="市卫生健康委")
    assert say(prefecture, "在院{in_house}。").text() == "在院76人（来源：市卫生健康委）。"


def test_a_section_without_records_tells_its_writer_and_prints_nothing(two_days, prefecture):
    draft = say(
        prefecture, "% absent rounds 督导轮次\n## 督导\n«督导{rounds}»。\n## 报送\n应报{due}。"
    )
    assert draft.text() == "报送\n应报3家。"
    assert [b["text"] for b in draft.blocks if b["kind"] == "note"] == ["督导"]
    assert any("本节数据尚无来源" in note for note in draft.notes)


def test_an_empty_period_is_told_honestly(form, homes, prefecture):
    from shouwang.figures.actions import rollups

    rollups.open_period(form.series_id, DAY)
    draft = say(
        prefecture, "«在院{in_house}。»应报{due}，«if filed: 已报{filed}»«else: 尚无单位报送»。"
    )
    assert draft.text() == "应报3家，尚无单位报送。"
    assert "还没有任何单位报送" in draft.notes[0]
    assert "赵家敬老院" in draft.notes[0]


def test_a_unit_that_closed_within_the_period_is_named(two_days, prefecture, tangning):
    type(tangning).objects.filter(pk=tangning.pk).update(closed_on=DAY)
    assert any("棠宁区已于2月11日撤销" in note for note in say(prefecture, "应报{due}。").notes)
