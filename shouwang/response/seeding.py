"""Laying down the measures and the library of bundles from ``data/``: by migrations, once."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

_DATA = Path(__file__).parent / "data"


def lay_measures(measure: Any) -> None:
    """Lay down the measures that are not there yet; ``measure`` is the model of the migration.

    What a bureau has changed since stays as it is.
    """
    for place, row in enumerate(_read("measures.toml")["measure"]):
        measure.objects.get_or_create(
            code=row["code"], defaults={"default": 0, "order": place, **row}
        )


def lay_bundles(bundle: Any, item: Any) -> None:
    """Lay down the library's bundles that are not there yet, each with its items."""
    for place, row in enumerate(_read("bundles.toml")["bundle"]):
        items = row.pop("item", [])
        made, is_new = bundle.objects.get_or_create(
            code=row["code"], defaults={"order": place, **row}
        )
        for one in items if is_new else ():
            item.objects.create(bundle=made, measure_id=one.pop("measure"), **one)


def _read(name: str) -> dict[str, Any]:
    with (_DATA / name).open("rb") as file:
        return tomllib.load(file)
