"""Importing published epidemic figures: cities and, apart from them, each province's own total.

They are reports like any other: a city files ``cases``, a province ``cases_total``. The totals of
the cities and the province's own figure thus stand side by side, with rows behind both; where
they differ, the difference is shown (epidemic's page), never smoothed over.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import datetime
from typing import Any

from django.db import transaction

from shouwang.accounts.models import User
from shouwang.epidemic.published import ITEMS, PROVINCE_PREFIX, ROOT, ROOT_NAME, SOURCE
from shouwang.intake.actions.imports import import_reports, no_step
from shouwang.intake.importing.mapping import ItemSpec, MappingSpec
from shouwang.intake.importing.parse import Outcome, Step
from shouwang.kit.sheets.read import Row, Table, text_of
from shouwang.orgs.kinds import Kind

COLUMNS = ("date", "province", "provinceCode", "city", "cityCode")
_NATURE = {"suspected": "stock"}
# as papers call them; the provinces' own figures go by the same words, so that a paper that does
# not say which it means is asked and not contradicted
_CALLED = {
    "confirmed": ("累计确诊病例", "累计确诊", "确诊病例", "确诊"),
    "suspected": ("疑似病例", "疑似"),
    "cured": ("累计治愈出院", "累计治愈", "治愈出院", "治愈"),
    "dead": ("累计死亡病例", "累计死亡", "死亡病例", "死亡"),
}


def _spec(**own: Any) -> MappingSpec:
    return MappingSpec(
        root=ROOT,
        root_name=ROOT_NAME,
        root_kind=Kind.NATION,
        group_kind=Kind.PROVINCE,
        period="daily",
        day_column="date",
        kind_column=None,
        source=SOURCE,
        ignored=frozenset(COLUMNS),
        **own,
    )


def _items(prefix: str, label: str) -> tuple[ItemSpec, ...]:
    return tuple(
        ItemSpec(
            column,
            prefix + column,
            label + zh,
            "例",
            _NATURE.get(column, "cumulative"),
            tuple(name for name in _CALLED.get(column, ()) if name != label + zh),
        )
        for column, zh in ITEMS.items()
    )


CITIES = _spec(
    form_code="cases",
    form_zh="各市疫情数据",
    id_column="cityCode",
    name_column="city",
    group_column="provinceCode",
    default_kind=Kind.PREFECTURE,
    items=_items("", ""),
)
PROVINCES = _spec(
    form_code="cases_total",
    form_zh="省级公布疫情数据",
    id_column="provinceCode",
    name_column="province",
    group_column=None,
    default_kind=Kind.PROVINCE,
    items=_items(PROVINCE_PREFIX, "省级公布"),
)


@transaction.atomic
def import_cases(
    *,
    table: Table,
    by: User,
    at: datetime,
    dry_run: bool = False,
    file_name: str = "",
    step: Step = no_step,
) -> Outcome:
    """Import cumulative figures per city and province; a row without a city is the province's own.

    Raises ``UnusableFile`` for a table without the columns.
    """
    CITIES.check_columns(table.columns)
    rows = _with_city_codes(list(table))

    def part(spec: MappingSpec, keep: Callable[[Row], bool]) -> Outcome:
        some = replace(table, _rows=[r for r in rows if keep(r)])
        return import_reports(
            table=some, spec=spec, by=by, at=at, dry_run=dry_run, file_name=file_name, step=step
        )

    return _both(
        part(PROVINCES, lambda row: not text_of(row.cells["city"])),
        part(CITIES, lambda row: bool(text_of(row.cells["city"]))),
    )


def _with_city_codes(rows: Iterable[Row]) -> list[Row]:
    """Give rows without a city code the code that their city has elsewhere, else its name."""
    rows = list(rows)
    known = {_city(row): code for row in rows if (code := text_of(row.cells["cityCode"]))}
    return [
        row._replace(cells={**row.cells, "cityCode": known.get(_city(row), "-".join(_city(row)))})
        if text_of(row.cells["city"]) and not text_of(row.cells["cityCode"])
        else row
        for row in rows
    ]


def _city(row: Row) -> tuple[str, str]:
    return text_of(row.cells["provinceCode"]), text_of(row.cells["city"])


def _both(one: Outcome, other: Outcome) -> Outcome:
    """Return what became of both parts together, problems in the order of the rows."""
    counted = {
        name: getattr(one, name) + getattr(other, name)
        for name in (
            "rows",
            "filed",
            "repeated",
            "units_created",
            "groups_created",
            "moved",
            "renamed",
        )
    }
    return Outcome(
        refused=sorted(one.refused + other.refused, key=lambda p: p.row),
        warnings=sorted(one.warnings + other.warnings, key=lambda p: p.row),
        written=one.written and other.written,
        **counted,
    )
