"""A wrong number or another town's name keeps a paper from being final until somebody answers."""

from __future__ import annotations

import io

import pytest
from django.core.exceptions import ValidationError
from django.db import DatabaseError, connection, transaction
from django.urls import reverse
from pypdf import PdfReader

from shouwang.accounts import wording
from shouwang.accounts.access import NotPermitted
from shouwang.accounts.models import AuditEvent
from shouwang.accounts.roles import Role
from shouwang.briefs import checks, doubts, editing, lengths, queries, readying
from shouwang.briefs.actions import briefs, confirming, finalising
from shouwang.briefs.handing_in import Desk
from shouwang.briefs.models import Confirmation
from shouwang.briefs.models.template import Kind
from shouwang.papers import proofs
from shouwang.papers.layout.pdf import to_pdf
from tests.briefs.conftest import EVENING
from tests.briefs.test_finalising import LATER, without_holes
from tests.cast import make_user

WRONG = "今日全市养老机构在院服务对象99人。"
ELSEWHERE = "按照襄阳市民政局部署抓好落实。"


def write(brief, by, *sentences):
    """Add paragraphs to a draft."""
    added = [{"kind": "paragraph", "runs": [{"text": text}]} for text in sentences]
    return briefs.save_text(
        brief=brief, title=brief.content["title"], blocks=[*brief.content["blocks"], *added],
        revision=brief.revision, by=by, at=EVENING,
    )  # fmt: skip


@pytest.fixture
def doubtful(brief, city):
    """Today's paper with a number that the records contradict and another prefecture's name."""
    return write(without_holes(brief, city), city, WRONG, ELSEWHERE)


def sign(brief, by):
    return finalising.finalise(brief=brief, revision=brief.revision, by=by, at=LATER)


def answer_all(brief, by, reason="已与院方电话核实"):
    for doubt in doubts.left(brief, by):
        confirming.confirm(brief=brief, key=doubt.key, reason=reason, by=by, at=LATER)


def test_each_doubt_is_answered_for_with_a_reason_that_stays_with_the_paper(
    doubtful, city, lead, as_user
):
    with pytest.raises(finalising.Unfinished) as why:
        sign(doubtful, lead)
    assert [one.sort for one in why.value.doubts] == ["differs", "other_place"]
    assert "76人" in why.value.doubts[0].why
    key = why.value.doubts[0].key
    with pytest.raises(NotPermitted):
        confirming.confirm(brief=doubtful, key=key, reason="x", by=city, at=LATER)
    with pytest.raises(ValidationError):
        confirming.confirm(brief=doubtful, key=key, reason="  ", by=lead, at=LATER)
    answer_all(doubtful, lead)
    final = sign(doubtful, lead)
    assert {one.reason for one in final.answers.all()} == {"已与院方电话核实"}
    assert AuditEvent.objects.filter(word="briefs.confirmed").count() == 2
    page = as_user(city).get(reverse("briefs:brief", args=[final.pk])).content.decode()
    assert "定稿时的说明" in page
    assert "已与院方电话核实" in page
    with pytest.raises(DatabaseError), transaction.atomic():
        Confirmation.objects.update(reason="另一个理由")


def test_a_number_that_names_a_person_is_kept_in_part_where_it_was_answered_for(brief, city, lead):
    told = write(without_holes(brief, city), city, "联系家属13812345678。")
    answer_all(told, lead, reason="已征得同意，电话13812345678可公开")
    kept = Confirmation.objects.get(sort="phone")
    for text in (kept.quote, kept.why, kept.reason):
        assert "13812345678" not in text
        assert "138****5678" in text
    for event in AuditEvent.objects.filter(word="briefs.confirmed"):
        assert "13812345678" not in str(event.detail)
    assert [one.sort for one in doubts.left(told, lead)] == []


def test_the_trail_keeps_no_words_of_a_reason_that_may_name_somebody(doubtful, city, lead):
    reason = "吴桂花老人夜间返院，王建国核实"
    doubtful = briefs.override(
        brief=doubtful, key="in_house", shown="77人", reason=reason,
        revision=doubtful.revision, by=city, at=EVENING,
    )  # fmt: skip
    doubtful = briefs.override(
        brief=doubtful, key="in_house", shown="含吴桂花共77人", reason=reason,
        revision=doubtful.revision, by=city, at=EVENING,
    )  # fmt: skip
    answer_all(doubtful, lead, reason)
    trail = AuditEvent.objects.filter(word__in=("briefs.confirmed", "briefs.overridden"))
    assert trail.count() == 4
    for event in trail:
        told = wording.in_one_line(event)
        assert not any(name in told + str(event.detail) for name in ("吴桂花", "王建国"))
        assert "理由字数：15" in told
    last = trail.filter(word="briefs.overridden").latest("pk").detail
    assert (last["old"], last["new"]) == ("77人", "（8字）")
    assert {one.reason for one in doubtful.answers.all()} == {reason}
    assert queries.content(doubtful).quotes["in_house"].reason == reason


@pytest.fixture
def presses(monkeypatch):
    """How deep in transactions each paper was set: 0 is outside of all."""
    depths = []

    def noting(layout):
        depths.append(len(connection.savepoint_ids))
        return to_pdf(layout)

    monkeypatch.setattr(lengths, "to_pdf", noting)
    monkeypatch.setattr(proofs, "to_pdf", noting)
    return depths


def test_a_check_sets_a_paper_once_for_what_it_says_however_often_it_is_looked_at(
    doubtful, city, lead, as_user, presses
):
    where = reverse("briefs:check_draft", args=[doubtful.pk])
    for _look in range(3):
        assert as_user(lead).get(where).status_code == 200
    assert len(presses) == 1
    changed = write(doubtful, city, "各地各单位要压实责任。")
    for _look in range(2):
        as_user(lead).get(where)
    assert len(presses) == 2
    assert lengths.PageCount.objects.get().brief == changed


def test_nothing_is_set_while_a_paper_is_held_to_be_answered_for_and_signed(
    doubtful, lead, presses
):
    answer_all(doubtful, lead)
    final = sign(doubtful, lead)
    assert presses == [0, 0]  # counted once, set once, outside of any transaction
    assert final.files.count() == 3


def test_a_number_that_somebody_else_took_meanwhile_sets_the_paper_anew(
    brief, city, lead, presses, monkeypatch
):
    ready = without_holes(brief, city)
    asked = iter((7, 7, 7))
    monkeypatch.setattr(readying.issues, "likely_issue", lambda **_run: next(asked))
    final = sign(ready, lead)
    assert final.issue == 1
    assert len(presses) == 5  # counted; set with a wrong number three times, then as it is
    assert (
        "第1期"
        in PdfReader(io.BytesIO(final.files.get(form="pdf").content)).pages[0].extract_text()
    )


def test_who_signs_answers_for_himself_and_again_when_the_words_change(
    doubtful, prefecture, city, lead
):
    deputy = make_user("deputy", "何副局长", prefecture, Role.LEADER)
    answer_all(doubtful, deputy)
    assert len(doubts.left(doubtful, lead)) == 2
    answer_all(doubtful, lead)
    assert doubts.left(doubtful, lead) == []
    changed = write(doubtful, city, "据统计，今日全市养老机构在院服务对象98人。")
    with pytest.raises(finalising.Unfinished) as why:
        sign(changed, lead)
    assert ["98人" in one.quote for one in why.value.doubts] == [True]


def test_a_second_leader_is_asked_what_the_first_has_answered(doubtful, prefecture, lead, as_user):
    answer_all(doubtful, lead)
    deputy = make_user("deputy", "何副局长", prefecture, Role.LEADER)
    where = reverse("briefs:check_draft", args=[doubtful.pk])
    assert as_user(lead).get(where).context["open"] == 0
    assert as_user(deputy).get(where).context["open"] == 2


def test_a_paper_longer_than_its_kind_may_be_needs_a_reason(brief, city, lead, monkeypatch):
    ready = without_holes(brief, city)
    found = lengths.pages(ready, briefs.queries.content(ready))
    monkeypatch.setitem(lengths.MOST_PAGES, Kind.DAILY, found - 1)
    with pytest.raises(finalising.Unfinished) as why:
        sign(ready, lead)
    (doubt,) = why.value.doubts
    assert f"排印后 {found} 页，每日简报不超过 {found - 1} 页" in doubt.why
    assert Desk().objections(ready.pk, by=city, at=LATER) == []
    assert len(Desk().objections(ready.pk, by=lead, at=LATER)) == 1
    answer_all(ready, lead, "附表须全列")
    assert Desk().objections(ready.pk, by=lead, at=LATER) == []
    assert sign(ready, lead).is_final


def test_a_template_sets_its_own_page_limit(prefecture):
    assert lengths.limit(Kind.DAILY, {"pages": "40"}) == 40
    assert lengths.limit(Kind.DAILY, {"pages": "四十"}) == lengths.MOST_PAGES[Kind.DAILY]
    text = "% title 通报\n% pages {}\n## 一\n各单位。"
    told = [str(one) for one in checks.problems(prefecture, text.format("四十"))]
    assert told == ["最多页数要写数字，如 8"]
    assert checks.problems(prefecture, text.format("40")) == []
    assert editing.take_apart(text.format("40")).settings["pages"] == "40"


def test_the_button_says_how_many_doubts_are_left_and_the_form_answers_one(doubtful, lead, as_user):
    client = as_user(lead)
    address = reverse("briefs:check_draft", args=[doubtful.pk])
    part = client.get(address, headers={"HX-Request": "true"}).content.decode()
    assert "（还有 2 处）" in part
    refused = client.post(
        reverse("briefs:finalise", args=[doubtful.pk]), {"revision": doubtful.revision}, follow=True
    )
    assert "核对有 2 处待改正" in refused.content.decode()
    key = doubts.left(doubtful, lead)[0].key
    asked = {"key": key, "reason": "口径不同，含转院途中"}
    client.post(reverse("briefs:confirm", args=[doubtful.pk]), asked)
    part = client.get(address, headers={"HX-Request": "true"}).content.decode()
    assert "（还有 1 处）" in part
    writers = as_user(doubtful.drafted_by).get(address, headers={"HX-Request": "true"})
    assert "doubts-left" not in writers.content.decode()  # who cannot sign has no such button
    assert "口径不同，含转院途中" in part
