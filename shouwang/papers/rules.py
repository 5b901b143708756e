"""Pure decisions about papers on their way: the order of deeds, numbers, what a kind asks."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

# 核稿 会签 审签 签发 编号 用印 分发, in the order in which they may stand
CHECK, COUNTERSIGN, ENDORSE, SIGN = "check", "countersign", "endorse", "sign"
NUMBER, SEAL, DISTRIBUTE = "number", "seal", "distribute"
DEEDS: Final = (CHECK, COUNTERSIGN, ENDORSE, SIGN, NUMBER, SEAL, DISTRIBUTE)
# who may still mend words while the paper is before them
MENDING: Final = frozenset({CHECK, ENDORSE, SIGN})
# after these the paper cannot go back: its words were signed
AFTER_SIGNATURE: Final = frozenset({NUMBER, SEAL, DISTRIBUTE})
# papers counted by issue (第N期) rather than by 发文字号
BY_ISSUE: Final = frozenset({"bulletin", "minutes"})
UPWARD: Final = frozenset({"report", "request"})

_REQUESTING = re.compile(r"请\s*(?:予)?(?:批示|批复|审批|批准)|妥否|当否")


@dataclass(frozen=True)
class Stop:
    """One step of a route: what is done, at which unit, by whoever holds which role there."""

    deed: str
    unit: int
    role: str


def orders(stops: Sequence[Stop]) -> list[int]:
    """Return the order number of each step, from 1: neighbouring 会签 share one."""
    found: list[int] = []
    for number, stop in enumerate(stops):
        together = number > 0 and stop.deed == COUNTERSIGN and stops[number - 1].deed == COUNTERSIGN
        found.append(found[-1] if together else (found[-1] + 1 if found else 1))
    return found


def faults(stops: Sequence[Stop]) -> list[str]:
    """Return what is wrong with a route, as codes: unknown, disorder, twice, sign, number."""
    deeds = [stop.deed for stop in stops]
    if unknown := set(deeds) - set(DEEDS):
        return [f"unknown:{deed}" for deed in sorted(unknown)]
    found = []
    ranks = [DEEDS.index(deed) for deed in deeds]
    if ranks != sorted(ranks):
        found.append("disorder")
    if len(set(stops)) < len(stops):
        found.append("twice")
    found += [deed for deed in (SIGN, NUMBER) if deeds.count(deed) != 1]
    return found


def number_text(*, kind: str, word: str, year: int, serial: int) -> str:
    """Return a number as it is printed: 澜民发〔2020〕20号, or 第20期 for what counts issues.

    GB/T 9704-2012, 7.2.5: the year in 〔〕, no 第 before the serial, no leading zero.
    """
    if kind in BY_ISSUE:
        return f"第{serial}期"
    return f"{word}〔{year}〕{serial}号"


def parties(text: str) -> list[str]:
    """Return the organs of a line of 主送 or 抄送: separated by 、 ， or ；."""
    return [part for part in re.split(r"[、，,；;：:\s]+", text) if part]


def objections(*, kind: str, addressee: str, body: str) -> list[str]:
    """Return what bars a paper from being handed in, as codes.

    empty: no words. addressee: a paper that names nobody. one_addressee: a 请示 goes to one organ.
    requesting: a 报告 must not carry a request. (党政机关公文处理工作条例, 15 and 16)
    """
    found = []
    if not body.strip():
        found.append("empty")
    asked = parties(addressee)
    if not asked and kind not in BY_ISSUE:
        found.append("addressee")
    if kind == "request" and len(asked) > 1:
        found.append("one_addressee")
    if kind == "report" and _REQUESTING.search(body):
        found.append("requesting")
    return found


_LEVELS = (
    (1, re.compile(r"^[一二三四五六七八九十]{1,3}、")),
    (2, re.compile(r"^[（(][一二三四五六七八九十]{1,3}[）)]")),
    (3, re.compile(r"^\d{1,2}[.．](?!\d)")),
    (4, re.compile(r"^[（(]\d{1,2}[）)]")),
)
_LONGEST_HEADING = 40


def level_of(line: str) -> int:
    """Return the level of a heading 1–4, or 0 for a paragraph of the body.

    一、 and （一） are headings when the line is short and does not end like a sentence.
    """
    is_short = len(line) <= _LONGEST_HEADING and not line.endswith(("。", "；", ";", "，"))
    return next((n for n, how in _LEVELS if is_short and how.match(line)), 0)


def paragraphs(body: str) -> list[str]:
    """Return the paragraphs of typed text: every line that is not empty, without its indent."""
    return [line.strip(" \t\u3000") for line in body.splitlines() if line.strip(" \t\u3000")]


def next_order(waiting: Iterable[int]) -> int | None:
    """Return the order whose steps are due now, None when all are done."""
    return min(waiting, default=None)
