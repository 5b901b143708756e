"""Units handed out as Excel, on record."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from shouwang.accounts import audit
from shouwang.accounts.models import User
from shouwang.kit import clock, registry
from shouwang.orgs import queries, words
from shouwang.orgs.importing import sheet
from shouwang.orgs.kinds import Kind
from shouwang.orgs.models import Unit
from shouwang.orgs.scope import Scope, scope_of

_FIELDS = (
    "path",
    "code",
    "name",
    "kind",
    "opened_on",
    "closed_on",
    "short_name",
    "phone",
    "address",
    "division_code",
)


@transaction.atomic
def export_units(*, unit: Unit | None, by: User, at: datetime) -> bytes:
    """Return a unit with all below it that ``by`` may see as a workbook; None: their whole scope.

    The columns are those of the import, so that the workbook can be mended and imported.
    """
    scope = scope_of(by, at=at)
    if unit is not None:
        scope.require(words.SEE_UNITS, unit)
    counted = [0]
    notes = [_("截至 %(at)s") % {"at": f"{clock.local(at):%Y-%m-%d %H:%M}"}]
    title = _("%(unit)s机构名录") % {"unit": unit.name if unit else ""}
    marks = [str(mark) for mark in registry.marks()]
    book = sheet.listing(_lines(scope, unit, counted), title=title, notes=notes, marks=marks)
    audit.record(
        words.UNITS_EXPORTED, by=by, at=at, about=unit, unit_id=unit and unit.pk, rows=counted[0]
    )
    return book


def _lines(scope: Scope, unit: Unit | None, counted: list[int]) -> Iterator[dict[str, Any]]:
    """Yield the units, superiors first, each with the code of its superior."""
    found = queries.units(scope.narrowed(words.SEE_UNITS))
    codes: dict[str, str] = {}
    if unit is not None:
        found = found.filter(path__gte=unit.path, path__lt=unit.path + "~")
    tops = [line.path[: -Unit.steplen] for line in queries.tops(scope)]
    tops += [unit.path[: -Unit.steplen]] if unit else []
    codes.update(Unit.objects.filter(path__in=tops).values_list("path", "code"))
    labels = {kind.value: str(kind.label) for kind in Kind}
    for line in found.values(*_FIELDS).iterator(chunk_size=5_000):
        codes[line["path"]] = line["code"]
        line["parent"] = codes.get(line["path"][: -Unit.steplen], "")
        line["kind"] = labels[line["kind"]]
        counted[0] += 1
        yield line
