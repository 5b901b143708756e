"""What is refused, and in which words: other files, bombs, damage."""

from __future__ import annotations

import io
import struct
import zipfile

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shouwang.kit.sheets.cellscan import exact_extent, quick_extent
from shouwang.kit.sheets.read import (
    Limits,
)
from tests.kit.sheet_files import (
    CONTENT_TYPES,
    DATA,
    SHEET,
    excel,
    raw_xlsx,
    read_all,
    read_or_refused,
    why_refused,
)


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


@pytest.mark.parametrize("encoding", ["GBK", "UTF-7", "nothing"])
@pytest.mark.parametrize("part", ["xl/worksheets/sheet1.xml", "xl/workbook.xml"])
def test_a_part_in_an_encoding_that_is_not_read_is_refused_in_words(part, encoding):
    with zipfile.ZipFile(io.BytesIO(raw_xlsx('<row r="1"><c r="A1"><v>1</v></c></row>'))) as whole:
        held = {name: whole.read(name) for name in whole.namelist()}
    declared = f'<?xml version="1.0" encoding="{encoding}"?>'.encode()
    held[part] = held[part].replace(b'<?xml version="1.0"?>', declared)
    strange = io.BytesIO()
    with zipfile.ZipFile(strange, "w") as archive:
        for name, content in held.items():
            archive.writestr(name, content)
    assert "编码方式不常见" in why_refused(strange.getvalue())


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
