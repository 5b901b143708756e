"""What a paper's files say."""

from __future__ import annotations

import io

import pdfplumber
from docx import Document


def cells(sheet) -> list[list]:
    return [[cell.value for cell in row] for row in sheet.iter_rows()]


def row_of(sheet, name: str) -> list:
    return next(row for row in cells(sheet) if row[0] == name)


def pdf_text(content: bytes) -> str:
    with pdfplumber.open(io.BytesIO(content)) as opened:
        return "\n".join(page.extract_text() for page in opened.pages).replace(" ", "")


def docx_text(content: bytes) -> str:
    document = Document(io.BytesIO(content))
    rows = [cell.text for t in document.tables for row in t.rows for cell in row.cells]
    return "\n".join([*(p.text for p in document.paragraphs), *rows])
