"""``shouwang figurecheck`` answers exactly what is documented, without a server."""

from __future__ import annotations

import json
from argparse import ArgumentParser

import pytest

from shouwang.config.commands import figurecheck
from tests.cast import DAY, at
from tests.checking.world import found_world
from tests.reporting.stage import set_clock


@pytest.fixture
def world(system, monkeypatch):
    """澜川市 with two days of records."""
    set_clock(monkeypatch, at(hour=18))
    return found_world()


def run(path, *more: str, unit: str = "LC") -> int:
    parser = ArgumentParser()
    figurecheck.add_arguments(parser)
    words = [str(path), "--unit", unit, "--day", DAY.isoformat(), *more]
    return figurecheck.run(parser.parse_args(words))


def written(folder, text: str):
    path = folder / "a.txt"
    path.write_text(text, encoding="utf-8")
    return path


def test_the_answer_has_exactly_the_documented_parts(world, tmp_path, capsys):
    text = "1月24日起24小时值班。\n截至2月11日全市在院300人，在岗115人，捐款万元。"
    assert run(written(tmp_path, text), "--json") == 1
    told = json.loads(capsys.readouterr().out)
    assert set(told) == {"numbers", "lint", "copies", "text"}
    assert told["text"] == text
    for number in told["numbers"]:
        assert set(number) == {
            "start", "end", "text", "value", "approx", "kind", "measure", "figure", "status",
            "records",
        }  # fmt: skip
        assert text[number["start"] : number["end"]] == number["text"]
        assert (number["status"] is None) == (number["kind"] != "quantity")
    counted = {n["text"]: n for n in told["numbers"] if n["status"]}
    assert (counted["300"]["status"], counted["300"]["records"]) == ("equal", 300)
    assert (counted["115"]["status"], counted["115"]["records"]) == ("differs", 116)
    assert [(r["rule"], r["text"]) for r in told["lint"]] != []
    assert set(told["lint"][0]) == {"rule", "start", "end", "text", "why"}


def test_a_text_without_fault_ends_with_zero(world, tmp_path, capsys):
    assert run(written(tmp_path, "截至2月11日全市在院300人。")) == 0
    assert "✔1" in capsys.readouterr().out


def test_what_cannot_be_used_ends_with_two_and_one_line(world, tmp_path, capsys):
    assert run(written(tmp_path, "在院300人"), unit="NOWHERE") == 2
    assert run(tmp_path / "none.docx") == 2
    torn = tmp_path / "torn.pdf"
    torn.write_bytes(b"%PDF-1.4\n")
    assert run(torn) == 2
    said = capsys.readouterr().err.strip().split("\n")
    assert len(said) == 3
    assert all(line.startswith("shouwang: ") for line in said)
