"""A paper on its way: checked, signed, numbered, handed out, received."""

from __future__ import annotations

import re

import pytest
from django.conf import settings as settings_
from django.core.exceptions import ValidationError
from django.db import DatabaseError, connection, transaction
from django.test import Client
from django.urls import reverse
from django.utils.translation import override

from shouwang.accounts.access import NotPermitted, OutOfScope
from shouwang.accounts.models import AuditEvent, User
from shouwang.desk.models import Entry
from shouwang.orgs.models import Unit
from shouwang.orgs.scope import scope_of
from shouwang.papers import proofs, queries, rules
from shouwang.papers.actions import chain, distribution, drafting, settings
from shouwang.papers.layout.model import PaperLayout
from shouwang.papers.layout.pdf import to_pdf
from shouwang.papers.models import IssueCounter, Paper, PaperStep
from shouwang.papers.rules import Stop
from tests.cast import DAY, at

NOON = at(DAY, 12)
BODY = """一、总体要求
各地要严格落实封闭式管理。
二、有关事项
（一）每日报送
每日 16 时 30 分前报送。"""


def draft(unit: Unit, by: User, title: str = "关于加强封闭式管理的通知") -> Paper:
    return drafting.draft_paper(
        unit=unit, kind="notice", title=title, addressee="各县（市、区）民政局", body=BODY,
        by=by, at=NOON,
    )  # fmt: skip


def due(paper: Paper) -> PaperStep:
    return queries.due_steps(Paper.objects.get(pk=paper.pk))[0]


def signed(unit: Unit, city: User, lead: User) -> Paper:
    paper = drafting.submit_paper(paper=draft(unit, city), by=city, at=NOON)
    chain.pass_step(step=due(paper), by=city, at=NOON)
    return chain.pass_step(step=due(paper), by=lead, at=NOON)


@pytest.mark.django_db
def test_a_paper_gets_its_number_only_after_the_signature(
    prefecture: Unit, city: User, lead: User
) -> None:
    paper = drafting.submit_paper(paper=draft(prefecture, city), by=city, at=NOON)
    seen = []
    for who in (city, lead, city, city):
        step = due(paper)
        seen.append((step.deed, Paper.objects.get(pk=paper.pk).number))
        paper = chain.pass_step(step=step, by=who, at=NOON)
    assert seen == [("check", ""), ("sign", ""), ("number", ""), ("seal", "澜民发〔2020〕1号")]
    assert paper.signed_by == lead
    assert {f.form for f in paper.files.all()} == {"docx", "pdf"}
    assert AuditEvent.objects.filter(word="papers.numbered").count() == 1


@pytest.mark.django_db
def test_a_paper_is_set_before_it_is_held_to_be_numbered_and_once(
    prefecture: Unit, city: User, lead: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    depths = []

    def noting(layout: PaperLayout) -> bytes:
        depths.append(len(connection.savepoint_ids))
        return to_pdf(layout)

    monkeypatch.setattr(proofs, "to_pdf", noting)
    for title in ("关于第一件事的通知", "关于第二件事的通知"):
        paper = drafting.submit_paper(paper=draft(prefecture, city, title), by=city, at=NOON)
        for who in (city, lead, city):
            paper = chain.pass_step(step=due(paper), by=who, at=NOON)
    assert depths == [0, 0]
    assert paper.number == "澜民发〔2020〕2号"
    assert paper.files.count() == 2


@pytest.mark.django_db
def test_a_returned_paper_waits_for_its_drafter_with_the_reason(
    prefecture: Unit, city: User, lead: User
) -> None:
    paper = drafting.submit_paper(paper=draft(prefecture, city), by=city, at=NOON)
    chain.pass_step(step=due(paper), by=city, at=NOON)
    with pytest.raises(ValidationError, match="意见"):
        chain.return_step(step=due(paper), opinion=" ", by=lead, at=NOON)
    chain.return_step(step=due(paper), opinion="补充时限", by=lead, at=NOON)
    paper.refresh_from_db()
    assert (paper.state, queries.due_steps(paper)) == ("draft", [])
    assert Entry.objects.get(to=city, kind="paper_returned").text.endswith("补充时限")
    again = drafting.submit_paper(paper=paper, by=city, at=NOON)
    assert (again.round, due(again).deed) == (2, "check")
    assert not Entry.objects.filter(kind="paper_returned", done_at=None).exists()


@pytest.mark.django_db
def test_nobody_signs_without_the_post_and_a_neighbour_sees_nothing(
    prefecture: Unit, yanning: Unit, city: User, lead: User, yan: User
) -> None:
    paper = drafting.submit_paper(paper=draft(prefecture, city), by=city, at=NOON)
    chain.pass_step(step=due(paper), by=city, at=NOON)
    with pytest.raises(NotPermitted):
        chain.pass_step(step=due(paper), by=city, at=NOON)
    with pytest.raises(OutOfScope):
        chain.pass_step(step=due(paper), by=yan, at=NOON)
    with pytest.raises(OutOfScope):
        queries.paper(scope_of(yan, at=NOON), paper.pk)
    assert queries.waiting_for(scope_of(lead, at=NOON)) == [due(paper)]
    assert queries.waiting_for(scope_of(city, at=NOON)) == []


@pytest.mark.django_db
def test_countersigners_wait_together_and_the_leader_waits_for_all(
    prefecture: Unit, office: Unit, elderly_section: Unit, city: User, elder: User, lead: User
) -> None:
    ours = prefecture.pk
    stops = [
        Stop(rules.COUNTERSIGN, elderly_section.pk, "clerk"),
        Stop(rules.COUNTERSIGN, ours, "office"),
        Stop(rules.SIGN, ours, "leader"),
        Stop(rules.NUMBER, ours, "office"),
    ]
    settings.set_route(
        unit=prefecture, organ="澜川市民政局", word="澜民发", stops=stops, by=city, at=NOON
    )
    paper = drafting.submit_paper(paper=draft(prefecture, city), by=city, at=NOON)
    first, second = queries.due_steps(paper)
    chain.pass_step(step=second, by=city, at=NOON)
    assert queries.due_steps(paper) == [first]
    chain.pass_step(step=first, opinion="同意", by=elder, at=NOON)
    assert due(paper).deed == "sign"


@pytest.mark.django_db
def test_a_route_without_one_signature_before_the_number_is_refused(
    prefecture: Unit, city: User
) -> None:
    ours = prefecture.pk
    wrong = [Stop("number", ours, "office"), Stop("sign", ours, "leader")]
    with pytest.raises(ValidationError, match="顺序"):
        settings.set_route(unit=prefecture, organ="x", word="x", stops=wrong, by=city, at=NOON)
    with pytest.raises(ValidationError, match="签发"):
        settings.set_route(unit=prefecture, organ="x", word="x", stops=wrong[:1], by=city, at=NOON)


@pytest.mark.parametrize(
    ("kind", "addressee", "body", "why"),
    [
        ("request", "省民政厅、市政府", "请批复。", "只能主送一个"),
        ("report", "省民政厅", "妥否，请批示。", "夹带请示"),
        ("notice", "", "照办。", "主送"),
        ("notice", "各县", " \n", "正文"),
    ],
)
@pytest.mark.django_db
def test_a_paper_against_the_rules_of_its_kind_does_not_leave(
    prefecture: Unit, city: User, kind: str, addressee: str, body: str, why: str
) -> None:
    paper = drafting.draft_paper(
        unit=prefecture, kind=kind, title="关于物资的事", addressee=addressee, body=body,
        by=city, at=NOON,
    )  # fmt: skip
    with pytest.raises(ValidationError, match=why):
        drafting.submit_paper(paper=paper, by=city, at=NOON)


@pytest.mark.django_db
def test_signed_words_never_change_and_the_number_stays_when_voided(
    prefecture: Unit, city: User, lead: User
) -> None:
    paper = signed(prefecture, city, lead)
    with pytest.raises(ValidationError, match="已经签发"):
        drafting.save_paper(
            paper=paper, revision=1, addressee="", body="改", title="改", by=city, at=NOON
        )
    with pytest.raises(ValidationError, match="不能退回"):
        chain.return_step(step=due(paper), opinion="改", by=city, at=NOON)
    with pytest.raises(DatabaseError), transaction.atomic():
        Paper.objects.filter(pk=paper.pk).update(title="改")
    chain.pass_step(step=due(paper), by=city, at=NOON)
    gone = chain.void_paper(paper=paper, reason="内容有误", by=city, at=NOON)
    assert (gone.number, queries.due_steps(gone)) == ("澜民发〔2020〕1号", [])
    another = signed(prefecture, city, lead)
    assert chain.pass_step(step=due(another), by=city, at=NOON).number == "澜民发〔2020〕2号"


@pytest.mark.django_db
def test_a_paper_that_another_organ_issues_takes_that_organs_number(
    prefecture: Unit, city: User, lead: User
) -> None:
    paper = signed(prefecture, city, lead)
    theirs = chain.Outside("澜川市疫情防控指挥部", "澜疫指〔2020〕16号")
    with pytest.raises(ValidationError, match="文号"):
        chain.pass_step(step=due(paper), outside=chain.Outside("指挥部", ""), by=city, at=NOON)
    done = chain.pass_step(step=due(paper), outside=theirs, by=city, at=NOON)
    assert (done.number, done.serial) == ("澜疫指〔2020〕16号", None)
    assert not IssueCounter.objects.filter(unit=prefecture).exists()


@pytest.mark.django_db
def test_a_unit_is_told_of_a_paper_and_signs_for_it_once(
    prefecture: Unit, tangning: Unit, yanning: Unit, city: User, lead: User, tang: User, yan: User
) -> None:
    paper = signed(prefecture, city, lead)
    for _step in ("number", "seal"):
        paper = chain.pass_step(step=due(paper), by=city, at=NOON)
    with pytest.raises(ValidationError, match="分发单位"):
        chain.pass_step(step=due(paper), by=city, at=NOON)
    distribution.address(paper=paper, units=[tangning], by=city, at=NOON)
    assert not Entry.objects.filter(to=tang).exists()
    chain.pass_step(step=due(paper), by=city, at=NOON)
    (arrived,) = queries.received(scope_of(tang, at=NOON))
    assert queries.paper(scope_of(tang, at=NOON), paper.pk) == paper
    with pytest.raises(OutOfScope):
        queries.paper(scope_of(yan, at=NOON), paper.pk)
    with pytest.raises(OutOfScope):
        distribution.receive(recipient=arrived, by=yan, at=NOON)
    first = distribution.receive(recipient=arrived, by=tang, at=NOON)
    again = distribution.receive(recipient=arrived, by=tang, at=at(DAY, 13))
    assert first.received_at == again.received_at == NOON
    assert Entry.objects.get(to=tang).done_at == NOON


@pytest.mark.django_db
def test_who_was_handed_a_paper_is_told_when_it_is_voided(
    prefecture: Unit, tangning: Unit, yanning: Unit, city: User, lead: User, tang: User, yan: User
) -> None:
    paper = signed(prefecture, city, lead)
    for _step in ("number", "seal"):
        paper = chain.pass_step(step=due(paper), by=city, at=NOON)
    distribution.address(paper=paper, units=[tangning, yanning], by=city, at=NOON)
    chain.pass_step(step=due(paper), by=city, at=NOON)
    (arrived,) = queries.received(scope_of(tang, at=NOON))
    distribution.receive(recipient=arrived, by=tang, at=NOON)
    later = at(DAY, 15)
    chain.void_paper(paper=paper, reason="内容有误", by=city, at=later)
    for user in (tang, yan):
        (told,) = Entry.objects.filter(to=user, done_at=None)
        assert told.text == "澜民发〔2020〕1号《关于加强封闭式管理的通知》已作废：内容有误"


@pytest.mark.django_db
def test_what_is_told_of_a_paper_is_chinese_whichever_language_its_teller_reads(
    prefecture: Unit, tangning: Unit, city: User, lead: User, tang: User
) -> None:
    with override("en"):
        paper = drafting.submit_paper(paper=draft(prefecture, city), by=city, at=NOON)
        chain.return_step(step=due(paper), opinion="补充时限", by=city, at=NOON)
        paper = signed(prefecture, city, lead)
        for _step in ("number", "seal"):
            paper = chain.pass_step(step=due(paper), by=city, at=NOON)
        distribution.address(paper=paper, units=[tangning], by=city, at=NOON)
        chain.pass_step(step=due(paper), by=city, at=NOON)
        chain.void_paper(paper=paper, reason="内容有误", by=city, at=NOON)
    told = "".join(Entry.objects.values_list("text", flat=True))
    for words in ("拟稿）", "退回《", "收文：", "已作废：内容有误"):
        assert words in told
    assert not re.search("[a-z]{3}", told)


@pytest.mark.django_db
def test_taking_the_stamped_scan_is_on_record(
    client: Client, prefecture: Unit, city: User, lead: User
) -> None:
    paper = chain.pass_step(step=due(signed(prefecture, city, lead)), by=city, at=NOON)
    kept = distribution.keep_scan(
        paper=paper, name="用印.pdf", content=b"%PDF-1.7 ...", by=city, at=NOON
    )
    client.force_login(city, settings_.AUTHENTICATION_BACKENDS[0])
    answer = client.get(reverse("papers:scan", args=[paper.pk, kept.pk]))
    assert answer.content == b"%PDF-1.7 ..."
    assert answer.headers["Content-Disposition"].startswith("attachment")
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    taken = AuditEvent.objects.get(word="papers.exported")
    assert (taken.by, taken.about_id, taken.detail["form"]) == (city, str(paper.pk), "scan")


@pytest.mark.django_db
def test_who_hands_a_paper_out_is_asked_for_whom_first_and_ticks_a_whole_group(
    prefecture: Unit, tangning: Unit, yanning: Unit, zhao_home: Unit, city: User, lead: User
) -> None:
    paper = signed(prefecture, city, lead)
    for _step in ("number", "seal"):
        paper = chain.pass_step(step=due(paper), by=city, at=NOON)
    client = Client()
    client.force_login(city)
    where = reverse("papers:paper", args=[paper.pk])
    page = client.get(where).content.decode()
    assert "还没有选定分发单位" in page
    assert f"/steps/{due(paper).pk}/" not in page
    choose = reverse("papers:recipients", args=[paper.pk])
    assert "全部 2 个" in client.get(choose).content.decode()
    client.post(choose, {"all": "bureaus"})
    assert set(paper.recipients.values_list("unit", flat=True)) == {tangning.pk, yanning.pk}
    page = client.get(where).content.decode()
    assert "将发给 2 个单位" in page
    client.post(reverse("papers:step", args=[paper.pk, due(paper).pk]))
    assert Paper.objects.get(pk=paper.pk).state == Paper.State.DISTRIBUTED
