"""Words for others: in the site's own language, whichever one is being read."""

from __future__ import annotations

import re
import threading
from pathlib import Path

import pytest
from django.conf import settings
from django.utils.translation import get_language, override

from shouwang.kit.language import for_others

SHOUWANG = Path(settings.BASE_DIR) / "shouwang"
LEAVING = re.compile(r"\binbox\.leave(?:_many)?\(|\btell_(?:area|posts)\(")


def test_words_for_others_are_in_the_sites_language_and_ones_own_comes_back() -> None:
    with override("en"):
        assert for_others(get_language)() == settings.LANGUAGE_CODE
        assert get_language() == "en"


def test_one_who_tells_in_the_midst_of_another_changes_nobodys_language() -> None:
    inside, go_on, after = threading.Event(), threading.Event(), []

    @for_others
    def tell(*, is_slow: bool) -> None:
        if is_slow:
            inside.set()
            go_on.wait(30)

    def slow() -> None:
        with override("en"):
            tell(is_slow=True)
            after.append(get_language())

    thread = threading.Thread(target=slow)
    thread.start()
    assert inside.wait(30)
    with override(settings.LANGUAGE_CODE):
        tell(is_slow=False)
    go_on.set()
    thread.join(30)
    assert after == ["en"]


@pytest.mark.parametrize(
    "path", [p for p in sorted(SHOUWANG.rglob("*.py")) if LEAVING.search(p.read_text("utf-8"))],
    ids=lambda path: str(path.relative_to(SHOUWANG)),
)  # fmt: skip
def test_who_words_what_stands_in_others_inboxes_says_in_which_language(path: Path) -> None:
    text = path.read_text("utf-8")
    if re.search(r"import gettext as _\b", text) and "_(" in text:
        assert "@for_others" in text or "telling." in text
