"""``shouwang brief`` writes what can be sent, and says in one line what cannot be used."""

from __future__ import annotations

import io
import json
import re
from argparse import ArgumentParser

import pdfplumber
import pytest
from docx import Document

from shouwang.config.commands import brief
from shouwang.kit import registry
from tests.briefs.conftest import EVENING
from tests.cast import DAY
from tests.reporting.stage import set_clock


def run(*words: str) -> int:
    parser = ArgumentParser()
    brief.add_arguments(parser)
    return brief.run(parser.parse_args(words))


@pytest.fixture
def folder(two_days, monkeypatch, tmp_path):
    """The three files of today."""
    set_clock(monkeypatch, EVENING)
    out = tmp_path / "made" / "here"
    assert run("--unit", "LC", "--day", DAY.isoformat(), "--out", str(out)) == 0
    return out


def text_of(pdf: bytes) -> str:
    with pdfplumber.open(io.BytesIO(pdf)) as opened:
        return re.sub(r"\s", "", "".join(page.extract_text() for page in opened.pages))


def test_word_pdf_and_figures_state_the_same(folder):
    told = json.loads((folder / "figures.json").read_text(encoding="utf-8"))
    word = "".join(p.text for p in Document(str(folder / "brief.docx")).paragraphs)
    printed = text_of((folder / "brief.pdf").read_bytes())
    assert (told["expected"], told["reported"]) == (3, 2)
    for figure in told["figures"]:
        if figure["in_text"] and figure["of"] not in ("missing", "rate"):
            assert figure["shown"] in word
            assert figure["shown"].replace(" ", "") in printed
    assert "草稿" in printed


def test_every_figure_carries_its_completeness_and_its_rows(folder):
    told = json.loads((folder / "figures.json").read_text(encoding="utf-8"))
    by_code = {figure["code"]: figure for figure in told["figures"]}
    assert by_code["in_house"]["completeness"] == {"expected": 3, "reported": 2}
    assert by_code["in_house"]["row_count"] == len(by_code["in_house"]["rows"]) == 2
    assert by_code["missing"]["rows_are"] == "units"
    assert by_code["due"]["row_count"] == by_code["due"]["value"] == 3


def test_a_demonstration_marks_its_papers(two_days, monkeypatch, tmp_path):
    monkeypatch.setattr(registry, "marks", lambda: ["演示数据"])
    set_clock(monkeypatch, EVENING)
    run("--unit", "LC", "--day", DAY.isoformat(), "--out", str(tmp_path))
    assert "演示数据" in text_of((tmp_path / "brief.pdf").read_bytes())


def test_an_unknown_unit_is_unusable_input(two_days, tmp_path, capsys):
    assert run("--unit", "XX", "--day", DAY.isoformat(), "--out", str(tmp_path)) == 2
    assert "XX" in capsys.readouterr().err


def test_a_folder_that_cannot_be_made_is_unusable_input(two_days, tmp_path, capsys):
    (tmp_path / "file").write_text("", encoding="utf-8")
    assert run("--unit", "LC", "--day", DAY.isoformat(), "--out", str(tmp_path / "file")) == 2
    assert "不能写入" in capsys.readouterr().err
