from __future__ import annotations

import shutil
from datetime import date
from pathlib import Path

import pytest

from shouwang.accounts.models import AuditEvent, User
from shouwang.checking.answers_whole import check_alone
from shouwang.figures.actions import periods, rollups
from shouwang.figures.evidence import missing
from shouwang.figures.models import Fact
from shouwang.figures.totals import UnitDay, series_in, unit_day
from shouwang.intake.actions.cases import CITIES, import_cases
from shouwang.intake.actions.imports import import_reports
from shouwang.intake.importing import mapping
from shouwang.intake.importing.likeness import look_alike
from shouwang.intake.importing.parse import Outcome
from shouwang.kit import clock
from shouwang.kit.sheets.read import UnusableFile, open_table
from shouwang.orgs.models import Placement, Unit
from shouwang.orgs.scope import SYSTEM

DATA = Path(__file__).resolve().parents[1] / "data"
LAST = date(2021, 3, 4)
KEYS = "date,county,facility_name,ctp_facility_category,ctp_id"


def load(path: Path, by: User, **options: bool) -> Outcome:
    spec = mapping.load(DATA / "ky.toml")
    with open_table(path, filename=path.name, expected=spec.expected) as table:
        return import_reports(
            table=table,
            spec=spec,
            by=by,
            at=clock.now(),
            file_name=path.name,
            **options,  # type: ignore[arg-type]
        )


def small(tmp_path: Path, *rows: str) -> Path:
    """Write a file of the same shape; a row is day, county, name, id, positives, deaths."""
    spec = mapping.load(DATA / "ky.toml")
    items = [i.column for i in spec.items]
    lines = [",".join([*KEYS.split(","), *items])]
    for row in rows:
        day, county, name, ident, positives, deaths = row.split(",")
        stated = {"resident_positives": positives, "resident_deaths": deaths}
        lines.append(
            ",".join(
                [day, county, name, "NURSING HOME", ident, *(stated.get(i, "") for i in items)]
            )
        )
    path = tmp_path / "small.csv"
    path.write_text("\n".join(lines), encoding="utf-8")
    return path


def day_of(code: str, day: date) -> UnitDay:
    rollups.settle_all()
    periods.ensure_open(series_in(SYSTEM), day, at=clock.now())
    return unit_day(SYSTEM, Unit.objects.get(code=code), day)


def total(found: UnitDay, code: str) -> object:
    figure = next((f for f in found.figures if f.code == code), None)
    return found.total.values.get(figure.pk) if figure else None


def test_the_kentucky_file_gives_its_known_truths_and_a_second_import_changes_nothing(
    system: User,
) -> None:
    first = load(DATA / "facilities_ky.csv", system)
    assert (first.rows, first.filed, first.repeated) == (13_361, 13_315, 9)
    assert len({p.row for p in first.refused}) == 37
    state = day_of("KY", LAST)
    assert (state.total.due, state.total.filed) == (455, 415)
    assert {
        c: total(state, c)
        for c in ("resident_positives", "resident_deaths", "staff_positive", "staff_deaths")
    } == {
        "resident_positives": 17_860,
        "resident_deaths": 2_219,
        "staff_positive": 12_893,
        "staff_deaths": 12,
    }
    assert total(state, "resident_census") is None, "a blank is absent, not 0"
    assert total(day_of("KY/JEFFERSON", LAST), "resident_positives") == 3_223
    assert sum(c.tally.due for c in state.children) == 455
    assert len(missing(SYSTEM, Unit.objects.get(code="KY"), LAST)) == 40
    before = sorted(Fact.objects.values_list("unit_id", "day", "source_id", "placed_in_id"))
    placed = sorted(Placement.objects.values_list("unit_id", "parent_id", "from_on"))
    events = AuditEvent.objects.count()
    second = load(DATA / "facilities_ky.csv", system)
    assert (second.filed, second.repeated, second.refused) == (0, 13_324, first.refused)
    assert sorted(Fact.objects.values_list("unit_id", "day", "source_id", "placed_in_id")) == before
    assert sorted(Placement.objects.values_list("unit_id", "parent_id", "from_on")) == placed
    assert AuditEvent.objects.count() == events + 1, "only the line that tells of the import"


def test_a_later_row_with_other_values_is_refused_and_names_both_rows(
    system: User, tmp_path: Path
) -> None:
    path = small(tmp_path, "20200521,KNOX,OAK,K1,3,0", "20200521,KNOX,OAK,K1,4,0")
    outcome = load(path, system)
    problem = outcome.refused[0]
    assert (problem.row, problem.column, problem.value) == (3, "resident_positives", "4")
    assert "第 3 行" in problem.why
    assert "第 2 行" in problem.why
    assert total(day_of("KY", date(2020, 5, 21)), "resident_positives") == 3


def test_all_or_nothing_writes_nothing_when_a_row_is_refused(system: User, tmp_path: Path) -> None:
    path = small(tmp_path, "20200521,KNOX,OAK,K1,3,0", "20200521,KNOX,ELM,K2,x,0")
    outcome = load(path, system, all_or_nothing=True)
    assert [(p.row, p.column, p.value) for p in outcome.refused] == [(3, "resident_positives", "x")]
    assert not outcome.written
    assert not Unit.objects.exists()


def test_a_dry_run_tells_and_writes_nothing(system: User, tmp_path: Path) -> None:
    outcome = load(small(tmp_path, "20200521,KNOX,OAK,K1,3,0"), system, dry_run=True)
    assert (outcome.filed, outcome.written) == (1, False)
    assert not Unit.objects.exists()


def test_a_report_counts_in_the_county_its_row_names_and_the_home_moves_after_two_periods(
    system: User, tmp_path: Path
) -> None:
    path = small(
        tmp_path,
        "20200521,KNOX,OAK,K1,1,0",
        "20200528,WHITLEY,OAK,K1,2,0",
        "20200604,KNOX,OAK,K1,3,0",
        "20200611,WHITLEY,OAK,K1,4,0",
        "20200618,WHITLEY,OAK,K1,5,0",
        "20200625,BELL,ELM,K2,9,0",
    )
    assert load(path, system).moved == 1
    assert total(day_of("KY/WHITLEY", date(2020, 5, 28)), "resident_positives") == 2
    assert total(day_of("KY/KNOX", date(2020, 6, 4)), "resident_positives") == 3
    last = day_of("KY/WHITLEY", date(2020, 6, 25))
    assert (last.total.due, last.total.filed) == (1, 0)
    knox = Unit.objects.get(code="KY/KNOX")
    assert missing(SYSTEM, knox, date(2020, 6, 25)) == []


def test_a_day_between_report_days_answers_for_its_own_week_without_carrying_forward(
    system: User, tmp_path: Path
) -> None:
    path = small(tmp_path, "20200521,KNOX,OAK,K1,3,0", "20200604,KNOX,OAK,K1,5,0")
    load(path, system)
    assert total(day_of("KY", date(2020, 5, 18)), "resident_positives") == 3
    between = day_of("KY", date(2020, 5, 27))
    assert (between.total.due, between.total.filed) == (1, 0)
    assert total(between, "resident_positives") is None


def test_a_row_without_a_county_counts_in_the_known_one_else_it_is_refused(
    system: User, tmp_path: Path
) -> None:
    path = small(
        tmp_path, "20200521,,OAK,K1,1,0", "20200528,KNOX,OAK,K1,2,0", "20200604,,OAK,K1,3,0"
    )
    outcome = load(path, system)
    assert [(p.row, p.column) for p in outcome.refused] == [(2, "county")]
    assert total(day_of("KY/KNOX", date(2020, 6, 4)), "resident_positives") == 3


def test_an_id_with_two_names_on_one_day_and_twin_counties_are_warned_of(
    system: User, tmp_path: Path
) -> None:
    path = small(
        tmp_path,
        "20200521,BULLITT,OAK,K1,1,0",
        "20200521,BULLITT,ELM,K1,1,0",
        "20200521,BULLITTT,ASH,K2,1,0",
    )
    outcome = load(path, system)
    assert [(p.row, p.column) for p in outcome.warnings] == [(3, "facility_name"), (4, "county")]
    assert outcome.repeated == 1


@pytest.mark.parametrize(
    ("one", "other", "alike"),
    [
        ("BULLITT", "BULLITTT", True),
        ("BARREN", "WARREN", False),
        ("Mc Lean", "MCLEAN", True),
        ("JEFFERSON", "JEFFERSUN", True),
        ("LEE", "LE", False),
        ("GREEN", "GREENUP", False),
    ],
)
def test_names_that_differ_by_one_slip_look_alike(one: str, other: str, alike: bool) -> None:
    assert look_alike(one, other) is alike


def test_a_file_of_another_kind_is_unusable(system: User, tmp_path: Path) -> None:
    picture = tmp_path / "reports.xlsx"
    shutil.copy(DATA / "ky.toml", picture)
    with pytest.raises(UnusableFile):
        load(picture, system)


def test_cities_and_the_provinces_own_total_stand_side_by_side(
    system: User, tmp_path: Path
) -> None:
    path = tmp_path / "cases.csv"
    path.write_text(
        "date,province,provinceCode,city,cityCode,confirmed,suspected,cured,dead\n"
        "2020-02-01,甲省,340000,,,340,82,5,0\n"
        "2020-02-01,甲省,340000,乙市,340100,300,0,3,0\n"
        "2020-02-01,甲省,340000,未公布来源,,30,0,2,0\n",
        encoding="utf-8",
    )
    for filed, repeated in ((3, 0), (0, 3)):
        with open_table(path, filename=path.name, expected=CITIES.expected) as table:
            outcome = import_cases(table=table, by=system, at=clock.now(), file_name=path.name)
        assert (outcome.filed, outcome.repeated, outcome.refused) == (filed, repeated, [])
    found = day_of("CN/340000", date(2020, 2, 1))
    assert (total(found, "province_confirmed"), total(found, "confirmed")) == (340, 330)
    # a paper that does not say which of the two it means is asked, not contradicted
    told = check_alone(SYSTEM, found.unit, date(2020, 2, 1), "甲省累计确诊340例，累计治愈5例。")
    assert [mark.status for mark in told.marks] == ["unclear", "unclear"]
    assert "340例" in {choice.shown for choice in told.marks[0].candidates}
