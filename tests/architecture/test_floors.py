"""What imports cannot show: tables and migrations, too, depend only on floors below."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from pathlib import Path

from django.apps import apps
from django.db import models
from django.db.migrations.loader import MigrationLoader

ROOT = Path(__file__).resolve().parents[2]


def _floors() -> dict[str, int]:
    """Return each app's height, read from the same contract that import-linter holds."""
    contracts = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["importlinter"]
    # an app may hold layers of its own inside it; the house's are those of the whole package
    (house,) = (
        found for found in contracts["contracts"] if found.get("containers") == ["shouwang"]
    )
    rising = list(reversed(house["layers"]))
    return {app: height for height, names in enumerate(rising) for app in re.findall(r"\w+", names)}


FLOORS = _floors()
OURS = {
    config.label: config.name.removeprefix("shouwang.")
    for config in apps.get_app_configs()
    if config.name.startswith("shouwang.")
}


def _points_up(lower: str, upper: str) -> bool:
    """Say whether a dependency of one app label on another leaves the allowed direction."""
    if lower == upper or upper not in OURS:
        return False
    return FLOORS[OURS[upper]] >= FLOORS[OURS[lower]]


def _foreign_keys() -> Iterator[tuple[str, models.Field, type[models.Model]]]:
    for model in apps.get_models(include_auto_created=True):
        label = model._meta.app_label
        if label not in OURS:
            continue
        for field in model._meta.get_fields():
            if field.is_relation and field.concrete and field.related_model:
                yield label, field, field.related_model


def test_every_app_of_ours_stands_on_a_floor():
    assert {name for name in OURS.values() if name not in FLOORS} == set()


def test_the_ground_floor_has_no_tables():
    assert list(apps.get_app_config("kit").get_models()) == []


def test_foreign_keys_point_down():
    wrong = [
        str(field)
        for label, field, target in _foreign_keys()
        if _points_up(label, target._meta.app_label)
    ]
    assert wrong == []


def test_foreign_keys_across_apps_protect_what_they_name():
    wrong = [
        f"{field}: {field.remote_field.on_delete.__name__}"
        for label, field, target in _foreign_keys()
        if isinstance(field, models.ForeignKey)
        and target._meta.app_label != label
        and target._meta.app_label in OURS
        and field.remote_field.on_delete is not models.PROTECT
    ]
    assert wrong == []


def test_migrations_depend_only_on_floors_below():
    graph = MigrationLoader(None).disk_migrations
    wrong = [
        f"{label}.{name} needs {needed}"
        for (label, name), migration in graph.items()
        if label in OURS
        for needed, _ in migration.dependencies
        if _points_up(label, needed)
    ]
    assert wrong == []


def test_no_model_orders_itself():
    wrong = [
        str(model._meta)
        for model in apps.get_models()
        if model._meta.app_label in OURS and model._meta.ordering
    ]
    assert wrong == []
