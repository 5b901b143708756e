"""A recipient's table on the page of its editor: texts as typed, and the design they describe.

The editor keeps what was typed, right or wrong, so that a refused table loses nothing.
"""

from __future__ import annotations

from dataclasses import dataclass

from django.http import QueryDict
from django.utils.translation import gettext as _

from shouwang.dispatch.models import Recipient
from shouwang.dispatch.tables import design as d
from shouwang.dispatch.tables.design import Design, Line
from shouwang.dispatch.tables.references import Names

FIELDS = (
    *("title", "reporter", "number", "made_by", "approved_by", "valid_until", "note"),
    *("rows", "orientation"),
)
_LONGEST = {"title": 60, "reporter": 60, "number": 40, "made_by": 60, "approved_by": 60}
Problems = list[tuple[str, str]]


@dataclass(frozen=True)
class LineRow:
    """One column or item as typed; ``key`` tells its fields from those of others."""

    key: str
    text: str = ""
    title: str = ""
    group: str = ""


@dataclass(frozen=True)
class Draft:
    """The whole editor."""

    fields: dict[str, str]
    periods: tuple[str, ...]
    rows: list[LineRow]


def of_design(design: Design | None, recipient: Recipient, names: Names) -> Draft:
    """Return the editor filled from a table; a fresh one where there is none."""
    if design is None:
        fields = dict.fromkeys(FIELDS, "")
        fresh = {"rows": d.CHILDREN, "orientation": d.AUTO, "made_by": recipient.name}
        return Draft({**fields, **fresh}, (d.TODAY, d.BEFORE), [LineRow("l0")])
    rows = [
        LineRow(f"l{n}", names.write(line), line.title, line.group)
        for n, line in enumerate(design.lines)
    ]
    fields = {name: str(getattr(design, name)) for name in FIELDS}
    return Draft(fields, design.periods, rows or [LineRow("l0")])


def of_post(post: QueryDict) -> Draft:
    """Return the editor as posted; rows without any text are left out."""

    def text(name: str) -> str:
        return post.get(name, "").strip()

    rows = [
        LineRow(key, text(f"{key}-text"), text(f"{key}-title"), text(f"{key}-group"))
        for key in post.getlist("line")
    ]
    known = [period for period, _word in d.PERIODS]
    return Draft(
        {name: text(name) for name in FIELDS},
        tuple(period for period in known if period in post.getlist("periods")),
        [row for row in rows if row.text or row.title],
    )


def read(typed: Draft, names: Names) -> tuple[Design, Problems]:
    """Return the table that the editor describes, and (field id, words) of slips."""
    problems: Problems = [
        (name, _("最多 %(n)d 个字") % {"n": most})
        for name, most in _LONGEST.items()
        if len(typed.fields[name]) > most
    ]
    fields = dict(typed.fields)
    if fields["rows"] not in dict(d.ROWS):
        problems.append(("rows", _("请选择表的行")))
    if fields["orientation"] not in dict(d.ORIENTATIONS):
        fields["orientation"] = d.AUTO
    if fields["rows"] == d.ITEMS and not typed.periods:
        problems.append(("periods", _("请至少选一列")))
    if not fields["title"]:
        problems.append(("title", _("请填写标题")))
    lines = []
    for row in typed.rows:
        try:
            lines.append(Line(names.read(row.text), row.title[:40], row.group[:40]))
        except ValueError as slip:
            problems.append((f"{row.key}-text", str(slip)))
    if len({line.ref for line in lines}) < len(lines):
        problems.append((f"{typed.rows[0].key}-text", _("同一个指标列了两次")))
    if not lines and not problems:
        problems.append(("", _("请至少添一栏")))
    return Design(lines=tuple(lines), periods=typed.periods, **fields), problems
