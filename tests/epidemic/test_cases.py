from __future__ import annotations

import io
import re
from datetime import date

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse

from shouwang.accounts.models import AuditEvent, User
from shouwang.accounts.roles import Role
from shouwang.epidemic import queries
from shouwang.figures.actions import rollups
from shouwang.intake.actions.cases import CITIES, import_cases
from shouwang.kit import clock
from shouwang.kit.sheets.read import open_table
from shouwang.orgs.models import Unit
from shouwang.orgs.scope import scope_of
from tests.cast import make_user

HEAD = "date,province,provinceCode,city,cityCode,confirmed,suspected,cured,dead\n"
ROWS = (
    "2020-02-01,甲省,340000,,,340,82,5,0\n"
    "2020-02-01,甲省,340000,乙市,340100,300,0,3,0\n"
    "2020-02-01,甲省,340000,丙市,340200,30,0,2,0\n"
    "2020-02-01,丁省,350000,,,100,1,1,1\n"
    "2020-02-01,丁省,350000,戊市,350100,100,1,1,1\n"
    "2020-02-03,甲省,340000,,,360,82,5,0\n"
)
LAST, FIRST = date(2020, 2, 3), date(2020, 2, 1)


@pytest.fixture
def published(system: User) -> Unit:
    """Two provinces: of the first ten cases are in no city, on the last day no city is known."""
    with open_table(
        io.BytesIO((HEAD + ROWS).encode()), filename="c.csv", expected=CITIES.expected
    ) as table:
        import_cases(table=table, by=system, at=clock.now(), file_name="c.csv")
    rollups.settle_all()
    return Unit.objects.get(code="CN")


@pytest.fixture
def watcher(published: Unit) -> User:
    """Somebody with a post over the whole of the published figures."""
    return make_user("watcher", "卫观察", published, Role.CLERK)


def signed_in(user: User) -> Client:
    client = Client()
    client.force_login(user, settings.AUTHENTICATION_BACKENDS[0])
    return client


def test_a_provinces_own_total_stands_beside_the_sum_of_its_cities(
    published: Unit, watcher: User
) -> None:
    scope = scope_of(watcher, at=clock.now())
    page = queries.cases(scope, published, item="confirmed", day=FIRST, span="30")
    assert page is not None
    assert [(x.unit.name, x.own, x.cities, x.difference) for x in page.lines] == [
        ("甲省", 340, 330, 10),
        ("丁省", 100, 100, 0),
    ]
    assert (page.total.own, page.total.cities, page.differing) == (440, 430, 1)


def test_what_was_not_published_is_a_gap_and_not_zero(published: Unit, watcher: User) -> None:
    scope = scope_of(watcher, at=clock.now())
    page = queries.cases(scope, published, item="confirmed", day=None, span="all")
    assert page is not None
    assert page.day == LAST
    assert [(x.own, x.cities, x.difference) for x in page.lines if x.unit.name == "甲省"] == [
        (360, None, None)
    ]
    assert [s["data"] for s in page.chart["series"]] == [[440, None, 360], [430, None, None]]


def test_the_page_marks_the_difference_names_its_source_and_opens_the_rows(
    published: Unit, watcher: User
) -> None:
    client = signed_in(watcher)
    text = client.get(reverse("epidemic:cases"), {"day": "2020-02-01"}).content.decode()
    assert re.search(r'tag warn"><span aria-hidden="true">▲</span>\+10<', text)
    assert "canghailan/Wuhan-2019-nCoV" in text
    assert "1 个省份两数不等" in text
    rows = re.search(r'href="(/day/2020-02-01/\d+/figure/\d+/)"', text)
    assert rows
    assert client.get(rows[1]).status_code == 200


def test_a_province_shows_its_cities_for_each_of_the_four_figures(
    published: Unit, watcher: User
) -> None:
    url = reverse("epidemic:province", args=[Unit.objects.get(code="CN/340000").pk])
    client = signed_in(watcher)
    for item, value in (("confirmed", "300"), ("suspected", "0"), ("cured", "3"), ("dead", "0")):
        text = client.get(url, {"day": "2020-02-01", "item": item}).content.decode()
        assert "乙市" in text
        assert re.search(rf'data-drawer-title="乙市[^>]*>{value}</a>', text)


@pytest.mark.parametrize(
    "query", ["day=x&item=y&days=z", "day=1900-01-01", "day=9999-12-31", "days=90"]
)
def test_an_odd_address_shows_the_nearest_sensible_page(watcher: User, query: str) -> None:
    assert signed_in(watcher).get(f"/cases/?{query}").status_code == 200


def test_a_province_post_begins_at_the_province_and_ends_there(published: Unit) -> None:
    own, other = Unit.objects.get(code="CN/350000"), Unit.objects.get(code="CN/340000")
    client = signed_in(make_user("ding", "丁观察", own, Role.LEADER))
    answer = client.get(reverse("epidemic:cases"))
    assert answer["Location"] == reverse("epidemic:province", args=[own.pk])
    assert "戊市" in client.get(f"{answer['Location']}?day=2020-02-01").content.decode()
    assert client.get(reverse("epidemic:province", args=[other.pk])).status_code == 404
    assert AuditEvent.objects.filter(word="accounts.out_of_scope").count() == 1


def test_who_has_no_post_there_is_told_how_the_figures_come_in(
    published: Unit, city: User, zhao: User, prefecture: Unit
) -> None:
    client = signed_in(city)
    told = client.get(reverse("epidemic:cases")).content.decode()
    assert "请联系系统管理员导入公开数据" in told
    away = client.get(reverse("epidemic:province", args=[prefecture.pk]))
    assert away["Location"] == reverse("epidemic:cases")
    assert signed_in(zhao).get(reverse("epidemic:cases")).status_code == 403


def test_before_anything_was_imported_the_page_says_so(city: User) -> None:
    assert "没有可看的疫情数据" in signed_in(city).get(reverse("epidemic:cases")).content.decode()
