"""A form version on the page of its editor: texts by row, and the draft that they describe.

The editor keeps what was typed, right or wrong, so that a refused draft loses nothing.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time
from typing import Any

from django.http import QueryDict
from django.utils.translation import gettext as _

from shouwang.reporting import packs, rules
from shouwang.reporting.actions.forms import FigureSpec, FormDraft, ItemDraft, RuleDraft
from shouwang.reporting.models import FormVersion, Step
from shouwang.reporting.versions import DAY_BEFORE

LEVELS = ("institution", "township", "county", "section", "office", "prefecture", "province")
TICKS = ("part", "required", "carries", "quiet", "abnormal")


@dataclass(frozen=True)
class ItemRow:
    """One item as typed; ``key`` tells its fields from those of other rows."""

    key: str
    code: str = ""
    zh: str = ""
    measure: str = "人"
    nature: str = "stock"
    aggregate: str = "sum"
    decimals: str = "0"
    group: str = ""
    help: str = ""
    ticks: frozenset[str] = frozenset({"required"})
    packs: str = ""


@dataclass(frozen=True)
class RuleRow:
    """One check as typed."""

    key: str
    expression: str = ""
    severity: str = rules.ERROR
    message: str = ""
    about: str = ""


@dataclass(frozen=True)
class Blueprint:
    """The whole editor: items and checks in their order, the day's clock, the first day."""

    items: list[ItemRow]
    rules: list[RuleRow]
    clock: dict[str, str]
    starts_on: str
    signing: tuple[str, ...] = ()
    problems: list[tuple[str, str]] = field(default_factory=list)

    @property
    def steps(self) -> list[tuple[str, Any, bool]]:
        """Return (step, words, whether it signs) in their order."""
        return [(value, word, value in self.signing) for value, word in Step.choices]

    @property
    def levels(self) -> list[tuple[str, Any, str]]:
        """Return (field, words, time) of the filing time of each level."""
        words = (
            *(_("机构"), _("乡镇街道"), _("县级")),
            *(_("科室审核"), _("办公室汇总"), _("地市级"), _("省级")),
        )
        return [
            (f"filing-{level}", word, self.clock.get(f"filing-{level}", ""))
            for level, word in zip(LEVELS, words, strict=True)
        ]


def of_version(version: FormVersion | None, *, starts_on: date) -> Blueprint:
    """Return the editor filled from a version; an empty one where there is none."""
    if version is None:
        return Blueprint([ItemRow("i0")], [], {}, starts_on.isoformat())
    found = version.items.select_related("figure").order_by("order", "pk")
    checks = version.rules.select_related("about__figure").order_by("order", "pk")
    return Blueprint(
        items=[_item_row(f"i{n}", item) for n, item in enumerate(found)] or [ItemRow("i0")],
        rules=[
            RuleRow(
                f"r{n}", r.expression, r.severity, r.message, r.about.figure.code if r.about else ""
            )
            for n, r in enumerate(checks)
        ],
        clock=_flat(version.clock),
        starts_on=starts_on.isoformat(),
        signing=tuple(version.signing),
    )


def of_post(post: QueryDict) -> Blueprint:
    """Return the editor as posted; rows without any text are left out."""
    items = [_posted_item(post, key) for key in post.getlist("item")]
    checks = [_posted_rule(post, key) for key in post.getlist("rule")]
    names = ("statistics", "lock", "due", *(f"filing-{level}" for level in LEVELS))
    return Blueprint(
        items=[i for i in items if i.code or i.zh],
        rules=[r for r in checks if r.expression or r.message],
        clock={n: text for n in names if (text := post.get(n, "").strip().replace("：", ":"))},
        starts_on=post.get("starts_on", ""),
        signing=tuple(post.getlist("signing")),
    )


def read(typed: Blueprint) -> tuple[FormDraft, date | None, list[tuple[str, str]]]:
    """Return the draft that the editor describes, its first day, and (field id, words) of slips."""
    problems = [p for row in typed.items for p in _item_problems(row)]
    problems += [p for row in typed.rules for p in _rule_problems(row, typed)]
    problems += [p for name, text in typed.clock.items() if (p := _clock_problem(name, text))]
    starts_on = _day(typed.starts_on)
    if starts_on is None:
        problems.append(("starts_on", _("请填生效日期")))
    draft = FormDraft(
        items=[_item_draft(row) for row in typed.items],
        rules=[RuleDraft(r.expression, r.severity, r.message, r.about) for r in typed.rules],
        clock=_nested(typed.clock),
        signing=typed.signing,
    )
    return draft, starts_on, problems


def _item_row(key: str, item: Any) -> ItemRow:
    figure = item.figure
    held = {
        "part": item.is_part,
        "required": item.is_required,
        "carries": item.carries,
        "quiet": item.zero_when_quiet,
        "abnormal": figure.abnormal,
    }
    return ItemRow(
        key,
        figure.code,
        figure.zh,
        figure.measure,
        figure.nature,
        figure.aggregate,
        str(figure.decimals),
        item.group,
        item.help,
        frozenset(name for name, on in held.items() if on),
        item.packs,
    )


def _posted_item(post: QueryDict, key: str) -> ItemRow:
    def text(name: str) -> str:
        return post.get(f"{key}-{name}", "").strip()

    return ItemRow(
        key,
        text("code"),
        text("zh"),
        text("measure"),
        text("nature"),
        text("aggregate"),
        text("decimals"),
        text("group"),
        text("help"),
        frozenset(t for t in TICKS if post.get(f"{key}-{t}")),
        text("packs")[: packs.LONGEST],
    )


def _posted_rule(post: QueryDict, key: str) -> RuleRow:
    def text(name: str) -> str:
        return post.get(f"{key}-{name}", "").strip()

    return RuleRow(key, text("expression"), text("severity"), text("message"), text("about"))


def _item_problems(row: ItemRow) -> list[tuple[str, str]]:
    found = []
    if not rules.is_code(row.code):
        why = _("代码「%(code)s」：用小写英文字母开头，只含字母、数字和下划线")
        found.append((f"{row.key}-code", why % {"code": row.code}))
    if not row.zh:
        found.append((f"{row.key}-zh", _("%(code)s：请填名称") % {"code": row.code or "—"}))
    if row.decimals not in {"0", "1", "2", "3", "4"}:
        found.append((f"{row.key}-decimals", _("%(zh)s：小数位数为 0 至 4") % {"zh": row.zh}))
    try:
        packs.read(row.packs)
    except ValueError as part:
        why = _("%(zh)s：整件换算“%(part)s”请写成 盒=50，几种用空格隔开，最多 4 种")
        found.append((f"{row.key}-packs", why % {"zh": row.zh, "part": part}))
    return found


def _rule_problems(row: RuleRow, typed: Blueprint) -> list[tuple[str, str]]:
    found = []
    codes = {i.code for i in typed.items}
    try:
        unknown = rules.unknown_names(row.expression, codes)
    except ValueError:
        why = _("校验式写法有误：%(text)s")
        found.append((f"{row.key}-expression", why % {"text": row.expression}))
    else:
        if unknown:
            found.append(
                (
                    f"{row.key}-expression",
                    _("校验式 %(text)s 中没有这些项目：%(names)s")
                    % {"text": row.expression, "names": "、".join(unknown)},
                )
            )
    if not row.message:
        why = _("%(text)s：请写明不符时怎么说")
        found.append((f"{row.key}-message", why % {"text": row.expression}))
    if row.severity == rules.REASON and not row.about:
        found.append(
            (
                f"{row.key}-about",
                _("%(text)s：要说明原因的校验须指明项目") % {"text": row.expression},
            )
        )
    return found


def _item_draft(row: ItemRow) -> ItemDraft:
    figure = FigureSpec(
        code=row.code,
        zh=row.zh,
        nature=row.nature,
        measure=row.measure,
        aggregate=row.aggregate or "sum",
        abnormal="abnormal" in row.ticks,
        decimals=int(row.decimals) if row.decimals.isascii() and row.decimals.isdigit() else 0,
    )
    return ItemDraft(
        figure=figure,
        group=row.group,
        help=row.help,
        is_part="part" in row.ticks,
        is_required="required" in row.ticks,
        carries="carries" in row.ticks,
        zero_when_quiet="quiet" in row.ticks,
        packs=row.packs,
    )


def _flat(clock: Mapping[str, Any]) -> dict[str, str]:
    flat = {name: str(clock[name]) for name in ("statistics", "lock", "due") if clock.get(name)}
    if "due" in flat:
        flat["due"] = flat["due"].replace("T", " ")
    filing = clock.get("filing")
    by_level = filing if isinstance(filing, dict) else {"institution": filing} if filing else {}
    return flat | {f"filing-{level}": str(at) for level, at in by_level.items()}


def _nested(clock: Mapping[str, str]) -> dict[str, Any]:
    nested: dict[str, Any] = {n: clock[n] for n in ("statistics", "lock") if n in clock}
    if due := _moment(clock.get("due", "")):
        nested["due"] = due.isoformat(timespec="minutes")
    filing = {level: clock[f"filing-{level}"] for level in LEVELS if f"filing-{level}" in clock}
    return nested | ({"filing": filing} if filing else {})


def _clock_problem(name: str, text: str) -> tuple[str, str] | None:
    if name == "due":
        if _moment(text):
            return None
        return name, _("%(text)s 不是日期和时间，请写成 2020-02-14 12:00") % {"text": text}
    if _time(text) is not None or (name == "statistics" and text == DAY_BEFORE):
        return None
    return name, _("%(text)s 不是时间，请写成 16:30") % {"text": text}


def _moment(text: str) -> datetime | None:
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        return None
    return moment if moment.tzinfo is None and len(text) > len("2020-02-14") else None


def _time(text: str) -> time | None:
    try:
        return time.fromisoformat(text)
    except ValueError:
        return None


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None
