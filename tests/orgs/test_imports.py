from __future__ import annotations

import io
from datetime import date

import pytest
from django.core.files.storage import default_storage

from shouwang.accounts.models import AuditEvent, User
from shouwang.accounts.roles import Role
from shouwang.jobs.actions import works
from shouwang.jobs.models import Work
from shouwang.kit import clock
from shouwang.kit.sheets.read import UnusableFile
from shouwang.orgs.actions.exports import export_units
from shouwang.orgs.actions.imports import NotAll, import_units, preview_units
from shouwang.orgs.actions.units import close_unit
from shouwang.orgs.importing import sheet
from shouwang.orgs.importing.plan import Plan
from shouwang.orgs.kinds import Kind
from shouwang.orgs.models import Placement, Unit
from shouwang.orgs.works import IMPORT_UNITS
from tests.cast import DAY, at, make_unit, make_user

HEADS = "代码,名称,类别,上级代码,开办日期,关闭日期,简称,电话,地址,区划代码"


def csv(*lines: str) -> io.BytesIO:
    return io.BytesIO("\n".join([HEADS, *lines]).encode("gb18030"))


def taken(by: User, *lines: str, **options: object) -> Plan:
    return import_units(
        csv(*lines), file_name="机构.csv", opened_on=None, by=by, at=at(), **options
    )  # type: ignore[arg-type]


def why(plan: Plan) -> list[tuple[int, str, str, str]]:
    return [(p.row, p.column, p.value, p.why) for p in plan.problems]


def test_units_come_in_whatever_the_order_of_their_rows(tangning: Unit, sysadmin: User) -> None:
    plan = taken(
        sysadmin,
        "LC/TN/YH/1,永和敬老院,公办农村养老机构,LC/TN/YH,2020/2/1,,,0000-12349,永和街 1 号,",
        "LC/TN/YH,永和镇,乡镇街道,LC/TN,2020年1月22日,,永和,,,",
    )
    assert (len(plan.new), plan.refused) == (2, 0)
    home = Unit.objects.get(code="LC/TN/YH/1")
    assert (home.kind, home.opened_on, home.phone) == (
        Kind.PUBLIC_RURAL_HOME,
        date(2020, 2, 1),
        "0000-12349",
    )
    assert "yhjly" in home.pinyin
    assert Placement.objects.get(unit=home).parent.code == "LC/TN/YH"
    assert AuditEvent.objects.get(word="orgs.units_imported").detail["new"] == 2


def test_the_same_file_again_changes_nothing(tangning: Unit, sysadmin: User) -> None:
    lines = ["T1,一镇,乡镇街道,LC/TN,2020-01-22,,,,,", "H1,一院,公墓,T1,2020-01-22,2020-02-01,,,,"]
    taken(sysadmin, *lines)
    before = list(Unit.objects.order_by("pk").values())
    events = AuditEvent.objects.count()
    plan = taken(sysadmin, *lines)
    assert (plan.writes, plan.unchanged, plan.refused) == (0, 2, 0)
    assert list(Unit.objects.order_by("pk").values()) == before
    assert AuditEvent.objects.count() == events + 1


def test_refused_rows_are_named_and_the_others_go_in(
    tangning: Unit, zhao_home: Unit, sysadmin: User
) -> None:
    plan = taken(
        sysadmin,
        "T1,一镇,乡镇街道,LC/TN,2020-01-22,,,,,",
        "T2,二镇,乡镇,LC/TN,2020-01-22,,,,,",
        "T1,又一镇,乡镇街道,LC/TN,2020-01-22,,,,,",
        "H2,二院,公墓,T2,2020-01-22,,,,,",
        "H3,三院,公墓,NOWHERE,2020-13-01,,,,,",
        ",无代码,公墓,LC/TN,2020-01-22,,,,,",
        "C1,丙县,县级,LC/TN/ZHAO,2020-01-22,,,,,",
        "H4,四院,公墓,LC/TN,2020-02-01,2020-01-31,,,,",
        "A,甲镇,乡镇街道,B,2020-01-22,,,,,",
        "B,乙镇,乡镇街道,A,2020-01-22,,,,,",
        "H5,五院,公墓,LC/TN,,,,,,",
    )
    assert [row.code for row in plan.new] == ["T1"]
    assert plan.refused == 10
    assert why(plan) == [
        (3, "类别", "乡镇", "没有这个类别，请照模板中的名称填写"),
        (4, "代码", "T1", "与第 2 行代码相同"),
        (5, "上级代码", "T2", "上级机构在第 3 行，那一行有误"),
        (6, "开办日期", "2020-13-01", "日历上没有这一天"),
        (6, "上级代码", "NOWHERE", "没有代码为它的上级机构"),
        (7, "代码", "", "没有填写代码"),
        (8, "类别", "县级", "县级不能设在公办农村养老机构下面"),
        (9, "关闭日期", "2020-01-31", "关闭日期不能早于开办日期"),
        (10, "上级代码", "B", "上级关系成环"),
        (11, "上级代码", "A", "上级关系成环"),
        (12, "开办日期", "", "没有填写开办日期"),
    ]
    assert Unit.objects.filter(code="T1").exists()


def test_all_or_nothing_writes_nothing_when_a_row_is_refused(
    tangning: Unit, sysadmin: User
) -> None:
    with pytest.raises(NotAll) as refused:
        taken(
            sysadmin,
            "T1,一镇,乡镇街道,LC/TN,2020-01-22,,,,,",
            "T2,二镇,乡镇,LC/TN,,,,,,",
            all_or_nothing=True,
        )
    assert refused.value.plan.refused == 1
    assert not Unit.objects.filter(code="T1").exists()


def test_a_preview_says_the_same_and_writes_nothing(tangning: Unit, sysadmin: User) -> None:
    lines = ["T1,一镇,乡镇街道,LC/TN,,,,,,", "LC/TN,棠宁新区,县级,LC,,,,,,"]
    plan = preview_units(csv(*lines), file_name="x.csv", opened_on=DAY, by=sysadmin, at=at())
    assert ([row.code for row in plan.new], plan.new[0].opened_on) == (["T1"], DAY)
    assert plan.changed[0].fields == {"name": ("棠宁区", "棠宁新区")}
    assert not Unit.objects.filter(code="T1").exists()


def test_known_units_change_name_and_close_but_do_not_move_by_file(
    tangning: Unit, yanning: Unit, zhao_home: Unit, qian_home: Unit, sysadmin: User
) -> None:
    plan = taken(
        sysadmin,
        "LC/TN/ZHAO,赵家养老院,,,,2020-02-10,,0000-1,,",
        "LC/TN/QIAN,钱村托养院,公墓,LC/YN,2020-01-01,,,,,",
    )
    zhao_home.refresh_from_db()
    assert (zhao_home.name, zhao_home.phone, zhao_home.closed_on) == (
        "赵家养老院",
        "0000-1",
        date(2020, 2, 10),
    )
    assert "zhaojia" in zhao_home.pinyin
    assert [(p.row, p.column) for p in plan.problems] == [
        (3, "类别"),
        (3, "上级代码"),
        (3, "开办日期"),
    ]
    line = AuditEvent.objects.get(word="orgs.unit_changed")
    assert line.detail["before"] == {"name": "赵家敬老院", "phone": ""}


def test_a_county_closes_by_file_together_with_all_below_it(
    tangning: Unit, zhao_home: Unit, sysadmin: User
) -> None:
    alone = taken(sysadmin, "LC/TN,棠宁区,,,,2020-02-10,,,,")
    assert why(alone) == [(2, "关闭日期", "2020-02-10", "下面还有未关闭的机构")]
    together = taken(
        sysadmin, "LC/TN,棠宁区,,,,2020-02-10,,,,", "LC/TN/ZHAO,赵家敬老院,,,,2020-02-10,,,,"
    )
    assert (len(together.changed), together.refused) == (2, 0)


def test_another_prefectures_units_are_neither_changed_nor_added_to(sysadmin: User) -> None:
    make_unit("XX", "他市", Kind.PREFECTURE, None)
    plan = taken(
        sysadmin,
        "XX,改名,,,,,,,,",
        "XX/1,新县,县级,XX,2020-01-22,,,,,",
        "YY,新市,地市级,,2020-01-22,,,,,",
    )
    assert [(p.row, p.column) for p in plan.problems] == [
        (2, "代码"),
        (3, "上级代码"),
        (4, "上级代码"),
    ]
    assert Unit.objects.get(code="XX").name == "他市"


def test_a_namesake_under_the_same_superior_is_a_warning(
    tangning: Unit, zhao_home: Unit, sysadmin: User
) -> None:
    plan = taken(sysadmin, "Z2,赵家敬老院,公办农村养老机构,LC/TN,2020-01-22,,,,,")
    assert [w.why for w in plan.warnings] == ["同一上级下已有同名机构（LC/TN/ZHAO）"]
    assert Unit.objects.filter(code="Z2").exists()


def test_a_file_without_the_columns_is_no_list_of_units(sysadmin: User) -> None:
    with pytest.raises(UnusableFile, match="缺少这些列：类别、上级代码"):
        import_units(
            io.BytesIO("代码,名称\n1,甲\n".encode()),
            file_name="x.csv",
            opened_on=None,
            by=sysadmin,
            at=at(),
        )


def test_what_is_exported_comes_in_again_unchanged(
    homes: list[Unit], elderly_section: Unit, prefecture: Unit, sysadmin: User
) -> None:
    close_unit(unit=homes[2], closed_on=DAY, by=sysadmin, at=at())
    book = export_units(unit=prefecture, by=sysadmin, at=at())
    plan = import_units(
        io.BytesIO(book), file_name="机构.xlsx", opened_on=None, by=sysadmin, at=at()
    )
    assert (plan.unchanged, plan.writes, plan.refused) == (7, 0, 0)
    assert AuditEvent.objects.filter(word="orgs.units_exported").count() == 1


def test_the_template_comes_in_as_it_is(tangning: Unit, sysadmin: User) -> None:
    plan = import_units(
        io.BytesIO(sheet.template()), file_name="t.xlsx", opened_on=None, by=sysadmin, at=at()
    )
    assert ([row.code for row in plan.new], plan.refused) == (["LC/TN/YH", "LC/TN/YH/01"], 0)


def test_stopping_takes_everything_back(tangning: Unit, sysadmin: User) -> None:
    class Stop(Exception):
        pass

    def stop(done: int, total: int, message: str) -> None:
        raise Stop

    with pytest.raises(Stop):
        taken(sysadmin, "T1,一镇,乡镇街道,LC/TN,2020-01-22,,,,,", step=stop)
    assert not Unit.objects.filter(code="T1").exists()


@pytest.fixture
def waiting_import(committed_db: str) -> Work:
    """An import of one unit that was asked for, on a database where commits are real."""
    root = make_unit("LC", "澜川市", Kind.PREFECTURE, None)
    sysadmin = make_user("sysadmin", "系统管理员", root, Role.SYSTEM_ADMIN)
    return works.start(
        kind=IMPORT_UNITS,
        title="导入机构",
        file=csv("T1,甲县,县级,LC,2020-01-22,,,,,"),
        file_name="机构.csv",
        by=sysadmin,
        at=clock.now(),
    )


def test_an_import_runs_as_long_work_with_its_progress(waiting_import: Work) -> None:
    works.run(waiting_import.pk)
    waiting_import.refresh_from_db()
    assert (waiting_import.state, waiting_import.done, waiting_import.total) == ("done", 1, 1)
    assert waiting_import.result["new"] == 1
    assert Unit.objects.filter(code="T1").exists()


def test_an_import_that_is_told_to_stop_leaves_nothing_behind(waiting_import: Work) -> None:
    Work.objects.filter(pk=waiting_import.pk).update(cancel_asked=True)
    works.run(waiting_import.pk)
    waiting_import.refresh_from_db()
    assert waiting_import.state == "cancelled"
    assert not Unit.objects.filter(code="T1").exists()
    assert not AuditEvent.objects.filter(word="orgs.units_imported").exists()


def test_an_import_of_something_else_is_refused_with_the_reason(waiting_import: Work) -> None:
    with default_storage.open(waiting_import.file, "wb") as file:
        file.write(b"%PDF-1.7")
    works.run(waiting_import.pk)
    waiting_import.refresh_from_db()
    assert waiting_import.state == "refused"
    assert "PDF" in waiting_import.result["why"]
