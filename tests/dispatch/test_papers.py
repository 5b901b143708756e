"""A day's paper: signed, numbered, frozen, the same in Excel, Word and PDF."""

from __future__ import annotations

import io
import re
from dataclasses import replace
from datetime import time, timedelta

import openpyxl
import pytest
from django.core.exceptions import ValidationError
from django.utils.translation import override

from shouwang.accounts.access import NotPermitted, OutOfScope
from shouwang.accounts.models import AuditEvent
from shouwang.accounts.roles import Role
from shouwang.dispatch import queries
from shouwang.dispatch.actions import dispatches
from shouwang.dispatch.layouts import papers
from shouwang.dispatch.layouts.preview import draft
from shouwang.dispatch.models import Dispatch, DispatchFigure, Recipient
from shouwang.dispatch.sending import board, rules
from shouwang.dispatch.tables.design import CHILDREN, ITEMS, KINDS
from shouwang.dispatch.tables.table import Table
from shouwang.figures.actions import rollups
from shouwang.figures.models import FrozenFigure
from shouwang.kit.ids import uuid7
from shouwang.orgs.kinds import Kind
from shouwang.reporting.actions import forms
from shouwang.reporting.actions.reports import Filing, file_report
from shouwang.review.actions.signs import sign_day
from tests.cast import DAY, MORNING, START, at, make_unit, make_user
from tests.dispatch.conftest import EVENING, design_of, recipient_of, sign
from tests.dispatch.reading import cells, docx_text, pdf_text, row_of

LATER = at(hour=19, minute=10)


def shown(made: Dispatch) -> dict[str, list[str]]:
    rows = Table.from_json(made.content).rows
    return {row.name: [cell.shown for cell in row.cells] for row in rows}


def test_an_unsigned_day_makes_no_paper_and_takes_no_number(headquarters, city, prefecture, lead):
    with pytest.raises(ValidationError, match="未经领导签发"):
        dispatches.make(recipient=headquarters, day=DAY, by=city, at=EVENING)
    assert board.entries(prefecture, DAY, now=EVENING)[0].state == rules.UNSIGNED
    sign(prefecture, lead)
    assert board.entries(prefecture, DAY, now=EVENING)[0].state == rules.READY
    made = dispatches.make(recipient=headquarters, day=DAY, by=city, at=EVENING)
    assert (made.number, made.label) == (1, "2020年第1号")


def test_figures_that_moved_after_the_signature_are_signed_anew_first(
    headquarters, signed, correct, city, prefecture, lead
):
    correct(in_house=50)
    assert board.entries(prefecture, DAY, now=EVENING)[0].state == rules.CHANGED
    with pytest.raises(ValidationError, match="重新签发"):
        dispatches.make(recipient=headquarters, day=DAY, by=city, at=LATER)
    sign(prefecture, lead, minute=45)
    made = dispatches.make(recipient=headquarters, day=DAY, by=city, at=LATER)
    total = Table.from_json(made.content).rows[-1]
    assert [cell.shown for cell in total.cells] == ["3", "2", "1", "80", "0", "—"]


def test_the_three_files_say_the_same_and_name_the_missing(paper):
    book = openpyxl.load_workbook(io.BytesIO(queries.file(paper, "xlsx")))
    sheet = book.worksheets[0]
    told = "\n".join(str(v) for row in cells(sheet) for v in row if v is not None)
    for text in (
        told,
        docx_text(queries.file(paper, "docx")),
        pdf_text(queries.file(paper, "pdf")),
    ):
        for piece in (
            "表　　号：民防1表", "制表机关：市指挥部", "填报单位（盖章）：澜川市民政局",
            "报：市指挥部", "2020年第1号", "负责人：李局长", "审核人：颜科长", "填表人：成主任",
            "电话：0999-12345", "报出时间：2020年2月11日18时35分",
            "应报3家，已报2家", "砚宁县1家（孙桥敬老院）",
        ):  # fmt: skip
            assert piece.replace("　", "") in text.replace("　", ""), piece
    assert sheet.page_setup.paperSize == 9
    assert sheet.freeze_panes is not None
    assert sheet.merged_cells.ranges


def test_a_zero_is_a_number_and_what_nobody_stated_is_a_dash(paper):
    sheet = openpyxl.load_workbook(io.BytesIO(queries.file(paper, "xlsx"))).worksheets[0]
    assert row_of(sheet, "棠宁区")[1:] == [2, 2, 0, 76, 0, "—"]
    assert row_of(sheet, "砚宁县")[1:] == [1, 0, 1, "—", "—", "—"]
    assert row_of(sheet, "合计")[1:] == [3, 2, 1, 76, 0, "—"]


def test_a_table_by_items_knows_yesterday_and_the_days_so_far(department, signed, city):
    made = dispatches.make(recipient=department, day=DAY, by=city, at=EVENING)
    rows = {
        row.name: [cell.shown for cell in row.cells] for row in Table.from_json(made.content).rows
    }
    assert rows == {
        "已报": ["2", "3", "—"],
        "在院": ["76", "90", "—"],
        "今日新入住": ["6", "6", "12"],
        "最紧缺物资可用": ["—", "—", "—"],
    }


def test_a_change_between_days_on_which_other_homes_filed_is_said_not_to_be_like_with_like(
    form, file, homes, zhao, qian, sun, prefecture, city
):
    before = DAY - timedelta(days=1)
    for home, user, day in (
        (homes[0], zhao, before), (homes[1], qian, before), (homes[0], zhao, DAY),
        (homes[2], sun, DAY),
    ):  # fmt: skip
        file(home, user, day=day, in_house=30)
    rollups.settle_all()
    design = replace(design_of(prefecture, ITEMS, "已报", "在院"), periods=("today", "change"))
    recipient = recipient_of(prefecture, "省民政厅", design, by=city, due=time(19))
    told = "当日与前一日各已报2家，不全是同样的单位，增减未按同口径调整。"
    found = draft(recipient, DAY, by=city, at=EVENING)
    assert told in found.paper.table.notes
    file(homes[1], qian, in_house=30)
    file(homes[2], sun, day=before, in_house=30)
    rollups.settle_all()
    assert told not in draft(recipient, DAY, by=city, at=EVENING).paper.table.notes


def test_a_table_by_kind_adds_up_to_the_total(two_days, prefecture, city, signed):
    design = design_of(prefecture, KINDS, "应报", "已报", "未报", "在院")
    recipient = recipient_of(prefecture, "市卫健委", design, by=city, due=time(18))
    made = dispatches.make(recipient=recipient, day=DAY, by=city, at=EVENING)
    rows = {
        row.name: [cell.shown for cell in row.cells] for row in Table.from_json(made.content).rows
    }
    assert rows == {
        "公办农村养老机构": ["2", "1", "1", "46"],
        "民办农村养老机构": ["1", "1", "0", "30"],
        "合计": ["3", "2", "1", "76"],
    }


def test_what_stands_behind_each_number_is_kept_with_it(paper, homes):
    kept = {one.key: one.frozen for one in DispatchFigure.objects.filter(dispatch=paper)}
    in_house = next(f for f in kept.values() if f.figure and f.figure.code == "in_house")
    assert (in_house.value, in_house.row_count, in_house.filed, in_house.expected) == (76, 2, 2, 3)
    assert [(part["name"], part["value"]) for part in in_house.breakdown] == [
        ("棠宁区", "76"), ("砚宁县", None),
    ]  # fmt: skip
    assert kept["missing"].rows == [homes[2].pk]
    assert FrozenFigure.objects.count() == len(kept)


def test_numbers_run_without_gaps_for_each_recipient_and_year(
    headquarters, department, signed, prefecture, city, lead
):
    first = dispatches.make(recipient=headquarters, day=DAY, by=city, at=EVENING)
    again = dispatches.make(recipient=headquarters, day=DAY, by=city, at=LATER)
    other = dispatches.make(recipient=department, day=DAY, by=city, at=EVENING)
    with pytest.raises(ValidationError):
        dispatches.make(recipient=headquarters, day=DAY - timedelta(days=2), by=city, at=EVENING)
    assert again.pk == first.pk
    assert (first.number, other.number) == (1, 1)
    before = DAY - timedelta(days=1)
    sign_day(unit=prefecture, day=before, stage="leader", by=lead, at=EVENING)
    late = dispatches.make(recipient=headquarters, day=before, by=city, at=LATER)
    assert late.number == 2


def test_a_draft_says_so_on_the_page_and_has_no_number(headquarters, city):
    found = draft(headquarters, DAY, by=city, at=EVENING)
    assert found.paper.marks == ("草稿",)
    assert "未编号" in found.paper.sent_to
    text = pdf_text(papers.FORMS["pdf"][0](found.paper))
    assert "草稿" in text
    assert "李局长" not in text
    assert not Dispatch.objects.exists()


def test_a_county_reports_in_its_own_name_and_its_superior_only_reads(
    two_days, tangning, yan, city, lead
):
    clerk = make_user("tn_office", "棠宁办公室", tangning, Role.OFFICE)
    chief = make_user("tn_lead", "棠宁局长", tangning, Role.LEADER)
    design = design_of(tangning, CHILDREN, "已报", "在院")
    recipient = recipient_of(tangning, "区指挥部", design, by=clerk, due=time(17, 40))
    sign(tangning, chief)
    with pytest.raises(NotPermitted):
        dispatches.make(recipient=recipient, day=DAY, by=city, at=EVENING)
    with pytest.raises(OutOfScope):
        dispatches.make(recipient=recipient, day=DAY, by=yan, at=EVENING)
    made = dispatches.make(recipient=recipient, day=DAY, by=clerk, at=EVENING)
    names = [row.name for row in Table.from_json(made.content).rows]
    assert names == ["赵家敬老院", "钱村托养院", "合计"]
    assert AuditEvent.objects.filter(word="dispatch.made", unit_id=tangning.pk).count() == 1


def test_after_hours_the_duty_officer_makes_the_paper(headquarters, signed, prefecture):
    officer = make_user("duty", "值班员", prefecture, Role.DUTY)
    with pytest.raises(NotPermitted):
        dispatches.make(recipient=headquarters, day=DAY, by=officer, at=at(hour=15))
    made = dispatches.make(recipient=headquarters, day=DAY, by=officer, at=EVENING)
    assert made.preparer == "值班员"


def test_a_paper_is_chinese_whatever_language_the_clerk_reads(two_days, prefecture, city, signed):
    design = design_of(prefecture, KINDS, "已报", "在院")
    recipient = recipient_of(prefecture, "市卫健委", design, by=city, due=time(18))
    with override("en"):
        made = dispatches.make(recipient=recipient, day=DAY, by=city, at=EVENING)
        text = pdf_text(queries.file(made, "pdf"))
    assert "公办农村养老机构" in text
    assert not re.search(r"[A-Za-z]{3}", text)


def test_a_province_works_alike(system):
    top = make_unit("P", "沧陵省", Kind.PROVINCE, None)
    city = make_unit("P/C", "远山市", Kind.PREFECTURE, top)
    home = make_unit("P/C/H", "远山敬老院", Kind.PUBLIC_RURAL_HOME, city)
    form = forms.create_form(
        owner=top, code="p_daily", zh="日报", period="daily", kinds=[Kind.PUBLIC_RURAL_HOME],
        starts_on=START, by=system, at=MORNING,
    )  # fmt: skip
    item = forms.ItemDraft(forms.FigureSpec("in_house", "在院", "stock"))
    clock = {"statistics": "16:00", "filing": {"institution": "16:30", "province": "19:00"}}
    forms.save_draft(
        form=form, draft=forms.FormDraft(items=[item], clock=clock), starts_on=START,
        by=system, at=MORNING,
    )  # fmt: skip
    forms.publish(form=form, by=system, at=MORNING)
    office = make_user("p_office", "省厅办公室", top, Role.OFFICE)
    chief = make_user("p_lead", "省厅领导", top, Role.LEADER)
    filer = make_user("p_home", "填报人", home, Role.REPORTER)
    sent = Filing(values={"in_house": 12}, client_id=uuid7())
    file_report(unit=home, form=form, day=DAY, filing_=sent, by=filer, at=at())
    rollups.settle_all()
    design = design_of(top, ITEMS, "已报", "在院")
    recipient = recipient_of(top, "部里", design, by=office, due=time(19, 30))
    sign(top, chief)
    made = dispatches.make(recipient=recipient, day=DAY, by=office, at=EVENING)
    assert made.label == "2020年第1号"
    assert Table.from_json(made.content).rows[1].cells[0].shown == "12"
    assert Recipient.objects.get().unit == top
