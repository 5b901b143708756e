"""A superior's own Excel: matched, confirmed once, filled each day, nothing else moved."""

from __future__ import annotations

import io
import zipfile
from datetime import time

import openpyxl
import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import DatabaseError, connection, transaction
from django.test import Client

from shouwang.accounts.access import NotPermitted
from shouwang.dispatch import queries
from shouwang.dispatch.actions import books, dispatches, recipients
from shouwang.dispatch.books.mapping import BookMapping
from shouwang.dispatch.books.proposing import propose
from shouwang.dispatch.books.vocabulary import Vocabulary
from shouwang.dispatch.layouts import composing
from shouwang.dispatch.models import Dispatch, Layout
from shouwang.dispatch.sending import board
from shouwang.dispatch.tables.references import Names
from shouwang.figures.actions import rollups
from shouwang.figures.matching import Known
from shouwang.kit.sheets.blank_form import read_form
from shouwang.orgs.kinds import Kind
from tests.cast import DAY, PASSWORD, at, make_unit
from tests.dispatch.conftest import EVENING, sign
from tests.dispatch.superiors import opened, sheet_of

NINE = at(hour=9)


@pytest.fixture
def province(two_days, prefecture, city):
    """省民政厅, whose own sheet is to be filled."""
    return recipients.create_recipient(
        unit=prefecture, name="省民政厅", due=time(19), by=city, at=NINE, reviewer="颜科长",
        phone="0999-12345",
    )  # fmt: skip


@pytest.fixture
def uploaded(province, city) -> Layout:
    return upload(province, city)


@pytest.fixture
def confirmed(uploaded, province, city) -> Layout:
    """The doubtful cells taken as proposed, the workbook in force."""
    books.settle_doubtful(recipient=province, take=True, by=city, at=NINE)
    return recipients.publish_layout(recipient=province, by=city, at=NINE)


@pytest.fixture
def made(confirmed, signed, province, city) -> Dispatch:
    return dispatches.make(recipient=province, day=DAY, by=city, at=EVENING)


@pytest.fixture
def client(city) -> Client:
    found = Client()
    assert found.login(username=city.username, password=PASSWORD)
    return found


def upload(recipient, by, content=None, name="省厅日报.xlsx") -> Layout:
    content = content or sheet_of()
    return books.upload_book(recipient=recipient, content=content, file_name=name, by=by, at=NINE)


def told(layout) -> BookMapping:
    return BookMapping.from_json(Layout.objects.get(pk=layout.pk).design)


def said(layout, cell) -> tuple[str, str, str]:
    fill = told(layout).find(f"日报!{cell}")
    return fill.how, fill.ref, fill.place_name


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


def test_a_day_is_filled_and_every_other_cell_style_merge_and_formula_is_the_superiors(made):
    content = queries.file(made, "xlsx")
    before, after = opened(sheet_of()), opened(content)
    filled = {"A1", "A2", "G2", "A9", "B5", "C5", "D5", "E5", "F5", "F6"}
    for line in before.iter_rows():
        for cell in line:
            now = after[cell.coordinate]
            assert now.style_id == cell.style_id, cell.coordinate
            if cell.coordinate not in filled:
                assert now.value == cell.value, cell.coordinate
    assert set(map(str, after.merged_cells.ranges)) == set(map(str, before.merged_cells.ranges))
    assert {k: v.width for k, v in after.column_dimensions.items()} == {
        k: v.width for k, v in before.column_dimensions.items()
    }
    assert (after.print_area, after.freeze_panes, after.print_title_rows) == (
        before.print_area, before.freeze_panes, before.print_title_rows,
    )  # fmt: skip
    assert (after.page_setup.orientation, after.oddFooter.center.text) == ("landscape", "第 &P 页")
    assert after["B8"].value == "=SUM(B5:B7)"
    assert [after[c].value for c in ("B5", "C5", "F5", "F6")] == [76, 6, 2, 1]
    assert after["A2"].value == "填报单位（盖章）：澜川市"
    assert "2020年2月11日" in after["A1"].value
    assert after["A9"].value.split() == ["单位负责人：李局长", "审核人：颜科长", "填表人：成主任"]
    assert after["G2"].value == "0999-12345"


def test_what_the_formulas_come_to_stands_in_the_file_for_readers_that_do_not_count(made):
    page = opened(queries.file(made, "xlsx"), data_only=True)
    assert (page["B8"].value, page["F8"].value) == (76, 3)


def test_the_sum_of_a_column_that_nothing_fills_is_no_0(province, city, signed, client):
    draft = upload(province, city, sheet_of(lambda page: page.__setitem__("D3", "护理床位（张）")))
    books.settle_doubtful(recipient=province, take=True, by=city, at=NINE)
    recipients.publish_layout(recipient=province, by=city, at=NINE)
    assert not told(draft).find("日报!D5").is_filled
    made = dispatches.make(recipient=province, day=DAY, by=city, at=EVENING)
    content = queries.file(made, "xlsx")
    assert opened(content)["D8"].value == "=SUM(D5:D7)"
    assert opened(content, data_only=True)["D8"].value is None
    notes = openpyxl.load_workbook(io.BytesIO(content))["填报说明"]
    last = list(notes.values)[-1][0]
    assert last == "以下各格是原表的公式，所算各格都没有填，打开后显示的0不是数据：D8。"
    page = client.get(f"/dispatch/{made.pk}/").content.decode()
    assert '<td class="formula " title="=SUM(D5:D7)">ƒ</td>' in page


def test_a_figure_without_data_stays_blank_and_is_named_never_0(made):
    content = queries.file(made, "xlsx")
    assert opened(content)["B6"].value is None
    book = openpyxl.load_workbook(io.BytesIO(content))
    notes = [row[0].value for row in book["填报说明"].iter_rows()]
    assert "以下各格没有单位填报，留空，不是0：" in notes
    assert "B6 砚宁 老年人情况·在院" in notes
    assert any("孙桥敬老院" in note for note in notes)
    # its cells have no style that wraps: a line is no longer than the column
    assert max(len(note) for note in notes) < 60
    assert book["填报说明"].page_setup.fitToHeight == 0


def test_who_has_no_line_of_its_own_is_named_because_the_lines_are_not_the_whole(
    uploaded, province, city, prefecture, signed
):
    books.leave_cell(recipient=province, key="日报!B5", by=city, at=NINE)
    draft = Layout.objects.get(pk=uploaded.pk)
    whole = queries.whole_of(prefecture)
    full = composing.compose(whole, prefecture, DAY, draft, at=EVENING).table
    assert full.notes == ()
    make_unit("LC/HOME", "市福利院", Kind.PUBLIC_RURAL_HOME, prefecture)
    rollups.settle_all()
    more = composing.compose(whole, prefecture, DAY, draft, at=EVENING).table
    assert more.notes == ("表中没有单列、不在各行之内的单位：市本级（应报1家）。",)


@pytest.mark.parametrize("head", ["今日新发发热（人）", "新增发热人数", "当日新增发热（人）"])
def test_a_head_over_several_figures_is_their_sum_for_a_person_to_confirm(head):
    known = [Known(1, "今日新发发热：服务对象"), Known(2, "今日新发发热：职工"), Known(3, "在院")]
    words = Vocabulary(known, units={"棠宁区": ("7", "棠宁区")})
    (sheet,) = read_form(sheet_of(lambda page: page.__setitem__("E3", head)))
    fill = propose([sheet], words).find("日报!E5")
    assert (fill.how, fill.ref, fill.place) == ("doubt", "figures:1+2", "7")


def test_the_untouched_parts_of_the_file_are_the_same_to_the_byte(made):
    files = (sheet_of(), queries.file(made, "xlsx"))
    before, after = (zipfile.ZipFile(io.BytesIO(one)) for one in files)
    for name in ("xl/styles.xml", "xl/theme/theme1.xml"):
        assert after.read(name) == before.read(name)


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


def test_a_correction_makes_an_amendment_that_names_the_cells(
    made, correct, city, prefecture, lead
):
    correct(in_house=50)
    sign(prefecture, lead, minute=40)
    assert board.entry_of(made.recipient, DAY, now=at(hour=20)).state == "amend"
    amended = dispatches.amend(dispatch=made, reason="赵家漏计", by=city, at=at(hour=20))
    (change,) = amended.changes
    assert (change["row"], change["old"], change["new"]) == ("棠宁区 老年人情况·在院", "76", "80")
    assert opened(queries.file(amended, "xlsx"))["B5"].value == 80
    assert opened(queries.file(made, "xlsx"))["B5"].value == 76


def damaged(name: str, content: bytes = b"x") -> bytes:
    """Return the sheet with one more part inside."""
    out = io.BytesIO(sheet_of())
    with zipfile.ZipFile(out, "a", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(name, content)
    return out.getvalue()


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


def test_the_sheet_is_uploaded_looked_at_changed_previewed_and_confirmed_on_the_pages(
    client, province, prefecture
):
    path = f"/dispatch/recipients/{province.pk}/book/"
    assert "上传并识别" in client.get(path).content.decode()
    refused = client.post(
        path, {"file": SimpleUploadedFile("宏.xlsm", damaged("xl/vbaProject.bin"))}
    )
    assert refused.status_code == 422
    assert "宏，不予接收" in refused.content.decode()
    sent = SimpleUploadedFile("省厅.xlsx", sheet_of())
    page = client.post(path, {"file": sent}, follow=True).content.decode()
    assert "第 1 版草稿" in page
    assert 'colspan="7"' in page
    looked = client.get(path, {"at": "日报!B7"}).content.decode()
    assert "下级单位里没有叫“高新区”的" in looked
    ways = {"key": "日报!E5", "figure": "今日新发发热：服务对象", "period": "today"}
    tangning = Layout.objects.get().design["fills"]
    place = next(f["place"] for f in tangning if f["cell"] == "B5")
    client.post(f"{path}cell/", ways | {"place": place, "together": "1"})
    client.post(f"{path}cell/", {"key": "日报!E7", "leave": "1"})
    client.post(f"{path}settle/", {"leave": "1"})
    shown = client.get(f"{path}{DAY}/").content.decode()
    assert ">76<" in shown.replace("\n", "")
    assert "B6 砚宁 老年人情况·在院" in shown
    draft = client.get(f"{path}{DAY}/draft.xlsx")
    assert "草稿" in opened(draft.content).oddHeader.right.text
    client.post(f"/dispatch/recipients/{province.pk}/layout/publish/")
    assert Layout.objects.get().state == "published"
    assert client.get(f"/dispatch/recipients/{province.pk}/layout/1/").status_code == 200
    assert client.get(f"/dispatch/recipients/{province.pk}/layout/").status_code == 200


def test_the_paper_shows_the_filled_sheet_and_is_handed_out_as_excel_alone(client, made):
    page = client.get(f"/dispatch/{made.pk}/").content.decode()
    assert "book-grid" in page
    assert "B6 砚宁 老年人情况·在院" in page
    assert "paper.docx" not in page
    assert client.get(f"/dispatch/{made.pk}/paper.docx").status_code == 404
    assert client.get(f"/dispatch/{made.pk}/paper.xlsx").content == queries.file(made, "xlsx")
