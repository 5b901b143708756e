"""Templates are documents that a bureau edits itself; mistakes are told before anybody drafts."""

from __future__ import annotations

import json

import pytest
from django.db import DatabaseError, transaction
from django.urls import reverse

from shouwang.accounts.access import NotPermitted, OutOfScope
from shouwang.briefs import checks, drafting, editing, labels, language, queries, template_queries
from shouwang.briefs.actions import briefs, templates
from shouwang.briefs.models import Template
from shouwang.briefs.models.template import Kind
from shouwang.orgs.scope import scope_of
from tests.briefs.conftest import EVENING
from tests.briefs.stage import HEAD, edit
from tests.cast import DAY


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


def test_what_is_wrong_cannot_be_published(copied, city):
    with pytest.raises(templates.Unusable, match="nobody_has_it"):
        edit(copied, HEAD + "共{nobody_has_it}。", city)
    assert template_queries.latest(copied) is None


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
