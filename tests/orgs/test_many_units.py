from __future__ import annotations

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import connection

from shouwang.accounts.actions.users import system_user
from shouwang.accounts.models import AuditEvent, User
from shouwang.orgs.actions.many_units import create_units
from shouwang.orgs.actions.units import NewUnit, create_unit, move_unit
from shouwang.orgs.kinds import Kind
from shouwang.orgs.models import Placement, Unit
from tests.cast import DAY, MORNING, START, at, make_unit


def new(
    code: str, kind: str = Kind.TOWNSHIP, *, parent: Unit | None = None, under: str = ""
) -> NewUnit:
    return NewUnit(
        code=code, name=f"{code} 机构", kind=kind, opened_on=START, parent=parent, parent_code=under
    )


def tree_is_sound() -> bool:
    return not any(Unit.find_problems())


def test_units_made_together_lie_as_if_made_one_by_one(
    tangning: Unit, zhao_home: Unit, sysadmin: User
) -> None:
    home = new("H1", Kind.PUBLIC_RURAL_HOME, under="T1")
    made = create_units(
        [home, new("T1", parent=tangning), new("T2", parent=tangning)], by=sysadmin, at=MORNING
    )
    assert [unit.code for unit in made] == ["T1", "T2", "H1"]
    assert [unit.code for unit in Unit.objects.get(code="LC/TN").get_children()] == [
        "LC/TN/ZHAO",
        "T1",
        "T2",
    ]
    assert Unit.objects.get(code="H1").get_parent().code == "T1"
    assert Placement.objects.get(unit__code="H1", until_on=None).parent.code == "T1"
    assert AuditEvent.objects.filter(word="orgs.unit_created", by=sysadmin).count() == 3
    assert tree_is_sound()
    create_unit(new("T3", parent=tangning), by=sysadmin, at=MORNING)
    assert tree_is_sound()


def test_a_parent_that_never_comes_refuses_all(tangning: Unit, sysadmin: User) -> None:
    rows = [new("T1", parent=tangning), new("H1", Kind.CEMETERY, under="NOWHERE")]
    with pytest.raises(ValidationError, match="NOWHERE"):
        create_units(rows, by=sysadmin, at=MORNING)
    assert not Unit.objects.filter(code="T1").exists()


def test_a_code_may_not_come_twice(tangning: Unit, sysadmin: User) -> None:
    with pytest.raises(ValidationError, match="T1"):
        create_units([new("T1", parent=tangning)] * 2, by=sysadmin, at=MORNING)


def test_listeners_hear_once_of_many_units(
    tangning: Unit, sysadmin: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    heard: list[Any] = []
    monkeypatch.setattr(
        "shouwang.orgs.actions.units.placement_listeners", [lambda *what: heard.append(what)]
    )
    rows = [new("T1", parent=tangning), new("H1", Kind.CEMETERY, under="T1")]
    parents = {tangning.pk, create_units(rows, by=sysadmin, at=MORNING)[0].pk}
    assert [set(ids) for ids, _since, _at in heard] == [parents]


def at_once(works: list[Callable[[], object]]) -> None:
    gate = threading.Barrier(len(works))

    def run(work: Callable[[], object]) -> None:
        try:
            gate.wait()
            work()
        finally:
            connection.close()

    with ThreadPoolExecutor(len(works)) as pool:
        for done in [pool.submit(run, work) for work in works]:
            done.result()


def test_children_made_at_once_do_not_collide(committed_db: str) -> None:
    by = system_user()
    root = make_unit("R", "省", Kind.PROVINCE, None)
    county = make_unit("R/C", "县", Kind.COUNTY, root)

    def many(n: int) -> Callable[[], object]:
        return lambda: create_units(
            [new(f"B{n}-{i}", parent=county) for i in range(5)], by=by, at=MORNING
        )

    def one(n: int) -> Callable[[], object]:
        return lambda: create_unit(new(f"S{n}", parent=county), by=by, at=MORNING)

    def top(n: int) -> Callable[[], object]:
        return lambda: create_unit(new(f"P{n}", Kind.PROVINCE), by=by, at=MORNING)

    at_once([make(n) for n in range(4) for make in (many, one, top)])
    assert Unit.objects.get(pk=county.pk).get_children_count() == 24
    assert Unit.objects.filter(depth=1).count() == 5
    assert tree_is_sound()


def test_a_child_made_while_its_branch_moves_moves_along(committed_db: str) -> None:
    by = system_user()
    root = make_unit("R", "市", Kind.PREFECTURE, None)
    old, to = (make_unit(f"R/{n}", n, Kind.COUNTY, root) for n in "AB")
    town = make_unit("R/A/T", "镇", Kind.TOWNSHIP, old)
    at_once(
        [lambda: move_unit(unit=town, to=to, from_on=DAY, by=by, at=at())]
        + [
            lambda n=n: create_unit(new(f"V{n}", Kind.COMMUNITY, parent=town), by=by, at=at())
            for n in range(6)
        ]  # type: ignore[misc]
    )
    to.refresh_from_db()
    town.refresh_from_db()
    assert town.path.startswith(to.path)
    assert town.get_descendants().count() == 6
    assert tree_is_sound()
