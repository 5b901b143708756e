"""Numbers as officials write them, in tables and in sentences.

In a table nothing is hidden: zero is 0, an absent value an empty cell. In a sentence a zero is 无,
or the sentence is left out. Rounding is half up, in decimal: what a reader checks by hand must come
out the same. These are words of documents, so they are Chinese on every screen.
"""

from __future__ import annotations

from collections.abc import Iterable
from decimal import ROUND_HALF_UP, Decimal

Number = int | Decimal

WAN = Decimal(10_000)
YI = Decimal(100_000_000)
NAMES_AT_MOST = 5
NONE = "无"
SAME = "持平"


def round_half_up(value: Number, places: int = 0) -> Decimal:
    """Round as taught in school: 0.5 → 1, 2.5 → 3, -2.5 → -3."""
    return Decimal(value).quantize(Decimal(1).scaleb(-places), rounding=ROUND_HALF_UP)


def plain(value: Number, places: int = 0) -> str:
    """Return the number for prose: no separators, at most `places` decimals, no idle zeros."""
    text = format(round_half_up(value, places), "f")
    text = text.rstrip("0").rstrip(".") if "." in text else text
    return "0" if text == "-0" else text


def in_table(value: Number | None, places: int = 0) -> str:
    """Return the number for a table: thousands separators, exactly `places` decimals.

    0 is 0; None, a value that nobody stated, is an empty cell.
    """
    if value is None:
        return ""
    rounded = round_half_up(value, places)
    return f"{rounded if rounded else abs(rounded):,.{places}f}"


def with_measure(value: Number, measure: str, places: int = 0) -> str:
    """Return the number with its measure word: 45人, 1200人次; sums of money as in `money`."""
    if measure == "元":
        return money(value)
    return f"{plain(value, places)}{measure}"


def in_sentence(value: Number | None, measure: str, places: int = 0) -> str:
    """Return the number for a sentence: 无 for zero, （无数据） for what nobody stated."""
    if value is None:
        return "（无数据）"
    return with_measure(value, measure, places) if value else NONE


def money(yuan: Number) -> str:
    """Return a sum of money: 8500元, 15.3万元, 1.02亿元; at most two decimals, no idle zeros."""
    size = abs(Decimal(yuan))
    # What rounds up to 万 is written in 万: 9999.999 is 1万元, not 10000元.
    if round_half_up(size, 2) < WAN:
        return f"{plain(yuan, 2)}元"
    if round_half_up(size / WAN, 2) < WAN:
        return f"{plain(Decimal(yuan) / WAN, 2)}万元"
    return f"{plain(Decimal(yuan) / YI, 2)}亿元"


def share(part: Number, whole: Number) -> Decimal | None:
    """Return part ÷ whole as a fraction of 1; None when the whole is 0."""
    return Decimal(part) / Decimal(whole) if whole else None


def percent(value: Decimal | None, places: int = 1) -> str:
    """Return a fraction of 1 as a percentage: 98.7%; None as （无数据）.

    Only all is 100% and only none is 0%: 178.9 of 179 stays 99.9%, however it would round.
    """
    if value is None:
        return "（无数据）"
    step = Decimal(1).scaleb(-places)
    rounded = round_half_up(value * 100, places)
    if rounded == 100 and value < 1:
        rounded = 100 - step
    elif rounded == 0 and value > 0:
        rounded = step
    return "0%" if rounded == 0 else "100%" if rounded == 100 else f"{rounded:.{places}f}%"


def rate(part: Number, whole: Number, places: int = 1) -> str:
    """Return part ÷ whole as a percentage, see `percent`."""
    return percent(share(part, whole), places)


def change(
    now: Number | None,
    before: Number | None,
    *,
    measure: str = "",
    since: str = "昨日",
    places: int = 0,
) -> str:
    """Return 较昨日增加3人, 较昨日减少3人 or 与昨日持平.

    When one of the two is not known, （昨日无可比数据）: a missing day is not a zero.
    """
    if now is None or before is None:
        return f"（{since}无可比数据）"
    step = round_half_up(Decimal(now) - Decimal(before), places)
    if step == 0:
        return f"与{since}{SAME}"
    word = "增加" if step > 0 else "减少"
    return f"较{since}{word}{with_measure(abs(step), measure, places)}"


def names(
    listed: Iterable[str],
    *,
    measure: str = "家",
    total: int | None = None,
    most: int = NAMES_AT_MOST,
) -> str:
    """Return at most five names, then how many there are in all: 甲、乙、丙、丁、戊等7家.

    `total` is the number in all when `listed` holds only the first. Nothing gives 无.
    """
    known = list(listed)
    in_all = len(known) if total is None else total
    if in_all == 0:
        return NONE
    text = "、".join(known[:most])
    if in_all <= min(len(known), most):
        return text
    return f"{text}等{in_all}{measure}" if text else f"{in_all}{measure}"


def clauses(parts: Iterable[str | None]) -> str:
    """Join the parts of a sentence that are there with ， and close it; nothing gives nothing."""
    kept = [part for part in parts if part]
    return "，".join(kept) + "。" if kept else ""
