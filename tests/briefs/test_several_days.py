"""A paper of several days: flows are summed, stocks are the last, each number has its rows."""

from __future__ import annotations

from shouwang.briefs import comparing, queries, tracing
from shouwang.briefs.actions import briefs, finalising
from shouwang.briefs.models import Brief
from shouwang.briefs.models.template import Kind
from shouwang.figures.actions import rollups
from shouwang.orgs.scope import SYSTEM
from shouwang.reporting.models import Submission
from tests.briefs.conftest import EVENING
from tests.briefs.stage import FIRST, draft, text_of
from tests.briefs.test_finalising import without_holes
from tests.cast import at


def test_a_report_of_several_days_sums_what_flows_and_takes_the_last_of_what_stands(
    week, prefecture, city
):
    made = draft(prefecture, city, Kind.WORK, first=FIRST)
    told = figures_of(made)
    assert told["rate"]["shown"] == "88.9%"  # 8 of 9
    source = queries.source(SYSTEM, made, EVENING)
    assert source.number("admitted") == 15
    assert source.number("in_house") == 90
    assert source.found.before.values[source.known("admitted").figures[0].pk] == 6
    assert "期内应报9家次，已报8家次，报送率88.9%" in text_of(made)
    assert "现将2月9日至2月11日有关情况汇报如下" in text_of(made)


def test_the_figures_of_several_days_are_not_called_todays(week, prefecture, city):
    made = draft(prefecture, city, Kind.WORK, first=FIRST)
    source = queries.source(SYSTEM, made, EVENING)
    assert source.quote("admitted").zh == "期内新入住"
    assert source.quote("growth:admitted").zh == "期内新入住增长率"
    assert source.quote("in_house").zh == "在院"
    assert not [
        zh for quote in queries.content(made).quotes.values() if (zh := quote.zh)[:2] == "今日"
    ]


def test_a_change_over_several_days_compares_only_who_stated_it_as_often(week, prefecture, city):
    """孙桥 filed two days of these three, three of those before: it is left out of 环比."""
    source = queries.source(SYSTEM, draft(prefecture, city, Kind.WORK, first=FIRST), EVENING)
    assert source.quote("ratio:admitted").shown == "增长150.0%"
    assert source.quote("growth:admitted").shown == "较前3天增长150.0%"
    assert source.quote("Δadmitted").shown == "较前3天增加9人"
    assert source.quote("Δin_house").shown == "较2月8日增加6人"


def figures_of(made):
    source = queries.source(SYSTEM, made, EVENING)
    told = tracing.as_json(source, queries.content(made))
    return {figure["code"]: figure for figure in told["figures"]}


def test_every_number_of_several_days_is_the_sum_of_the_rows_behind_it(week, prefecture, city):
    made = draft(prefecture, city, Kind.STATISTICS, first=FIRST)
    source = queries.source(SYSTEM, made, EVENING)
    quote = source.quote("admitted")
    trace = tracing.trace(source, quote)
    key = source.known("admitted").figures[0].key
    rows = Submission.objects.filter(pk__in=trace.rows)
    assert trace.value == quote.value == sum(row.values[key] for row in rows) == 15
    assert len(trace.rows) == 8


def test_figures_of_several_days_change_since_the_draft_and_are_taken_over(
    week, prefecture, city, sun, homes, file
):
    made = draft(prefecture, city, Kind.WORK, first=FIRST)
    file(homes[2], sun, in_house=20, days_left=9, when=at(hour=19))
    rollups.settle_all()
    later = at(hour=20)
    changes = comparing.changes(queries.content(made), queries.source(SYSTEM, made, later))
    assert ("filed", "8家次", "9家次") in [(c.key, c.old, c.new) for c in changes]
    one = briefs.refresh(brief=made, keys={"filed"}, revision=1, by=city, at=later)
    assert "已报9家次" in text_of(one)
    assert "88.9%" in text_of(one)


def test_a_paper_of_several_days_is_finalised_and_frozen_with_its_rows(
    week, prefecture, city, lead, homes, sun, file
):
    made = draft(prefecture, city, Kind.WORK, first=FIRST)
    made.content["addressee"] = "省民政厅"
    made.save()
    ready = without_holes(made, city)
    final = finalising.finalise(brief=ready, revision=ready.revision, by=lead, at=at(hour=19))
    kept = final.figures.get(key="filed").frozen
    assert (kept.value, kept.row_count) == (8, 8)
    file(homes[2], sun, in_house=20, when=at(hour=19, minute=30))
    rollups.settle_all()
    assert Brief.objects.get(pk=final.pk).figures.get(key="filed").frozen.value == 8
