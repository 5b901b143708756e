"""Rules of the house that a machine can hold."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
SOURCE = ROOT / "shouwang"
LONGEST_FILE = 320
LONGEST_FUNCTION = 60
LONGEST_VIEW = 15


def _modules() -> list[Path]:
    return [path for path in sorted(SOURCE.rglob("*.py")) if "migrations" not in path.parts]


def _functions(path: Path) -> Iterator[ast.FunctionDef]:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.FunctionDef):
            yield node


def _lines(function: ast.FunctionDef) -> int:
    """Count the lines of a function's body, its docstring left out."""
    body = function.body
    if ast.get_docstring(function) is not None:
        body = body[1:]
    return body[-1].end_lineno - body[0].lineno + 1 if body else 0


def test_files_stay_small_enough_to_read_in_one_go():
    long = {
        str(path.relative_to(ROOT)): lines
        for path in _modules()
        if (lines := len(path.read_text(encoding="utf-8").splitlines())) > LONGEST_FILE
    }
    assert long == {}


def test_functions_stay_small():
    long = [
        f"{path.relative_to(ROOT)}:{function.name} {_lines(function)}"
        for path in _modules()
        for function in _functions(path)
        if _lines(function) > LONGEST_FUNCTION
    ]
    assert long == []


def test_views_translate_and_never_decide():
    long = [
        f"{path.relative_to(ROOT)}:{function.name} {_lines(function)}"
        for path in _modules()
        if "views" in (path.parent.name, path.stem)
        for function in _functions(path)
        if _lines(function) > LONGEST_VIEW
    ]
    assert long == []


def test_no_module_is_a_drawer_for_everything():
    drawers = {"utils", "util", "helpers", "helper", "common", "misc", "tools"}
    assert [path for path in _modules() if path.stem in drawers] == []


def test_only_the_clock_asks_what_time_it_is():
    asks = re.compile(r"timezone\.(now|localdate|localtime)\(\)|date\.today\(|datetime\.now\(")
    wrong = [
        f"{path.relative_to(ROOT)}:{number}"
        for path in _modules()
        if path != SOURCE / "kit" / "clock.py"
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1)
        if asks.search(line.split("#")[0])
    ]
    assert wrong == []


def test_only_the_configuration_reads_the_environment():
    wrong = [
        f"{path.relative_to(ROOT)}:{number}"
        for path in _modules()
        if SOURCE / "config" not in path.parents
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1)
        if re.search(r"os\.(environ|getenv)", line)
    ]
    assert wrong == []


@pytest.mark.parametrize(
    ("pattern", "why"),
    [
        (r"\sstyle\s*=", "inline styles are refused by the content security policy"),
        (r"\son[a-z]+\s*=\s*[\"']", "inline handlers are refused by the content security policy"),
        (r"<script(?![^>]*\bsrc=)(?![^>]*type=\"application/json\")", "so are inline scripts"),
        (r"javascript:", "so are javascript: addresses"),
    ],
)
def test_templates_keep_to_the_content_security_policy(pattern, why):
    wrong = [
        f"{path.relative_to(ROOT)}:{number}: {why}"
        for path in sorted(SOURCE.rglob("templates/**/*.html"))
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1)
        if re.search(pattern, line)
    ]
    assert wrong == []
