"""English to the last string: every sentence is translated, and every page shows it."""

from __future__ import annotations

import ast
import html
import re
import runpy
import string
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from babel.messages.catalog import Message
from django.test import Client

from shouwang.accounts.actions.users import create_user, system_user
from shouwang.accounts.models import User
from shouwang.accounts.roles import Role
from shouwang.kit import clock
from shouwang.kit.ids import uuid7
from shouwang.orgs.actions.posts import create_post, fill_post
from shouwang.orgs.kinds import Kind
from shouwang.orgs.models import Unit
from shouwang.reporting.actions import forms
from shouwang.reporting.actions.reports import Filing, file_report
from tests.cast import MORNING, PASSWORD, START, at, make_unit
from tests.reporting.stage import set_clock

ROOT = Path(__file__).resolve().parents[2]
MESSAGES = runpy.run_path(str(ROOT / "setup" / "messages.py"))
HAN = re.compile(r"[\u3400-\u9fff]")
NAMED = re.compile(r"%\((\w+)\)[a-z.\d]")
# What stays Chinese on an English page: the mark, the other language's own name, a sign that a
# telephone number may hold, the unit of epidemic figures, the heads a file must have.
KEPT: tuple[str, ...] = ("守望", "守", "简体中文", "中文", "“转”", "全国（公开数据）")
KEPT += ("代码 (code), 名称 (name), 类别 (kind) and 上级代码 (parent code)",)
# the mark of a chart, as a template in Word has it
KEPT += ("【图：…】 is a chart (在院，近14日; 在院，各下级; 在院，各类机构)",)
IN_CHINESE = re.compile(r'<(p|pre|article)\b[^>]*lang="zh-Hans".*?</\1>', re.DOTALL)
# Words, and the marks that stand between values.
CHINESE = r"[\u3400-\u9fff：，。；（）、]"
TEMPLATE_WORDS = re.compile(
    r"{%\s*comment.*?{%\s*endcomment\s*%}|{#.*?#}"
    r"|data-chart-(?:word|recent|unit|child|kind)=\"[^\"]*\""
    r"|{%\s*blocktrans.*?{%\s*endblocktrans\s*%}|{%\s*trans\b.*?%}|_\((['\"]).*?\1\)",
    re.DOTALL,
)
# A word that stands right beside a value: in English both run together.
GLUED = re.compile(r"{%\s*trans '[^']*[\u3400-\u9fff]'[^%]*%}{{|}}{%\s*trans '[\u3400-\u9fff]")
# Templates whose Chinese is content: samples of the style guide.
CONTENT = ("kit/living/",)
# Rules whose Chinese is what they read or write: items of forms asked for, numbers of papers,
# number plates, typed lists of rooms.
READING = ("asking/rules.py", "papers/rules.py", "gate/rules.py", "routines/rules.py")


def catalogue() -> list[Message]:
    return [each for each in MESSAGES["merged"]() if each.id]


def parts(message: Message) -> Iterator[tuple[str, str]]:
    """Yield each sentence with its translation; a plural twice."""
    if isinstance(message.id, str):
        yield message.id, str(message.string)
    else:
        yield from zip(message.id, message.string, strict=True)


def test_every_sentence_has_english_words():
    assert [message.id for message in MESSAGES["missing"](MESSAGES["merged"]())] == []


def test_the_catalogue_is_as_the_sources_are():
    kept = MESSAGES["CATALOGUE"].read_bytes()
    assert kept == MESSAGES["written"](MESSAGES["merged"]()), "run: make messages"


def test_a_translation_asks_for_the_same_values():
    wrong = [
        (source, english)
        for message in catalogue()
        for source, english in parts(message)
        if sorted(set(NAMED.findall(source))) != sorted(set(NAMED.findall(english)))
    ]
    assert wrong == []


def test_a_translation_holds_no_chinese_but_what_is_written_in_forms_and_files():
    """Heads of columns, the sign 转 and a unit's name are what is really typed."""
    chinese = [
        english
        for message in catalogue()
        for _, english in parts(message)
        if HAN.search(_without_kept(english))
    ]
    assert chinese == []


def test_templates_hold_no_sentence_that_is_not_marked_for_translation():
    bare = []
    for path in sorted((ROOT / "shouwang").rglob("templates/**/*.html")):
        name = path.as_posix().split("/templates/")[1]
        if name.startswith(CONTENT):
            continue
        words = IN_CHINESE.sub("", path.read_text(encoding="utf-8"))
        words = _without_kept(TEMPLATE_WORDS.sub("", words))
        bare += [f"{name}: {found}" for found in re.findall(rf"[^<>\"]*{CHINESE}+", words)]
    assert bare == []


def test_a_label_that_names_something_is_one_sentence_to_translate():
    glued = [
        f"{path.relative_to(ROOT)}: {label}"
        for path in sorted((ROOT / "shouwang").rglob("templates/**/*.html"))
        for label in re.findall(r'\s[\w-]+="([^"]*)"', path.read_text(encoding="utf-8"))
        if GLUED.search(label)
    ]
    assert glued == []


def test_views_and_refusals_say_nothing_that_is_not_marked_for_translation():
    """Where people are answered; what stands on papers and in files stays Chinese."""
    bare = [
        f"{path.relative_to(ROOT)}:{line}"
        for path in sorted((ROOT / "shouwang").rglob("*.py"))
        if {"views", "rules.py", "handing.py"}.intersection(path.parts)
        and "briefs" not in path.parts
        and not path.as_posix().endswith(READING)
        for line in _bare_lines(path)
    ]
    assert bare == []


def _bare_lines(path: Path) -> Iterator[int]:
    """Yield the lines with Chinese that no translator is asked about, docstrings left out."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    marked: set[int] = set()
    for node in ast.walk(tree):
        called = getattr(node.func, "id", "") if isinstance(node, ast.Call) else ""
        if called in MESSAGES["KEYWORDS"] or isinstance(node, ast.Expr):
            marked.update(id(each) for each in ast.walk(node) if isinstance(each, ast.Constant))
    for node in ast.walk(tree):
        word = getattr(node, "value", None) if id(node) not in marked else None
        if isinstance(node, ast.Constant) and isinstance(word, str) and HAN.search(word):
            yield node.lineno


def _without_kept(words: str) -> str:
    for kept in KEPT:
        words = words.replace(kept, "")
    return words


@pytest.fixture
def english() -> Client:
    """A browser whose person reads English."""
    client = Client(headers={"accept-language": "zh-CN"})
    assert client.post("/language/", {"language": "en", "next": "/me/"}).status_code == 302
    return client


@pytest.fixture
def lanchuan(db: None, monkeypatch: pytest.MonkeyPatch) -> Unit:
    """A prefecture all of whose names are in Latin letters, with one report filed."""
    # at night the day is locked: the machine's own clock is not asked
    set_clock(monkeypatch, at(hour=15))
    User.objects.filter(pk=system_user().pk).update(name="System")
    city = make_unit("LC", "Lanchuan", Kind.PREFECTURE, None)
    home = make_unit("LC/ZHAO", "Zhao Home", Kind.PUBLIC_RURAL_HOME, city)
    make_unit("LC/QIAN", "Qian Home", Kind.PUBLIC_RURAL_HOME, city)
    reporter = person("zhao", home, Role.REPORTER)
    form = _daily(city)
    stated = Filing(values={"in_house": 46, "fever": 1}, client_id=uuid7())
    now = clock.now()
    file_report(unit=home, form=form, day=clock.local_day(now), filing_=stated, by=reporter, at=now)
    return city


def _daily(owner: Unit) -> Any:
    """Publish a daily report whose items are named in Latin letters."""
    by = system_user()
    form = forms.create_form(
        owner=owner,
        code="home_daily",
        zh="Daily report",
        period="daily",
        kinds=[Kind.PUBLIC_RURAL_HOME],
        starts_on=START,
        by=by,
        at=MORNING,
    )
    stock = forms.FigureSpec("in_house", "Residents", "stock", measure="people")
    flow = forms.FigureSpec("fever", "Fevers", "flow", measure="people", abnormal=True)
    items = [
        forms.ItemDraft(stock, group="Residents", carries=True),
        forms.ItemDraft(flow, group="Health", zero_when_quiet=True),
    ]
    clocks = {"statistics": "16:00", "lock": "22:00", "filing": {"institution": "16:30"}}
    draft = forms.FormDraft(items=items, rules=[], clock=clocks)
    forms.save_draft(form=form, draft=draft, starts_on=START, by=by, at=MORNING)
    forms.publish(form=form, by=by, at=MORNING)
    return form


def person(username: str, unit: Unit, role: str) -> User:
    """Create a user named in Latin letters, on a post of that role."""
    by = system_user()
    user = create_user(
        username=username,
        name=username.title(),
        password=PASSWORD,
        by=by,
        at=MORNING,
        must_change=False,
    )
    post = create_post(unit=unit, name=f"post of {username}", role=role, by=by, at=MORNING)
    fill_post(post=post, user=user, by=by, at=MORNING)
    return user


def chinese_of(response: Any) -> list[str]:
    """Return the Chinese on a page, attributes too, but for what says that it is Chinese."""
    page = html.unescape(response.content.decode())
    page = IN_CHINESE.sub("", page)
    return re.findall(rf"[^<>\"]{{0,30}}{HAN.pattern}[^<>\"]{{0,30}}", _without_kept(page))


PAGES = {
    Role.REPORTER: ["/", "/me/", "/me/password/", "/reports/", "/m/", "/m/offline/", "/nowhere/"],
    Role.OFFICE: ["/day/", "/day/{day}/{unit}/", "/day/{day}/{unit}/missing/", "/units/"]
    + ["/day/{before}/{unit}/", "/units/{unit}/", "/docs/", "/docs/new/", "/cases/", "/reports/"]
    + ["/reports/import/"],
    Role.SYSTEM_ADMIN: ["/units/", "/units/{unit}/", "/units/{unit}/new/", "/units/{unit}/edit/"]
    + ["/units/{unit}/close/", "/units/import/", "/forms/", "/forms/new/", "/audit/"],
    Role.SECURITY_ADMIN: ["/users/", "/users/new/", "/users/{user}/", "/units/{unit}/posts/"],
    Role.AUDIT_ADMIN: ["/audit/", "/audit/?word=accounts.sign_in"],
}


@pytest.mark.parametrize("role", PAGES)
def test_pages_show_no_chinese_in_english(role: str, english: Client, lanchuan: Unit):
    user = person(f"p-{role}".lower(), lanchuan, role)
    english.force_login(user)
    today = clock.local_day(clock.now())
    names = {"unit": lanchuan.pk, "user": user.pk, "day": today, "before": today - timedelta(1)}
    seen = {}
    for page in PAGES[role]:
        address = string.Formatter().vformat(page, (), names)
        response = english.get(address, follow=True)
        assert response.status_code in (200, 403, 404), address
        if found := chinese_of(response):
            seen[address] = found[:5]
    assert seen == {}


def test_entrance_and_refusals_are_in_english(english: Client, lanchuan: Unit):
    assert chinese_of(english.get("/sign-in/")) == []
    wrong = english.post("/sign-in/", {"username": "zhao", "password": "wrong"})
    assert "wrong" in wrong.content.decode()
    assert chinese_of(wrong) == []
    home = Unit.objects.get(code="LC/ZHAO")
    english.force_login(User.objects.get(username="zhao"))
    for address in ("/audit/", f"/units/{lanchuan.pk}/", "/nowhere/", f"/units/{home.pk}/close/"):
        assert chinese_of(english.get(address)) == [], address


def test_the_language_is_kept_and_can_be_changed_back(english: Client, lanchuan: Unit):
    assert "Sign in" in english.get("/sign-in/").content.decode()
    english.post("/language/", {"language": "zh-hans", "next": "/sign-in/"})
    assert "登录" in english.get("/sign-in/").content.decode()
