"""What a draft says is what the rows say."""

from __future__ import annotations

from datetime import timedelta

import pytest

from shouwang.accounts.access import NotPermitted, OutOfScope
from shouwang.briefs import drafting, queries, tracing
from shouwang.briefs.actions import briefs
from shouwang.figures.actions import rollups
from shouwang.orgs.kinds import Kind
from shouwang.orgs.scope import SYSTEM, scope_of
from shouwang.reporting.models import Submission
from tests.briefs.conftest import EVENING
from tests.cast import DAY, at, make_unit


def draft_of(unit, day=DAY, when=EVENING):
    return drafting.daily_brief(SYSTEM, unit, day, when)


def test_every_number_in_the_text_is_the_sum_of_the_rows_behind_it(two_days, prefecture):
    source = drafting.source_of(SYSTEM, prefecture, DAY, EVENING)
    draft = drafting.draft_from(source)
    told = {f["code"]: f for f in tracing.as_json(source, draft)["figures"]}
    for code in ("in_house", "fever"):
        rows = Submission.objects.filter(pk__in=told[code]["rows"])
        keys = [str(pk) for pk in draft.quotes[code].parts]
        assert told[code]["value"] == sum(row.values[k] for row in rows for k in keys)
        assert told[code]["value"] == sum(line["value"] or 0 for line in told[code]["breakdown"])
    assert (told["in_house"]["value"], told["in_house"]["row_count"]) == (76, 2)


def test_the_summary_says_how_complete_it_is_and_names_who_is_missing(two_days, prefecture):
    text = draft_of(prefecture).text()
    assert "截至2月11日18时，全市应报3家，已报2家，报送率66.7%。" in text
    assert "未报1家：孙桥敬老院，正在逐家核实。" in text
    assert "在院服务对象76人" in text


def test_a_change_compares_only_units_that_stated_both_days(two_days, prefecture, homes, file, sun):
    """孙桥 with its 20 is only late: the other two went from 70 to 76."""
    text = draft_of(prefecture).text()
    assert "在院服务对象76人（较昨日增加6人）" in text
    assert "昨日已报3家，增减只按两期均填报的单位计算。" in text
    file(homes[2], sun, in_house=21)
    rollups.settle_all()
    text = draft_of(prefecture).text()
    assert "在院服务对象97人（较昨日增加7人）。" in text
    assert "两期" not in text


def test_zero_is_none_in_a_sentence_and_0_in_a_table(two_days, homes, file, sun, zhao, prefecture):
    quiet = DAY + timedelta(days=1)
    for home, user, in_house in ((homes[0], zhao, 46), (homes[2], sun, 20)):
        file(home, user, day=quiet, in_house=in_house, days_left=8)
    rollups.settle_all()
    draft = draft_of(prefecture, quiet, at(quiet, 18))
    assert "已报单位今日均无异常情况" in draft.text()
    assert "新发发热" not in draft.text()
    fever = next(n for n, c in enumerate(draft.annexes[0].columns) if c.title == "新发\n发热")
    assert draft.annexes[0].rows[-1].cells[fever] == "0"


def test_a_zero_that_stays_in_its_sentence_reads_none(two_days, prefecture):
    source = drafting.source_of(SYSTEM, prefecture, DAY, EVENING)
    assert source.quote("admitted").shown == "无"
    assert source.quote("nobody_has_this").shown == "（无数据）"


def test_more_than_five_names_end_with_how_many_there_are(prefecture, tangning, form):
    for number in range(7):
        make_unit(f"LC/TN/{number}", f"第{number}敬老院", Kind.PUBLIC_RURAL_HOME, tangning)
    rollups.open_period(form.series_id, DAY)
    text = draft_of(prefecture).text()
    assert "未报7家：第0敬老院、第1敬老院、第2敬老院、第3敬老院、第4敬老院等7家" in text


def test_a_figure_that_no_form_asks_for_is_left_out_and_told_to_the_writer(two_days, prefecture):
    draft = draft_of(prefecture)
    assert "视频探视" not in draft.text()
    assert any("视频探视" in note for note in draft.notes)
    assert "“动态”一节没有数据，未写。" in draft.notes


def test_the_shortest_supply_is_named_with_its_homes(two_days, prefecture):
    assert "最紧缺物资可用不足3天的有1家：赵家敬老院。" in draft_of(prefecture).text()


def test_the_table_of_children_adds_up_to_its_total_row(two_days, prefecture):
    annex = draft_of(prefecture).annexes[0]
    column = next(n for n, c in enumerate(annex.columns) if c.title == "在院\n服务对象")
    *children, total = [int(row.cells[column].replace("—", "0")) for row in annex.rows]
    assert sum(children) == total == 76


def test_a_form_whose_items_are_unknown_still_makes_an_honest_paper(
    two_days, prefecture, monkeypatch
):
    bare = drafting.template(drafting.DAILY)
    source = drafting.source_of(SYSTEM, prefecture, DAY, EVENING)
    for figure in source.found.figures:
        figure.code = f"other_{figure.code}"
    draft = drafting.draft_from(source)
    assert "主要数据" in draft.text()
    assert "在院76人（较昨日增加6人）" in draft.text()
    assert draft.annexes[1].title == "各项数据汇总表"
    assert bare.words["masthead"] == draft.masthead


def test_a_day_without_any_form_says_so(prefecture):
    assert "全市没有应报单位" in draft_of(prefecture).text()


def test_the_neighbouring_county_cannot_be_drafted_for(two_days, yanning, tang):
    with pytest.raises(OutOfScope):
        briefs.create_draft(unit=yanning, day=DAY, by=tang, at=EVENING)
    with pytest.raises(OutOfScope):
        drafting.daily_brief(scope_of(tang, at=EVENING), yanning, DAY, EVENING)


def test_a_section_that_sees_some_kinds_only_cannot_draft_for_its_whole_bureau(
    two_days, prefecture, elder
):
    with pytest.raises(NotPermitted):
        briefs.create_draft(unit=prefecture, day=DAY, by=elder, at=EVENING)


def test_the_same_figures_give_the_same_paper_and_few_statements(
    two_days, prefecture, django_assert_max_num_queries
):
    with django_assert_max_num_queries(30):
        first = draft_of(prefecture)
    assert first.to_json() == draft_of(prefecture).to_json()


def test_where_another_home_is_late_on_either_day_as_many_reports_compare_nothing(
    homes, zhao, qian, sun, prefecture, city, file
):
    """Yesterday 孙桥 (50) was missing, today 赵家 (40) is: two of three each day."""
    before = DAY - timedelta(days=1)
    file(homes[0], zhao, day=before, in_house=40)
    file(homes[1], qian, day=before, in_house=30)
    file(homes[1], qian, in_house=31)
    file(homes[2], sun, in_house=50)
    rollups.settle_all()
    made = briefs.create_draft(unit=prefecture, day=DAY, by=city, at=EVENING)
    text = queries.content(made).text()
    assert "在院服务对象81人（较昨日增加1人）" in text
    assert "昨日已报2家，增减只按两期均填报的单位计算。" in text
    file(homes[0], zhao, in_house=44)
    file(homes[2], sun, day=before, in_house=50, when=at(before, 17))
    rollups.settle_all()
    source = queries.source(SYSTEM, made, EVENING)
    assert source.is_comparable  # all three, both days
    assert source.quote("Δin_house").shown == "较昨日增加5人"
