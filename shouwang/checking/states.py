"""The states of reports as papers name them, and what institutions are counted in."""

from __future__ import annotations

STATES = {
    "due": "应报",
    "filed": "已报",
    "zero": "零报告",
    "late": "迟报",
    "missing": "未报",
}
HOMES = "家"
