"""The visual language in a real browser: keyboard, focus, states, widths, accessibility."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.conf import settings
from django.test import Client
from playwright.sync_api import Page, expect

from shouwang.accounts.roles import Role
from shouwang.orgs.kinds import Kind
from tests.cast import make_unit, make_user

pytestmark = pytest.mark.browser


@pytest.fixture
def key(live: str) -> str:
    """The session of somebody of the prefecture's office."""
    prefecture = make_unit("LC", "澜川市", Kind.PREFECTURE, None)
    client = Client()
    client.force_login(
        make_user("city", "成主任", prefecture, Role.OFFICE), settings.AUTHENTICATION_BACKENDS[0]
    )
    return client.cookies[settings.SESSION_COOKIE_NAME].value


@pytest.fixture
def show(live: str, key: str, open_page: Callable[..., Page]) -> Callable[..., Page]:
    """Open a page signed in: ``show("/styleguide/", width=360, theme="dark", size="large")``."""

    def _show(path: str = "/styleguide/", *, theme="light", size="", **options) -> Page:
        page = open_page(**options)
        cookie = {"name": settings.SESSION_COOKIE_NAME, "value": key, "url": live}
        page.context.add_cookies([cookie])
        page.add_init_script(
            f"localStorage.setItem('theme', '{theme}'); localStorage.setItem('size', '{size}')"
        )
        page.goto(live + path)
        return page

    return _show


def focused(page: Page, what: str = "name") -> str:
    """Return a property of the focused element."""
    return page.evaluate(f"document.activeElement.{what}")


def cell(page: Page, row: int, column: int):
    """Return an input of the sample grid."""
    return page.locator(f"[name='c-{row}-{column}']")


def paste(page: Page, text: str) -> None:
    """Paste text as a spreadsheet would hand it over."""
    page.evaluate(
        """text => {
            const data = new DataTransfer();
            data.setData("text/plain", text);
            const how = {clipboardData: data, bubbles: true, cancelable: true};
            document.activeElement.dispatchEvent(new ClipboardEvent("paste", how));
        }""",
        text,
    )


LOOKS = [
    (1440, "light", ""), (1440, "dark", ""), (1440, "light", "larger"), (768, "light", ""),
    (360, "light", ""), (360, "dark", "large"), (720, "light", ""),  # 720: a 1440 screen at 200 %
]  # fmt: skip


@pytest.mark.parametrize("path", ["/styleguide/", "/styleguide/phone/", "/no-such-page/"])
def test_pages_are_accessible_and_never_scroll_sideways_in_any_look(show, axe, path):
    wrong = []
    for width, theme, size in LOOKS:
        page = show(path, width=width, theme=theme, size=size)
        wrong += [(width, theme, size, complaint) for complaint in axe(page)]
        if page.evaluate("document.documentElement.scrollWidth > innerWidth"):
            wrong.append((width, theme, size, "scrolls sideways"))
        page.close()
    assert wrong == []


def test_the_first_stop_of_the_keyboard_skips_to_the_text(show):
    page = show()
    page.keyboard.press("Tab")
    assert page.locator(".skip").bounding_box()["y"] >= 0
    page.keyboard.press("Enter")
    assert focused(page, "id") == "main"


def test_a_figure_opens_its_rows_in_a_drawer_that_holds_and_gives_back_the_focus(show):
    page = show()
    figure = page.locator("a.num").first
    figure.focus()
    page.keyboard.press("Enter")
    expect(page.locator("#drawer-body")).to_contain_text("行数相符")
    for _ in range(5):
        page.keyboard.press("Tab")
        assert page.evaluate("document.querySelector('#drawer').contains(document.activeElement)")
    page.keyboard.press("Escape")
    expect(page.locator("#drawer")).to_be_hidden()
    expect(figure).to_be_focused()


def test_a_session_that_is_over_sends_the_page_to_the_sign_in_page_not_the_drawer(show):
    page = show()
    page.context.clear_cookies(name=settings.SESSION_COOKIE_NAME)
    page.locator("a.num").first.click()
    page.wait_for_url("**/sign-in/**")


def test_the_grid_is_walked_with_arrows_enter_and_tab_and_never_traps(show):
    page = show()
    cell(page, 0, 0).click()
    for key_, name in (("ArrowDown", "c-1-0"), ("ArrowRight", "c-1-1"), ("Enter", "c-2-1"),
                       ("Tab", "c-2-2"), ("Shift+Tab", "c-2-1"), ("ArrowUp", "c-1-1")):  # fmt: skip
        page.keyboard.press(key_)
        assert focused(page) == name
    cell(page, 19, 5).focus()
    page.keyboard.press("Tab")
    assert not focused(page, "closest('[data-grid]')")


def test_escape_gives_a_cell_its_former_value_back(show):
    page = show()
    cell(page, 0, 0).click()
    page.keyboard.type("99")
    page.keyboard.press("Escape")
    expect(cell(page, 0, 0)).to_have_value("1")


def test_full_width_digits_become_plain_ones_when_the_cell_is_left(show):
    page = show()
    cell(page, 3, 3).click()
    page.keyboard.insert_text("１，２３４")
    page.keyboard.press("Tab")
    expect(cell(page, 3, 3)).to_have_value("1234")


def test_a_piece_of_a_spreadsheet_is_pasted_taken_back_and_done_again(show):
    page = show()
    cell(page, 0, 0).click()
    paste(page, "\n".join("\t".join(f"{y * 10 + x}" for x in range(6)) for y in range(20)))
    expect(cell(page, 19, 5)).to_have_value("195")
    expect(cell(page, 0, 0)).to_have_value("0")
    page.keyboard.press("Control+z")
    expect(cell(page, 19, 5)).to_have_value("")
    expect(cell(page, 0, 0)).to_have_value("1")
    page.keyboard.press("Control+y")
    expect(cell(page, 19, 5)).to_have_value("195")


def test_a_draft_is_saved_within_five_seconds_and_leaving_is_then_not_asked_about(show):
    page = show()
    cell(page, 4, 4).fill("7")
    saved = page.locator("[data-save-state='sample-draft'][data-state='saved']")
    expect(saved).to_contain_text("已保存", timeout=5_000)
    expect(cell(page, 4, 4).locator("xpath=..")).to_have_attribute("data-state", "saved")
    assert not page.evaluate(
        "(() => { const e = new Event('beforeunload', {cancelable: true});"
        " dispatchEvent(e); return e.defaultPrevented })()"
    )


def test_a_wrong_value_is_kept_marked_and_explained(show):
    page = show()
    cell(page, 5, 0).fill("4x")
    box = cell(page, 5, 0).locator("xpath=..")
    expect(box).to_contain_text("应为整数", timeout=6_000)
    expect(cell(page, 5, 0)).to_have_value("4x")
    expect(cell(page, 5, 0)).to_have_attribute("aria-invalid", "true")


def test_when_two_write_one_value_each_person_chooses_and_nothing_is_overwritten(show):
    page = show()
    page.evaluate("document.querySelector('#sample-draft [name=revision]').value = 0")
    cell(page, 0, 0).fill("50")
    banner = page.locator("#sample-draft .banner")
    expect(banner).to_contain_text("填报人乙", timeout=6_000)
    expect(cell(page, 0, 0)).to_have_value("50")
    expect(cell(page, 0, 1)).to_have_value("0")
    expect(banner.get_by_role("button")).to_be_disabled()
    banner.locator("input[value=theirs]").check()
    banner.get_by_role("button").click()
    expect(cell(page, 0, 0)).to_have_value("47")
    expect(page.locator("[data-save-state='sample-draft']")).to_contain_text("已保存")


def test_a_lost_network_is_said_and_saving_goes_on_when_it_is_back(show):
    page = show()
    page.context.set_offline(True)
    cell(page, 6, 0).fill("3")
    state = page.locator("[data-save-state='sample-draft']")
    expect(state).to_contain_text("未保存", timeout=6_000)
    page.context.set_offline(False)
    expect(state).to_contain_text("已保存", timeout=12_000)


def test_a_session_that_is_over_keeps_the_words_and_says_how_to_go_on(show, live, key):
    page = show()
    page.context.clear_cookies(name=settings.SESSION_COOKIE_NAME)
    cell(page, 7, 0).fill("8")
    expect(page.locator("[data-signed-out]")).to_be_visible(timeout=6_000)
    expect(cell(page, 7, 0)).to_have_value("8")
    page.context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": key, "url": live}])
    other_window = page.context.new_page()
    other_window.goto(live + "/styleguide/rows/")
    other_window.close()
    expect(page.locator("[data-signed-out]")).to_have_count(0, timeout=12_000)


def test_the_unit_tree_opens_and_walks_by_keyboard(show):
    page = show()
    page.locator(".tree-link", has_text="棠宁区").focus()
    page.keyboard.press("ArrowRight")
    expect(page.locator(".tree-link", has_text="砚坪镇敬老院")).to_be_visible()
    page.keyboard.press("ArrowDown")
    assert focused(page, "textContent") == "砚坪镇敬老院"
    page.keyboard.press("ArrowLeft")
    assert focused(page, "textContent") == "棠宁区"
    page.keyboard.press("ArrowLeft")
    expect(page.locator(".tree-link", has_text="砚坪镇敬老院")).to_be_hidden()


def test_the_menu_is_a_sheet_on_a_phone_that_escape_closes(show):
    page = show(width=360)
    opener = page.get_by_role("button", name="打开菜单")
    expect(page.locator("#rail")).to_be_hidden()
    opener.click()
    expect(page.locator("#rail")).to_be_visible()
    assert page.evaluate("document.querySelector('#rail').contains(document.activeElement)")
    page.keyboard.press("Escape")
    expect(page.locator("#rail")).to_be_hidden()
    expect(opener).to_be_focused()


@pytest.mark.parametrize(("size", "least"), [("", 44), ("large", 60)])
def test_touch_targets_on_the_phone_are_large_enough_for_a_thumb(show, size, least):
    page = show("/styleguide/phone/", width=360, height=800, size=size)
    targets = page.locator(".big-choice, .phone-foot .btn, .phone-head summary, .entry input")
    heights = [target.bounding_box()["height"] for target in targets.all()]
    assert len(heights) >= 6
    assert min(heights) >= least


def test_elder_mode_is_chosen_once_and_kept(show, live):
    page = show()
    page.evaluate("localStorage.clear()")
    page.locator("summary", has_text="成主任").click()
    page.get_by_role("button", name="大字").click()
    assert page.evaluate("getComputedStyle(document.body).fontSize") == "18px"
    assert page.evaluate("localStorage.getItem('size')") == "large"


def test_dark_mode_is_there_before_the_first_paint(show):
    page = show(theme="dark")
    assert page.evaluate("document.documentElement.dataset.theme") == "dark"
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(11, 22, 38)"


def test_the_language_changes_in_place_and_keeps_the_query(show, live):
    page = show("/styleguide/?page=3")
    page.locator("summary", has_text="成主任").click()
    page.get_by_role("button", name="English").click()
    page.wait_for_load_state()
    assert page.url == f"{live}/styleguide/?page=3"
    assert page.evaluate("document.documentElement.lang") == "en"


def test_the_chart_is_drawn_and_its_numbers_can_be_read_in_a_table(show):
    page = show()
    page.wait_for_selector(".chart canvas")
    page.get_by_text("看数据表").click()
    assert page.locator(".chart tbody tr").count() == 30
    expect(page.locator(".chart tbody tr").nth(9)).to_contain_text("未报")


def test_polled_progress_moves_and_stops_when_it_is_over(show):
    page = show()
    page.evaluate("htmx.ajax('GET', '/styleguide/progress/70/', {target: '#toasts'})")
    box = page.locator("#toasts #progress")
    expect(box).to_contain_text("正在导入")
    expect(box).to_contain_text("导入完成", timeout=8_000)
    assert box.get_attribute("hx-get") is None


def test_printing_leaves_the_controls_out_and_says_as_of_when(show):
    page = show()
    page.emulate_media(media="print")
    for hidden in (".rail", ".topbar", ".action-bar", ".btn >> nth=0", ".pagination"):
        expect(page.locator(hidden)).to_be_hidden()
    expect(page.locator(".print-head")).to_contain_text("截至")
    assert page.locator(".tag.bad").first.inner_text().startswith("✕")


def test_a_form_pressed_twice_goes_once(show, live):
    page = show()
    sent = []
    page.on("request", lambda request: request.method == "POST" and sent.append(request.url))
    page.evaluate(
        """() => {
            const form = document.querySelector("form[action*='language']");
            form.querySelector("[name=next]").value = location.pathname;
            form.requestSubmit(form.querySelector("[value='zh-hans']"));
            form.requestSubmit(form.querySelector("[value='zh-hans']"));
        }"""
    )
    page.wait_for_load_state("networkidle")
    assert len(sent) == 1
