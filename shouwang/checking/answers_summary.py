"""The findings of a check as plain Chinese to send back to whoever wrote the text."""

from __future__ import annotations

from collections.abc import Callable

from django.conf import settings
from django.utils.translation import get_language, override

from shouwang.checking.answers_marks import Checked, Mark
from shouwang.kit import words_zh

_AROUND = 12
_MOST = 60
_STOPS = "。！？；\n"


def quoted(checked: Checked, start: int, end: int) -> str:
    """Return a stretch of the text with the words around it, within its sentence."""
    first = start
    while first > max(0, start - _AROUND) and checked.text[first - 1] not in _STOPS:
        first -= 1
    # never from the middle of a number or a Latin word
    while first > 0 and _joined(checked.text[first - 1 : first + 1]):
        first -= 1
    last = end
    while last < min(len(checked.text), end + 4) and checked.text[last] not in _STOPS + "，、":
        last += 1
    return checked.text[first:last].strip("，、：；,:; \u3000\t").replace("\t", " ")


def _joined(two: str) -> bool:
    return len(two) == 2 and all(c.isascii() and (c.isalnum() or c in ".,%") for c in two)


def reply(found: Checked, again: Callable[[], Checked]) -> str:
    """Return the findings in Chinese, checked `again` where the screen speaks another language."""
    if get_language() == settings.LANGUAGE_CODE:
        return summary(found)
    with override(settings.LANGUAGE_CODE):
        return summary(again())


def summary(checked: Checked) -> str:
    """Return the findings, the gravest first, in Chinese; those of a check made in Chinese."""
    head = f"核对意见（{checked.unit.name}，{words_zh.full_day(checked.day)}）"
    counted = {
        status: checked.of_status(status) for status in ("equal", "differs", "unclear", "unbacked")
    }
    lines = [
        head,
        f"共核对数字 {sum(map(len, counted.values()))} 处：相符 {len(counted['equal'])} 处，"
        f"不符 {len(counted['differs'])} 处，口径待明确 {len(counted['unclear'])} 处，"
        f"系统无此记录 {len(counted['unbacked'])} 处；文字提示 {len(checked.lint)} 处。",
    ]
    sections = [
        ("与记录不符，请核实更正", [_differs(checked, m) for m in counted["differs"]]),
        ("口径不明确，请写明单位、时间或项目", [_why(checked, m) for m in counted["unclear"]]),
        ("系统中没有记录，请提供依据", [_why(checked, m) for m in counted["unbacked"]]),
        (
            "文字",
            [f"“{r.text.strip()}”：{r.why}" for r in checked.lint],
        ),
        ("与其他文稿雷同", _copied(checked)),
    ]
    number = 0
    for title, found in sections:
        if not found:
            continue
        number += 1
        lines.append(f"{words_zh.heading(1, number)}{title}")
        shown = [f"{n}. {line}" for n, line in enumerate(found[:_MOST], 1)]
        lines += shown + ([f"……共 {len(found)} 处"] if len(found) > _MOST else [])
    if number == 0:
        lines.append("未发现问题。")
    return "\n".join(lines)


def _differs(checked: Checked, mark: Mark) -> str:
    where = quoted(checked, mark.found.start, mark.found.end)
    return f"“{where}”：{mark.of}，记录为{mark.shown}。"


def _why(checked: Checked, mark: Mark) -> str:
    where = quoted(checked, mark.found.start, mark.found.end)
    return f"“{where}”：{'；'.join(mark.why)}。"


def _copied(checked: Checked) -> list[str]:
    found: dict[str, float] = {}
    for copy in checked.copies:
        found.setdefault(copy.source, copy.share)
    return [f"与“{source}”相同的文字占 {share:.0%}。" for source, share in found.items()]
