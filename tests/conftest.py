"""The stage every test stands on: a real PostgreSQL of its own, a real browser when asked for.

Settings are read when Django is first touched, so the surroundings are arranged here, at import.
With DATABASE_URL set the tests run against that server instead of the embedded one.
"""

import os
from pathlib import Path

import django

ROOT = Path(__file__).resolve().parents[1]

os.environ["SHOUWANG_DATA"] = str(ROOT / "var" / "test")
os.environ["DJANGO_SETTINGS_MODULE"] = "tests.settings"
os.environ.pop("SHOUWANG_HTTPS", None)
(ROOT / "var" / "test" / "static").mkdir(parents=True, exist_ok=True)

if not os.environ.get("DATABASE_URL"):
    from shouwang.config import postgres

    postgres.ensure_running(postgres.place_for(Path(os.environ["SHOUWANG_DATA"])))

# pytest-django looks for settings before it loads this file, so it is told here that they exist.
django.setup()

pytest_plugins = ["tests.cast", "tests.stage.database", "tests.stage.browser"]
