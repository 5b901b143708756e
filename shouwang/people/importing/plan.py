"""What a file of people would do to the file of one house: put on it, known already, refused."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime, time

from django.utils.translation import gettext as _

from shouwang.kit import clock, encrypted
from shouwang.kit.sheets.read import Problem
from shouwang.orgs.models import Unit
from shouwang.people import checks
from shouwang.people.importing import sheet
from shouwang.people.importing.rows import PersonRow
from shouwang.people.models import Engagement, Person, Side, Stay


@dataclass
class Plan:
    """What a file would do. ``known`` counts rows of people who are on file already."""

    new: list[PersonRow] = field(default_factory=list)
    known: int = 0
    refused: int = 0
    problems: list[Problem] = field(default_factory=list)
    warnings: list[Problem] = field(default_factory=list)


class Planner:
    """Compares rows with who is on file, once for a preview and once again when written."""

    def __init__(self, unit: Unit, side: str, rows: Iterable[PersonRow], *, now: datetime) -> None:
        """Look up who of the rows' numbers is on file, and who is at the house."""
        self._unit, self._side, self._now = unit, side, now
        self._rows = [self._tidied(row) for row in rows]
        digests = {self._digest(row) for row in self._rows} - {""}
        people = Person.objects.filter(side=side, id_digest__in=digests)
        if side == Side.STAFF:
            people = people.filter(unit=unit)
        held = dict(people.values_list("pk", "id_digest"))
        model = Stay if side == Side.RESIDENT else Engagement
        spans = model.objects.standing().filter(person__in=held, until_at=None)
        self._on_file = {held[pk]: at for pk, at in spans.values_list("person_id", "unit_id")}
        self._names = self._by_name(model)

    def plan(self) -> Plan:
        """Return what the rows would do."""
        plan, first = Plan(), dict[str, PersonRow]()
        for row in self._rows:
            self._check(row)
            digest = self._digest(row)
            if digest and (other := first.setdefault(digest, row)) is not row:
                why = _("与第 %(row)d 行身份证号相同") % {"row": other.number}
                row.refuse(sheet.NUMBER, row.person.id_number, why)
            at = self._on_file.get(digest)
            if at is not None and at != self._unit.pk:
                why = _("这个人在另一家机构在册，请那家机构先办理退住或转出")
                row.refuse(sheet.NUMBER, row.person.id_number, why)
            if row.problems:
                plan.refused += 1
                plan.problems += row.problems
            elif at is not None or self._is_known_by_name(row, digest):
                plan.known += 1
            else:
                plan.new.append(row)
            plan.warnings += row.warnings
        return plan

    def moment(self, row: PersonRow) -> datetime:
        """Return the moment from which a row's person is on file: noon of its day, or now."""
        assert row.on is not None
        return min(clock.at(row.on, time(12)), self._now)

    def _tidied(self, row: PersonRow) -> PersonRow:
        row.person = checks.tidy(row.person)
        return row

    def _check(self, row: PersonRow) -> None:
        today = clock.local_day(self._now)
        if row.on is not None and row.on > today:
            row.refuse(sheet.column_of(self._side, "at"), row.on, _("日期不能晚于今天"))
        if row.on is not None and row.on < date(1950, 1, 1):
            row.refuse(sheet.column_of(self._side, "at"), row.on, _("日期过早，请核对"))
        refused = {problem.column for problem in row.problems}
        found = checks.findings(row.person, unit=self._unit, side=self._side, today=today)
        for finding in found:
            column = sheet.column_of(self._side, finding.field)
            value = str(getattr(row.person, finding.field, "") or "")
            if finding.is_warning:
                row.warnings.append(Problem(row.number, column, value, finding.why))
            elif column not in refused:
                row.refuse(column, value, finding.why)

    def _by_name(self, model: type[Stay] | type[Engagement]) -> set[tuple[str, str]]:
        """Return name and room of who is at the house: for rows without a number."""
        if all(row.person.id_number for row in self._rows):
            return set()
        spans = model.objects.standing().filter(unit=self._unit, until_at=None)
        here = Person.objects.filter(pk__in=list(spans.values_list("person_id", flat=True)))
        return {(person.name, person.room or person.job) for person in here}

    def _is_known_by_name(self, row: PersonRow, digest: str) -> bool:
        told = row.person
        return not digest and (told.name, told.room or told.job) in self._names

    @staticmethod
    def _digest(row: PersonRow) -> str:
        return encrypted.digest(row.person.id_number, purpose=checks.ID_PURPOSE)
