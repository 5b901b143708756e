from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

DATA = Path(__file__).resolve().parents[1] / "data"
KY = str(DATA / "facilities_ky.csv")
MAPPING = str(DATA / "ky.toml")
DAY = "2021-03-04"


@pytest.fixture
def shouwang(committed_db: None, database_url: str) -> Any:
    """Run a command of its own process against the test's database."""

    def run(*words: str) -> subprocess.CompletedProcess[str]:
        env = {**os.environ, "DATABASE_URL": database_url}
        command = [sys.executable, "-m", "shouwang.config.cli", *words]
        return subprocess.run(command, env=env, capture_output=True, text=True, timeout=240)

    return run


def test_the_real_file_goes_in_by_command_and_answers_with_its_known_truths(shouwang: Any) -> None:
    dry = shouwang("import", "reports", KY, "--mapping", MAPPING, "--dry-run", "--json")
    assert (dry.returncode, json.loads(dry.stdout)["written"]) == (1, False)
    first = shouwang("import", "reports", KY, "--mapping", MAPPING, "--json")
    told = json.loads(first.stdout)
    assert first.returncode == 1, first.stderr
    assert told["counts"]["rows"] == 13_361
    assert set(told["refused"][0]) == {"row", "column", "value", "why"}
    total = json.loads(shouwang("total", "--unit", "KY", "--day", DAY, "--json").stdout)
    assert (total["expected"], total["reported"]) == (455, 415)
    assert total["items"]["resident_positives"] == {"zh": "服务对象累计确诊", "total": 17_860}
    jefferson = next(c for c in total["children"] if c["unit"] == "KY/JEFFERSON")
    assert jefferson["items"]["resident_positives"] == 3_223
    status = json.loads(shouwang("status", "--unit", "KY", "--day", DAY, "--json").stdout)
    assert len(status["missing"]) == 40
    assert all(m["since"] <= DAY for m in status["missing"])
    again = shouwang("import", "reports", KY, "--mapping", MAPPING, "--json")
    assert json.loads(again.stdout)["counts"]["filed"] == 0
    assert json.loads(shouwang("total", "--unit", "KY", "--day", DAY, "--json").stdout) == total
    assert shouwang("audit", "verify").returncode == 0


def test_unusable_input_ends_with_2_and_one_line(shouwang: Any, tmp_path: Path) -> None:
    broken = tmp_path / "mapping.toml"
    broken.write_text("root = ", encoding="utf-8")
    for words in (
        ("import", "reports", KY, "--mapping", str(broken)),
        ("import", "reports", MAPPING, "--mapping", MAPPING),
        ("import", "cases", KY),
        ("total", "--unit", "NOWHERE", "--day", DAY),
        ("total", "--unit", "KY", "--day", "yesterday"),
    ):
        answer = shouwang(*words)
        assert answer.returncode == 2, words
        assert answer.stderr.strip()
        assert "Traceback" not in answer.stderr
