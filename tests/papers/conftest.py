"""Papers need their typefaces: built here when the assets were not."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator

import pdfplumber
import pytest

from shouwang.papers import fonts
from shouwang.papers.layout.model import PaperLayout
from shouwang.papers.layout.pdf import to_pdf

Opened = Callable[[PaperLayout], pdfplumber.PDF]


@pytest.fixture(scope="session", autouse=True)
def typefaces() -> None:
    """The typefaces, made from the npm packages unless they are up to date."""
    fonts.build()


@pytest.fixture
def opened() -> Iterator[Opened]:
    """Sets a paper as PDF and opens it to be measured."""
    files: list[pdfplumber.PDF] = []

    def open_paper(layout: PaperLayout) -> pdfplumber.PDF:
        files.append(pdfplumber.open(io.BytesIO(to_pdf(layout))))
        return files[-1]

    yield open_paper
    for file in files:
        file.close()
