"""Refused rows and warnings of an import as a workbook to mend the file by."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.utils.translation import gettext as _

from shouwang.kit.sheets.write import Column, Kind, workbook


def problem_list(lines: Iterable[dict[str, Any]], *, title: str) -> bytes:
    """Return refused rows and warnings as a workbook: row, column, value, why."""
    columns = (
        Column("row", _("行"), Kind.INT),
        Column("column", _("列"), width=14),
        Column("value", _("内容"), width=30),
        Column("why", _("原因"), width=60),
    )
    return workbook(columns=columns, rows=lines, title=title, sheet=_("问题清单"))
