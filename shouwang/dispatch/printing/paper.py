"""What is printed: a table, its number, who stands under it, what an amendment changed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from shouwang.dispatch.tables import wording
from shouwang.dispatch.tables.design import ITEMS
from shouwang.dispatch.tables.table import Change, Column, Row, Table
from shouwang.kit import words_zh

CHANGE_HEADS = ("更正处", "项目", "原报", "更正为")


@dataclass(frozen=True)
class Foot:
    """Who stands under the table, and when it was reported (报出时间), in words."""

    leader: str = ""
    reviewer: str = ""
    preparer: str = ""
    phone: str = ""
    reported: str = ""

    def lines(self) -> tuple[tuple[str, ...], ...]:
        """Return the foot as two lines; what is not known is left to the pen."""
        first = (
            f"负责人：{self.leader or '　　　　'}",
            f"审核人：{self.reviewer or '　　　　'}",
            f"填表人：{self.preparer or '　　　　'}",
        )
        second = (f"电话：{self.phone or '　　　　　　'}", f"报出时间：{self.reported}")
        return first, second


@dataclass(frozen=True)
class Paper:
    """A table with all that is printed around it; a draft is marked 草稿 and has no number."""

    table: Table
    recipient: str
    label: str = ""
    foot: Foot = Foot()
    changes: tuple[Change, ...] = ()
    reason: str = ""
    is_draft: bool = False

    @property
    def day(self) -> date:
        """Return the day that it is about."""
        return date.fromisoformat(self.table.day)

    @property
    def marks(self) -> tuple[str, ...]:
        """Return what stands across it: 草稿, 演示数据."""
        draft = ("草稿",) if self.is_draft else ()
        return (*draft, "演示数据") if self.table.is_demo else draft

    @property
    def line(self) -> tuple[str, str, str]:
        """Return the line above the table: 填报单位(盖章), the day, the unit of measure."""
        measure = f"计量单位：{self.table.measure}" if self.table.measure else ""
        return (
            f"填报单位（盖章）：{self.table.reporter}",
            words_zh.full_day(self.day),
            measure,
        )

    @property
    def sent_to(self) -> str:
        """Return whom it goes to, with its number."""
        return f"报：{self.recipient}" + (f"　{self.label}" if self.label else "　未编号")

    @property
    def has_measures(self) -> bool:
        """Return whether every line names its own unit of measure."""
        return self.table.rows_are == ITEMS

    @property
    def columns(self) -> tuple[Column, ...]:
        """Return the heads, the first column's and the measures' included."""
        lead: tuple[Column, ...] = (Column("first", self.table.first),)
        if self.has_measures:
            lead += (Column("measure", "计量单位"),)
        return lead + self.table.columns

    def notes(self) -> tuple[str, ...]:
        """Return what stands under the table: completeness, the missing by name, the rest."""
        told = (wording.completeness(self.table), wording.missing(self.table))
        why = (f"更正事由：{self.reason}。",) if self.reason else ()
        return tuple(note for note in (*told, *why, *self.table.notes) if note)


def lead_cells(paper: Paper, row: Row) -> tuple[str, ...]:
    """Return a line's name, and its unit of measure in a table by items."""
    return (row.name, row.measure) if paper.has_measures else (row.name,)


def head_text(column: Column) -> str:
    """Return a head with its unit of measure below, where it has one of its own."""
    return f"{column.title}\n（{column.measure}）" if column.measure else column.title
