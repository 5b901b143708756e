"""Excel files of people: merged heads, formulas, hidden sheets, old files."""

from __future__ import annotations

import datetime as dt
import io

import pytest

from shouwang.kit.sheets.read import (
    BadValue,
    CellError,
    open_table,
    parse_date,
    parse_int,
    parse_number,
)
from tests.kit.sheet_files import (
    DATA,
    excel,
    raw_xlsx,
    read_all,
    why_refused,
)


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
