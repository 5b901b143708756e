"""A recipient's table as it is designed: its head, what its lines are, which figures it asks for.

Plain data, kept as JSON in ``Layout.design``; no database, no clock.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

CHILDREN, KINDS, ITEMS = "children", "kinds", "items"
ROWS: tuple[tuple[str, Any], ...] = (
    (CHILDREN, _("按下级单位一行一个")),
    (KINDS, _("按机构类别一行一类")),
    (ITEMS, _("按指标一行一项")),
)
TODAY, BEFORE, CHANGE, CUMULATIVE = "today", "before", "change", "cumulative"
PERIODS: tuple[tuple[str, Any], ...] = (
    (TODAY, _("当日")),
    (BEFORE, _("前一日")),
    (CHANGE, _("增减")),
    (CUMULATIVE, _("累计")),
)
AUTO, PORTRAIT, LANDSCAPE = "auto", "portrait", "landscape"
ORIENTATIONS: tuple[tuple[str, Any], ...] = (
    (AUTO, _("自动：放不下就横排")),
    (PORTRAIT, _("竖排")),
    (LANDSCAPE, _("横排")),
)
# The report states (content.md, report-state figures) as columns print them.
STATES = {
    "due": "应报",
    "filed": "已报",
    "zero": "零报",
    "late": "迟报",
    "missing": "未报",
    "rate": "报送率",
}
MOST_LINES = 60


@dataclass(frozen=True)
class Line:
    """One column of a table by units or kinds, one row of a table by items.

    ``ref`` is ``state:due`` or ``figures:12+13`` (ids, added up); ``title`` as printed, where it
    is not the figure's own name; neighbours with one ``group`` share a head.
    """

    ref: str
    title: str = ""
    group: str = ""

    @property
    def state(self) -> str:
        """Return the report state it prints, empty for figures."""
        return self.ref.removeprefix("state:") if self.ref.startswith("state:") else ""

    @property
    def figure_ids(self) -> tuple[int, ...]:
        """Return the figures it adds up."""
        if not self.ref.startswith("figures:"):
            return ()
        return tuple(int(part) for part in self.ref.removeprefix("figures:").split("+"))


@dataclass(frozen=True)
class Design:
    """The table: its head (标题, 填报单位, 表号, 制表机关, 批准机关, 有效期至), lines and periods.

    ``periods`` are the columns of a table by items. ``note`` is printed under the table.
    """

    title: str
    rows: str = CHILDREN
    lines: tuple[Line, ...] = ()
    periods: tuple[str, ...] = (TODAY, BEFORE, CUMULATIVE)
    reporter: str = ""
    number: str = ""
    made_by: str = ""
    approved_by: str = ""
    valid_until: str = ""
    orientation: str = AUTO
    note: str = ""

    @property
    def figure_ids(self) -> list[int]:
        """Return every figure it asks for, each once."""
        return list(dict.fromkeys(pk for line in self.lines for pk in line.figure_ids))

    def as_json(self) -> dict[str, Any]:
        """Return it as it is stored."""
        return asdict(self)

    @classmethod
    def from_json(cls, stored: Mapping[str, Any]) -> Design:
        """Return the design that ``as_json`` stored."""
        lines = tuple(Line(**line) for line in stored["lines"])
        return cls(**{**stored, "lines": lines, "periods": tuple(stored["periods"])})


def ref_of(figure_ids: list[int]) -> str:
    """Return the reference to the sum of some figures."""
    return "figures:" + "+".join(str(pk) for pk in figure_ids)
