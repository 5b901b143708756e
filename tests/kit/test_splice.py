"""Values put into a sheet's XML: in their place, in the style that is there, nothing else moved."""

from __future__ import annotations

import io
import zipfile
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import Workbook, load_workbook
from openpyxl.cell import Cell

from shouwang.kit.sheets.blank_form import FormCell, FormSheet, _cell, read_form
from shouwang.kit.sheets.fill import fill_form
from shouwang.kit.sheets.problems import UnusableFile
from shouwang.kit.sheets.reckon import hollow, reckon
from shouwang.kit.sheets.splice import splice

SHEET = (
    b'<worksheet><cols><col min="2" max="3" style="4"/></cols><sheetData>'
    b'<row r="2" s="9" customFormat="1"><c r="A2" t="s"><v>0</v></c><c r="C2" s="7"/></row>'
    b'<row r="5"><c r="B5" t="str" s="3"><f>SUM(B1:B4)</f><v>12</v></c></row><row r="6"/>'
    b"</sheetData><pageSetup/></worksheet>"
)


def test_a_value_takes_the_style_of_its_cell_row_or_column():
    told = splice(
        SHEET, {"C2": Decimal(46), "B2": Decimal("1.50"), "B3": "甲<乙", "C6": Decimal(0)}
    )
    assert b'<c r="C2" s="7"><v>46</v></c>' in told
    assert b'</c><c r="B2" s="9"><v>1.50</v></c><c r="C2"' in told
    assert b'<row r="3"><c r="B3" s="4" t="inlineStr"' in told
    assert "甲&lt;乙".encode() in told
    assert b'<row r="6"><c r="C6" s="4"><v>0</v></c></row>' in told
    assert told.startswith(SHEET[:65])
    assert told.endswith(b"</sheetData><pageSetup/></worksheet>")


def test_a_formula_is_never_filled_and_what_it_came_to_is_dropped_or_counted():
    told = splice(SHEET, {"B5": Decimal(1)})
    assert b'<c r="B5" s="3"><f>SUM(B1:B4)</f></c>' in told
    counted = splice(SHEET, {}, {"B5": Decimal(46)})
    assert b"<f>SUM(B1:B4)</f><v>46</v></c>" in counted


def test_names_with_a_prefix_and_an_empty_sheet_are_filled_too():
    told = splice(b'<x:worksheet xmlns:x="u"><x:sheetData/></x:worksheet>', {"B2": Decimal(3)})
    assert b'<x:sheetData><x:row r="2"><x:c r="B2"><x:v>3</x:v></x:c></x:row></x:sheetData>' in told


def test_a_document_type_is_refused():
    with pytest.raises(ValueError, match="document type"):
        splice(b'<!DOCTYPE a [<!ENTITY b "c">]>' + SHEET, {})


@pytest.mark.parametrize(
    "part", ["xl/worksheets/sheet1.xml", "xl/workbook.xml", "xl/_rels/workbook.xml.rels"]
)
def test_a_part_in_another_encoding_is_refused_before_and_while_filling(part: str):
    held = _parts(_book())
    text = held[part].decode().removeprefix('<?xml version="1.0" encoding="UTF-8"?>')
    for other in (
        text.encode("utf-16"),
        f'<?xml version="1.0" encoding="ISO-8859-1"?>{text}'.encode(),
        # what comes far behind is read by the reader of the XML all the same
        f'<?xml version="1.0"{" " * 300}encoding="UTF-7"?>{text}'.encode(),
        f'<?xml version="1.0"{" " * 300_000}encoding="UTF-7"?>{text}'.encode(),
    ):
        strange = _zipped({**held, part: other})
        with pytest.raises(UnusableFile, match="编码方式不常见"):
            read_form(strange)
        with pytest.raises(UnusableFile, match="编码方式不常见"):
            fill_form(strange, {"Sheet": {"A1": Decimal(1)}}, notes=("填报说明", ["无"]))


def test_characters_that_no_xml_holds_are_left_out_of_cells_and_notes():
    notes = ("填报说明", ["区县\x0b未报"])
    told = fill_form(_book(), {"Sheet": {"B2": "赵家\x07敬老院\ufffe"}}, notes=notes)
    filled = load_workbook(io.BytesIO(told))
    assert filled["Sheet"]["B2"].value == "赵家敬老院"
    assert filled["填报说明"]["A1"].value == "区县未报"


def test_a_workbook_without_a_list_of_sheets_is_refused_in_words():
    held = {**_parts(_book()), "xl/workbook.xml": b"<workbook"}
    with pytest.raises(UnusableFile, match="已损坏"):
        fill_form(_zipped(held), {}, notes=("填报说明", []))


def _book() -> bytes:
    book = Workbook()
    book.active["A1"] = "院名"
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _parts(content: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def _zipped(parts: dict[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, text in parts.items():
            archive.writestr(name, text)
    return out.getvalue()


@given(st.dictionaries(st.integers(1, 30), st.integers(0, 999), max_size=12))
def test_whatever_is_filled_the_rows_stay_in_their_order(wanted: dict[int, int]):
    told = splice(SHEET, {f"C{row}": Decimal(value) for row, value in wanted.items()})
    rows = [int(part.split(b'"')[0]) for part in told.split(b'<row r="')[1:]]
    assert rows == sorted({*rows, *wanted})


def test_plain_formulas_are_counted_and_others_left():
    texts = {"A5": "=SUM(A1:A3)-B1*2", "B5": "=A5/(1+1)", "C5": "=IF(A1>1,1,2)", "D5": "=D5+1"}
    cells = {}
    for column, (ref, formula) in enumerate(texts.items(), 1):
        assert ref
        cells[5, column] = FormCell(5, column, formula=formula)
    told = reckon(
        FormSheet("日报", 5, 4, cells), {"A1": Decimal(7), "A3": Decimal(5), "B1": Decimal(1)}
    )
    assert told == {"A5": Decimal(10), "B5": Decimal(5)}


def test_a_formula_over_blanks_alone_comes_to_nothing_and_is_told():
    cells = {
        (5, column): FormCell(5, column, formula=formula)
        for column, formula in enumerate(
            ("=SUM(A1:A4)", "=SUM(B1:B4)", "=A5+B5", "=B5*100", "=1+2", "=D5+0"), 1
        )
    }
    sheet, values = FormSheet("日报", 5, 6, cells), {"A2": Decimal(0)}
    assert reckon(sheet, values) == {"A5": 0, "C5": 0, "E5": 3}
    assert hollow(sheet, values) == ["B5", "D5", "F5"]


def test_a_large_number_of_the_form_keeps_its_digits_and_an_endless_one_is_no_number():
    book = Workbook()
    book.active.append([3418620, 3418620.25, "=A1+1", 100.0])
    out = io.BytesIO()
    book.save(out)
    (sheet,) = read_form(out.getvalue())
    assert [sheet.at(1, column).text for column in (1, 2, 4)] == ["3418620", "3418620.25", "100"]
    assert reckon(sheet, {}) == {"C1": Decimal(3418621)}
    assert not _cell(Cell(book.active, row=2, column=1, value=float("inf"))).is_number
    huge = FormCell(1, 1, "1" + "0" * 999_999, is_number=True)
    cells = {(1, 1): huge, (1, 2): FormCell(1, 2, formula="=A1*A1")}
    assert reckon(FormSheet("日报", 1, 2, cells), {}) == {}
