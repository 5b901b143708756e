"""The pictures of the README and of the user guide: whose eyes, which page, what is done before."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
README = ROOT / "docs" / "screenshots"
GUIDE = ROOT / "docs" / "guide" / "pictures"
# a phone's page and a desk's, of moderate weight
PHONE, DESK = (360, 760), (1200, 800)


@dataclass(frozen=True)
class Picture:
    """One picture: its file, whose eyes, the address, the size of the window.

    ``steps`` come before it is taken: ``click SELECTOR``, ``check SELECTOR``, ``wait SECONDS`` or
    ``fill SELECTOR = TEXT``, ``pick SELECTOR = NUMBER`` (of an option), ``see SELECTOR`` (scroll to
    it), ``as USER PATH``.
    """

    name: str
    user: str
    path: str
    size: tuple[int, int] = DESK
    steps: tuple[str, ...] = ()
    folder: Path = GUIDE


_LARGE = (1280, 800)
_REASON = "口罩库存与台账不符，请核对"
_CHAT = "1. 岑宁椿松老年公寓 在院71 无异常，其余同昨日\n2. 松鹤敬老院 在院45 职工12 无异常\n收到"
_TEXT = "截至今日16时，全市应报231家，已报226家，迟报9家，在院XX人。"
_REVIEW = "/reports/today/?show=waiting&q=砚坪镇敬老院"

_SAME = "click main .two-ways a:has-text('昨日一致')"
# somebody in the middle of the list, two of three digits
_WALK = (
    "wait 1",
    "click #tr-list [data-person] >> nth=16",
    "click [data-key='3']",
    "click [data-key='6']",
)

PICTURES = (
    Picture("day", "bangongshi", "/day/", _LARGE, folder=README),
    Picture(
        "evidence",
        "bangongshi",
        "/day/",
        _LARGE,
        ("click table a[data-drawer]", "wait 3"),
        README,
    ),
    Picture("review", "bangongshi", "/reports/today/", _LARGE, folder=README),
    Picture("phone", "tianbao", "/m/", PHONE, folder=README),
    Picture("leader", "lingdao", "/m/leader/", PHONE, folder=README),
    Picture("county-today", "xianju", "/reports/today/"),
    Picture(
        "county-chase", "bangongshi", "/reports/today/", steps=("click main a:has-text('催报')",)
    ),
    Picture(
        "county-phones",
        "xianju",
        "/reports/today/",
        (1200, 840),
        ("click main a:has-text('催报')", "click main a:has-text('电话名单')"),
    ),
    Picture(
        "township-paste",
        "xianju",
        "/reports/behalf/",
        steps=(f"fill #paste = {_CHAT}", "click .behalf-paste button[type=submit]", "wait 1"),
    ),
    Picture("township-grid", "xianju", "/reports/behalf/", steps=("click #behalf td.cell input",)),
    Picture("people-house", "tianbao", "/people/"),
    Picture("people-bureau", "xianju", "/people/", (1200, 600)),
    Picture("measures-home", "yuanzhang", "/measures/"),
    Picture("measures", "yuanzhang", "/measures/", folder=README),
    Picture(
        "measures-notice",
        "yuanzhang",
        "/measures/",
        steps=("click main a[href$='/notice/']",),
    ),
    Picture("measures-new", "xianju", "/measures/new/"),
    Picture("measures-exemptions", "xianju", "/measures/exemptions/", (1200, 600)),
    Picture("guides-guide", "bangongshi", "/guides/", (1200, 640), ("click main table a",)),
    Picture("guides-selfcheck", "huli", "/m/selfcheck/", PHONE, ("wait 1", "click main button")),
    Picture("guides-checks", "bangongshi", "/selfchecks/"),
    Picture("guides-plan", "yuanzhang", "/plans/"),
    Picture(
        "movements-phone",
        "huli",
        "/m/movements/",
        PHONE,
        ("wait 1", "click main button:has-text('外出就医')"),
    ),
    Picture("movements-house", "yuanzhang", "/movements/"),
    Picture(
        "isolation-board",
        "yuanzhang",
        "/isolation/",
        steps=(
            "click a:has-text('安排隔离')",
            "pick select[name=person] = 12",
            "click main form button.primary",
            "as yuanzhang /isolation/",
        ),
    ),
    Picture("isolation-bureau", "xianju", "/isolation/", (1200, 640)),
    Picture("emergency-phone", "huli", "/m/emergency/", PHONE),
    Picture(
        "emergency-case",
        "yihu",
        "/emergencies/",
        steps=("click main a:has-text('已结案')", "click main li a"),
    ),
    Picture("emergency-clock", "xianju", "/emergencies/", steps=("click main li a",)),
    Picture(
        "alarms", "bangongshi", "/alarms/", (1200, 640), ("click main .tabs a:has-text('处置中')",)
    ),
    Picture("phone-round", "huli", "/m/round/", PHONE, _WALK),
    Picture("round", "huli", "/m/round/", PHONE, _WALK, README),
    Picture("phone-gate", "menwei", "/m/gate/", PHONE, ("wait 1",)),
    Picture(
        "phone-ledger",
        "tianbao",
        "/m/?all=1",
        PHONE,
        ("click main a:has-text('有变化')", "see main :text('台账') >> nth=8"),
    ),
    Picture("phone-home", "tianbao", "/m/", PHONE),
    Picture("phone-statements", "tianbao", "/m/", PHONE, (_SAME, "check #is_zero")),
    Picture(
        "phone-receipt",
        "tianbao",
        "/m/",
        PHONE,
        ("click main a.primary", "check #is_zero", "click .phone-foot button", "wait 1"),
    ),
    Picture(
        "county-review",
        "xianju",
        _REVIEW,
        steps=(
            "click #review-rows a[data-drawer]",
            "wait 1",
            "click .drawer details.sign-deed summary",
            f"fill .drawer #return-reason = {_REASON}",
        ),
    ),
    Picture(
        "phone-returned",
        "xianju",
        _REVIEW,
        PHONE,
        (
            "click #review-rows a[data-drawer]",
            "wait 1",
            "click .drawer details.sign-deed summary",
            f"fill .drawer #return-reason = {_REASON}",
            "click .drawer form.sign-form button[type=submit]",
            "wait 1",
            "as tianbao /m/?all=1",
        ),
    ),
    Picture(
        "county-sign",
        "xianju",
        "/reports/today/",
        steps=("click .sign-deed summary", "check input[name=with_gaps]"),
    ),
    Picture("phone-leader", "lingdao", "/m/leader/", PHONE),
    Picture(
        "office-evidence",
        "bangongshi",
        "/day/",
        steps=("click table a[data-drawer]", "wait 3"),
    ),
    Picture("office-dispatch", "bangongshi", "/dispatch/"),
    Picture(
        "office-check",
        "bangongshi",
        "/check/",
        (1200, 640),
        (f"fill textarea = {_TEXT}", "click main button:has-text('核对')", "wait 3"),
    ),
    Picture("office-paper", "lingdao", "/papers/", steps=("click main table a",)),
    Picture(
        "brief",
        "bangongshi",
        "/docs/new/",
        _LARGE,
        ("click .action-bar button.primary", "wait 4"),
        README,
    ),
    Picture(
        "office-brief",
        "bangongshi",
        "/docs/new/",
        steps=("click .action-bar button.primary", "wait 3"),
    ),
    Picture(
        "office-issued",
        "bangongshi",
        "/docs/",
        steps=("click main table tr:has-text('第 2 期') a", "wait 1"),
    ),
    Picture("admin-form", "xitong", "/forms/", steps=("click main a:has-text('开新版')",)),
    Picture(
        "admin-user",
        "anquan",
        "/users/?q=tianbao",
        (1200, 640),
        ("click main a:has-text('填报人甲')",),
    ),
    Picture("admin-audit", "shenji", "/audit/"),
)
