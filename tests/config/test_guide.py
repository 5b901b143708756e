"""The user guide: every role finds its page, every link and picture of it is there."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from django.test import Client

from shouwang.config import guide

FOLDER = Path(__file__).resolve().parents[2] / "docs" / "guide"
LINK = re.compile(r"\]\(([^)#]+)(?:#[^)]*)?\)")
HREF = re.compile(r'(?:href|src)="(/help/[^"]+)"')


@pytest.mark.parametrize(
    ("who", "page"),
    [
        ("zhao", "filing"),
        ("tang", "county"),
        ("elder", "office"),
        ("city", "office"),
        ("lead", "leader"),
        ("sysadmin", "admin"),
    ],
)
def test_everybody_is_led_to_the_page_of_their_own_post(who, page, request):
    client = Client()
    client.force_login(request.getfixturevalue(who))
    shown = client.get("/help/").content.decode()
    own = shown.split("<article", 1)[0]
    assert f'href="/help/{page}/"' in own
    assert client.get(f"/help/{page}/").status_code == 200


def test_every_link_and_picture_of_the_guide_is_there(zhao):
    client = Client()
    client.force_login(zhao)
    for name in guide.PAGES:
        text = (FOLDER / f"{name}.md").read_text(encoding="utf-8")
        gone = [link for link in LINK.findall(text) if not (FOLDER / link).is_file()]
        assert gone == [], name
        shown = client.get("/help/" if name == guide.INDEX else f"/help/{name}/")
        body = shown.content.decode().split("<article", 1)[1].split("</article>")[0]
        assert body.count("<img") == text.count("![")
        for address in HREF.findall(body):
            assert client.get(address).status_code == 200, f"{name}: {address}"


def test_no_picture_lies_unused():
    texts = "".join(path.read_text(encoding="utf-8") for path in FOLDER.glob("*.md"))
    unused = [p.name for p in (FOLDER / "pictures").glob("*.png") if p.name not in texts]
    assert unused == []


def test_only_the_guide_is_read_out(zhao):
    client = Client()
    client.force_login(zhao)
    for address in ("/help/glossary/", "/help/pictures/day.png", "/help/pictures/..%2Fday.png"):
        assert client.get(address).status_code == 404
    assert Client().get("/help/").status_code == 302
