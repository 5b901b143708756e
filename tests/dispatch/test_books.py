"""A superior's own Excel: filled each day, nothing else moved; amended; handed out."""

from __future__ import annotations

import io
import zipfile

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from shouwang.dispatch import queries
from shouwang.dispatch.actions import books, dispatches, recipients
from shouwang.dispatch.layouts import composing
from shouwang.dispatch.models import Dispatch, Layout
from shouwang.dispatch.sending import board
from shouwang.figures.actions import rollups
from shouwang.orgs.kinds import Kind
from tests.cast import DAY, at, make_unit
from tests.dispatch.conftest import EVENING, sign
from tests.dispatch.superiors import NINE, damaged, opened, sheet_of, told, upload


@pytest.fixture
def made(confirmed, signed, province, city) -> Dispatch:
    return dispatches.make(recipient=province, day=DAY, by=city, at=EVENING)


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


def test_the_untouched_parts_of_the_file_are_the_same_to_the_byte(made):
    files = (sheet_of(), queries.file(made, "xlsx"))
    before, after = (zipfile.ZipFile(io.BytesIO(one)) for one in files)
    for name in ("xl/styles.xml", "xl/theme/theme1.xml"):
        assert after.read(name) == before.read(name)


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
