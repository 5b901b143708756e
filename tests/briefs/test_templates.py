"""Templates are documents that a bureau edits itself; mistakes are told before anybody drafts."""

from __future__ import annotations

import io
import json
import zipfile

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import DatabaseError, transaction
from django.urls import reverse
from docx import Document

from shouwang.accounts.access import NotPermitted, OutOfScope
from shouwang.briefs import (
    checks,
    composing,
    drafting,
    editing,
    labels,
    language,
    queries,
    template_queries,
    template_word,
)
from shouwang.briefs.actions import briefs, templates
from shouwang.briefs.models import Template
from shouwang.briefs.models.template import Kind
from shouwang.briefs.sourcing import Source
from shouwang.kit.sheets.problems import UnusableFile
from shouwang.orgs.scope import SYSTEM, scope_of
from tests.briefs.conftest import EVENING
from tests.cast import DAY

HEAD = "% head plain\n% title 情况\n\n"


@pytest.fixture
def copied(two_days, prefecture, city) -> Template:
    """The city's own copy of 每日简报, not published yet."""
    templates.keep_built_in(at=EVENING)
    source = Template.objects.get(unit=None, kind=Kind.DAILY)
    return templates.copy(template=source, unit=prefecture, name="晚间简报", by=city, at=EVENING)


def edit(template, text, by, *, publish=True):
    """Save a text, published unless only tried."""
    held = template_queries.being_edited(template) or template_queries.latest(template)
    kept = templates.save(template=template, text=text, revision=held.revision, by=by, at=EVENING)
    return templates.publish(template=template, by=by, at=EVENING) if publish else kept


def say(unit, text, *, scope=SYSTEM, when=EVENING):
    """Return what a template says of the city's day."""
    read = language.read(HEAD + text)
    return drafting.draft_from(Source(scope, unit, DAY, when, read))


def why(unit, text):
    return [str(problem) for problem in checks.problems(unit, HEAD + text)]


def test_the_product_brings_seven_templates_once_and_each_can_be_read(prefecture):
    templates.keep_built_in(at=EVENING)
    templates.keep_built_in(at=EVENING)
    found = Template.objects.filter(unit=None)
    assert {t.kind for t in found} == set(Kind.values)
    for template in found:
        version = template.versions.get()
        assert not [p for p in checks.problems(prefecture, version.text) if p.stops]


def test_a_built_in_template_whose_text_changed_is_a_new_version_and_drafts_keep_theirs(
    brief, city, monkeypatch
):
    before = drafting.built_in
    monkeypatch.setattr(drafting, "built_in", lambda name: before(name) + "\n又一段。\n")
    templates.keep_built_in(at=EVENING)
    assert template_queries.latest(brief.version.template).number == brief.version.number + 1
    assert "又一段" not in queries.content(briefs.redraft(brief=brief, by=city, at=EVENING)).text()


def test_a_copy_is_edited_and_published_and_papers_are_made_from_it(copied, prefecture, city):
    version = edit(copied, HEAD + "全市在院{in_house}。", city)
    asked = briefs.Asked(version)
    made = briefs.create_draft(unit=prefecture, day=DAY, by=city, at=EVENING, asked=asked)
    assert queries.content(made).text() == "全市在院76人。"
    edit(copied, HEAD + "改过的{in_house}。", city)
    again = briefs.redraft(brief=made, by=city, at=EVENING)
    assert queries.content(again).text() == "全市在院76人。"
    assert again.version.number == 1


def test_a_published_version_is_never_changed(copied, city):
    version = edit(copied, HEAD + "第一版{due}。", city)
    with pytest.raises(DatabaseError, match="final"), transaction.atomic():
        type(version).objects.filter(pk=version.pk).update(text="x")
    assert edit(copied, HEAD + "第二版{due}。", city, publish=False).number == 2


def test_nobody_edits_a_built_in_template_or_another_countys(copied, city, tang, yan, tangning):
    source = copied.copied_from
    with pytest.raises(NotPermitted):
        templates.save(template=source, text="x", revision=1, by=city, at=EVENING)
    own = templates.copy(template=source, unit=tangning, name="区简报", by=tang, at=EVENING)
    with pytest.raises(OutOfScope):
        templates.save(template=own, text="x", revision=1, by=yan, at=EVENING)
    assert own not in template_queries.templates(scope_of(yan, at=EVENING))
    assert copied in template_queries.templates(scope_of(tang, at=EVENING))


def test_a_name_that_is_taken_is_refused_in_words_also_when_pressed_twice(copied, prefecture, city):
    given = {"template": copied.copied_from, "unit": prefecture, "by": city, "at": EVENING}
    templates.copy(name="市简报", **given)
    with pytest.raises(templates.Unusable, match="已有同名模板"):
        templates.copy(name=" 市简报 ", **given)
    with pytest.raises(templates.Unusable, match="请写名称"):
        templates.copy(name=" ", **given)


def test_two_editors_do_not_overwrite_each_other(copied, city, lead):
    templates.save(template=copied, text=HEAD + "甲{due}。", revision=1, by=city, at=EVENING)
    with pytest.raises(templates.EditedMeanwhile) as conflict:
        templates.save(template=copied, text=HEAD + "乙{due}。", revision=1, by=lead, at=EVENING)
    assert conflict.value.version.saved_by == city


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


def test_what_is_wrong_cannot_be_published(copied, city):
    with pytest.raises(templates.Unusable, match="nobody_has_it"):
        edit(copied, HEAD + "共{nobody_has_it}。", city)
    assert template_queries.latest(copied) is None


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


@pytest.mark.parametrize("kind", Kind.values)
def test_the_browser_and_word_take_a_template_apart_and_put_it_together_the_same(
    two_days, prefecture, kind
):
    text = drafting.built_in(kind)
    edited = editing.take_apart(text)
    sent = {"settings": edited.settings, "lines": editing.shown_json(edited.lines)}
    again = editing.from_json(json.loads(json.dumps(sent)), edited)
    assert editing.put_together(again) == editing.put_together(edited)
    first, second = language.read(text), language.read(editing.put_together(again))
    assert [line.parts for line in first.lines] == [line.parts for line in second.lines]
    assert (first.words, first.lists, first.tables) == (second.words, second.lists, second.tables)


@pytest.mark.parametrize("kind", Kind.values)
def test_a_template_goes_out_as_word_and_comes_back_the_same(two_days, prefecture, city, kind):
    templates.keep_built_in(at=EVENING)
    source = Template.objects.get(unit=None, kind=kind)
    own = templates.copy(template=source, unit=prefecture, name="自拟", by=city, at=EVENING)
    before = template_queries.being_edited(own).text
    word = template_word.to_word(SYSTEM, own)
    template_word.take(own, upload(word), by=city, at=EVENING)
    after = template_queries.being_edited(own).text
    first, second = language.read(before), language.read(after)
    assert [(x.level, x.heading, x.parts, x.directive) for x in first.lines] == [
        (x.level, x.heading, x.parts, x.directive) for x in second.lines
    ]
    assert first.words == second.words


def upload(content, name="模板.docx"):
    return SimpleUploadedFile(name, content)


def word_of(*lines):
    document = Document()
    for line in lines:
        document.add_paragraph(line)
    held = io.BytesIO()
    document.save(held)
    return held.getvalue()


def test_a_word_written_by_hand_is_read_by_its_chinese_marks(copied, city, prefecture):
    made = word_of(
        "一、情况", "全市在院{在院}（{在院增减}）«如果【有今日新发发热】，发热{今日新发发热}»。"
    )
    template_word.take(copied, upload(made), by=city, at=EVENING)
    version = templates.publish(template=copied, by=city, at=EVENING)
    asked = briefs.Asked(version)
    paper = briefs.create_draft(unit=prefecture, day=DAY, by=city, at=EVENING, asked=asked)
    assert queries.content(paper).text() == "情况\n全市在院76人（较昨日增加6人），发热2人。"


def test_unknown_marks_in_word_are_listed_and_nothing_is_saved(copied, city):
    before = template_queries.being_edited(copied).text
    with pytest.raises(template_word.UnknownMarks) as told:
        template_word.take(copied, upload(word_of("共{床位数量}和{没有的}。")), by=city, at=EVENING)
    assert "{床位数量}" in str(told.value)
    assert "{没有的}" in str(told.value)
    assert template_queries.being_edited(copied).text == before


def bomb():
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as made:
        made.writestr("word/document.xml", b"<a>" + b" " * 300_000_000 + b"</a>")
    return held.getvalue()


@pytest.mark.parametrize(
    "content",
    [b"", b"%PDF-1.4", b"PK\x03\x04broken", b"\xd0\xcf\x11\xe0" + b"0" * 600, None],
    ids=["empty", "pdf", "corrupt", "old word", "zip bomb"],
)
def test_hostile_files_are_refused_in_words(copied, city, content):
    made = bomb() if content is None else content
    with pytest.raises(UnusableFile) as told:
        template_word.take(copied, upload(made), by=city, at=EVENING)
    assert any("一" <= c <= "鿿" for c in told.value.why_zh)


@pytest.mark.parametrize(
    "sent",
    [
        {"lines": [{"level": 0, "text": "% title 伪造"}], "revision": 1},
        {"lines": [{"level": 9, "text": "x"}], "revision": 1},
        {"lines": "x", "revision": 1},
        {"lines": [{"text": 5}], "revision": 1},
        [],
    ],
)
def test_what_no_editor_sends_is_refused(copied, city, as_user, sent):
    address = reverse("briefs:template_save", args=[copied.pk])
    answer = as_user(city).post(address, json.dumps(sent), content_type="application/json")
    assert answer.status_code == 422
    assert template_queries.being_edited(copied).revision == 1


def test_a_figure_is_found_by_its_chinese_name_with_what_it_says_that_day(copied, city, as_user):
    address = reverse("briefs:template_figures", args=[copied.pk])
    page = as_user(city).get(f"{address}?q=在院&day={DAY}").content.decode()
    assert "{in_house}" in page
    assert "76人" in page
    nothing = as_user(city).get(f"{address}?q=没有这个").content.decode()
    assert "没有找到" in nothing


def test_names_of_figures_lead_back_to_their_codes_and_no_name_stands_for_two(prefecture, form):
    named = labels.of(prefecture, drafting.template("daily_brief"))
    assert len(named.codes) == len(named.names)
    for key in ("in_house", "Δin_house", "ratio:staff", "list:missing", "area"):
        assert named.key(named.slot(key)) == key


def test_small_forms_add_a_list_a_share_and_a_table_and_take_them_away(copied, city, as_user):
    client, address = as_user(city), reverse("briefs:template_declare", args=[copied.pk])
    for sent in (
        {"sort": "list", "over": "child", "code": "rate", "operator": "lowest", "limit": "2"},
        {"sort": "share", "zh": "发热占比", "part": "fever_residents", "whole": "in_house"},
        {"sort": "table", "zh": "各类机构", "over": "kind", "codes": ["in_house", "staff"]},
    ):
        client.post(address, sent)
    read = language.read(template_queries.being_edited(copied).text)
    assert any(one.over == "child" and one.operator == "lowest" for one in read.lists.values())
    assert [one.zh for one in read.shares.values()] == ["发热占比"]
    assert [c.code for c in read.tables[-1].columns] == ["in_house", "staff"]
    cards = editing.take_apart(template_queries.being_edited(copied).text).declared
    place = next(n for n, line in enumerate(cards) if line.startswith("table") and "各类" in line)
    client.post(address, {"remove": place})
    assert "各类机构" not in template_queries.being_edited(copied).text
    assert client.post(address, {"sort": "list", "code": "x y", "limit": "1"}).status_code == 302


def test_the_page_of_a_template_tells_what_is_wrong_and_the_preview_drafts(copied, city, as_user):
    client = as_user(city)
    templates.save(template=copied, text=HEAD + "共{nobody}。", revision=1, by=city, at=EVENING)
    page = client.get(reverse("briefs:template", args=[copied.pk])).content.decode()
    assert "没有“nobody”这个数据项" in page
    templates.save(template=copied, text=HEAD + "在院{in_house}", revision=2, by=city, at=EVENING)
    preview = reverse("briefs:template_preview", args=[copied.pk])
    assert "76人" in client.get(f"{preview}?day={DAY}").content.decode()
    templates.save(template=copied, text=HEAD + "«在院", revision=3, by=city, at=EVENING)
    assert "没有收尾" in client.get(f"{preview}?day={DAY}&first=nonsense").content.decode()


def test_a_section_reads_templates_and_neither_drafts_nor_tries_them_out(copied, elder, as_user):
    client = as_user(elder)
    assert client.get(reverse("briefs:new")).status_code == 200
    assert client.get(reverse("briefs:templates")).status_code == 200
    assert client.get(reverse("briefs:template", args=[copied.pk])).status_code == 200
    assert client.get(reverse("briefs:template_preview", args=[copied.pk])).status_code == 404
