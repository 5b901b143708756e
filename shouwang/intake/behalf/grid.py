"""One grid for many institutions: their reports of a day as rows, the form's items as columns."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from itertools import groupby
from typing import Any
from uuid import UUID

from django.db.models import QuerySet

from shouwang.figures import rules as figure_rules
from shouwang.figures.models import Fact
from shouwang.figures.models.figure import Nature
from shouwang.figures.rules import Number
from shouwang.intake import words
from shouwang.kit.ids import uuid7
from shouwang.orgs.models import Unit
from shouwang.orgs.scope import Scope
from shouwang.reporting import owing, queries, rules, sheets, typed
from shouwang.reporting.actions import filing
from shouwang.reporting.models import Form
from shouwang.reporting.owing import Owed
from shouwang.reporting.queries import Sheet
from shouwang.reporting.rules import ItemSpec
from shouwang.reporting.typed import Typed
from shouwang.reporting.versions import PlainVersion

# beyond this the place is too wide for one grid: it is narrowed, or a paste names the rows
MOST_ROWS = 40


@dataclass(frozen=True)
class Result:
    """What became of a row: ``tone`` and words, the receipt's report, what is to be mended."""

    tone: str
    words: Any
    report_id: int | None = None
    messages: tuple[str, ...] = ()


@dataclass(frozen=True)
class Cell:
    """One item of one institution on the grid."""

    item: ItemSpec
    name: str
    text: str
    before: Number | None
    carries: bool
    error: str = ""
    pasted: bool = False

    @property
    def before_text(self) -> str:
        """Return the period before as it would be typed."""
        return typed.write(self.before)

    @property
    def is_carried(self) -> bool:
        """Return whether the cell holds what was carried over, not yet looked at."""
        return self.carries and self.text != "" and self.text == self.before_text


@dataclass(frozen=True)
class Row:
    """One institution on the grid, with what is typed for it."""

    owed: Owed
    sheet: Sheet
    filled: Typed
    client_id: UUID
    errors: Mapping[str, str] = field(default_factory=dict)
    asks: Mapping[str, str] = field(default_factory=dict)
    pasted: frozenset[str] = frozenset()
    result: Result | None = None

    @property
    def unit(self) -> Unit:
        """Return the institution."""
        return self.sheet.unit

    @property
    def prefix(self) -> str:
        """Return what the names of the row's fields begin with."""
        return prefix_of(self.unit)

    @property
    def is_open(self) -> bool:
        """Return whether something may still be handed in for it."""
        return self.owed.is_open and (self.result is None or self.result.report_id is None)

    @property
    def revision(self) -> int:
        """Return the draft's revision, 0 without a draft."""
        return self.sheet.draft.revision if self.sheet.draft else 0

    @property
    def why(self) -> str:
        """Return the reason given for what asks for one."""
        return next((text for text in self.filled.reasons.values() if text), "")

    @property
    def cells(self) -> list[Cell]:
        """Return the row's cells in the order of the form."""
        return [self._cell(item) for item in self.sheet.version.items]

    def _cell(self, item: ItemSpec) -> Cell:
        return Cell(
            item,
            f"{self.prefix}{typed.ITEM}{item.code}",
            self.filled.texts.get(item.code, ""),
            self.sheet.previous.get(item.code),
            item.carries and item.nature == Nature.STOCK,
            self.errors.get(item.code, ""),
            item.code in self.pasted,
        )

    def told(self, result: Result) -> Row:
        """Return the row with what became of it."""
        return replace(self, result=result)


@dataclass(frozen=True)
class Grid:
    """The rows of a form and day, and the columns with their groups."""

    form: Form
    day: date
    version: PlainVersion | None
    rows: list[Row]

    @property
    def groups(self) -> list[tuple[str, int]]:
        """Return the headings over the columns, each with how many it spans."""
        names = self.version.groups if self.version else ()
        return [(name, len(list(run))) for name, run in groupby(names)]

    @property
    def filed_rows(self) -> list[Row]:
        """Return the rows of which nothing more is handed in here."""
        return [row for row in self.rows if not row.is_open]

    @property
    def open_rows(self) -> list[Row]:
        """Return the rows that may be handed in."""
        return [row for row in self.rows if row.is_open]


def prefix_of(unit: Unit) -> str:
    """Return what the names of an institution's fields begin with."""
    return f"u{unit.pk}-"


def forms_in(scope: Scope, place: Unit, day: date) -> list[Form]:
    """Return the forms that institutions of a place fill on a day and the scope may file for."""
    known = owing.calendar(scope)
    kinds = set(_below(scope, known.forms, place, day).values_list("kind", flat=True))
    return [f for f in known.forms if kinds & set(f.series.kinds) and known.version(f, day)]


def units_of(scope: Scope, form: Form, place: Unit, day: date) -> QuerySet[Unit]:
    """Return the institutions of a place that fill a form, within reach for filing on behalf."""
    return _below(scope, [form], place, day)


def _below(scope: Scope, forms: Sequence[Form], place: Unit, day: date) -> QuerySet[Unit]:
    reach = scope.narrowed(words.FILE_ON_BEHALF)
    return owing.units(reach, forms, day).filter(path__gte=place.path, path__lt=place.path + "~")


def grid(scope: Scope, form: Form, units: Sequence[Unit], day: date, *, now: datetime) -> Grid:
    """Return the grid of some institutions: drafts as they were typed, stocks carried over.

    Six statements, however many institutions there are.
    """
    known = owing.calendar(scope)
    only = owing.Calendar((form,), known.starts)
    found = owing.owed(units, only, day, count=1, now=now)
    version = known.version(form, day)
    before = _previous(version, [o.unit for o in found], day) if version else {}
    return Grid(form, day, version, [_row(scope, form, o, before) for o in found])


def _row(scope: Scope, form: Form, owed: Owed, before: Mapping[int, dict[str, Number]]) -> Row:
    if owed.report is not None and owed.is_open:
        sheet = queries.sheet(scope, owed.unit, form, owed.day)  # returned: with what was filed
    else:
        sheet = Sheet(
            owed.unit,
            form,
            owed.version,
            owed.day,
            before.get(owed.unit.pk, {}),
            owed.draft,
            owed.report,
            None,
        )
    return examined(Row(owed, sheet, sheets.shown(sheet), uuid7()))


def examined(row: Row) -> Row:
    """Return a row with what is wrong in it marked at its cells; blanks are fine as yet."""
    found = sheets.of_draft(row.sheet, row.filled)
    said = {
        severity: sheets.by_code([f for f in found if f.code and f.severity == severity], row.sheet)
        for severity in (rules.ERROR, rules.REASON)
    }
    return replace(row, errors=said[rules.ERROR], asks=said[rules.REASON])


def _previous(
    version: PlainVersion, units: Sequence[Unit], day: date
) -> dict[int, dict[str, Number]]:
    """Return what stood the period before, by unit, in one statement."""
    before = figure_rules.previous_start(version.period, version.start_of(day))
    facts = Fact.objects.filter(unit__in=units, series_id=version.series_id, day=before)
    return {
        unit_id: filing.values_of(version, values)
        for unit_id, values in facts.values_list("unit_id", "values")
    }
