"""The pages of emergencies: who sees which names, what is live, what is handed out."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client

from shouwang.accounts.models import AuditEvent
from shouwang.briefs import queries as brief_queries
from shouwang.briefs.actions import briefs, templates
from shouwang.briefs.models.template import Kind
from shouwang.epidemic import rules
from shouwang.epidemic.actions import cases
from shouwang.papers import fonts
from tests.cast import DAY
from tests.epidemic.conftest import FEVER
from tests.reporting.stage import set_clock


def after(minutes):
    return FEVER + timedelta(minutes=minutes)


def as_user(user):
    client = Client()
    client.force_login(user)
    return client


@pytest.fixture(autouse=True)
def clock_at_the_case(monkeypatch):
    set_clock(monkeypatch, after(12))


def test_the_house_reads_the_name_and_everybody_above_a_mask(fever, carer, tang, city):
    card = f"/emergencies/{fever.pk}/"
    cases.note(case=fever, step=rules.FAMILY, by=carer, at=after(5), who="女儿刘芳")
    assert "女儿刘芳" in as_user(carer).get(card).content.decode()
    assert "刘芳" not in as_user(tang).get(card).content.decode()
    for address in ("/emergencies/", card):
        assert "王秀英" in as_user(carer).get(address).content.decode()
        for above in (tang, city):
            page = as_user(above).get(address).content.decode()
            assert "王**" in page
            assert "秀英" not in page
    assert as_user(carer).get("/emergencies/").content.decode().count("已超时") == 2


def test_a_neighbour_and_a_forger_find_nothing(fever, qian, yan, carer):
    note = cases.note(case=fever, step=rules.ISOLATE, by=carer, at=after(2))
    for stranger in (qian, yan):
        client = as_user(stranger)
        assert "王" not in client.get("/emergencies/").content.decode()
        assert client.get(f"/emergencies/{fever.pk}/").status_code == 404
    assert as_user(qian).post(f"/emergencies/{fever.pk}/steps/sent/").status_code in (403, 404)
    told = {"reason": "x"}
    void = f"/emergencies/{fever.pk}/void/{note.pk}/"
    assert as_user(qian).post(void, told).status_code in (403, 404)
    assert fever.steps.get().voided_at is None


def test_the_list_and_the_card_answer_only_when_something_changed(fever, carer, tang):
    client = as_user(tang)
    for address in ("/emergencies/", f"/emergencies/{fever.pk}/"):
        stamp = client.get(address).context["stamp"]
        assert client.get(f"{address}?seen={stamp}").status_code == 204
        cases.note(case=fever, step=rules.PHONE_SUPERIOR, by=carer, at=after(4))
        cases.note(case=fever, step=rules.PHONE_CDC, by=carer, at=after(4))
        changed = client.get(f"{address}?seen={stamp}x")
        assert changed.status_code == 200
        assert "<html" not in changed.content.decode()


def test_a_step_may_be_entered_for_a_moment_before_now_and_says_why_it_is_refused(fever, carer):
    client, address = as_user(carer), f"/emergencies/{fever.pk}/steps/isolate/"
    early = client.post(address, {"at": "2020-02-11T07:00"}, follow=True).content.decode()
    assert "时间不能早于首次发现" in early
    client.post(address, {"at": "2020-02-11T07:23"})
    step = fever.steps.get()
    assert step.happened_at == after(3)
    assert step.recorded_at > after(11)


def test_a_report_is_shown_and_handed_out_as_word_and_pdf_on_record(fever, head, tang, carer):
    fonts.build()
    client = as_user(head)
    page = client.get(f"/emergencies/{fever.pk}/write/written_first/").content.decode()
    assert "棠宁区民政局" in page
    assert as_user(carer).get(f"/emergencies/{fever.pk}/write/written_first/").status_code == 403
    assert client.get(f"/emergencies/{fever.pk}/write/sent/").status_code == 404
    empty = client.post(f"/emergencies/{fever.pk}/write/written_first/", {"details": " "})
    assert empty.status_code == 422
    client.post(f"/emergencies/{fever.pk}/write/written_first/", {"details": "一、情况。初报。"})
    step = fever.steps.get(step=rules.WRITTEN)
    above = as_user(tang)
    assert (
        "一、情况。初报。"
        in above.get(f"/emergencies/{fever.pk}/reports/{step.pk}/").content.decode()
    )
    for form, start in (("docx", b"PK"), ("pdf", b"%PDF")):
        file = above.get(f"/emergencies/{fever.pk}/reports/{step.pk}/file.{form}")
        assert file.content.startswith(start)
    assert above.get(f"/emergencies/{fever.pk}/reports/{step.pk}/file.exe").status_code == 404
    assert AuditEvent.objects.filter(word="epidemic.report_exported", by=tang).count() == 2


def test_the_special_report_takes_from_the_card_what_no_figure_states(
    fever, carer, prefecture, city, zhao_home, form, resident
):
    resident(zhao_home, "李桂兰", room="201")
    cases.note(case=fever, step=rules.PHONE_SUPERIOR, by=carer, at=after(6))
    version = templates.built_in(Kind.SPECIAL, at=after(60))
    asked = briefs.Asked(version, about=zhao_home, subject="发热", stage="初报")
    made = briefs.create_draft(unit=prefecture, day=DAY, by=city, at=after(60), asked=asked)
    text = brief_queries.content(made).text()
    assert "首例2月11日07:20，体温37.6℃" in text
    assert "同室1人" in text
    assert "秀英" not in text
    assert "书面报告" not in text, "nothing was written yet"


def test_who_comes_from_the_phone_stays_on_the_phone(fever, carer):
    client = as_user(carer)
    assert "/emergencies/?m=1" in client.get("/m/emergency/").content.decode()
    card = f"/emergencies/{fever.pk}/?m=1"
    assert card in client.get("/emergencies/?m=1").content.decode()
    fresh = client.get("/emergencies/?m=1&seen=then").content.decode()
    assert card in fresh, "the list that keeps itself up to date stays there, too"
    assert "&amp;m=1" in fresh
    step = f"/emergencies/{fever.pk}/steps/isolate/?m=1"
    page = client.get(card).content.decode()
    assert 'class="phone-main"' in page
    assert f'action="{step}"' in page
    assert client.post(step).headers["Location"] == card
    assert 'class="phone-main"' in client.get("/emergencies/new/?m=1").content.decode()
    desk = client.get(f"/emergencies/{fever.pk}/").content.decode()
    assert 'class="phone-main"' not in desk
    assert "m=1" not in desk
