"""Mappings: the real one fits the real file, and a wrong one says everything that is wrong."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from shouwang.intake.importing import mapping
from shouwang.kit.sheets.problems import UnusableFile
from shouwang.kit.sheets.read import open_table, parse_date, parse_int, text_of
from shouwang.orgs.kinds import Kind

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


def test_where_the_first_row_stands_the_files_own_totals_are_the_known_ones():
    spec = mapping.load(DATA / "ky.toml")
    first = {}
    with open_table(DATA / "facilities_ky.csv", expected=spec.expected) as table:
        for row in table:
            day = parse_date(row.cells[spec.day_column], formats=spec.day_formats)
            values = {item.code: parse_int(row.cells[item.column]) for item in spec.items}
            county = text_of(row.cells[spec.group_column])
            first.setdefault((row.cells[spec.id_column], day), (county, values))
    assert len(first) == 13_316
    assert len({unit for unit, _ in first}) == 455
    assert len({day for _, day in first}) == 43
    last = [found for (_, day), found in first.items() if day == date(2021, 3, 4)]
    assert len(last) == 415
    totals = {"resident_positives": 17_860, "resident_deaths": 2_219}
    totals |= {"staff_positive": 12_893, "staff_deaths": 12}
    for code, total in totals.items():
        assert sum(values[code] or 0 for _, values in last) == total
    jefferson = [values["resident_positives"] for county, values in last if county == "JEFFERSON"]
    assert (len(jefferson), sum(jefferson)) == (77, 3_223)
    # an empty column is absent from every report, it is not a total of nought
    assert all(values["resident_census"] is None for _, values in first.values())


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
