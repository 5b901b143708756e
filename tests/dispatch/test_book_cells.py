"""A superior's own Excel: its cells matched, doubted, said and confirmed once by a person."""

from __future__ import annotations

import pytest
from django.core.exceptions import ValidationError
from django.db import DatabaseError, connection, transaction

from shouwang.accounts.access import NotPermitted
from shouwang.dispatch import queries
from shouwang.dispatch.actions import books, recipients
from shouwang.dispatch.books.proposing import propose
from shouwang.dispatch.books.vocabulary import Vocabulary
from shouwang.dispatch.models import Layout
from shouwang.dispatch.tables.references import Names
from shouwang.figures.matching import Known
from shouwang.kit.sheets.blank_form import read_form
from shouwang.orgs.kinds import Kind
from tests.cast import make_unit
from tests.dispatch.superiors import NINE, damaged, said, sheet_of, told, upload


def test_cells_are_matched_by_their_heads_and_the_names_of_units(uploaded, prefecture):
    ids = {f.code: f"figures:{f.pk}" for f in Names(prefecture).figures}
    assert said(uploaded, "B5") == ("sure", ids["in_house"], "棠宁区")
    assert said(uploaded, "B6") == ("sure", ids["in_house"], "砚宁县")
    assert said(uploaded, "C6") == ("sure", ids["admitted"], "砚宁县")
    assert said(uploaded, "D5") == ("sure", ids["staff"], "棠宁区")
    assert said(uploaded, "F5") == ("sure", "state:due", "棠宁区")
    assert told(uploaded).title == "全省养老机构疫情防控日报表"
    fields = {f.cell: f.text for f in told(uploaded).fills if f.text}
    assert fields == {"A1": "slots", "A2": "slots", "G2": "phone", "A9": "slots"}


def test_what_is_not_sure_is_not_filled_nor_a_unit_nobody_knows(uploaded):
    fills = {f.cell: f for f in told(uploaded).fills}
    assert (fills["B7"].how, fills["B7"].why, fills["B7"].is_filled) == (
        "none",
        "unit:高新区",
        False,
    )
    assert (fills["E5"].how, fills["E5"].is_filled) == ("doubt", False)
    # 备注 takes words, a formula is the superior's
    assert not {"G5", "B8", "F8"} & set(fills)


@pytest.mark.parametrize("head", ["今日新发发热（人）", "新增发热人数", "当日新增发热（人）"])
def test_a_head_over_several_figures_is_their_sum_for_a_person_to_confirm(head):
    known = [Known(1, "今日新发发热：服务对象"), Known(2, "今日新发发热：职工"), Known(3, "在院")]
    words = Vocabulary(known, units={"棠宁区": ("7", "棠宁区")})
    (sheet,) = read_form(sheet_of(lambda page: page.__setitem__("E3", head)))
    fill = propose([sheet], words).find("日报!E5")
    assert (fill.how, fill.ref, fill.place) == ("doubt", "figures:1+2", "7")


def test_nothing_doubtful_is_confirmed_and_a_confirmed_book_is_never_edited(
    uploaded, province, city
):
    with pytest.raises(ValidationError, match="2 格拿不准"):
        recipients.publish_layout(recipient=province, by=city, at=NINE)
    books.settle_doubtful(recipient=province, take=False, by=city, at=NINE)
    recipients.publish_layout(recipient=province, by=city, at=NINE)
    for deed in ("UPDATE dispatch_book SET file_name = ''", "DELETE FROM dispatch_layout"):
        with pytest.raises(DatabaseError, match="frozen"), transaction.atomic():
            connection.cursor().execute(deed)
    again = books.leave_cell(recipient=province, key="日报!B5", by=city, at=NINE)
    assert (again.number, again.state, again.book_id) == (2, "draft", uploaded.book_id)


def test_a_person_says_one_cell_or_a_whole_column_and_the_units_stay(uploaded, province, city):
    given = {"ref": "state:filed", "place": told(uploaded).find("日报!E5").place}
    books.set_cell(
        recipient=province,
        key="日报!E5",
        place_name="棠宁区",
        together=True,
        by=city,
        at=NINE,
        **given,
    )
    assert said(uploaded, "E5") == ("chosen", "state:filed", "棠宁区")
    assert said(uploaded, "E6") == ("chosen", "state:filed", "砚宁县")
    assert not told(uploaded).find("日报!E7").is_filled


def test_a_jurisdiction_may_be_named_without_its_superiors_name(province, city, prefecture):
    zone = make_unit("LC/JK", "澜川高新区", Kind.COUNTY, prefecture)
    draft = upload(province, city)
    assert told(draft).find("日报!B7").place == str(zone.pk)


def test_the_unit_of_a_row_that_nobody_knew_is_said_once_for_the_whole_row(
    uploaded, province, city, prefecture
):
    assert [told(uploaded).find(f"日报!{c}7").place for c in "BCDEF"] == ["?"] * 5
    fill = told(uploaded).find("日报!B7")
    zone = make_unit("LC/X", "新区管委会", Kind.COUNTY, prefecture)
    books.set_cell(
        recipient=province, key=fill.key, ref=fill.ref, place=str(zone.pk), place_name=zone.name,
        row=True, by=city, at=NINE,
    )  # fmt: skip
    found = [told(uploaded).find(f"日报!{c}7") for c in "BCDEF"]
    assert {one.place_name for one in found} == {"新区管委会"}
    # what is doubtful in the column is doubtful here too
    assert [one.how for one in found] == ["chosen", "chosen", "chosen", "doubt", "chosen"]


def test_why_a_cell_is_doubtful_is_said(client, province, city):
    upload(province, city, sheet_of(lambda page: page.__setitem__("D3", "工作人员在岗（人）")))
    path = f"/dispatch/recipients/{province.pk}/book/"
    doubtful = [f for f in Layout.objects.get().design["fills"] if f["how"] == "doubt"]
    assert doubtful
    for fill in doubtful:
        page = client.get(path, {"at": f"日报!{fill['cell']}"}).content.decode()
        assert "拿不准 ·" in page, fill


def test_what_nobody_confirmed_is_proposed_anew_in_the_next_upload(uploaded, province, city):
    books.leave_cell(recipient=province, key="日报!B6", by=city, at=NINE)
    again = upload(province, city)
    assert (again.pk, again.number) == (uploaded.pk, 1)
    assert [said(again, cell)[0] for cell in ("B5", "B6")] == ["sure", "left"]


def test_a_new_edition_keeps_what_was_confirmed_and_shows_the_rest(confirmed, province, city):
    def change(page):
        page.insert_rows(5)
        page["A5"] = "荻汀市"
        page["F3"] = "应报家数合计"
        page.unmerge_cells("D3:D4")
        page["D3"] = "救助站"

    later = upload(province, city, sheet_of(change), "省厅日报（新）.xlsx")
    assert (later.number, later.state) == (2, "draft")
    assert said(later, "B6")[0::2] == ("kept", "棠宁区")
    assert not told(later).find("日报!B5").is_filled
    assert any("在册职工" in name for name in told(later).lost)
    assert queries.layout_in_force(province) == Layout.objects.get(pk=confirmed.pk)


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (damaged("xl/vbaProject.bin"), "宏"),
        (damaged("xl/externalLinks/externalLink1.xml"), "引用了别的文件"),
        (damaged("xl/embeddings/oleObject1.bin"), "嵌有对象"),
        (damaged("xl/worksheets/big.xml", b"0" * (60 << 20)), "解压后|压缩"),
        (b"PK\x03\x04broken", "损坏"),
        (b"%PDF-1.7", "PDF"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "xlsx"),
        (sheet_of(lambda page: page.__setitem__("B5", '=WEBSERVICE("http://x")')), "外部数据"),
    ],
)
def test_what_could_act_or_burst_is_refused_with_a_sentence(province, city, content, why):
    with pytest.raises(ValidationError, match=why):
        upload(province, city, content)
    assert not Layout.objects.exists()


def test_only_the_house_itself_uploads_for_its_recipients(province, lead, tang):
    with pytest.raises(NotPermitted):
        upload(province, lead)
