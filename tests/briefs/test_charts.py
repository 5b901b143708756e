"""Charts in papers: gaps are gaps, every value has its rows, mistakes are told while editing."""

from __future__ import annotations

import io
import json
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from docx import Document

from shouwang.briefs import (
    checks,
    comparing,
    drafting,
    labels,
    language,
    queries,
    rules,
    template_queries,
    template_word,
)
from shouwang.briefs.actions import briefs, finalising, templates
from shouwang.briefs.models import BriefFigure, Template
from shouwang.briefs.models.template import Kind
from shouwang.briefs.sourcing import Source
from shouwang.figures.actions import rollups
from shouwang.orgs.scope import SYSTEM
from tests.briefs.conftest import EVENING
from tests.cast import DAY, at

HEAD = "% head plain\n% title 情况\n\n"
TREND = "共{due}。\n\n@chart days 4 in_house\n"
BARS = "共{due}。\n\n@chart child in_house\n"


@pytest.fixture
def copied(two_days, prefecture, city) -> Template:
    """The city's own template, not published yet."""
    templates.keep_built_in(at=EVENING)
    source = Template.objects.get(unit=None, kind=Kind.WORK)
    return templates.copy(template=source, unit=prefecture, name="带图的", by=city, at=EVENING)


@pytest.fixture
def charted(copied, prefecture, city):
    """A draft of the city with a trend and bars."""
    text = HEAD + TREND + "@chart child in_house\n"
    held = template_queries.being_edited(copied)
    templates.save(template=copied, text=text, revision=held.revision, by=city, at=EVENING)
    version = templates.publish(template=copied, by=city, at=EVENING)
    asked = briefs.Asked(version)
    return briefs.create_draft(unit=prefecture, day=DAY, by=city, at=EVENING, asked=asked)


def draft_of(unit, text):
    return drafting.draft_from(Source(SYSTEM, unit, DAY, EVENING, language.read(HEAD + text)))


def why(unit, text):
    return [str(problem) for problem in checks.problems(unit, HEAD + text)]


def test_a_day_that_nobody_reported_is_a_gap_and_the_caption_says_so(two_days, prefecture):
    graph = draft_of(prefecture, TREND).charts["chart1"]
    assert [p.value for p in graph.courses[0].points] == [None, None, 90, 76]
    assert graph.title.startswith("全市在院")
    assert "2月8日至2月9日" in graph.notes[0]
    assert graph.notes[1] == "空心点为已报不足95%：2月11日（应报3家，已报2家）。"


def test_bars_stand_largest_first_and_a_unit_that_said_nothing_is_no_zero(
    two_days, prefecture, tangning
):
    graph = draft_of(prefecture, BARS).charts["chart1"]
    values = [p.value for p in graph.courses[0].points]
    stated = [v for v in values if v is not None]
    assert stated == sorted(stated, reverse=True)
    assert sum(stated) == 76
    assert 0 not in values


def test_a_chart_that_nobodys_figures_fill_prints_nothing_and_tells_its_writer(prefecture, form):
    draft = draft_of(prefecture, "写一句话。\n\n@chart days 4 in_house\n")
    assert [b["kind"] for b in draft.blocks] == ["paragraph"]
    assert any("没有单位填报这些数，未画" in note for note in draft.notes)


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("@chart days 4 nobody_has_it", "没有“nobody_has_it”这个数据项"),
        ("@chart days 400 in_house", "天数应为 2 至 31 天"),
        ("@chart days 14 a b c d e", "最多画 4 项"),
        ("@chart child in_house fever_residents", "对比图一张只画一项"),
        ("@chart days 14 rate", "“报送率”画不成图"),
        ("@chart days 14 area", "“全市”画不成图"),
        ("@chart days 14 in_house days_left", "同一量词"),
        ("@chart days 14", "图里没有数据项"),
        ("@chart planet in_house", "图只能画近几日"),
        ("@chart days 2 in_house\n" * 11, "图太多：最多 10 张，现有 11 张"),
    ],
)
def test_what_cannot_be_drawn_is_told_while_the_template_is_edited(prefecture, form, text, told):
    assert any(told in one for one in why(prefecture, "共{due}。\n" + text))


def test_every_value_of_a_chart_opens_its_rows_before_and_after_the_paper_is_final(
    charted, city, lead, as_user, file, homes, zhao
):
    url = reverse("briefs:chart", args=[charted.pk])
    page = as_user(city).get(url, {"key": "chart1"}).content.decode()
    assert page.count("无单位填报") >= 2
    assert "chart1%3A0%3A" in page
    key = f"chart1:0:{DAY - timedelta(days=1)}"
    assert "孙桥" in as_user(city).get(url, {"key": key}).content.decode()

    finalising.finalise(brief=charted, revision=charted.revision, by=lead, at=EVENING)
    kept = BriefFigure.objects.get(brief=charted, key=key).frozen
    assert (kept.value, kept.row_count, len(kept.rows)) == (90, 3, 3)
    assert kept.day == DAY - timedelta(days=1)
    options = {"correction_reason": "数错了"}
    file(homes[0], zhao, when=at(hour=19), options=options, in_house=45, days_left=2)
    rollups.settle_all()
    after = as_user(city).get(url, {"key": f"chart1:0:{DAY}"}).content.decode()
    assert "76人" in after
    assert "46" in after
    assert "定稿时已封存" in after
    assert as_user(city).get(url, {"key": "chart9"}).status_code == 404


def test_a_value_that_changed_since_the_draft_is_told_and_taken_over_on_request(
    charted, city, lead, file, homes, sun
):
    file(homes[2], sun, in_house=20)
    rollups.settle_all()
    source = queries.source(SYSTEM, charted, at(hour=19))
    told = [c for c in comparing.changes(queries.content(charted), source) if c.key == "chart1"]
    assert [(c.old, c.new) for c in told] == [("2月11日 76", "2月11日 96")]
    with pytest.raises(finalising.Unfinished):
        finalising.finalise(brief=charted, revision=1, by=lead, at=at(hour=19))
    fresh = briefs.refresh(brief=charted, keys={"chart1"}, revision=1, by=city, at=at(hour=19))
    graphs = queries.content(fresh).charts
    assert graphs["chart1"].courses[0].points[-1].value == 96
    assert sum(p.value or 0 for p in graphs["chart2"].courses[0].points) == 76


def test_a_chart_may_be_taken_out_of_the_words_but_not_exchanged(charted, city):
    blocks = queries.content(charted).blocks
    others = [b for b in blocks if b.get("key") != "chart1"]
    given = {"brief": charted, "title": "情况", "revision": 1, "by": city, "at": EVENING}
    with pytest.raises(rules.Tampered):
        briefs.save_text(blocks=[{"kind": "chart", "key": "chart7", "runs": []}], **given)
    kept = queries.content(briefs.save_text(blocks=others, **given))
    assert [graph.key for graph in kept.drawn()] == ["chart2"]
    assert kept.number_of("chart2") == 1


def test_the_papers_word_shows_the_drawing_with_words_for_who_cannot_see_it(charted, city, as_user):
    url = reverse("briefs:paper", args=[charted.pk, "docx"])
    content = as_user(city).get(url).content
    word = Document(io.BytesIO(content))
    texts = [p.text for p in word.paragraphs]
    assert any(text.startswith("图1　全市在院") for text in texts)
    told = [e.get("descr") for e in word.element.body.iter() if e.tag.endswith("}docPr")]
    assert len(told) == 2
    assert "2月11日76人" in told[0]
    assert "2月8日无单位填报" in told[0]


def test_the_papers_figures_as_json_list_every_value_of_its_charts(charted, city, as_user):
    url = reverse("briefs:paper", args=[charted.pk, "json"])
    chart = json.loads(as_user(city).get(url).content)["charts"][0]
    assert [p["value"] for p in chart["points"]] == [None, None, 90, 76]
    assert [p["row_count"] for p in chart["points"]] == [0, 0, 3, 2]


def test_the_page_draws_without_styles_in_place(charted, city, as_user):
    page = as_user(city).get(reverse("briefs:brief", args=[charted.pk])).content.decode()
    drawing = page[page.index("<svg") : page.index("</svg>")]
    assert "style=" not in drawing
    assert 'data-chart-key="chart1"' in page


def test_a_chart_goes_out_to_word_in_chinese_and_comes_back(charted, copied, prefecture, city):
    content = template_word.to_word(SYSTEM, copied)
    word = Document(io.BytesIO(content))
    marks = [p for p in word.paragraphs if p.text.startswith("【图：")]
    named = labels.of(prefecture, language.read(HEAD + TREND)).names["in_house"]
    assert [p.text for p in marks] == [f"【图：{named}，近4日】", f"【图：{named}，各下级】"]
    marks[0].runs[0].text = f"【图:{named}，近 7 天】"
    sent = io.BytesIO()
    word.save(sent)
    version = template_word.take(
        copied, SimpleUploadedFile("t.docx", sent.getvalue()), by=city, at=EVENING
    )
    assert "@chart days 7 in_house" in version.text
    assert "@chart child in_house" in version.text


def test_a_figures_name_that_holds_a_list_mark_is_still_found():
    named = labels.Labels()
    named.add({"a": "口罩、手套", "b": "在院"})
    assert named.chart_from("口罩、手套、在院，近14天") == ("chart days 14 a b", [])
    assert named.chart_from("在院，各类机构") == ("chart kind b", [])
    assert named.chart_from("在院、好事，上周")[1] == ["好事", "上周"]


def test_a_chart_of_what_nobody_knows_in_word_is_refused_by_name(charted, copied, city):
    word = Document(io.BytesIO(template_word.to_word(SYSTEM, copied)))
    mark = next(p for p in word.paragraphs if p.text.startswith("【图："))
    mark.runs[0].text = "【图：好消息，近14日】"
    sent = io.BytesIO()
    word.save(sent)
    with pytest.raises(template_word.UnknownMarks, match="好消息"):
        template_word.take(
            copied, SimpleUploadedFile("t.docx", sent.getvalue()), by=city, at=EVENING
        )
