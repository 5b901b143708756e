"""核数 on the page: marks with reasons, choices, own words, nothing kept unless asked for."""

from __future__ import annotations

import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from docx import Document

from shouwang.accounts.models import AuditEvent, User
from shouwang.accounts.roles import Role
from shouwang.briefs import draft_findings
from shouwang.briefs.actions import briefs
from shouwang.briefs.actions.briefs import save_text
from shouwang.briefs.queries import content
from shouwang.checking.models import Alias, CheckedPaper
from shouwang.edge.actions.tokens import issue_token
from shouwang.orgs.models import Unit
from shouwang.orgs.scope import scope_of
from tests.cast import DAY, MORNING, at, make_user
from tests.checking.world import found_world
from tests.reporting.stage import set_clock

TEXT = "全市在院300人，在岗115人。\n已隔离3人。志愿者服务320人次，捐款万元。"


@pytest.fixture
def world(system, monkeypatch) -> Unit:
    """澜川市 on the evening of the second day."""
    made = found_world()
    set_clock(monkeypatch, at(hour=18))
    return made


@pytest.fixture
def office(world: Unit) -> User:
    return make_user("city", "成主任", world, Role.OFFICE)


@pytest.fixture
def page(office: User) -> Client:
    client = Client()
    client.force_login(office)
    return client


def ask(page: Client, unit: Unit, text: str = TEXT, **more: str):
    sent = {"text": text, "unit": unit.pk, "day": DAY.isoformat()} | more
    return page.post("/check/", sent)


def marks(answer) -> dict[str, str]:
    found = answer.context["page"].checked.marks
    return {mark.found.text: mark.status for mark in found if mark.status}


def test_every_number_is_marked_by_shape_and_word_with_its_reason_beside_it(page, world):
    answer = ask(page, world)
    assert answer.status_code == 200
    assert marks(answer) == {"300": "equal", "115": "differs", "3": "unclear", "320": "unbacked"}
    shown = answer.content.decode()
    for shape, word in (("✔", "相符"), ("✕", "不符"), ("○", "待明确"), ("?", "无此记录")):
        assert shape in shown
        assert word in shown
    assert "记录为116人" in shown
    assert "缺" in shown  # 捐款万元


def test_the_text_on_the_page_is_the_text_that_was_pasted(page, world):
    stretches = ask(page, world).context["page"].stretches
    assert "".join(one.text for one in stretches) == TEXT


def test_a_mark_leads_to_the_rows_behind_it(page, world):
    answer = ask(page, world)
    link = next(s.link for s in answer.context["page"].stretches if s.text == "115人")
    rows = page.get(link, headers={"HX-Request": "true"})
    assert rows.status_code == 200
    assert "赵家敬老院" in rows.content.decode()


def test_what_was_pasted_is_in_no_table_and_no_line_of_the_trail(page, world):
    ask(page, world, text="机密文字全市在院300人")
    event = AuditEvent.objects.get(word="briefs.figures_checked")
    assert "机密文字" not in str(event.detail)
    assert not CheckedPaper.objects.exists()


def test_the_summary_can_be_sent_back_as_it_is(page, world):
    told = ask(page, world).context["page"].summary
    assert "澜川市，2020年2月11日" in told
    assert "在岗115人”：澜川市 2月11日 在岗，记录为116人。" in told
    assert "<" not in told


def test_a_choice_is_taken_and_stays_while_the_next_is_made(page, world):
    answer = ask(page, world)
    mark = next(m for m in answer.context["page"].checked.marks if m.status == "unclear")
    key = next(c.key for c in mark.candidates if c.question.target.code == "isolated_new")
    again = ask(page, world, again="1", **{f"choice-{mark.found.start}": key})
    assert marks(again)["3"] == "equal"
    assert f'value="{key}" selected' in again.content.decode()


def test_an_unmatched_number_teaches_the_bureaus_own_words(page, world, office):
    text = "院里住着300人。"
    first = ask(page, world, text=text)
    mark = next(m for m in first.context["page"].checked.marks if m.status)
    at_ = mark.found.start
    taught = {f"alias_text-{at_}": mark.label, f"alias_code-{at_}": "in_house"}
    again = ask(page, world, text=text, again="1", teach=str(at_), **taught)
    assert marks(again) == {"300": "equal"}
    alias = Alias.objects.get()
    assert (alias.unit, alias.taught_by) == (world, office)
    page.post(f"/check/aliases/{alias.pk}/withdraw/")
    assert marks(ask(page, world, text=text)) == {"300": "unbacked"}


def test_a_text_kept_by_choice_shows_the_next_one_to_be_a_copy(page, world):
    told = "我区坚持网格化管理，落实包保责任，逐院逐人排查，做到不漏一院、不漏一人，" * 3
    ask(page, world, text=told, again="1", deed="keep", title="棠宁区汇报")
    kept = CheckedPaper.objects.get()
    likes = ask(page, world, text=told.replace("我区", "我县")).context["page"].likes
    assert likes[0].title.startswith("棠宁区汇报")
    assert likes[0].percent > 60
    page.post(f"/check/papers/{kept.pk}/drop/")
    assert not CheckedPaper.objects.exists()


def test_a_word_file_is_checked_and_a_scan_is_refused_with_the_reason(page, world):
    made = Document()
    made.add_paragraph("全市在院300人")
    stream = io.BytesIO()
    made.save(stream)
    told = {"unit": world.pk, "day": DAY.isoformat()}
    file = SimpleUploadedFile("汇报.docx", stream.getvalue())
    assert marks(page.post("/check/", {**told, "file": file})) == {"300": "equal"}
    bad = SimpleUploadedFile("汇报.pdf", b"%PDF-1.4\nnothing")
    answer = page.post("/check/", {**told, "file": bad})
    assert answer.status_code == 422
    assert "PDF 已损坏" in answer.content.decode()


def test_a_text_is_shown_as_text_whatever_is_in_it(page, world):
    answer = ask(page, world, text="<script>alert(1)</script>在院300人 & </textarea><b>x")
    shown = answer.content.decode()
    assert "<script>alert" not in shown
    assert "<b>x" not in shown


def test_a_unit_that_is_not_ones_own_cannot_be_asked_about(page, world):
    elsewhere = Unit.objects.get(code="BL")
    assert ask(page, elsewhere).status_code == 422


def test_in_a_draft_a_typed_number_is_checked_and_a_placed_figure_is_trusted(world, office):
    draft = briefs.create_draft(unit=world, day=DAY, by=office, at=at(hour=18))
    told = content(draft)
    blocks = [*told.blocks, {"kind": "paragraph", "runs": [{"text": "全市在岗职工115人。"}]}]
    saved = save_text(
        brief=draft, title=told.title, blocks=blocks, revision=draft.revision,
        by=office, at=at(hour=18),
    )  # fmt: skip
    scope = scope_of(office, at=at(hour=18))
    found = draft_findings.findings(scope, saved, content(saved))
    assert [(e.status, e.mark.found.text) for e in found if e.mark] == [("differs", "115")]


def test_a_limit_that_the_template_itself_writes_is_not_doubted(world, office):
    draft = briefs.create_draft(unit=world, day=DAY, by=office, at=at(hour=18))
    told = content(draft)
    told.blocks.append({"kind": "paragraph", "runs": [{"text": "报送率未达到100%的正在核实。"}]})
    scope = scope_of(office, at=at(hour=18))

    def found():
        return [e.mark.found.text for e in draft_findings.findings(scope, draft, told) if e.mark]

    assert found() == ["100%"]
    told.given.append("100%")
    assert found() == []


def test_the_draft_page_answers_the_editor(page, world, office):
    draft = briefs.create_draft(unit=world, day=DAY, by=office, at=at(hour=18))
    answer = page.get(f"/docs/{draft.pk}/check/", headers={"HX-Request": "true"})
    assert answer.status_code == 200
    assert "<html" not in answer.content.decode()


def test_the_api_answers_like_the_command_and_only_in_the_keys_scope(world, system):
    clerk = make_user("tang", "唐科员", Unit.objects.get(code="LC/TN"), Role.CLERK)
    key = issue_token(user=clerk, name="核数", by=system, at=MORNING)
    header = {"Authorization": f"Bearer {key}"}
    body = {"unit": "LC/TN", "day": DAY.isoformat(), "text": "全区在院198人，砚宁县在院56人。"}
    answer = Client().post("/api/v1/check", body, content_type="application/json", headers=header)
    told = answer.json()
    assert [(n["figure"], n["status"], n["records"]) for n in told["numbers"]] == [
        ("in_house", "equal", 198),
        ("in_house", "unclear", None),
    ]
    assert set(told) == {"numbers", "lint", "copies", "text"}
    refused = Client().post(
        "/api/v1/check", body | {"unit": "LC"}, content_type="application/json", headers=header
    )
    assert refused.status_code == 404
