"""What a template calls its figures and conditions in Chinese, and back: chips in the browser,
marks in Word. ``{in_house}`` reads {在院}, ``«if fever: …»`` reads «如果【有发热】…»."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from django.db.models import Q

from shouwang.briefs.known import REGISTRY, STATES
from shouwang.briefs.language import Template
from shouwang.briefs.lists import label
from shouwang.briefs.usual import USUAL
from shouwang.figures.models import Figure
from shouwang.orgs.models import Unit

WORDS = {
    "as_of": "截至时间", "rate": "报送率", "area": "全市", "now": "今日", "before": "昨日",
    "span": "一周起止", "from": "起始日", "to": "截止日", "period": "起止日期", "day": "日期",
    "lunar": "农历日期", "year": "年份", "unit": "单位名称", "organ": "编发单位",
    "bureau": "本局名称", "system": "全市民政服务机构", "below": "各下级", "subject": "事项",
    "stage": "报次", "earlier": "上一报", "name": "下级名称", "kind": "机构类别",
    "report": "日报或周报", "today": "当日未结束", "several_days": "跨多日",
    "first_report": "初报", "follow_up": "续报", "final_report": "终报",
    "filed_before": "上期已报", "missing_before": "上期未报",
    "same_units": "两期填报单位相同",
}  # fmt: skip
OPERATORS = {">=": "≥", "<=": "≤", "!=": "≠", ">": ">", "<": "<", "=": "="}
REPEATS = {"child": "逐个下级", "kind": "逐类机构"}
DIRECTIVES = {"totals": "各项数据", "problems": "存在问题逐条"}
TOKEN = re.compile(r"«if ([^:]+):\s*|«each (child|kind):\s*|«else:\s*|«|»|\{([^}]*)\}")
CHART = re.compile(r"【图[：:](.*)】")
_BELOW = {"child": "各下级", "kind": "各类机构"}
_DAYS = re.compile(r"近\s*(\d{1,3})\s*[日天]")
CHINESE = re.compile(r"«如果【([^】]*)】|«(逐个下级|逐类机构)：|«否则：|«|»|\{([^}]*)\}")

Sort = Literal["text", "slot", "word", "if", "each", "else", "clause", "end"]


@dataclass(frozen=True)
class Piece:
    """A piece of a sentence: plain text, or a token with its label."""

    sort: Sort
    token: str
    label: str = ""


@dataclass
class Labels:
    """Codes and what they are called; ``codes`` is the way back. No name stands for two codes."""

    names: dict[str, str] = field(default_factory=dict)
    codes: dict[str, str] = field(default_factory=dict)

    def add(self, found: Mapping[str, str]) -> None:
        """Take names for codes; one that is taken already gets its code behind it."""
        for code, zh in found.items():
            if code in self.names:
                continue
            name = re.sub(r"[{}«»【】]", "", zh).strip() or code
            if name in self.codes:
                name = f"{name}#{code}"
            self.names[code], self.codes[name] = name, code

    def slot(self, key: str) -> str:
        """Return what a slot is called: 在院, 在院增减, 在院环比, 名单：未报."""
        if key.startswith("list:"):
            return f"名单：{self.names.get(f'list:{key[5:]}', key[5:])}"
        if key.startswith("Δ"):
            return f"{self.names.get(key[1:], key[1:])}增减"
        if key.startswith("growth:"):
            return f"{self.names.get(key[7:], key[7:])}增长率"
        if key.startswith("ratio:"):
            return f"{self.names.get(key[6:], key[6:])}环比"
        return self.names.get(key, key)

    def key(self, name: str) -> str | None:
        """Return the slot that a name stands for; None where there is none."""
        name = name.strip()
        if name.startswith(("名单：", "名单:")):
            return self._list(name[3:].strip())
        if name in self.codes:
            return self.codes[name]
        for ending, prefix in (("增减", "Δ"), ("增长率", "growth:"), ("环比", "ratio:")):
            if name.endswith(ending) and name.removesuffix(ending) in self.codes:
                return prefix + self.codes[name.removesuffix(ending)]
        return name if name in self.names else None

    def _list(self, name: str) -> str | None:
        return next(
            (c for c, zh in self.names.items() if c.startswith("list:") and zh == name), None
        )

    def condition(self, text: str) -> str:
        """Return a condition in Chinese: 有发热 且 没有确诊."""
        rows = [
            " 且 ".join(self._test(one.strip()) for one in row.split(" and "))
            for row in text.strip().split(" or ")
        ]
        return " 或 ".join(rows)

    def _test(self, text: str) -> str:
        words = text.split()
        named = [self.names.get(word, word) for word in words]
        match words:
            case ["not", _]:
                return f"没有{named[1]}"
            case ["known", _]:
                return f"{named[1]}有数据"
            case ["unknown", _]:
                return f"{named[1]}无数据"
            case ["changed", _]:
                return f"{named[1]}有变化"
            case ["all", _, "of", _]:
                return f"{named[3]}均为{named[1]}"
            case [_, operator, _] if operator in OPERATORS:
                return f"{named[0]}{OPERATORS[operator]}{named[2]}"
            case [_]:
                return f"有{named[0]}"
        return text

    def chart(self, directive: str) -> str:
        """Return a chart in Chinese: 在院、发热，近14日; 在院，各下级."""
        over, _space, rest = directive.removeprefix("chart ").partition(" ")
        if over == "days":
            days, _space, rest = rest.partition(" ")
            over = f"近{days}日"
        named = "、".join(self.names.get(code, code) for code in rest.split())
        return f"{named}，{_BELOW.get(over, over)}"

    def chart_from(self, text: str) -> tuple[str, list[str]]:
        """Return the directive of a chart in Chinese, and the words in it that mean nothing."""
        names, _comma, over = text.replace(",", "，").rpartition("，")
        over = over.strip()
        codes, unknown = self._listed(names.split("、"))
        days = _DAYS.fullmatch(over)
        below = next((code for code, zh in _BELOW.items() if zh == over), "")
        if not days and not below:
            unknown.append(over)
        told = f"days {int(days[1])}" if days else below
        return " ".join(["chart", told, *codes]), unknown

    def _listed(self, parts: list[str]) -> tuple[list[str], list[str]]:
        """Return the codes of names in a row, and what is none; a name may hold 、 itself."""
        codes, unknown, at = list[str](), list[str](), 0
        while at < len(parts):
            for end in range(len(parts), at, -1):
                if code := self._code("、".join(parts[at:end])):
                    codes.append(code)
                    at = end
                    break
            else:
                unknown.append(parts[at].strip())
                at += 1
        return codes, unknown

    def _code(self, name: str) -> str | None:
        name = name.strip()
        return self.codes.get(name) or (name if name in self.names else None)

    def pieces(self, text: str) -> list[Piece]:
        """Return a sentence as text and labelled tokens."""
        found: list[Piece] = []
        at = 0
        for token in TOKEN.finditer(text):
            if token.start() > at:
                found.append(Piece("text", text[at : token.start()]))
            found.append(self._piece(token))
            at = token.end()
        if at < len(text):
            found.append(Piece("text", text[at:]))
        return found

    def _piece(self, token: re.Match[str]) -> Piece:
        said = token.group()
        if token.group(3) is not None:
            key = token.group(3).strip()
            return Piece("word" if key in WORDS else "slot", said, self.slot(key))
        if token.group(1):
            return Piece("if", said, f"「如果 {self.condition(token.group(1))}：")
        if token.group(2):
            return Piece("each", said, f"「{REPEATS[token.group(2)]}：")
        if said.startswith("«else"):
            return Piece("else", said, "「否则：")
        return Piece("clause", said, "「有数才写：") if said == "«" else Piece("end", said, "」")

    def readable(self, text: str) -> str:
        """Return a sentence with its marks in Chinese, as Word shows it."""
        return "".join(self._mark(piece) for piece in self.pieces(text))

    def _mark(self, piece: Piece) -> str:
        match piece.sort:
            case "text":
                return piece.token
            case "slot" | "word":
                return "{" + piece.label + "}"
            case "if":
                return f"«如果【{piece.label.removeprefix('「如果 ').removesuffix('：')}】"
            case "each" | "else":
                return f"«{piece.label.removeprefix('「')}"
        return piece.token


def of(unit: Unit | None, template: Template) -> Labels:
    """Return the names of everything that a template of a unit may state."""
    made = Labels()
    made.add({**STATES, **REGISTRY, **WORDS})
    made.add({code: one.zh for code, one in template.sums.items()})
    made.add({code: one.zh for code, one in template.shares.items()})
    made.add(figures(unit))
    made.add(template.absent)
    made.add(USUAL)
    made.add({"list:missing": "未报单位"})
    for name, told in template.lists.items():
        zh = label(told, made.names.get(told.code, told.code))
        made.add({f"list:{name}": zh, name: f"{zh}的家数"})
    return made


def figures(unit: Unit | None) -> dict[str, str]:
    """Return the figures that a unit's papers may state: of two owners the nearest above."""
    found = Figure.objects.select_related("owner").order_by("owner__path", "order", "pk")
    if unit is not None:
        above = Q(owner__in=unit.get_ancestors())
        within = Q(owner__path__gte=unit.path, owner__path__lt=unit.path + "~")
        found = found.filter(above | within)
    named: dict[str, str] = {}
    for figure in found:
        if figure.code not in named or (unit and unit.path.startswith(figure.owner.path)):
            named[figure.code] = figure.zh
    return named
