"""The papers of a bureau, drafted from what was filed: a week's report, an event's, a circular, the
minutes, the tables; and what a writer does with them."""

from __future__ import annotations

import io
import json
from datetime import timedelta

import pdfplumber
import pytest
from django.urls import reverse

from shouwang.accounts.access import NotPermitted, OutOfScope
from shouwang.briefs import language, layouts, naming, proof, queries
from shouwang.briefs.actions import briefs, finalising, templates
from shouwang.briefs.models import Brief
from shouwang.briefs.models.template import Kind
from shouwang.briefs.sourcing import Source
from shouwang.figures.actions import rollups
from shouwang.orgs.scope import SYSTEM, scope_of
from shouwang.papers.layout.docx import to_docx
from shouwang.papers.layout.pdf import to_pdf
from tests.briefs.conftest import EVENING
from tests.briefs.stage import FIRST, draft, text_of
from tests.briefs.test_finalising import without_holes
from tests.cast import DAY, at


def test_growth_in_percent_is_a_clause_and_true_where_there_was_nothing(two_days, prefecture):
    source = Source(SYSTEM, prefecture, DAY, EVENING, language.read("在院{in_house}。"))
    # 赵家 went from 40 to 46, 钱村 stayed at 30; 孙桥 has not filed today and is left out
    assert source.quote("growth:in_house").shown == "较昨日增长8.6%"
    assert source.quote("growth:fever_residents").shown == "昨日为0，增加2人，不计增幅"
    assert source.quote("growth:staff").shown == "与昨日持平"
    before = Source(SYSTEM, prefecture, DAY - timedelta(days=1), EVENING, source.template)
    assert before.quote("growth:in_house").shown == "前一日无可比数据"
    (line,) = language.read("全市在院{in_house}，{growth:in_house}。").lines
    assert list(naming.codes_in(line)) == ["in_house", "in_house"]


def test_the_marks_that_are_missed_become_sentences_with_who(week, prefecture, city):
    text = text_of(draft(prefecture, city, Kind.WORK, first=FIRST))
    assert "最紧缺物资可用2天，低于3天的最低储备要求，涉及钱村托养院，原因是[请补充]。" in text
    assert "未达到100%的有砚宁县" in text


def test_sections_without_records_are_hinted_to_the_writer_and_not_printed(
    week, prefecture, city, as_user
):
    made = draft(prefecture, city, Kind.WORK, first=FIRST)
    page = as_user(city).get(reverse("briefs:brief", args=[made.pk])).content.decode()
    assert "本节数据尚无来源" in page
    pdf = to_pdf(layouts.layout_of(queries.content(made)))
    with pdfplumber.open(io.BytesIO(pdf)) as opened:
        printed = "".join(one.extract_text() for one in opened.pages)
    assert "党建与宣传" not in printed
    assert "来源" not in printed


def test_an_event_is_reported_first_then_only_what_changed_then_at_its_end(
    week, prefecture, zhao_home, zhao, city, file
):
    event = {"about": zhao_home, "subject": "发热"}
    first = draft(prefecture, city, Kind.SPECIAL, stage="初报", **event)
    assert first.content["title"] == "关于赵家敬老院发热情况的专报（初报）"
    assert "今日新发发热2人，其中服务对象2人" in text_of(first)
    later, evening = DAY + timedelta(days=1), at(DAY + timedelta(days=1), 18)
    file(zhao_home, zhao, day=later, in_house=60, fever_residents=2)
    rollups.settle_all()
    same = draft(prefecture, city, Kind.SPECIAL, stage="续报1", when=evening, day=later, **event)
    assert "初报（2月11日18时）以来的变化" in text_of(same)
    assert "新发发热" not in text_of(same)
    file(
        zhao_home, zhao, day=later, in_house=60, fever_residents=4, when=at(later, 17),
        options={"correction_reason": "又发现两人"},
    )  # fmt: skip
    rollups.settle_all()
    again = briefs.redraft(brief=same, by=city, at=evening)
    assert "新发发热4人" in text_of(again)
    last = draft(prefecture, city, Kind.SPECIAL, stage="终报", when=evening, day=later, **event)
    assert "举一反三" in text_of(last)


def test_an_event_of_another_countys_home_cannot_be_reported(week, tangning, sun_home, tang):
    with pytest.raises((OutOfScope, NotPermitted)):
        draft(tangning, tang, Kind.SPECIAL, about=sun_home, subject="发热", stage="初报")


def test_a_circular_names_the_best_and_the_late_and_carries_the_list_of_the_missing(
    week, prefecture, city
):
    made = draft(prefecture, city, Kind.CIRCULAR, first=FIRST)
    assert "报送较好的有棠宁区、砚宁县" in text_of(made)
    annex = queries.content(made).annexes[-1]
    assert annex.title == "2月11日未报单位名单"
    assert [row.cells[1] for row in annex.rows] == ["孙桥敬老院"]


def test_minutes_say_what_was_heard_and_leave_the_rest_to_people(week, prefecture, city):
    text = text_of(draft(prefecture, city, Kind.MINUTES))
    assert "应报3家，已报2家，报送率66.7%，未报1家" in text
    assert "会议认为，[判断]" in text
    assert "今日新发发热2人，涉及赵家敬老院" in text


@pytest.mark.parametrize("kind", [Kind.DAILY_TABLE, Kind.STATISTICS])
def test_table_papers_stand_on_their_side_and_add_up(week, prefecture, city, kind):
    made = queries.content(draft(prefecture, city, kind, first=FIRST))
    layout = layouts.layout_of(made)
    assert layout.sideways
    assert not layout.appendices
    annex = made.annexes[0]
    column = next(n for n, c in enumerate(annex.columns) if c.title.startswith("在院"))
    *parts, total = [int(r.cells[column].replace("—", "0")) for r in annex.rows]
    assert sum(parts) == total == 90


@pytest.mark.parametrize("kind", Kind.values)
def test_each_paper_is_word_and_pdf_and_an_empty_day_makes_an_honest_one(
    form, homes, prefecture, zhao_home, city, kind
):
    more = {"about": zhao_home, "subject": "发热", "stage": "初报"} if kind == Kind.SPECIAL else {}
    made = draft(prefecture, city, kind, **more)
    found = queries.content(made)
    assert to_pdf(layouts.layout_of(found)).startswith(b"%PDF")
    assert to_docx(layouts.layout_of(found)).startswith(b"PK")
    assert "None" not in found.text()
    assert "0家" not in found.text()
    assert found.notes


def test_a_title_or_addressee_that_waits_for_words_keeps_a_paper_from_being_final(
    week, prefecture, city, lead
):
    ready = without_holes(draft(prefecture, city, Kind.WORK, first=FIRST), city)
    with pytest.raises(finalising.Unfinished) as why:
        finalising.finalise(brief=ready, revision=ready.revision, by=lead, at=at(hour=19))
    assert why.value.holes == ["[上级机关]"]


def test_the_records_number_written_back_takes_the_change_away(brief, city):
    change = {"key": "in_house", "by": city, "at": EVENING}
    held = briefs.override(brief=brief, shown="77人", reason="x", revision=1, **change)
    back = briefs.override(brief=held, shown="76人", reason="", revision=2, **change)
    assert queries.content(back).overridden() == []


def test_the_drawer_names_other_papers_that_state_the_figure_otherwise(
    brief, prefecture, city, homes, sun, file
):
    file(homes[2], sun, in_house=20, days_left=9, when=at(hour=19))
    rollups.settle_all()
    later = at(hour=20)
    minutes = draft(prefecture, city, Kind.MINUTES, when=later)
    told = proof.proof(scope_of(city, at=later), minutes, "in_house", at=later)
    assert [(one.name, one.shown) for one in told.elsewhere] == [("每日简报", "76人")]
    assert told.quote.shown == "96人"


def test_the_drawer_tells_how_a_figure_is_made_up(week, prefecture, city, as_user):
    made = draft(prefecture, city, Kind.DAILY)
    address = reverse("briefs:figure", args=[made.pk])
    page = as_user(city).get(f"{address}?key=rate").content.decode()
    assert "已报 ÷ 应报" in page
    assert "改写这个数" in page


def test_choosing_a_paper_asks_what_its_kind_needs(week, prefecture, zhao_home, city, as_user):
    templates.keep_built_in(at=EVENING)
    client = as_user(city)
    special = templates.built_in(Kind.SPECIAL, at=EVENING).template_id
    work = templates.built_in(Kind.WORK, at=EVENING).template_id
    new = reverse("briefs:new")
    asked = {
        "unit": prefecture.pk,
        "day": DAY,
        "about": "没有的院",
        "subject": "发热",
        "stage": "初报",
    }
    assert "没有这个单位" in client.post(f"{new}?template={special}", asked).content.decode()
    sent = client.post(f"{new}?template={special}", asked | {"about": zhao_home.name})
    assert sent.status_code == 302
    backwards = {"unit": prefecture.pk, "first": DAY, "day": FIRST}
    page = client.post(f"{new}?template={work}", backwards).content.decode()
    assert "起始日期不能晚于截止日期" in page
    assert client.post(f"{new}?template={work}", backwards | {"first": FIRST}).status_code == 302
    assert Brief.objects.count() == 2


def test_a_hint_that_the_writer_keeps_is_saved_and_one_written_out_is_printed(
    week, prefecture, city, as_user
):
    made = draft(prefecture, city, Kind.WORK, first=FIRST)
    blocks = made.content["blocks"]
    note = next(b for b in blocks if b["kind"] == "note")
    note |= {"kind": "heading", "runs": [{"text": "召开会议。"}]}
    sent = {"title": made.content["title"], "blocks": blocks, "revision": 1, "addressee": "省厅"}
    address = reverse("briefs:save", args=[made.pk])
    told = as_user(city).post(address, json.dumps(sent), content_type="application/json")
    assert told.json()["revision"] == 2
    held = queries.content(Brief.objects.get(pk=made.pk))
    assert f"{note['text']}召开会议。" in held.text()
    assert held.addressee == "省厅"
