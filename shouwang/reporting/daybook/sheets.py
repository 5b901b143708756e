"""The day as a workbook: what is on the screen, with its moment, completeness and marks."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from django.utils.translation import gettext as _

from shouwang.figures.evidence import Missing
from shouwang.figures.tally import Tally
from shouwang.kit import registry
from shouwang.kit.sheets import write
from shouwang.kit.sheets.write import Column, Kind
from shouwang.kit.templatetags.shouwang import day as day_words
from shouwang.kit.templatetags.shouwang import moment
from shouwang.orgs.kinds import Kind as UnitKind
from shouwang.reporting.daybook.lines import Cell
from shouwang.reporting.daybook.page import DayPage
from shouwang.reporting.daybook.returned import RETURNED_WORD


def day_workbook(page: DayPage) -> bytes:
    """Return the table of a day: one row a child, the columns shown, the total."""
    heads = [
        Column("unit", _("单位"), width=22),
        Column("state", _("状态"), width=18),
        Column("due", _("应报"), Kind.INT),
        Column("filed", _("已报"), Kind.INT),
        Column("zero", _("其中：零报"), Kind.INT),
        Column("late", _("其中：迟报"), Kind.INT),
        Column("missing", _("未报"), Kind.INT),
        *(
            Column(str(c.id), _head(c.figure.zh, c.figure.measure), _kind(c.figure.decimals))
            for c in page.shown
        ),
    ]
    rows = [
        _row(x.unit.name, f"{x.state.word} {x.state.note}".strip(), x.tally, x.cells)
        for x in page.lines
    ]
    return write.workbook(
        columns=heads,
        rows=rows,
        title=title(page),
        notes=notes(page),
        marks=_marks(),
        total=_row(_("合计"), "", page.total, page.totals),
        sheet=page.day.isoformat(),
    )


def missing_workbook(page: DayPage, found: Iterable[Missing]) -> bytes:
    """Return the list of units that have not filed, with their telephone numbers."""
    heads = [
        Column("child", _("县（市、区）或单位"), width=20),
        Column("name", _("机构"), width=26),
        Column("parent", _("上级"), width=18),
        Column("kind", _("类别"), width=18),
        Column("state", _("状态"), width=16),
        Column("since", _("未报自"), Kind.DATE),
        Column("phone", _("电话"), width=18),
    ]
    gap = str(page.timing.gap_word())
    rows = [
        (m.child, m.name, m.parent, str(UnitKind(m.kind).label),
         str(RETURNED_WORD) if m.unit_id in page.returned else gap, m.since, m.phone)
        for m in found
    ]  # fmt: skip
    return write.workbook(
        columns=heads,
        rows=rows,
        title=f"{title(page)} {page.timing.gap_word()}",
        notes=notes(page),
        marks=_marks(),
        sheet=str(page.timing.gap_word()),
    )


def title(page: DayPage) -> str:
    """Return the title of the day's papers."""
    return _("%(unit)s %(day)s 报送汇总") % {"unit": page.unit.name, "day": page.day.isoformat()}


def notes(page: DayPage) -> list[str]:
    """Return what stands under the title: the day, as of when, how complete."""
    total = page.total
    lines = [
        _("日期：%(day)s　截至：%(moment)s")
        % {
            "day": day_words(page.day),
            "moment": moment(page.timing.now),
        },
        _(
            "应报 %(due)d 家，已报 %(filed)d 家（零报 %(zero)d，迟报 %(late)d），"
            "%(word)s %(missing)d 家"
        )
        % {
            "due": total.due,
            "filed": total.filed,
            "zero": total.zero,
            "late": total.late,
            "word": page.timing.gap_word(),
            "missing": total.missing,
        },
    ]
    if page.share is not None:
        lines.append(_("完整度 %(share).1f%%；空白为未报，不是 0") % {"share": page.share})
    lowest = "、".join(c.figure.zh for c in page.shown if c.is_lowest)
    if lowest:
        lines.append(_("%(items)s：合计行为各单位最低值，不是相加") % {"items": lowest})
    return lines


def _head(zh: str, measure: str) -> str:
    return f"{zh}（{measure}）" if measure else zh


def _kind(decimals: int) -> Kind:
    return Kind.DECIMAL if decimals else Kind.INT


def _marks() -> list[str]:
    return [str(m) for m in registry.marks()]


def _row(name: str, state: str, tally: Tally, cells: Sequence[Cell]) -> list[object]:
    counts = (tally.due, tally.filed, tally.zero, tally.late, tally.missing)
    return [name, state, *counts, *(c.value for c in cells)]
