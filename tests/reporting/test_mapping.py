"""Mappings: the real one fits the real file, and a wrong one says everything that is wrong."""

from __future__ import annotations

from pathlib import Path

import pytest

from shouwang.kit.sheets.problems import UnusableFile
from shouwang.kit.sheets.read import open_table
from shouwang.orgs.kinds import Kind
from shouwang.reporting.importing import mapping

DATA = Path(__file__).parents[1] / "data"


def errors_of(text: str) -> list[str]:
    with pytest.raises(mapping.BadMapping) as bad:
        mapping.load(text.encode(), unit_kinds=list(Kind))
    return bad.value.errors


def ky(*changes: tuple[str, str]) -> str:
    text = (DATA / "ky.toml").read_text(encoding="utf-8")
    for old, new in changes:
        assert old in text
        text = text.replace(old, new)
    return text


def test_the_kentucky_mapping_accounts_for_every_column_of_the_file():
    spec = mapping.load(DATA / "ky.toml", unit_kinds=list(Kind))
    with open_table(DATA / "facilities_ky.csv", expected=spec.expected) as table:
        assert spec.check_columns(table.columns) == []
        assert len(table.columns) == len(spec.expected) + len(spec.ignored) == 43
    assert (spec.root, spec.period, len(spec.items)) == ("KY", "weekly", 27)
    assert all(item.code == item.column for item in spec.items)
    assert {item.code: item.nature for item in spec.items}["resident_deaths"] == "cumulative"
    assert spec.kind_of("nursing home ") == spec.kind_of("") == Kind.CARE_FACILITY


def test_a_file_that_lacks_columns_is_refused_with_all_their_names():
    spec = mapping.load(DATA / "ky.toml")
    with pytest.raises(UnusableFile, match="county、staff_deaths"):
        spec.check_columns([c for c in spec.expected if c not in ("county", "staff_deaths")])
    assert spec.check_columns([*spec.expected, "state", "mood"]) == ["mood"]


@pytest.mark.parametrize(
    ("changes", "word"),
    [
        ((('root = "KY"', ""),), "缺少 root"),
        ((('root = "KY"', 'root = "K Y"'),), "root 只能"),
        ((('period = "weekly"', 'period = "monthly"'),), "daily、weekly"),
        ((('nature = "cumulative"', 'nature = "sum"'),), "stock、flow、cumulative"),
        ((('day = "date"', ""),), "缺少 columns.day"),
        ((('"state",', '"state", "county",'),), "“county”用了两次"),
        ((("职工累计死亡", "职工累计确诊"),), "“职工累计确诊”用在了两列上"),
        ((('default = "care_facility"', 'default = "castle"'),), "castle"),
        ((("[day]", "[daz]"),), "不认识的键 daz"),
        ((("staff_tested = {", "staff_tested = 5 #"),), "items.staff_tested"),
    ],
)
def test_a_wrong_mapping_says_what_is_wrong(changes, word):
    assert any(word in error for error in errors_of(ky(*changes)))


def test_every_fault_is_named_at_once_and_broken_toml_by_its_line():
    errors = errors_of("[form]\ncode = 3\n")
    assert len(errors) > 5
    assert "第 2 行" in errors_of("a = 1\nb = = 2\n")[0]


def test_a_mapping_that_is_not_there_or_no_text_is_refused(tmp_path):
    with pytest.raises(mapping.BadMapping):
        mapping.load(tmp_path / "none.toml")
    with pytest.raises(mapping.BadMapping):
        mapping.load(b"\xff\xfe\x00")
