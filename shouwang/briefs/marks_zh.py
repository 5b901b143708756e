"""Marks in Chinese as a person may have edited them in Word, back into a template's language."""

from __future__ import annotations

from django.utils.translation import gettext as _

from shouwang.briefs import labels

_SIGNS = {zh: code for code, zh in labels.OPERATORS.items()} | {"＞": ">", "＜": "<", "＝": "="}
_ENDINGS = (("有数据", "known"), ("无数据", "unknown"), ("有变化", "changed"))


class UnknownMarks(ValueError):
    """Marks that stand for nothing; nothing was saved."""

    def __init__(self, marks: list[str]) -> None:
        listed = "、".join(dict.fromkeys(marks))
        super().__init__(
            _("这些标记不认识，没有保存，请改正后再上传：%(marks)s") % {"marks": listed}
        )
        self.marks = marks


def source_from(text: str, named: labels.Labels, unknown: list[str]) -> str:
    """Return a sentence in the template's language; marks that mean nothing go to ``unknown``."""
    found, at = [], 0
    text = text.replace("｛", "{").replace("｝", "}").replace("《如果", "«如果")
    for mark in labels.CHINESE.finditer(text):
        found.append(text[at : mark.start()])
        at = mark.end()
        said = mark.group()
        if mark.group(3) is not None:
            key = named.key(mark.group(3))
            if key is None:
                unknown.append(said)
            found.append("{" + (key or "") + "}")
        elif mark.group(1) is not None:
            found.append(f"«if {condition_from(mark.group(1), named, unknown)}: ")
        elif mark.group(2):
            over = next(k for k, zh in labels.REPEATS.items() if zh == mark.group(2))
            found.append(f"«each {over}: ")
        else:
            found.append("«else: " if said.startswith("«否则") else said)
    return "".join([*found, text[at:]])


def condition_from(text: str, named: labels.Labels, unknown: list[str]) -> str:
    """Return a condition in the template's language: 有发热 且 没有确诊."""
    rows = [
        " and ".join(_test(one.strip(), named, unknown) for one in row.split(" 且 "))
        for row in text.strip().split(" 或 ")
    ]
    return " or ".join(rows)


def _test(text: str, named: labels.Labels, unknown: list[str]) -> str:
    for ending, word in _ENDINGS:
        if text.endswith(ending) and (code := _code(text.removesuffix(ending), named)):
            return f"{word} {code}"
    whole, sign, part = text.partition("均为")
    if sign and (ones := _code(part, named)) and (all_ := _code(whole, named)):
        return f"all {ones} of {all_}"
    for sign, operator in _SIGNS.items():
        first, found, second = text.rpartition(sign)
        code = _code(first, named) if found else None
        other = second.strip()
        limit = other if other.replace(".", "", 1).isdecimal() else _code(other, named)
        if code and limit:
            return f"{code} {operator} {limit}"
    for start, word in (("没有", "not "), ("有", "")):
        if text.startswith(start) and (code := _code(text.removeprefix(start), named)):
            return f"{word}{code}"
    unknown.append(text)
    return "unknown"


def _code(name: str, named: labels.Labels) -> str | None:
    name = name.strip()
    return named.codes.get(name) or (name if name in named.names else None)
