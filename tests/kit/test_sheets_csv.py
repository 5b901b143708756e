"""Text files of tables: encodings, delimiters, quotes."""

from __future__ import annotations

import io

import pytest

from shouwang.kit.sheets.read import (
    Limits,
    UnusableFile,
    open_table,
)
from tests.kit.sheet_files import (
    DATA,
    read_all,
)


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
