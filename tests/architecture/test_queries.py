"""A page asks the database as often for thirty rows as for three, and seldom."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from shouwang.accounts.models import User
from shouwang.briefs.actions import briefs
from shouwang.figures.actions import rollups
from shouwang.kit import prepared
from shouwang.orgs.kinds import Kind
from shouwang.orgs.models import Unit
from shouwang.orgs.scope import scope_of
from shouwang.response import exempted
from shouwang.response.actions import exemptions
from tests.cast import DAY, at, make_unit, make_user
from tests.reporting.stage import set_clock
from tests.response.conftest import lay

__all__ = ["lay"]

# 12 is the aim; the list of who is missing takes one more
MOST = 13
MORE = 24
# which page, who opens it
PAGES = [
    ("day of the prefecture", lambda lc: f"/day/{DAY}/{lc.pk}/", "city"),
    ("day of a county", lambda lc: f"/day/{DAY}/{county(lc).pk}/", "city"),
    ("who is missing", lambda lc: f"/day/{DAY}/{lc.pk}/missing/", "city"),
    ("units", lambda lc: "/units/", "sysadmin"),
    ("a unit", lambda lc: f"/units/{county(lc).pk}/", "sysadmin"),
    ("users", lambda lc: "/users/", "secadmin"),
    ("audit", lambda lc: "/audit/", "auditor"),
    ("forms", lambda lc: "/forms/", "sysadmin"),
    ("reports owed", lambda lc: "/reports/", "tang"),
    ("reports owed, phone", lambda lc: "/m/?all", "tang"),
    ("papers", lambda lc: "/docs/", "city"),
]


def county(prefecture: Unit) -> Unit:
    """Return 棠宁区."""
    return Unit.objects.get(code=f"{prefecture.code}/TN")


@pytest.fixture
def asked(client: Client, monkeypatch: pytest.MonkeyPatch) -> Callable[[User, str], list[str]]:
    """Open a page as somebody and return the statements it sent, prepared ones too."""
    set_clock(monkeypatch, at(hour=16, minute=9))
    sent: list[str] = []
    fetch = prepared.fetch

    def listening(statement, params):
        sent.append(statement)
        return fetch(statement, params)

    monkeypatch.setattr(prepared, "fetch", listening)

    def open_page(user: User, address: str) -> list[str]:
        client.force_login(user)
        client.get(address)  # what is kept in memory, and the first mark of the session
        sent.clear()
        with CaptureQueriesContext(connection) as captured:
            answer = client.get(address)
        assert answer.status_code == 200, (address, answer.status_code)
        return [query["sql"] for query in captured.captured_queries] + sent

    return open_page


@pytest.mark.parametrize(("name", "address", "who"), PAGES, ids=[page[0] for page in PAGES])
def test_a_page_asks_as_often_for_many_rows_as_for_few(
    name, address, who, prefecture, tangning, yanning, zhao_home, qian_home, sun_home, zhao, form,
    file, asked, request,
):  # fmt: skip
    user = request.getfixturevalue(who)
    file(zhao_home, zhao)
    briefs.create_draft(unit=prefecture, day=DAY, by=request.getfixturevalue("city"), at=at())
    rollups.settle_all()
    # a page of few reports owed shows them all, of many by pages: compared within the same kind
    _more(prefecture, tangning, file, first=0)
    few = asked(user, address(prefecture))
    _more(prefecture, tangning, file, first=100)
    many = asked(user, address(prefecture))
    assert len(many) == len(few), [sql[:80] for sql in many]
    assert len(many) <= MOST, [sql[:80] for sql in many]


def _more(prefecture: Unit, tangning: Unit, file: Callable[..., object], *, first: int) -> None:
    """Add homes that filed, homes that did not, counties, users, papers and audit lines."""
    for n in range(first, first + MORE):
        home = make_unit(f"LC/TN/{n}", f"第{n}院", Kind.PUBLIC_RURAL_HOME, tangning)
        if n % 2:
            file(home, make_user(f"more{n}", f"员{n}", home, "reporter"))
    for n in range(first, first + 6):
        make_unit(f"LC/C{n}", f"第{n}县", Kind.COUNTY, prefecture)
    rollups.settle_all()


def test_the_rail_asks_as_often_for_many_special_approvals_as_for_few(
    prefecture: Unit, tangning: Unit, tang: User, lay: Callable[..., object]
) -> None:
    lay(prefecture, "leave", strength="principle", approver="county")
    scope = scope_of(tang, at=at())

    def asked(first: int) -> int:
        for n in range(first, first + 6):
            home = make_unit(f"LC/TN/E{n}", f"第{n}院", Kind.PUBLIC_RURAL_HOME, tangning)
            by = make_user(f"head{n}", f"院长{n}", home, "director")
            exemptions.ask(
                unit=home, measure="leave", about=f"case:{n}", reason="返家", by=by, at=at()
            )
        with CaptureQueriesContext(connection) as sent:
            assert len(exempted.waiting(scope)) == first + 6
        return len(sent)

    assert asked(0) == asked(6) == 2
