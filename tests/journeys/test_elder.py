"""Large words and large targets: what elder mode (大字) and a phone promise, measured."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

pytestmark = pytest.mark.browser

PATHS = ("/styleguide/", "/styleguide/phone/", "/inbox/", "/m/inbox/", "/tasks/", "/no-such-page/")
# words by their size, and what is pressed by its height: links that stand in a line of words are
# pressed as words are read, a box to tick is pressed by its label
MEASURE = """([text, target]) => {
    const seen = (e) => e.checkVisibility({visibilityProperty: true, opacityProperty: true})
        && e.getBoundingClientRect().width > 1 && !e.closest('.visually-hidden, .skip, svg');
    const words = (e) => [...e.childNodes].some((n) => n.nodeType === 3 && n.data.trim());
    const name = (e) => `${e.tagName} ${e.className} ${e.textContent.trim().slice(0, 20)}`;
    const all = [...document.body.querySelectorAll('*')].filter(seen);
    const small = all.filter((e) => words(e) && parseFloat(getComputedStyle(e).fontSize) < text);
    const pressed = 'a[href], button, select, summary, input:not([type=hidden])';
    const low = all.filter((e) => e.matches(pressed) && !e.disabled && !e.matches('.tag')
        && getComputedStyle(e).display !== 'inline'
        && (e.closest('label') || e).getBoundingClientRect().height < target - 0.5
        && !e.matches('[type=checkbox], [type=radio]'));
    return [...small.map((e) => 'small: ' + name(e)), ...low.map((e) => 'low: ' + name(e))];
}"""


@pytest.mark.parametrize(
    ("size", "width", "least"),
    [("large", 1440, (18, 60)), ("large", 360, (18, 60)), ("", 360, (12, 44)), ("", 1440, (12, 0))],
)
def test_words_and_targets_are_as_large_as_the_mode_promises(show, live, size, width, least):
    page = show(PATHS[0], width=width, size=size)
    wrong = {}
    for path in PATHS:
        page.goto(live + path)
        if found := page.evaluate(MEASURE, least):
            wrong[path] = found
    assert wrong == {}


def test_the_line_one_is_at_stands_in_sight_in_a_menu_longer_than_the_screen(show, live):
    page = show(height=420)
    last = page.locator(".rail-link").last
    expect(last).not_to_be_in_viewport()
    page.goto(live + last.get_attribute("href"))
    expect(page.locator(".rail-link[aria-current]")).to_be_in_viewport()
