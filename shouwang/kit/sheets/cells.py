"""From what stands in a cell to a number, a day, a text; a blank stays absent and is never 0."""

from __future__ import annotations

import datetime as dt
import re
import unicodedata
from dataclasses import dataclass
from decimal import Decimal

from django.utils.translation import gettext as _

from shouwang.kit.sheets.problems import BadValue


@dataclass(frozen=True, slots=True)
class CellError:
    """An Excel error such as #REF! or #DIV/0!: a formula that lost its source."""

    code: str

    def __str__(self) -> str:
        return self.code


Cell = str | int | float | bool | dt.datetime | dt.date | dt.time | dt.timedelta | CellError | None
"""What stands in a cell; text is untouched, an absent cell is None."""

# Spaces that people and programs leave behind: no-break, zero width, ideographic, byte-order mark.
_INVISIBLE = str.maketrans(dict.fromkeys("\u200b\u200c\u200d\u2060\ufeff", ""))
_APOSTROPHES = "'‘’＇`"
_NUMBER = re.compile(r"[+-]?(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d{1,3})?")
_GROUPED = re.compile(r"[+-]?\d{1,3}(?:,\d{3})+(?:\.\d+)?|[+-]?\d{1,4}(?:,\d{4})+(?:\.\d+)?")
_PLAIN = re.compile(r"\d{1,18}", re.ASCII)
_DATE = re.compile(
    r"(\d{4})\s*(?:年|-|/|\.)\s*(\d{1,2})\s*(?:月|-|/|\.)\s*(\d{1,2})\s*日?"
    r"(?:[T\s]\s*(\d{1,2}):(\d{2})(?::(\d{2})(?:\.\d+)?)?(?:Z|[+-]\d{2}:?\d{2})?)?"
)
_COMPACT_DATE = re.compile(r"(\d{4})(\d{2})(\d{2})")
_SHOWN_AT_MOST = 80
_SIGNIFICANT_DIGITS = 15  # as many as Excel itself keeps and shows
# Day 60 is Excel's own 29 February 1900; later days count from here.
_EXCEL_EPOCH = dt.date(1899, 12, 30)
_FIRST_SERIAL = 61
_LAST_SERIAL = 2_958_465  # 9999-12-31
# Eight digits that are no serial number: 20200515.
_FIRST_YEAR, _LAST_YEAR = 1900, 2199
_LARGEST = Decimal(10) ** 30


def text_of(cell: Cell) -> str:
    """Return the cell as one clean line of text.

    Outer spaces of every kind, zero-width marks and the apostrophe that forces text in Excel
    are dropped; inner text is kept as it is. Whole floats lose their ".0", days print as ISO.
    """
    if cell is None:
        return ""
    if isinstance(cell, str):
        text = cell.strip()
        if not text.isascii():
            text = text.translate(_INVISIBLE).strip()
        # Programs that export text cells for Excel leave the marker itself in the file.
        return text[1:].strip() if text[:1] == "'" else text
    if isinstance(cell, bool):
        return "TRUE" if cell else "FALSE"
    if isinstance(cell, float):
        return format(_decimal(cell), "f")
    if isinstance(cell, dt.datetime):
        midnight = cell.time() == dt.time(0)
        return cell.date().isoformat() if midnight else cell.isoformat(sep=" ")
    if isinstance(cell, dt.date | dt.time):
        return cell.isoformat()
    return str(cell)


def is_blank(cell: Cell) -> bool:
    """Say whether nothing stands in the cell (absent, empty, or only spaces)."""
    return cell is None or (isinstance(cell, str) and text_of(cell) == "")


def shown(cell: Cell) -> str:
    """Return the cell's text shortened for a message."""
    text = text_of(cell)
    return text if len(text) <= _SHOWN_AT_MOST else text[: _SHOWN_AT_MOST - 1] + "…"


def parse_number(cell: Cell) -> Decimal | None:
    """Read a cell as a number; a blank is None, never 0.

    Takes full-width digits, thousands separators (groups of three or, as in Chinese, four),
    a leading apostrophe, stray spaces, a percent sign (98.7% is 0.987) and exponents.
    Raises BadValue for anything else: text, dates, TRUE/FALSE and Excel errors.
    """
    if cell is None or cell == "":
        return None
    if isinstance(cell, str):
        return _number_in(cell)
    if isinstance(cell, bool) or not isinstance(cell, int | float):
        raise BadValue(shown(cell), _why_not_a_number(cell))
    value = _decimal(cell) if isinstance(cell, float) else Decimal(cell)
    return _bounded(value, cell)


def parse_int(cell: Cell) -> int | None:
    """Read a cell as a whole number; blank is None. 12.0 is 12, 12.5 raises BadValue."""
    if cell is None or cell == "":  # nearly every cell of a real file is this …
        return None
    if isinstance(cell, str) and _PLAIN.fullmatch(cell):  # … or this
        return int(cell)
    number = parse_number(cell)
    if number is None:
        return None
    if number != number.to_integral_value():
        raise BadValue(shown(cell), _("应为整数，不能有小数"))
    return int(number)


def parse_date(cell: Cell, *, formats: tuple[str, ...] = ()) -> dt.date | None:
    """Read a cell as a day; blank is None.

    `formats` (strptime) are tried first. Otherwise: real Excel dates, serial day numbers,
    2020-01-26, 2020/1/26, 2020.1.26, 2020年1月26日, 20200126, with or without a time of day,
    in full-width digits too. A day without a year is refused rather than guessed.
    Raises BadValue.
    """
    if isinstance(cell, dt.datetime):
        return cell.date()
    if isinstance(cell, dt.date):
        return cell
    if isinstance(cell, CellError):
        raise BadValue(shown(cell), _why_not_a_number(cell))
    if cell is None or isinstance(cell, bool | dt.time | dt.timedelta):
        if cell is None:
            return None
        raise BadValue(shown(cell), _("不是日期，请写成 2020-01-26"))
    text = unicodedata.normalize("NFKC", text_of(cell)).strip()
    if not text:
        return None
    for pattern in formats:
        try:
            return dt.datetime.strptime(text, pattern).date()  # noqa: DTZ007 (a day has no zone)
        except ValueError:
            continue
    return _date_in(text, cell)


def _date_in(text: str, cell: Cell) -> dt.date:
    found = _DATE.fullmatch(text)
    if not found:
        found = _COMPACT_DATE.fullmatch(text)
        if found and not _FIRST_YEAR <= int(found[1]) <= _LAST_YEAR:
            found = None
    if found:
        try:
            return dt.date(int(found[1]), int(found[2]), int(found[3]))
        except ValueError:
            raise BadValue(shown(cell), _("日历上没有这一天")) from None
    if re.fullmatch(r"\d{2,7}(\.\d+)?", text):
        serial = int(float(text))
        if _FIRST_SERIAL <= serial <= _LAST_SERIAL:
            return _EXCEL_EPOCH + dt.timedelta(days=serial)
    raise BadValue(shown(cell), _("不是日期，请写成 2020-01-26"))


def _number_in(cell: str) -> Decimal | None:
    if _PLAIN.fullmatch(cell):
        return Decimal(cell)
    text = text_of(cell)
    if not text:
        return None
    plain = unicodedata.normalize("NFKC", text).strip(_APOSTROPHES + " \t")
    plain = plain.replace("−", "-").replace("，", ",").replace(" ", "")
    percent = plain.endswith("%")
    digits = plain[:-1] if percent else plain
    if "," in digits:
        if not _GROUPED.fullmatch(digits):
            raise BadValue(shown(cell), _("千位分隔符的位置不对，看不出是多少"))
        digits = digits.replace(",", "")
    if not _NUMBER.fullmatch(digits):
        raise BadValue(shown(cell), _why_not_a_number(plain))
    value = Decimal(digits)
    return _bounded(value / 100 if percent else value, cell)


def _bounded(value: Decimal, cell: Cell) -> Decimal:
    # A cell of 1E999 would otherwise become a number of a thousand digits further on.
    if not value.is_finite() or abs(value) >= _LARGEST:
        raise BadValue(shown(cell), _("数字过大"))
    if value and value.adjusted() < -30:
        raise BadValue(shown(cell), _("小数位数过多"))
    return value


def _decimal(number: float) -> Decimal:
    """Turn a cell's binary number into the decimal that Excel shows (0.30000000000000004 → 0.3)."""
    value = Decimal(f"{number:.{_SIGNIFICANT_DIGITS}g}")
    if value.is_finite() and value == value.to_integral_value() and abs(value) < _LARGEST:
        return value.quantize(Decimal(1)) if value.adjusted() < 27 else value
    return value


def _why_not_a_number(cell: Cell) -> str:
    if isinstance(cell, CellError) or (isinstance(cell, str) and cell.startswith("#")):
        return _("单元格里是公式错误，请先在表格中改正")
    if isinstance(cell, dt.date | dt.time | dt.timedelta):
        return _("应为数字，单元格里却是日期或时间")
    if isinstance(cell, bool):
        return _("应为数字，单元格里却是“是/否”")
    if isinstance(cell, str) and re.match(r"[+-]?[\d.,]+", cell):
        return _("数字里混有文字，请只填数字")
    return _("不是数字，请填阿拉伯数字")
