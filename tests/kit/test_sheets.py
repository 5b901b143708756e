"""Tables from anybody: what people's Excel and CSV files do to each other, and what is refused."""

from __future__ import annotations

import csv
import datetime as dt
import io
import struct
import zipfile
from decimal import Decimal
from pathlib import Path

import pytest
import xlsxwriter
from hypothesis import given
from hypothesis import strategies as st

from shouwang.kit.sheets.cellscan import exact_extent, quick_extent
from shouwang.kit.sheets.read import (
    BadValue,
    CellError,
    Limits,
    Problem,
    Table,
    UnusableFile,
    open_table,
    parse_date,
    parse_int,
    parse_number,
)

DATA = Path(__file__).parents[1] / "data"
CONTENT_TYPES = (
    '<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/'
    'content-types"><Default Extension="xml" ContentType="application/xml"/><Override '
    'PartName="/xl/workbook.xml" ContentType="application/vnd.openxmlformats-officedocument.'
    'spreadsheetml.sheet.main+xml"/></Types>'
)
WORKBOOK = (
    '<?xml version="1.0"?><workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/'
    'main" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"><sheets>'
    '<sheet name="a" sheetId="1" r:id="rId1"/></sheets></workbook>'
)
RELATIONS = (
    '<?xml version="1.0"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/'
    'relationships"><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/'
    'officeDocument/2006/relationships/worksheet" Target="worksheets/sheet1.xml"/></Relationships>'
)
ROOT = RELATIONS.replace("/worksheet", "/officeDocument").replace(
    "worksheets/sheet1.xml", "xl/workbook.xml"
)
SHEET = (
    '<?xml version="1.0"?><worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/'
    'main"><sheetData>%s</sheetData></worksheet>'
)


def read_all(content: bytes | str, **options: object) -> tuple[list[str], list[tuple[int, dict]]]:
    raw = content.encode() if isinstance(content, str) else content
    with open_table(io.BytesIO(raw), **options) as table:  # type: ignore[arg-type]
        return table.columns, [(row.number, row.cells) for row in table]


def excel(fill) -> bytes:
    stream = io.BytesIO()
    book = xlsxwriter.Workbook(stream, {"in_memory": True})
    fill(book, book.add_worksheet("日报"))
    book.close()
    return stream.getvalue()


def raw_xlsx(rows: str, *, shape: str = SHEET, **more: str | bytes) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", CONTENT_TYPES)
        archive.writestr("_rels/.rels", ROOT)
        archive.writestr("xl/workbook.xml", WORKBOOK)
        archive.writestr("xl/_rels/workbook.xml.rels", RELATIONS)
        archive.writestr("xl/worksheets/sheet1.xml", shape % rows if "%s" in shape else shape)
        for name, content in more.items():
            archive.writestr(name, content)
    return stream.getvalue()


def why_refused(content: bytes, **options: object) -> str:
    with pytest.raises(UnusableFile) as refusal:
        read_all(content, **options)
    assert refusal.value.why_zh == str(refusal.value)
    return refusal.value.why_zh


def read_or_refused(content: bytes) -> bool:
    """Read everything, or be refused in words: any other exception fails the test."""
    try:
        read_all(content)
    except UnusableFile as refusal:
        return bool(refusal.why_zh)
    return True


# --- CSV and its relatives -------------------------------------------------------------------


def test_the_real_file_is_read_row_by_row_with_the_numbers_excel_shows():
    with open_table(DATA / "facilities_ky.csv", expected=["ctp_id", "county", "date"]) as table:
        rows = list(table)
    assert len(table.columns) == 43
    assert (table.encoding, table.delimiter, table.header_row) == ("utf-8", ",", 1)
    assert table.rows_at_most == len(rows) == 13_361
    assert (rows[0].number, rows[-1].number) == (2, 13_362)
    assert rows[0].cells["ctp_id"] == "KY00027"
    assert not [row for row in rows if row.problem or row.short]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16", "utf-16-le"])
@pytest.mark.parametrize("mark", [",", "\t", ";", "，"])
def test_every_usual_encoding_and_delimiter_reads_the_same(encoding, mark):
    lines = [["机构", "在院"], ["棠汀敬老院", "45"], ["镕喆护理院", "１２"]]
    text = "\r\n".join(mark.join(line) for line in lines)
    columns, rows = read_all(text.encode(encoding))
    assert columns == ["机构", "在院"]
    assert rows == [
        (2, {"机构": "棠汀敬老院", "在院": "45"}),
        (3, {"机构": "镕喆护理院", "在院": "１２"}),
    ]


def test_quoted_line_breaks_and_blank_lines_keep_excels_row_numbers():
    columns, rows = read_all('id,note\n1,"two\nlines"\n\n3,x\n')
    assert columns == ["id", "note"]
    assert [number for number, _ in rows] == [2, 4]
    assert rows[0][1]["note"] == "two\nlines"


def test_a_row_with_too_many_cells_is_reported_and_a_short_one_counts_its_gaps():
    with open_table(io.BytesIO(b"a,b,c\n1,2,3,4\n5\n6,7,8,,\n")) as table:
        many, short, padded = list(table)
    assert many.problem is not None
    assert (many.problem.row, many.problem.value) == (2, "4")
    assert short.short == 2
    assert short.problem is None
    assert short.cells == {"a": "5", "b": "", "c": ""}
    assert padded.problem is None


def test_an_unclosed_quote_is_named_where_it_begins():
    text = 'id,note\n1,ok\n2,"never closed\n' + "3,x\n" * 500
    with open_table(io.BytesIO(text.encode())) as table:
        rows = list(table)
    assert rows[-1].number == 3
    assert rows[-1].problem is not None
    assert "双引号" in rows[-1].problem.why


def test_the_line_sep_that_excel_writes_is_obeyed():
    columns, rows = read_all("sep=;\na;b\n1,5;2\n")
    assert columns == ["a", "b"]
    assert rows == [(2, {"a": "1,5", "b": "2"})]


def test_too_many_rows_are_refused_before_the_first_is_handed_out():
    text = "id,n\n" + "1,2\n" * 1100
    with pytest.raises(UnusableFile, match="1000"):
        open_table(io.BytesIO(text.encode()), limits=Limits(rows=1000))


def test_a_stream_that_cannot_be_rewound_is_read_too():
    class Pipe(io.BytesIO):
        def seekable(self) -> bool:
            return False

    with open_table(Pipe("机构,在院\n甲,1\n".encode())) as table:
        assert [row.cells["在院"] for row in table] == ["1"]


def test_closing_the_table_leaves_the_callers_file_open():
    source = io.BytesIO(b"a,b\n1,2\n")
    with open_table(source) as table:
        list(table)
    assert not source.closed


# --- Excel -------------------------------------------------------------------------------------


def test_merged_heads_titles_and_styled_blanks_give_joined_names_and_the_filled_rows_only():
    def fill(book, sheet):
        grey = book.add_format({"bg_color": "#eeeeee"})
        sheet.merge_range("A1:D1", "各机构情况统计表")
        sheet.merge_range("A2:A3", "机构")
        sheet.merge_range("B2:C2", "服务对象")
        sheet.merge_range("D2:D3", "填报日期")
        sheet.write("B3", "确诊")
        sheet.write("C3", "死亡")
        sheet.write_row("A4", ["棠汀敬老院", "12 ", "'3"])
        sheet.write_row("A6", ["望岫敬老院", 4, 0])
        sheet.write_datetime("D4", dt.date(2020, 1, 26), book.add_format({"num_format": 14}))
        for row in (9, 50_000, 1_048_575):
            sheet.write_blank(row, 3, None, grey)

    content = excel(fill)
    columns, rows = read_all(content, expected=["机构", "服务对象/确诊", "填报日期"])
    assert columns == ["机构", "服务对象/确诊", "服务对象/死亡", "填报日期"]
    assert [number for number, _ in rows] == [4, 6]
    assert [parse_int(cells["服务对象/确诊"]) for _, cells in rows] == [12, 4]
    assert [parse_int(cells["服务对象/死亡"]) for _, cells in rows] == [3, 0]
    assert parse_date(rows[0][1]["填报日期"]) == dt.date(2020, 1, 26)
    assert parse_date(rows[1][1]["填报日期"]) is None
    assert read_all(content, expected=["机构", "确诊", "死亡"])[0][1:3] == ["确诊", "死亡"]


def test_formulas_give_their_cached_value_and_lost_ones_are_errors_not_blanks():
    def fill(_book, sheet):
        sheet.write_row("A1", ["机构", "在院", "在岗", "备注"])
        sheet.write("A2", "甲")
        sheet.write_formula("B2", "=40+5", None, 45)
        sheet.write_formula("C2", "=#REF!", None, "#REF!")
        sheet.write_formula("D2", '="合"&"计"', None, "合计")

    _, [(number, cells)] = read_all(excel(fill))
    assert number == 2
    assert parse_int(cells["在院"]) == 45
    assert cells["在岗"] == CellError("#REF!")
    assert cells["备注"] == "合计"
    with pytest.raises(BadValue, match="公式错误"):
        parse_number(cells["在岗"])


def test_a_formula_nobody_has_worked_out_is_an_error_not_a_blank():
    content = raw_xlsx(
        '<row r="1"><c r="A1" t="inlineStr"><is><t>在院</t></is></c>'
        '<c r="B1" t="inlineStr"><is><t>在岗</t></is></c></row>'
        '<row r="2"><c r="A2"><f>1+1</f></c><c r="B2"><v>3</v></c></row>'
    )
    _, [(_, cells)] = read_all(content)
    assert isinstance(cells["在院"], CellError)
    assert parse_int(cells["在岗"]) == 3


@pytest.mark.parametrize("empty", ["<v/>", "<v />", "<v></v>"])
def test_an_empty_value_beside_a_formula_is_not_a_blank_unless_it_is_a_text(empty):
    content = raw_xlsx(
        '<row r="1"><c r="A1" t="inlineStr"><is><t>在院</t></is></c>'
        '<c r="B1" t="inlineStr"><is><t>备注</t></is></c></row>'
        f'<row r="2"><c r="A2"><f>40+6</f>{empty}</c><c r="B2" t="str"><f>T(1)</f>{empty}</c></row>'
        '<row r="3"><c r="A3"><f>1+1</f><v>2</v></c></row>'
    )
    _, [(_, cells), (_, after)] = read_all(content)
    assert isinstance(cells["在院"], CellError)
    assert not cells["备注"]
    assert parse_int(after["在院"]) == 2


def test_a_name_merged_over_several_rows_holds_for_each_but_a_number_does_not():
    def fill(_book, sheet):
        sheet.write_row("A1", ["县", "机构", "口罩"])
        sheet.merge_range("A2:A4", "穗原县")
        sheet.merge_range("C2:C4", 300)
        for row, name in enumerate(["甲", "乙", "丙"], 1):
            sheet.write(row, 1, name)

    _, rows = read_all(excel(fill))
    assert [cells["县"] for _, cells in rows] == ["穗原县"] * 3
    assert [parse_int(cells["口罩"]) for _, cells in rows] == [300, None, None]


def test_the_sheet_whose_head_is_expected_is_chosen_and_hidden_ones_are_not():
    def fill(book, sheet):
        sheet.write_row("A1", ["说明", "请勿修改"])
        hidden = book.add_worksheet("旧")
        hidden.write_row("A1", ["机构", "在院"])
        hidden.hide()
        data = book.add_worksheet("数据")
        data.write_row("B3", ["机构", "在院"])
        data.write_row("B4", ["甲", 5])

    with open_table(io.BytesIO(excel(fill)), expected=["机构", "在院"]) as table:
        rows = list(table)
    assert (table.sheet, table.header_row) == ("数据", 3)
    assert [(row.number, row.cells["机构"], row.cells["在院"]) for row in rows] == [(4, "甲", 5)]


def test_old_excel_files_are_read_with_their_errors_and_without_their_styled_blanks():
    with open_table(DATA / "old_excel.xls", expected=["机构", "日期", "在院"]) as table:
        rows = list(table)
    assert (table.header_row, table.rows_at_most) == (2, 2)
    assert [row.number for row in rows] == [3, 4]
    assert parse_date(rows[0].cells["日期"]) == dt.date(2020, 1, 26)
    assert parse_int(rows[0].cells["在岗"]) == 12
    assert rows[1].cells["在院"] == CellError("#REF!")


def test_a_column_name_that_stands_twice_is_refused():
    assert "在院" in why_refused("机构,在院,在院\n甲,1,2\n".encode())


# --- what is refused -----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("content", "word"),
    [
        (b"", "空"),
        (b"%PDF-1.7 ...", "PDF"),
        (b"\x89PNG\r\n\x1a\n", "图片"),
        (b"\xff\xd8\xff\xe0", "图片"),
        (b"<html><table><tr><td>1</td></tr></table></html>", "网页"),
        (b'<?xml version="1.0"?><Workbook/>', "XML"),
        (b"\x00\x01\x02\x03" * 200, "不是"),
        (b"PK\x03\x04 not a zip at all", "损坏"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 40, "损坏"),
        (b"name,note\nCaf\xe9,\xff\xff\n", "不是 Excel 文件"),
    ],
)
def test_another_kind_of_file_under_a_tables_name_is_told_apart(content, word):
    assert word in why_refused(content, filename="日报.xlsx")


@pytest.mark.parametrize("name", ["名单.xlsx", "名单.XLSM", "名单.xls"])
def test_a_text_renamed_to_excel_is_told_so_with_its_name_and_how_it_begins(name):
    why = why_refused(
        "会议通知：\n请各院今日上报".encode(), filename=name, expected=["姓名", "房间"]
    )
    assert name in why
    assert "不是 Excel 文件" in why
    assert "会议通知： 请各院" in why
    assert "缺少" not in why
    assert ".csv" in why
    assert "编码" in why_refused(b"name,note\nCaf\xe9,\xff\xff\n", filename="名单.csv")


@pytest.mark.parametrize("name", ["名单.csv", "名单.xls", ""])
def test_a_gb18030_text_is_read_under_its_own_name_and_that_of_an_old_export(name):
    content = "姓名,房间\n赵庚,201\n".encode("gb18030")
    assert read_all(content, filename=name, expected=["姓名", "房间"]) == (
        ["姓名", "房间"],
        [(2, {"姓名": "赵庚", "房间": "201"})],
    )


def test_a_word_document_renamed_is_told_apart():
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        archive.writestr("[Content_Types].xml", CONTENT_TYPES)
        archive.writestr("word/document.xml", "<w/>")
    assert "Word" in why_refused(stream.getvalue(), filename="日报.xlsx")


def test_a_bomb_that_declares_itself_is_refused_unopened():
    bomb = raw_xlsx("", **{"xl/media/big.xml": b" " * (40 << 20)})
    assert len(bomb) < 100_000
    assert "压缩炸弹" in why_refused(bomb)
    assert "解压后" in why_refused(bomb, limits=Limits(inflated_bytes=10 << 20))


def test_a_bomb_that_lies_about_its_size_is_stopped_while_it_inflates():
    bomb = bytearray(raw_xlsx("", **{"xl/sharedStrings.xml": b"<a>" + b" " * (40 << 20)}))
    size = (40 << 20) + 3
    lie = (1000).to_bytes(4, "little")
    assert bomb.count(size.to_bytes(4, "little")) >= 1
    assert "不符" in why_refused(bytes(bomb).replace(size.to_bytes(4, "little"), lie))


def test_two_far_cells_do_not_lay_out_the_seventeen_billion_between_them():
    content = raw_xlsx(
        '<row r="1"><c r="A1"><v>1</v></c></row>'
        '<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>'
    )
    assert "范围过大" in why_refused(content)


def test_quick_and_exact_looks_at_a_sheet_agree_and_the_odd_ones_are_looked_at_closely():
    usual = (
        '<row r="2"><c r="B2" s="1"/><c r="C2" s="1"><v>4</v></c><c r="D2" t="s"><v>0</v></c></row>'
    )
    odd = [
        usual.replace('r="C2" s="1"', 's="1" r="C2"'),
        usual.replace("<c ", "<x:c ").replace("</c>", "</x:c>"),
        usual.replace('t="s"', "t = 'e'"),
        usual.replace("<v>4</v>", "<f>1+1</f>"),
        usual + "<!-- <c r='A1'> -->",
    ]
    space = SHEET.replace("<worksheet", '<worksheet xmlns:x="http://schemas.openxmlformats.org/x"')
    quick = quick_extent([(space % usual).encode()], Limits())
    exact = exact_extent([(space % usual).encode()])
    assert quick == exact
    assert (exact.first_row, exact.last_row, exact.first_column, exact.last_column) == (1, 1, 2, 3)
    for rows in odd:
        raw = (space % rows).encode()
        assert quick_extent([raw], Limits()) is None
        assert exact_extent([raw]).last_column == 3


def test_entities_that_multiply_are_refused():
    laughs = '<!DOCTYPE a [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;">]>'
    shape = SHEET.replace("?><worksheet", f"?>{laughs}<worksheet")
    cell = '<row r="1"><c r="A1"><v>1</v></c></row>'
    assert "不予打开" in why_refused(raw_xlsx(cell, shape=shape))


def test_a_truncated_excel_file_is_refused():
    whole = excel(lambda _book, sheet: sheet.write_row("A1", ["机构", "在院"]))
    for cut in (len(whole) // 3, len(whole) - 30):
        assert "损坏" in why_refused(whole[:cut])


@pytest.mark.parametrize(
    ("stream", "word"),
    [("EncryptedPackage", "密码"), ("WordDocument", "Word"), ("Contents", "不是 Excel")],
)
def test_a_password_or_a_word_document_in_the_old_container_is_told_apart(stream, word):
    raw = bytearray((DATA / "old_excel.xls").read_bytes())
    at = raw.index("Workbook".encode("utf-16-le"))
    name = stream.encode("utf-16-le")
    raw[at : at + 64] = name.ljust(64, b"\0")
    raw[at + 64 : at + 66] = (len(name) + 2).to_bytes(2, "little")
    assert word in why_refused(bytes(raw), filename="日报.xlsx")


def test_an_old_sheet_that_claims_millions_of_cells_gets_no_memory_set_aside():
    raw = bytearray((DATA / "old_excel.xls").read_bytes())
    at = raw.index(b"\x00\x02\x0e\x00") + 4  # DIMENSIONS: first and last row, first and last column
    raw[at : at + 12] = struct.pack("<IIHH", 0, 4_000_000, 0, 250)
    assert "损坏" in why_refused(bytes(raw))


def test_an_old_file_whose_sectors_run_in_a_circle_is_refused():
    raw = bytearray((DATA / "old_excel.xls").read_bytes())
    table_sector = int.from_bytes(raw[76:80], "little")
    at = (table_sector + 1) * 512
    raw[at : at + 4] = (0).to_bytes(4, "little")  # sector 0 follows itself
    assert "损坏" in why_refused(bytes(raw))


def test_a_file_that_is_too_large_is_refused_by_its_size_alone():
    assert "超过" in why_refused(b"a,b\n1,2\n" * 300_000, limits=Limits(file_bytes=1 << 20))


@given(st.binary(max_size=600))
def test_no_bytes_whatever_raise_anything_but_unusable_file(content):
    assert read_or_refused(content)


@given(st.integers(0, 9000), st.binary(min_size=1, max_size=40), st.sampled_from(["xls", "xlsx"]))
def test_no_damage_to_a_good_file_raises_anything_but_unusable_file(at, damage, kind):
    raw = bytearray(GOOD[kind])
    at %= len(raw)
    raw[at : at + len(damage)] = damage
    assert read_or_refused(bytes(raw))


def _good_xlsx(book, sheet):
    sheet.write_row("A1", ["机构", "在院"])
    for row in range(1, 40):
        sheet.write_row(row, 0, [f"第{row}敬老院", row])


GOOD = {"xls": (DATA / "old_excel.xls").read_bytes(), "xlsx": excel(_good_xlsx)}


# --- values ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("cell", "number"),
    [
        ("12", "12"),
        (" １２ ", "12"),
        ("'12", "12"),
        ("‘12", "12"),
        ("1,234", "1234"),
        ("1，234，567", "1234567"),
        ("12,3456", "123456"),
        ("\u00a012\u3000", "12"),
        ("\ufeff3\u200b", "3"),
        ("－3.50", "-3.50"),
        ("98.7%", "0.987"),
        ("９８．７％", "0.987"),
        ("1.5e3", "1.5e3"),
        (12, "12"),
        (12.0, "12"),
        (0.1 + 0.2, "0.3"),
        (1e15, "1000000000000000"),
        ("0", "0"),
        (0, "0"),
    ],
)
def test_numbers_are_read_in_every_dress(cell, number):
    assert parse_number(cell) == Decimal(number)


@pytest.mark.parametrize("cell", [None, "", " ", "\u00a0", "\u3000", "'", "\u200b"])
def test_a_blank_is_absent_and_never_zero(cell):
    assert parse_number(cell) is None
    assert parse_int(cell) is None
    assert parse_date(cell) is None


@pytest.mark.parametrize(
    ("cell", "word"),
    [
        ("无", "不是数字"),
        ("-", "不是数字"),
        ("12人", "混有文字"),
        ("1,23", "千位"),
        ("1.2.3", "混有文字"),
        ("#REF!", "公式错误"),
        (True, "是/否"),
        (dt.date(2020, 1, 26), "日期"),
        ("1e99", "过大"),
        (float("nan"), "过大"),
        ("十二", "不是数字"),
        ("NaN", "不是数字"),
        ("1_000", "混有文字"),
    ],
)
def test_what_is_no_number_says_why(cell, word):
    with pytest.raises(BadValue, match=word) as bad:
        parse_number(cell)
    assert bad.value.why_zh


def test_a_part_of_a_person_is_refused():
    with pytest.raises(BadValue, match="整数"):
        parse_int("12.5")
    assert parse_int("12.0") == 12


@pytest.mark.parametrize(
    "cell",
    [
        dt.date(2020, 1, 26),
        dt.datetime(2020, 1, 26, 8, 30),  # noqa: DTZ001 (Excel knows no zones)
        "2020-01-26",
        "2020/1/26",
        "2020.1.26",
        "2020年1月26日",
        "２０２０年１月２６日",
        "2020 年 01 月 26 日",
        "20200126",
        20200126,
        20200126.0,
        "2020-01-26 08:30",
        "2020-01-26T08:30:00+08:00",
        43856,
        "43856",
        43856.354,
    ],
)
def test_days_are_read_in_every_dress(cell):
    assert parse_date(cell) == dt.date(2020, 1, 26)


@pytest.mark.parametrize(
    "cell", ["2020年2月30日", "20201301", "1月26日", "明天", "12", True, "5/6/20"]
)
def test_what_is_no_day_or_has_no_year_says_why(cell):
    with pytest.raises(BadValue) as bad:
        parse_date(cell)
    assert bad.value.why_zh


def test_a_mapping_may_say_how_its_days_are_written():
    assert parse_date("26.01.20", formats=("%d.%m.%y",)) == dt.date(2020, 1, 26)


def test_a_problem_prints_as_the_command_line_shows_it():
    problem = Problem(7, "在院", "abc", "不是数字")
    assert problem.as_dict() == {"row": 7, "column": "在院", "value": "abc", "why": "不是数字"}


@given(
    st.decimals(
        allow_nan=False, allow_infinity=False, min_value=-(10**12), max_value=10**12, places=4
    )
)
def test_any_number_comes_back_however_it_is_dressed(number):
    assert parse_number(str(number)) == number
    assert parse_number(f"{number:,}") == number
    wide = str.maketrans("0123456789.-", "０１２３４５６７８９．－")
    assert parse_number(str(number).translate(wide)) == number


@given(st.dates(min_value=dt.date(1901, 1, 1), max_value=dt.date(2199, 12, 31)))
def test_any_day_comes_back_however_it_is_written(day):
    for text in (
        day.isoformat(),
        f"{day:%Y%m%d}",
        f"{day.year}年{day.month}月{day.day}日",
        str((day - dt.date(1899, 12, 30)).days),
    ):
        assert parse_date(text) == day


cells = st.text(
    st.characters(codec="utf-8", exclude_characters="\x00\r\n", exclude_categories=["Cs", "Cc"]),
    max_size=12,
)


@given(st.lists(st.tuples(cells, cells), min_size=1, max_size=8))
def test_any_text_survives_csv(rows):
    stream = io.StringIO()
    csv.writer(stream).writerows([("左", "右"), *rows])
    columns, found = read_all(stream.getvalue())
    assert columns == ["左", "右"]
    kept = [row for row in rows if any(row)]
    assert [(cells["左"], cells["右"]) for _, cells in found] == kept


def test_table_is_what_open_table_returns():
    with open_table(io.BytesIO(b"a,b\n1,2\n")) as table:
        assert isinstance(table, Table)
