"""The pages of papers: who may open them, what they answer."""

from __future__ import annotations

import json

import pytest
from django.urls import reverse

from shouwang.briefs.actions import briefs
from shouwang.briefs.models import Brief, Template
from tests.briefs.conftest import EVENING
from tests.cast import DAY


def test_another_countys_paper_is_not_there(two_days, tangning, tang, yan, as_user):
    made = briefs.create_draft(unit=tangning, day=DAY, by=tang, at=EVENING)
    neighbour = as_user(yan)
    page = reverse("briefs:brief", args=[made.pk])
    assert as_user(tang).get(page).status_code == 200
    for address in (
        page,
        reverse("briefs:paper", args=[made.pk, "pdf"]),
        reverse("briefs:figure", args=[made.pk]) + "?key=in_house",
    ):
        assert neighbour.get(address).status_code == 404
    assert neighbour.post(reverse("briefs:save", args=[made.pk])).status_code == 404
    assert "棠宁区" not in neighbour.get(reverse("briefs:list")).content.decode()


def test_a_section_reads_no_draft_of_its_bureau(brief, elder, as_user):
    assert as_user(elder).get(reverse("briefs:brief", args=[brief.pk])).status_code == 404


def test_a_section_is_told_why_it_drafts_nothing(two_days, elder, city, as_user):
    listed, asked = reverse("briefs:list"), reverse("briefs:new")
    section = as_user(elder)
    assert asked not in section.get(listed).content.decode()
    told = section.get(asked).content.decode()
    assert "没有可起草文稿的单位" in told
    assert 'form="new-brief"' not in told
    office = as_user(city)
    assert asked in office.get(listed).content.decode()
    assert 'form="new-brief"' in office.get(asked).content.decode()


def test_a_section_reads_a_template_and_is_offered_no_trial_that_would_be_refused(
    two_days, elder, city, as_user
):
    as_user(city).get(reverse("briefs:templates"))
    address = reverse("briefs:template", args=[Template.objects.earliest("pk").pk])
    trial = "data-preview-place"
    assert trial not in as_user(elder).get(address).content.decode()
    assert trial in as_user(city).get(address).content.decode()


@pytest.mark.parametrize(
    "body", ["", "[]", '{"title": "x"}', "\x00", '{"title":1,"blocks":[],"revision":1}']
)
def test_what_no_editor_sends_is_refused(brief, city, as_user, body):
    address = reverse("briefs:save", args=[brief.pk])
    answer = as_user(city).post(address, body, content_type="application/json")
    assert answer.status_code == 422
    assert Brief.objects.get(pk=brief.pk).revision == 1


def test_words_that_look_like_markup_stay_words(brief, city, as_user):
    client = as_user(city)
    blocks = [{"kind": "paragraph", "runs": [{"text": "<script>alert(1)</script>#set[x]"}]}]
    sent = {"title": "题目", "blocks": blocks, "revision": 1}
    address = reverse("briefs:save", args=[brief.pk])
    saved = client.post(address, json.dumps(sent), content_type="application/json")
    assert saved.json()["revision"] == 2
    page = client.get(reverse("briefs:brief", args=[brief.pk])).content.decode()
    assert "&lt;script&gt;" in page
    assert client.get(reverse("briefs:paper", args=[brief.pk, "pdf"])).content.startswith(b"%PDF")
    assert client.get(reverse("briefs:paper", args=[brief.pk, "exe"])).status_code == 404


def test_a_day_that_has_not_come_cannot_be_drafted(two_days, prefecture, city, as_user):
    client = as_user(city)
    asked = {"unit": prefecture.pk, "day": "2020-02-12"}
    answer = client.post(reverse("briefs:new"), asked)
    assert "日期不能晚于今天" in answer.content.decode()
    assert not Brief.objects.exists()
