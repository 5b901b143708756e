from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from playwright.sync_api import Page

from shouwang.accounts.models import User
from shouwang.accounts.roles import Role
from shouwang.jobs.actions import works
from shouwang.jobs.models import Work
from shouwang.kit import clock
from shouwang.orgs.actions.units import close_unit
from shouwang.orgs.kinds import ELDERLY_HOMES, Kind
from shouwang.orgs.models import Holding, Unit
from tests.cast import START, make_unit, make_user

pytestmark = pytest.mark.browser

WIDTHS = (360, 768, 1440)


@pytest.fixture
def place(live: str) -> dict[str, Any]:
    """A small prefecture that is really there, with its administrators."""
    root = make_unit("LC", "澜川市", Kind.PREFECTURE, None)
    county = make_unit("LC/TN", "棠宁区", Kind.COUNTY, root, phone="0000-12349")
    make_unit("LC/YN", "砚宁县", Kind.COUNTY, root)
    section = make_unit("LC/EL", "养老服务科", Kind.SECTION, root, reviews=list(ELDERLY_HOMES))
    homes = [
        make_unit(f"LC/TN/{n}", f"棠宁第{n}敬老院", Kind.PUBLIC_RURAL_HOME, county)
        for n in range(3)
    ]
    sysadmin = make_user("sysadmin", "系统管理员", root, Role.SYSTEM_ADMIN)
    secadmin = make_user("secadmin", "安全管理员", root, Role.SECURITY_ADMIN)
    tang = make_user("tang", "唐科员", county, Role.CLERK)
    close_unit(unit=homes[2], closed_on=START, by=sysadmin, at=clock.now())
    return {
        "live": live,
        "county": county,
        "section": section,
        "homes": homes,
        "sysadmin": sysadmin,
        "secadmin": secadmin,
        "tang": tang,
    }


def enter(page: Page, live: str, user: User) -> Page:
    """Sign a visitor in by their session."""
    client = Client()
    client.force_login(user)
    page.context.add_cookies(
        [
            {"name": name, "value": cookie.value, "url": live}
            for name, cookie in client.cookies.items()
        ]
    )
    return page


def addresses(place: dict[str, Any]) -> dict[str, list[str]]:
    county, home, section = place["county"].pk, place["homes"][0].pk, place["section"].pk
    other = Unit.objects.get(code="LC/YN").pk
    held = Holding.objects.get(user=place["tang"])
    return {
        "sysadmin": [
            "/units/",
            "/units/?q=tn",
            "/units/?q=zzz",
            f"/units/{county}/",
            f"/units/{place['homes'][2].pk}/",
            f"/units/{county}/new/",
            f"/units/{section}/edit/",
            f"/units/{home}/move/",
            f"/units/{home}/move/?to={other}",
            f"/units/{home}/close/",
            f"/units/{county}/close/",
            "/units/import/",
        ],
        "secadmin": [
            "/users/",
            "/users/?q=zzz",
            "/users/new/",
            f"/users/{place['tang'].pk}/",
            f"/users/{place['secadmin'].pk}/",
            f"/units/{county}/posts/",
            f"/posts/{held.post_id}/fill/",
            f"/posts/{held.post_id}/close/",
            f"/holdings/{held.pk}/leave/",
        ],
    }


@pytest.mark.parametrize("who", ["sysadmin", "secadmin"])
def test_every_screen_fits_and_is_accessible(
    who: str,
    place: dict[str, Any],
    open_page: Callable[..., Page],
    axe: Callable[[Page], list[str]],
) -> None:
    found: list[str] = []
    for width in WIDTHS:
        page = enter(open_page(width=width), place["live"], place[who])
        for address in addresses(place)[who]:
            answer = page.goto(place["live"] + address)
            assert answer is not None
            assert answer.status == 200, address
            if page.evaluate("document.documentElement.scrollWidth > innerWidth"):
                found.append(f"{width} {address} is wider than the screen")
            found += [f"{width} {address} {line}" for line in axe(page)] if width != 768 else []
    assert found == []


def test_the_tree_is_walked_with_the_arrow_keys(place: dict[str, Any], page: Page) -> None:
    enter(page, place["live"], place["sysadmin"]).goto(f"{place['live']}/units/")
    page.locator(".tree-link", has_text="澜川市").focus()
    page.keyboard.press("ArrowDown")
    assert page.evaluate("document.activeElement.textContent") == "棠宁区"
    page.keyboard.press("ArrowRight")
    page.wait_for_selector(".tree-link:has-text('棠宁第0敬老院')")
    page.keyboard.press("ArrowRight")
    assert page.evaluate("document.activeElement.textContent") == "棠宁第0敬老院"
    closed = page.locator(".tree-row", has_text="棠宁第2敬老院")
    assert "已关闭" in closed.inner_text()
    page.keyboard.press("Enter")
    page.wait_for_url(f"**/units/{place['homes'][0].pk}/")
    assert page.locator(".tree-link[aria-current]").inner_text() == "棠宁第0敬老院"


def test_a_file_is_checked_imported_and_its_outcome_shown(
    place: dict[str, Any], open_page: Callable[..., Page], axe: Callable[[Page], list[str]]
) -> None:
    page = enter(open_page(width=360), place["live"], place["sysadmin"])
    page.goto(f"{place['live']}/units/import/")
    heads = "代码,名称,类别,上级代码\n"
    text = heads + "N1,新一院,公墓,LC/TN\nN2,新二院,没有的类,LC/TN\nN3,新三院,公墓,LC/XX\n"
    file = {"name": "机构.csv", "mimeType": "text/csv", "buffer": text.encode("gb18030")}
    page.set_input_files("input[type=file]", files=[file])  # type: ignore[list-item]
    page.get_by_role("button", name="核对").click()
    page.get_by_text("没有这个类别").wait_for()
    assert axe(page) == []
    with page.expect_download() as download:
        page.get_by_role("link", name="下载问题清单").click()
    assert download.value.suggested_filename == "导入问题清单.xlsx"
    page.get_by_role("button", name="导入这 1 个机构").click()
    page.wait_for_url("**/works/*/")
    assert axe(page) == []
    works.run(Work.objects.get().pk)
    page.get_by_text("导入完成").wait_for()
    assert "有 2 行没有导入" in page.inner_text("main")
    assert axe(page) == []
    assert Unit.objects.get(code="N1").opened_on == clock.today()


def test_a_first_password_is_shown_once(
    place: dict[str, Any], open_page: Callable[..., Page], axe: Callable[[Page], list[str]]
) -> None:
    page = enter(open_page(width=360), place["live"], place["secadmin"])
    page.goto(f"{place['live']}/users/new/?unit=LC/TN")
    page.get_by_label("姓名").fill("魏新")
    page.get_by_label("登录名").fill("tang")
    page.get_by_label("角色").select_option("clerk")
    page.get_by_role("button", name="新建", exact=True).click()
    summary = page.locator("[data-error-summary]")
    summary.wait_for()
    assert "登录名 tang 已被使用" in summary.inner_text()
    assert page.evaluate("document.activeElement.hasAttribute('data-error-summary')")
    page.get_by_label("登录名").fill("weixin")
    page.get_by_role("button", name="新建", exact=True).click()
    password = page.locator(".first-password").inner_text()
    assert axe(page) == []
    made = User.objects.get(username="weixin")
    assert made.check_password(password)
    page.goto(f"{place['live']}/users/{made.pk}/")
    assert password not in page.content()
