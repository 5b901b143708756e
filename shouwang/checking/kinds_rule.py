"""What a rule of kinds is: a pattern, and what the numbers that it matches are."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

from shouwang.checking.marks import Kind

ZH = "零〇一二两三四五六七八九十百千万亿"
N = "[零〇一二三四五六七八九十]"
HAN = "[\u4e00-\u9fff]"
NO_NUMERAL_BEFORE = f"(?<![{ZH}\\d余多第])"
# where a heading or an item of a list may begin
START = r"(?:^|(?<=[\n\r。;；!！?？\s\u3000|]))"


@dataclass(frozen=True)
class Rule:
    """A pattern and what it finds; with a group `m` only that part is marked.

    `kind` None takes words in which a numeral is no number at all (统一, 百姓). `fits` may refuse a
    match: it is given the whole text and the match.
    """

    kind: Kind | None
    pattern: re.Pattern[str]
    fits: Callable[[str, re.Match[str]], bool] | None = None


def rule(
    kind: Kind | None,
    pattern: str,
    fits: Callable[[str, re.Match[str]], bool] | None = None,
) -> Rule:
    """Return a rule of a pattern as text; ^ and $ stand for the ends of lines."""
    return Rule(kind, re.compile(pattern, re.MULTILINE), fits)
