"""Whatever somebody sends is read or refused in a Chinese sentence, never with a stack trace."""

from __future__ import annotations

import io
import zipfile

import pytest
from docx import Document
from pypdf import PdfWriter

from shouwang.checking.extract import LIMITS, UnusableFile, extract, from_path
from shouwang.checking.extract_pdf import paragraphs
from shouwang.papers import fonts
from shouwang.papers.layout.pdf import to_pdf
from tests.checking import wps
from tests.papers.samples import bulletin

TEXT = "截至2月11日16时，全市在院300人。\n二、下步打算"
BODY = '<w:document xmlns:w="urn:x"><w:body>{}</w:body></w:document>'


def word(**parts: str) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name.replace("__", "/"), content)
    return made.getvalue()


def document(body: str) -> bytes:
    return word(**{"word__document.xml": BODY.format(body)})


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16", "utf-16-le"])
def test_a_text_file_is_read_in_the_encodings_that_offices_use(encoding):
    assert extract(TEXT.encode(encoding)).text == TEXT


def test_line_ends_of_windows_count_as_one_character():
    assert extract(TEXT.replace("\n", "\r\n").encode()).text == TEXT


def test_a_word_file_gives_paragraphs_tables_cell_by_cell_and_its_header():
    made = Document()
    made.sections[0].header.paragraphs[0].text = "内部资料注意保存"
    made.add_paragraph("截至2月11日，全市在院")
    made.paragraphs[0].add_run("300").bold = True
    made.paragraphs[0].add_run("人。")
    table = made.add_table(rows=2, cols=2)
    for cell, words in zip(table._cells, ("单位", "在院", "棠宁区", "198"), strict=True):
        cell.text = words
    stream = io.BytesIO()
    made.save(stream)
    lines = extract(stream.getvalue()).text.split("\n")
    assert lines[0] == "内部资料注意保存"
    assert "截至2月11日，全市在院300人。" in lines
    assert lines[-2:] == ["单位\t在院", "棠宁区\t198"]


def test_words_that_were_deleted_while_tracking_changes_are_not_read():
    tracked = "<w:p><w:r><w:t>在院</w:t></w:r><w:del><w:r><w:delText>299</w:delText></w:r></w:del>"
    tracked += "<w:ins><w:r><w:t>300</w:t></w:r></w:ins><w:r><w:t>人</w:t></w:r></w:p>"
    assert extract(document(tracked)).text == "在院300人"


def test_a_table_within_a_table_is_read_once():
    inner = "<w:tbl><w:tr><w:tc><w:p><w:r><w:t>里</w:t></w:r></w:p></w:tc></w:tr></w:tbl>"
    outer = f"<w:tbl><w:tr><w:tc>{inner}</w:tc></w:tr></w:tbl>"
    assert extract(document(outer)).text.count("里") == 1


def test_a_file_of_wps_is_read_whole_and_its_text_box_once():
    found = extract(wps.document("全市在院300人，在岗115人。", box="今日解除1人。", picture=5_000))
    assert found.text.split() == ["全市在院300人，在岗115人。", "今日解除1人。"]


def test_macros_and_links_elsewhere_are_left_alone_and_said():
    relations = (
        '<Relationships><Relationship Id="a" Type="x/attachedTemplate" TargetMode="External"'
        ' Target="http://example.test/a.dotm"/></Relationships>'
    )
    made = word(
        **{
            "word__document.xml": BODY.format("<w:p><w:r><w:t>在院300人</w:t></w:r></w:p>"),
            "word__vbaProject.bin": "Sub AutoOpen",
            "word___rels__document.xml.rels".replace("___rels", "/_rels"): relations,
        }
    )
    found = extract(made)
    assert found.text == "在院300人"
    assert any("宏" in note for note in found.notes)
    assert any("外部" in note for note in found.notes)


def test_a_pdf_of_ours_reads_as_it_was_written():
    fonts.build()
    found = extract(to_pdf(bulletin()))
    assert "疫情防控" in found.text


def test_lines_of_a_pdf_become_paragraphs_again_and_page_numbers_go():
    page = "截至2月11日16时，全市应报二百三十一家，已报二百\n零六家。\n— 3 —\n一、基本情况"
    assert paragraphs([page]) == [
        "截至2月11日16时，全市应报二百三十一家，已报二百零六家。",
        "一、基本情况",
    ]


def scan() -> bytes:
    writer = PdfWriter()
    writer.add_blank_page(width=300, height=400)
    made = io.BytesIO()
    writer.write(made)
    return made.getvalue()


def locked() -> bytes:
    writer = PdfWriter()
    writer.add_blank_page(width=300, height=400)
    writer.encrypt("secret", algorithm="RC4-128")
    made = io.BytesIO()
    writer.write(made)
    return made.getvalue()


def billion_laughs() -> bytes:
    entities = '<!DOCTYPE a [<!ENTITY b "bbbbbbbb"><!ENTITY c "&b;&b;&b;&b;">]>'
    return word(**{"word__document.xml": entities + BODY.format("<w:p>&c;</w:p>")})


BAD = {
    "empty": (lambda: b"", "空"),
    "blank": (lambda: b" \n \n", "没有文字"),
    "scan": (scan, "扫描"),
    "locked": (locked, "密码"),
    "torn pdf": (lambda: b"%PDF-1.7\n1 0 obj <<", "损坏"),
    "torn word": (lambda: document("<w:p/>")[:-30], "损坏"),
    "broken xml": (lambda: document("<w:p>"), "损坏"),
    "entities": (billion_laughs, "损坏"),
    "bomb": (lambda: document("<w:p/>" + " " * 40_000_000), "压缩"),
    "workbook": (lambda: word(**{"xl__workbook.xml": "<a/>"}), "表格"),
    "archive": (lambda: word(**{"a.txt": "x"}), "压缩包"),
    "old word": (lambda: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, ".docx"),
    "picture": (lambda: b"\x89PNG\r\n\x1a\n" + b"\0" * 99, "图片"),
    "bytes": (lambda: bytes(range(256)) * 40, "读不出"),
    "too large": (lambda: b"a" * (LIMITS.file_bytes + 1), "50 MB"),
    "too long": (lambda: "字".encode() * 200_001, "200000"),
}


@pytest.mark.parametrize("name", BAD)
def test_what_cannot_be_read_is_refused_with_the_way_out(name):
    made, why = BAD[name]
    with pytest.raises(UnusableFile) as refusal:
        extract(made())
    assert why in refusal.value.why_zh


def test_a_file_that_is_not_there_is_said(tmp_path):
    with pytest.raises(UnusableFile, match="找不到"):
        from_path(tmp_path / "none.docx")
