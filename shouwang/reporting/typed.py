"""What a clerk typed: from the page's fields to a draft, and from text to numbers.

Texts stay as typed for as long as possible: a slip is kept in the draft and shown again, and only
what reads as a number becomes a value. A blank is no value, never 0.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from shouwang.figures.rules import Number
from shouwang.kit.sheets.cells import parse_number
from shouwang.kit.sheets.problems import BadValue

ITEM = "item-"
REASON = "reason-"
ZERO = "is_zero"
SAME = "same"
CORRECTION = "correction_reason"
NOTE = "source_note"
LONGEST_TEXT = 40
LONGEST_WORDS = 200

# keys of a draft beside the items' codes; a code never holds a colon
_REASON_KEY = "reason:"
_ZERO_KEY = ":zero"
_SAME_KEY = ":same"
_CORRECTION_KEY = ":correction"
_NOTE_KEY = ":note"


@dataclass(frozen=True)
class Typed:
    """The fields of a report as they were typed; texts and reasons by item code."""

    texts: Mapping[str, str]
    reasons: Mapping[str, str] = field(default_factory=dict)
    is_zero: bool = False
    correction: str = ""
    note: str = ""
    # 数据与昨日一致: what carries was confirmed in one go
    same: bool = False


def from_post(post: Mapping[str, str]) -> Typed:
    """Read the posted fields of a page; fields of other names are passed over."""
    return Typed(
        texts={k[len(ITEM) :]: v[:LONGEST_TEXT] for k, v in post.items() if k.startswith(ITEM)},
        reasons={
            k[len(REASON) :]: v[:LONGEST_WORDS] for k, v in post.items() if k.startswith(REASON)
        },
        is_zero=bool(post.get(ZERO)),
        correction=post.get(CORRECTION, "").strip()[:LONGEST_WORDS],
        note=post.get(NOTE, "").strip()[:LONGEST_WORDS],
        same=bool(post.get(SAME)),
    )


def to_draft(typed: Typed) -> dict[str, str]:
    """Return what a draft keeps: blanks too, so that another clerk's blank is seen as one."""
    kept = dict(typed.texts)
    kept |= {_REASON_KEY + code: text for code, text in typed.reasons.items()}
    kept[_ZERO_KEY] = "1" if typed.is_zero else ""
    kept[_CORRECTION_KEY] = typed.correction
    kept[_NOTE_KEY] = typed.note
    kept[_SAME_KEY] = "1" if typed.same else ""
    return kept


def from_draft(values: Mapping[str, str]) -> Typed:
    """Return a draft as it was typed."""
    return Typed(
        texts={k: v for k, v in values.items() if ":" not in k},
        reasons={k[len(_REASON_KEY) :]: v for k, v in values.items() if k.startswith(_REASON_KEY)},
        is_zero=bool(values.get(_ZERO_KEY)),
        correction=values.get(_CORRECTION_KEY, ""),
        note=values.get(_NOTE_KEY, ""),
        same=bool(values.get(_SAME_KEY)),
    )


def to_fields(typed: Typed) -> dict[str, str]:
    """Return what was typed by the names of the page's fields, for a conflict shown there."""
    fields = {ITEM + code: text for code, text in typed.texts.items()}
    fields |= {REASON + code: text for code, text in typed.reasons.items()}
    return fields | {
        ZERO: "1" if typed.is_zero else "",
        SAME: "1" if typed.same else "",
        CORRECTION: typed.correction,
        NOTE: typed.note,
    }


def read(texts: Mapping[str, str]) -> tuple[dict[str, Number], dict[str, str]]:
    """Return the values that texts state, and why the others are none, both by item code.

    Full-width digits, spaces and thousands separators are read; blanks are in neither.
    """
    values: dict[str, Number] = {}
    slips: dict[str, str] = {}
    for code, text in texts.items():
        try:
            number = parse_number(text)
        except BadValue as slip:
            slips[code] = slip.why_zh
            continue
        if number is not None:
            values[code] = int(number) if number == number.to_integral_value() else number
    return values, slips


def whole(text: str, *, most: int = 9) -> int | None:
    """Return the number in a hidden field of a page, None where it holds none of ours: a revision
    has at most ``most`` digits."""
    return int(text) if text.isascii() and text.isdigit() and len(text) <= most else None


def write(value: Number | None) -> str:
    """Return a number as a clerk would type it; a blank as an empty text."""
    if value is None:
        return ""
    return format(value, "f") if not isinstance(value, int) else str(value)
