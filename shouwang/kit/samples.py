"""Invented content of the living page; its counties are those of the demonstration."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from django import forms
from django.core.paginator import Paginator

from shouwang.kit import clock

COUNTIES = (
    ("棠宁区", 41, 25, 14, 0, 1346, 0, "6.1", "warn", "待审签"),
    ("槐津区", 31, 22, 9, 0, 1188, 0, "5.2", "ok", "16:04 已签"),
    ("荻汀市", 30, 17, 10, 1, 1102, 0, "4.4", "none", "待报 2"),
    ("榆埠县", 25, 13, 5, 0, None, 0, "3.9", "none", "待报 7"),
    ("砚宁县", 23, 12, 9, 1, 842, 1, "2.4", "bad", "异常"),
)
ITEMS = ("在院", "今日新发发热", "正在隔离观察", "口罩库存", "防护服库存", "体温计")
HOMES = (
    tuple(f"{name}敬老院" for name in ("砚坪镇", "石渠镇", "青墩镇", "柳塘镇"))
    + tuple(f"第{n}福利院" for n in "一二三四五六七八九十")
    + tuple(f"第{n}养老中心" for n in "一二三四五六")
)


class SampleForm(forms.Form):
    """Fields of each kind."""

    name = forms.CharField(label="机构名称", help_text="与营业执照或法人证书一致")
    beds = forms.IntegerField(label="核定床位", min_value=1)
    kind = forms.ChoiceField(
        label="机构类别", choices=[("", "请选择"), ("home", "养老机构"), ("child", "儿童福利机构")]
    )
    closed = forms.ChoiceField(
        label="是否封闭管理", choices=[("yes", "是"), ("no", "否")], widget=forms.RadioSelect
    )
    note = forms.CharField(label="备注", required=False, widget=forms.Textarea(attrs={"rows": 2}))
    checked = forms.BooleanField(label="已核对体温和消毒记录")


def _county(row: tuple[Any, ...]) -> dict[str, Any]:
    keys = ("name", "expected", "zero", "full", "back", "living", "fever", "masks", "tone", "word")
    county = dict(zip(keys, row, strict=True))
    county["reported"] = county["zero"] + county["full"]
    return county


def desk(query: Mapping[str, Any]) -> dict[str, Any]:
    """Return what the desk's living page shows."""
    now = clock.now()
    unbound, bound = SampleForm(), SampleForm({"name": "", "beds": "0", "closed": "yes"})
    return {
        "counties": [_county(row) for row in COUNTIES],
        "trail": [("首页", "/"), ("砚宁县", "#"), ("界面样张", "")],
        "plain_form": unbound,
        "wrong_form": bound,
        "tree": tree(),
        "chart": chart(),
        "grid_items": ITEMS,
        "grid_homes": HOMES,
        "page_of": Paginator(range(231), 20).get_page(query.get("page")),
        "tabs": [("今日", "#", True, 7), ("本周", "#", False), ("历史", "#", False)],
        "answers": answers(),
        "events": events(),
        "due_at": now + timedelta(minutes=19, seconds=42),
        "late_at": now - timedelta(minutes=3),
        "today": now.date(),
        "yesterday": now.date() - timedelta(days=1),
        "saved_at": now,
        "steps": ["上传", "预览", "导入"],
    }


def tree() -> list[dict[str, Any]]:
    """Return the open top of the sample tree."""
    counties = [
        {
            "label": row[0],
            "url": f"#unit-{i}",
            "note": f"{row[2] + row[3]}/{row[1]}",
            "has_children": True,
            "children_url": f"/styleguide/branch/{i}/",
        }
        for i, row in enumerate(COUNTIES)
    ]
    return [{"label": "澜川市", "url": "#unit", "is_here": True, "children": counties}]


def branch(number: int) -> list[dict[str, Any]]:
    """Return the institutions of one sample county."""
    return [{"label": home, "url": f"#home-{number}-{i}"} for i, home in enumerate(HOMES[:4])]


def chart() -> dict[str, Any]:
    """Return 30 days of two series, one of them with days that nobody reported."""
    days = [f"1-{d}" if d <= 31 else f"2-{d - 31}" for d in range(13, 43)]
    fever = [(i * 7) % 5 if i > 4 else 0 for i in range(30)]
    watched = [None if i in (9, 10) else max(0, 3 * i - 12 + (i * 5) % 7) for i in range(30)]
    series = [{"name": "隔离观察", "data": watched}, {"name": "新发发热", "data": fever}]
    return {"type": "line", "unit": "人", "label": "日期", "labels": days, "series": series}


def answers() -> list[dict[str, Any]]:
    """Return answers to be checked."""
    return [
        {"label": "在院（当前现有）", "value": 45, "was": "46", "href": "#name"},
        {"label": "今日新发发热", "value": 1, "was": "0", "href": "#name", "tone": "bad"},
        {"label": "口罩库存（只）", "value": None, "was": "420", "href": "#name"},
    ]


def events() -> list[dict[str, Any]]:
    """Return a report's life."""
    now = clock.now()
    told = (
        (70, "保存草稿", "填报人甲", ""),
        (31, "报送，回执 2020-0211-0417", "填报人甲", "ok"),
        (12, "退回：口罩库存与台账不符", "砚宁县民政局", "warn"),
        (3, "发热 1 人，电话首报", "机构负责人", "bad"),
    )
    return [
        {"at": now - timedelta(minutes=ago), "text": text, "by": by, "tone": tone}
        for ago, text, by, tone in told
    ]


def rows() -> dict[str, Any]:
    """Return the evidence of the sample figure: its rows add up to it."""
    values = [(home, 20 + (i * 13) % 37) for i, home in enumerate(HOMES[:8])]
    return {"rows": values, "total": sum(v for _, v in values), "now": clock.now()}


def phone() -> dict[str, Any]:
    """Return what the phone's living page shows."""
    now = clock.now()
    return {"due_at": now + timedelta(minutes=19, seconds=42), "saved_at": now}


def conflict() -> dict[str, Any]:
    """Return the answer of a server where another clerk was first."""
    return {"revision": 5, "by": "填报人乙", "at": "16:08", "values": {"c-0-0": "47", "c-0-1": "0"}}


def errors_of(posted: Mapping[str, Any]) -> dict[str, str]:
    """Return the sample's only rule: an entry is a whole number, or blank."""
    return {
        name: "应为整数"
        for name, value in posted.items()
        if name.startswith("c-") and value and not str(value).isdigit()
    }
