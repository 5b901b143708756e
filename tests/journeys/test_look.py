"""The visual language in a real browser: keyboard, focus, states, widths, accessibility."""

from __future__ import annotations

import pytest
from django.conf import settings
from playwright.sync_api import expect

from tests.journeys.samples import focused

pytestmark = pytest.mark.browser


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


COVER = """() => {
    const here = document.activeElement, box = here.getBoundingClientRect();
    if (here === document.body || box.width < 2) return '';
    const [x, y] = [box.left + Math.min(box.width / 2, 20), box.top + box.height / 2];
    const top = document.elementFromPoint(x, y);
    if (!top) return 'out of sight: ' + here.textContent;
    const is_free = here.contains(top) || top.contains(here);
    return is_free ? '' : `${top.tagName} ${top.className} over ${here.outerHTML}`;
}"""


@pytest.mark.parametrize(
    ("path", "width", "height"),
    [("/styleguide/", 1440, 560), ("/styleguide/", 360, 640), ("/styleguide/phone/", 360, 560)],
)
def test_what_the_keyboard_reaches_is_in_sight_and_never_covered(show, path, width, height):
    page = show(path, width=width, height=height, reduced_motion="reduce")
    covered = []
    for _stop in range(60):
        page.keyboard.press("Tab")
        covered += filter(None, [page.evaluate(COVER)])
    assert covered == []


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
    expect(box).to_contain_text("导入完成")
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
